"""Recipients x leaders x pair rules: what may be chosen, and what a rule barred, with the reason."""

from matcher.candidates.find import find_candidates

__all__ = ["find_candidates"]
