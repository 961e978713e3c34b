"""What a form sent, read strictly: a date of three boxes, a field that is missing, and what to say beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a form: the field, and what to do about it."""

    field: str
    message: str


def date_in(form: Mapping[str, str], name: str) -> date | None:
    """The day of `name-day`, `name-month` and `name-year`; None where they are no date."""
    parts = [form.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
    if not all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):
        return None
    try:
        return date(*(int(p) for p in parts))
    except ValueError:
        return None


def text_in(form: Mapping[str, str], name: str, most: int) -> str:
    """One field's words without the spaces around them, and no longer than `most`."""
    return form.get(name, "").replace("\x00", "").strip()[:most]
