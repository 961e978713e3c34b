"""Strict parsing of form fields: dates in three boxes, texts, details of acts, and field errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matcher.ledger import EXPLORED, OUTCOMES
from matcher.ledger.checks.case_checks import UNTIL_OF
from matcher.ledger.checks.decision_checks import characters, too_long
from matcher.ledger.log.acts import REASON_AT_MOST
from matcher.wording.words import capital

# NUL and bidirectional control characters
HIDDEN_CHARACTERS = dict.fromkeys(map(ord, "\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
# the page says the limit; it does not set `maxlength`, with which a browser cuts what is pasted, without a word
REASON_HINT = (
    "It is kept for good and may be read out later. Leave out names of people."
    f" At most {REASON_AT_MOST:,} characters; what you write is not cut."
)
DETAILS = {"claim": "days", "pay": "days", "review": "explored", "interests-checked": "outcome"}
CHOICES_OF = {"outcome": OUTCOMES, "explored": EXPLORED}
LEGENDS = {
    "outcome": "What the check found",
    "explored": "Was a partnership with a trust explored?",
    "days": "How many days?",
}


@dataclass(frozen=True, slots=True)
class FieldError:
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


def date_fields(name: str, day: date) -> dict[str, str]:
    """The three fields as `date_in` reads them, filled with a day."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def text_in(form: Mapping[str, str], name: str, most: int) -> str:
    """One field's text, stripped, at most `most` characters, without bidirectional control characters."""
    return form.get(name, "").translate(HIDDEN_CHARACTERS).strip()[:most]


def reason_in(form: Mapping[str, str]) -> str:
    """The reason, whole: one that is too long is refused with its text kept, and never cut."""
    return form.get("reason", "").translate(HIDDEN_CHARACTERS).strip()


def reason_errors(reason: str, missing: str) -> tuple[FieldError, ...]:
    """What is wrong with a reason: `missing` where there is none, or how much too long it is."""
    over = characters(reason) - REASON_AT_MOST
    if not reason:
        return (FieldError("reason", missing),)
    return (FieldError("reason", f"{capital(too_long(reason))}. Shorten it by {over:,}"),) if over > 0 else ()


def day_errors(form: Mapping[str, str], today: date, happened: str = "it was decided") -> tuple[FieldError, ...]:
    """What is wrong with the day `on`, on which it `happened`: that it is none, or has not come yet."""
    on, the_day = date_in(form, "on"), f"the day on which {happened}"
    if on is None:
        return (FieldError("on", f"Write {the_day}: day, month and year"),)
    return (FieldError("on", f"The day has not come yet: write {the_day}"),) if on > today else ()


def missing(act: str, form: Mapping[str, str]) -> tuple[FieldError, ...]:
    """Errors for the detail that an act needs in addition to reason and day, where it is missing or wrong."""
    needed = DETAILS.get(act)
    if needed is None:
        return ()
    value = form.get(needed, "")
    if needed in CHOICES_OF:
        return () if value in CHOICES_OF[needed] else (FieldError(needed, "Choose one"),)
    good = value.isascii() and value.isdigit() and 0 < int(value[:4]) < 1000
    return () if good else (FieldError(needed, "Write whole days, 1 or more"),)


def detail_in(act: str, form: Mapping[str, str]) -> dict[str, int | str]:
    needed = DETAILS.get(act)
    if needed is None:
        return {}
    return {needed: form[needed] if needed in CHOICES_OF else int(form[needed])}


def until_errors(act: str, form: Mapping[str, str]) -> tuple[FieldError, ...]:
    """A last day is a day, or all three boxes are empty."""
    given = any(form.get(f"until-{part}", "") for part in ("day", "month", "year"))
    if act not in UNTIL_OF or not given or date_in(form, "until"):
        return ()
    return (FieldError("until", "Write the last day on which they cannot, or leave all three boxes empty"),)


def until_in(act: str, form: Mapping[str, str]) -> dict[str, str]:
    until = date_in(form, "until") if act in UNTIL_OF else None
    return {"until": until.isoformat()} if until else {}


def placeholder(act: str) -> dict[str, int | str]:
    """A valid detail for the dry run of an act before the form is filled in."""
    needed = DETAILS.get(act)
    if needed is None:
        return {}
    return {needed: CHOICES_OF[needed][0] if needed in CHOICES_OF else 1}
