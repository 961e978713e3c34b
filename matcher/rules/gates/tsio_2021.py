"""2021/22: a school judged Requires Improvement in the year, or that entered it with that after that or worse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.domain import Evidence, Judgement
from matcher.policy import Policy
from matcher.rules.base import Cite
from matcher.rules.gates.body import Body, cell, grades_possible
from matcher.rules.gates.inspections.below_good import (
    EITHER,
    NO,
    REQUIRES_IMPROVEMENT,
    YES,
    Ways,
    below_good,
    both,
    cells,
    either,
    requires_improvement,
)
from matcher.rules.gates.inspections.past import Dated, day_of, histories, may_hide, past_of
from matcher.rules.gates.school_or_trust import FORGOTTEN, SchoolFinding, before_the_year, by_start, gates_of
from matcher.wording import wording


def ways_of(body: Body, policy: Policy) -> list[list[Dated]]:
    """The histories that may be, their dates filled in; none where too much is missing."""
    return histories(body, (before_the_year(policy), policy.year_to, policy.as_at)) or []


def in_year(history: Sequence[Dated], policy: Policy) -> Iterator[Judgement]:
    """Those of the academic year that were published by the day of the run."""
    for dated in history:
        in_time = day_of(dated.judgement, by_start=False) <= policy.as_at
        if in_time and policy.year_from <= day_of(dated.judgement, by_start(policy)) <= policy.year_to:
            yield dated.judgement


def judged_in_year(history: Sequence[Dated], body: Body, policy: Policy) -> Ways:
    """(i) A Requires Improvement judgement in the year."""
    known = [is_improvement(judgement) for judgement in in_year(history, policy)]
    hidden = may_hide(history, body, policy.year_from, min(policy.year_to, policy.as_at))
    return either(*known, EITHER if hidden else NO)


def is_improvement(judgement: Judgement) -> Ways:
    return frozenset(grade == REQUIRES_IMPROVEMENT for grade in grades_possible(judgement))


def entered_low(history: Sequence[Dated], body: Body, policy: Policy) -> Ways:
    """(ii) On the day before the year: Requires Improvement, after Requires Improvement or worse."""
    on = before_the_year(policy)
    return frozenset().union(
        *(
            both(requires_improvement(past.latest, body, on, "in"), below_good(past.before, body, on))
            for past in past_of(history, body, on, by_start(policy), policy.as_at)
        )
    )


def study_year(body: Body, policy: Policy) -> SchoolFinding:
    several = ways_of(body, policy)
    ways = frozenset().union(*(judged_in_year(history, body, policy) for history in several)) or EITHER
    found = [j for j in in_year(several[0] if several else (), policy) if is_improvement(j) != NO]
    evidence = tuple(cell(judgement) for judgement in found)
    if ways == YES:
        days = [day_of(judgement, by_start(policy)) for judgement in found if is_improvement(judgement) == YES]
        said = "It was judged Requires Improvement in the academic year."
        return SchoolFinding(ways, said, evidence, min(days, default=None))
    if ways == NO:
        first, last = wording.day(policy.year_from), wording.day(policy.year_to)
        return SchoolFinding(ways, f"No Requires Improvement judgement from {first} to {last}.")
    if found:
        return SchoolFinding(ways, "A judgement of the year is not fully known.", evidence, cause="grade-not-known")
    said = f"It may have been judged Requires Improvement in the year: {FORGOTTEN}."
    return SchoolFinding(ways, said, evidence, cause="history-forgotten")


def study_entry(body: Body, policy: Policy) -> SchoolFinding:
    several, on = ways_of(body, policy), before_the_year(policy)
    ways = frozenset().union(*(entered_low(history, body, policy) for history in several)) or EITHER
    evidence = () if ways == NO else _entry_cells(several, body, policy)
    if ways == YES:
        day = wording.day(on)
        said = f"It entered the year with Requires Improvement, after Requires Improvement or worse (as at {day})."
        return SchoolFinding(ways, said, evidence, policy.year_from)
    if ways == NO:
        said = f"On {wording.day(on)} it did not stand at Requires Improvement after Requires Improvement or worse."
        return SchoolFinding(ways, said, evidence)
    said = f"How it stood on {wording.day(on)} is not fully known: {FORGOTTEN}."
    return SchoolFinding(ways, said, evidence, cause="history-forgotten")


def _entry_cells(several: list[list[Dated]], body: Body, policy: Policy) -> tuple[Evidence, ...]:
    on = before_the_year(policy)
    found = [past for history in several[:1] for past in past_of(history, body, on, by_start(policy), policy.as_at)]
    return tuple(dict.fromkeys(one for past in found for one in cells(past, body, on)))


def study_either(body: Body, policy: Policy) -> SchoolFinding:
    """One or the other, however the missing dates fall."""
    several = ways_of(body, policy)
    if len(several) == 1:  # each of the two by itself says all there is to say
        return SchoolFinding(NO, "")
    ways: Ways = (
        frozenset().union(*(either(judged_in_year(h, body, policy), entered_low(h, body, policy)) for h in several))
        or EITHER
    )
    said = "It was judged Requires Improvement in the year, or entered it with that after that or worse."
    return SchoolFinding(ways, said if ways == YES else "", cause="history-forgotten" if ways == EITHER else "")


RI_IN_YEAR, TRUST_RI_IN_YEAR = gates_of(
    "ri-in-year",
    Cite("fenews-tsio-2021-22", "who is eligible", "judged Requires Improvement in the academic year"),
    study_year,
    ("date_basis", "level", "at_school_level"),
)
ENTERED_LOW, TRUST_ENTERED_LOW = gates_of(
    "entered-low",
    Cite("fenews-tsio-2021-22", "who is eligible", "entered the year Requires Improvement, with that or worse before"),
    study_entry,
    ("date_basis", "level", "at_school_level"),
)
RI_IN_YEAR_OR_ENTERED_LOW, TRUST_RI_IN_YEAR_OR_ENTERED_LOW = gates_of(
    "ri-in-year-or-entered-low",
    Cite("fenews-tsio-2021-22", "who is eligible", "one or the other, however the missing dates fall"),
    study_either,
    ("date_basis", "level", "at_school_level"),
)
