"""How headings and names of sheets are compared: without what differs between releases of one file."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=10_000)
def folded(heading: str) -> str:
    """Without capitals, spaces and punctuation, which differ between releases."""
    return "".join(c for c in heading.casefold() if c.isalnum())
