"""Assumptions that decide results and are no settings: rows of assumptions.csv, with the values that the code uses."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.policy import Policy
from matcher.rules.goals.supporters import UNKNOWN_METRES
from matcher.rules.rulebooks import rulebook_of
from matcher.wording.terms import RECIPIENT, in_words
from matcher.year_ahead.arrivals import FEW, STOOD_STILL, STOPPED

Row = tuple[str, str, str, str, str, str, str]
DECIDED_ON = "2026-11-29"
EXPECTED = "how many more are expected by the year's end, and the drawn futures where the year ahead is used"


def fixed_assumptions(policy: Policy) -> Iterator[Row]:
    """Those that bear on a run of this policy."""
    if rulebook_of(policy).supporters != "people":
        yield _row(
            "improvement_grant.expected",
            "each band as likely as another",
            "reading",
            "improvement grant",
            "improvement_grant_expected in grants.csv; no plan",
        )
        travel = "the goal 'travel': a journey that nobody can measure is not preferred to a known one"
        yield _row("journeys.unknown", str(UNKNOWN_METRES // 1000), "km", "travel", travel)
    if policy.as_at < policy.year_to:
        few = "with fewer arrivals so far a past year counts as it was; " + EXPECTED
        yield _row("expected.few_so_far", str(FEW), in_words(f"{RECIPIENT:s}"), "the year ahead", few)
        stopped = "a past year with less of the others' arrivals after this day is left out; " + EXPECTED
        yield _row("expected.year_stopped", str(STOPPED), "share", "the year ahead", stopped)
        still = "a past year with less of this year's arrivals so far is left out; " + EXPECTED
        yield _row("expected.year_stood_still", str(STOOD_STILL), "share", "the year ahead", still)


def _row(what: str, value: str, unit: str, about: str, impact: str) -> Row:
    return what, value, unit, f"matcher, {about}", DECIDED_ON, "yes", impact
