"""Interests and affiliations: who is tied to whom, and what that bars, needs signed off or flags."""
