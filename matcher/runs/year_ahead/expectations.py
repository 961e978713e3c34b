"""What past years say of the rest of this one, for one run."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from matcher.domain import Assessment, Facts
from matcher.policy import Policy
from matcher.read.open_data.kept_open_data import OpenDataStore
from matcher.runs.year_ahead.past_arrivals import arrivals_so_far, past_years, with_grades
from matcher.year_ahead.arrivals import Expectations, ExpectedCount, expected_counts, expected_total
from matcher.year_ahead.draw import later_rows


def _as_written(facts: Facts, policy: Policy) -> tuple[Fraction, int, int]:
    """What somebody expects in the run's regions after its day: one number, no range."""
    number = sum(row.number for row in later_rows(facts.expected, policy))
    return Fraction(number), number, number


def expectations(
    facts: Facts, policy: Policy, assessments: Sequence[Assessment], store: OpenDataStore | None = None
) -> Expectations:
    """From the files' own past years; without years where the files hold none or the year is over."""
    used, passed = past_years(facts, policy, assessments, store)
    so_far = arrivals_so_far(assessments, policy)
    schools = [a for a in with_grades(so_far, facts, policy) if a.recipient.kind == "school"]
    twice = Fraction(sum(a.twice is True for a in schools), len(schools)) if schools else Fraction(0)
    counts, total = expected_counts(used, policy), expected_total(used, policy)
    if policy.year_ahead.futures.source == "expected":
        total = ExpectedCount("", "", "", *_as_written(facts, policy))
    return Expectations(used, passed, len(so_far), twice, total, counts)
