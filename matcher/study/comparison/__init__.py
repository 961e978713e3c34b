"""Runs and scenarios side by side, and whether they pass what was asked of them."""
