"""Matches struggling schools and trusts to system leaders, proves the answer and explains it."""

__version__ = "0.2.0"
