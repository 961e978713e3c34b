"""2024/25: below good before September 2024 and low in a part since, causing concern since, or low twice before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from matcher.domain import Evidence, Judgement
from matcher.policy import Policy
from matcher.rules.base import Cite
from matcher.rules.gates.body import Body
from matcher.rules.gates.inspections.below_good import (
    EITHER,
    NO,
    PARTS,
    REQUIRES_IMPROVEMENT,
    YES,
    Ways,
    below_good,
    both,
    cells,
    either,
    in_words,
    requires_improvement,
)
from matcher.rules.gates.inspections.past import Dated, day_of, histories, may_hide, past_of
from matcher.rules.gates.school_or_trust import FORGOTTEN, SchoolFinding, before_the_year, by_start, gates_of
from matcher.wording import wording

Rule = Callable[[Sequence[Dated], Body, Policy], Ways]


def window(policy: Policy) -> tuple[date, date]:
    """The days in which a re-inspection counts."""
    last = policy.eligibility.window_to or policy.year_to
    return policy.year_from, last


def in_window(history: Sequence[Dated], policy: Policy) -> Iterator[Judgement]:
    """Those of the window that were published by the day of the run."""
    first, last = window(policy)
    for dated in history:
        in_time = day_of(dated.judgement, by_start=False) <= policy.as_at
        if in_time and first <= day_of(dated.judgement, by_start(policy)) <= last:
            yield dated.judgement


def hidden(history: Sequence[Dated], body: Body, policy: Policy) -> Ways:
    first, last = window(policy)
    return EITHER if may_hide(history, body, first, min(last, policy.as_at)) else NO


def a_part_is_low(judgement: Judgement) -> Ways:
    """Requires Improvement for leadership and management or for quality of education."""
    marks = [dict(judgement.areas).get(part) for part in PARTS]
    if REQUIRES_IMPROVEMENT in marks:
        return YES
    return EITHER if None in marks and judgement.regime != "report-card" else NO


def low_before_and_since(history: Sequence[Dated], body: Body, policy: Policy) -> Ways:
    """(i) Below good before the year, and a part Requires Improvement when reinspected in the window."""
    on = before_the_year(policy)
    pasts = past_of(history, body, on, by_start(policy), policy.as_at)
    low_before = frozenset().union(*(below_good(past.latest, body, on) for past in pasts))
    known = [a_part_is_low(judgement) for judgement in in_window(history, policy)]
    return both(low_before, either(*known, hidden(history, body, policy)))


def causing_concern(history: Sequence[Dated], body: Body, policy: Policy) -> Ways:
    """(ii) Put in a category of concern in the window."""
    known = [YES if judgement.category else NO for judgement in in_window(history, policy)]
    return either(*known, hidden(history, body, policy))


def low_twice_before(history: Sequence[Dated], body: Body, policy: Policy) -> Ways:
    """(iii), first half: two Requires Improvement judgements, one after the other, before the year."""
    on = before_the_year(policy)
    pasts = past_of(history, body, on, by_start(policy), policy.as_at)
    return frozenset().union(*(both(*(requires_improvement(seen, body, on, "in") for seen in past)) for past in pasts))


def ways_of(body: Body, policy: Policy, rule: Rule) -> Ways:
    """What may be so, however the missing dates fall."""
    first, last = window(policy)
    several = histories(body, (before_the_year(policy), first, last, policy.as_at)) or []
    return frozenset().union(*(rule(history, body, policy) for history in several)) or EITHER


def study_low(body: Body, policy: Policy) -> SchoolFinding:
    said = "It was below good before September 2024, and a part required improvement when it was reinspected"
    return _found(ways_of(body, policy, low_before_and_since), f"{said}.", body, policy)


def study_concern(body: Body, policy: Policy) -> SchoolFinding:
    return _found(ways_of(body, policy, causing_concern), "It has been put in a category of concern.", body, policy)


def study_twice(body: Body, policy: Policy) -> SchoolFinding:
    """No file says how far plans for a change of structure had come: at best it cannot be told."""
    ways = ways_of(body, policy, low_twice_before)
    if ways == NO:
        return SchoolFinding(NO, "It did not have two Requires Improvement judgements in a row before the year.")
    evidence = _cells(body, policy)
    if ways == YES:
        said = "It had two Requires Improvement judgements before the year; whether plans for a change of structure"
        return SchoolFinding(EITHER, f"{said} were well advanced is in no file.", evidence, cause="plans-not-known")
    said = f"It may have had two Requires Improvement judgements before the year: {FORGOTTEN}."
    return SchoolFinding(EITHER, said, evidence, cause="history-forgotten")


def study_either(body: Body, policy: Policy) -> SchoolFinding:
    """(i) or (ii), however the missing dates fall."""

    def rule(history: Sequence[Dated], body: Body, policy: Policy) -> Ways:
        return either(low_before_and_since(history, body, policy), causing_concern(history, body, policy))

    if all(judgement.started and judgement.published for judgement in body.past):
        return SchoolFinding(NO, "")  # each of the two by itself says all there is to say
    ways = ways_of(body, policy, rule)
    said = "It was judged low again in the window, or put in a category of concern."
    return SchoolFinding(ways, said if ways == YES else "", _cells(body, policy), cause="history-forgotten")


def _found(ways: Ways, said: str, body: Body, policy: Policy) -> SchoolFinding:
    if ways == NO:
        first, last = window(policy)
        return SchoolFinding(NO, f"No judgement from {wording.day(first)} to {wording.day(last)} lets it in.")
    evidence = _cells(body, policy)
    if ways == YES:
        return SchoolFinding(YES, said, evidence, _since(body, policy))
    return SchoolFinding(EITHER, f"Not all that counts is known: {FORGOTTEN}.", evidence, cause="history-forgotten")


def _since(body: Body, policy: Policy) -> date | None:
    """When the first report of the window came out."""
    days = [j.published for j in body.past if j.published and window(policy)[0] <= j.published <= policy.as_at]
    return min(days, default=None)


def _cells(body: Body, policy: Policy) -> tuple[Evidence, ...]:
    """How it stood before the year, and what was judged in the window."""
    on = before_the_year(policy)
    several = histories(body, (on, policy.as_at)) or [[]]
    pasts = past_of(several[0], body, on, by_start(policy), policy.as_at)
    before = [cell for past in pasts for cell in cells(past, body, on)]
    since = [
        Evidence(j.urn, j.published or j.started, in_words(j, body, policy.as_at), j.source)
        for j in in_window(several[0], policy)
    ]
    return tuple(dict.fromkeys([*since, *before]))


_READS = ("date_basis", "level", "at_school_level", "window_to")
LOW_AGAIN, TRUST_LOW_AGAIN = gates_of(
    "low-again",
    Cite("sio-2024-25", "who is eligible", "below good before September 2024, and low in a part when reinspected"),
    study_low,
    _READS,
)
CAUSING_CONCERN, TRUST_CAUSING_CONCERN = gates_of(
    "causing-concern",
    Cite("sio-2024-25", "who is eligible", "in a category of concern, judged in the window"),
    study_concern,
    _READS,
)
LOW_TWICE, TRUST_LOW_TWICE = gates_of(
    "low-twice",
    Cite("sio-2024-25", "who is eligible", "two or more Requires Improvement, plans for change not well advanced"),
    study_twice,
    _READS,
)
LOW_AGAIN_OR_CONCERN, TRUST_LOW_AGAIN_OR_CONCERN = gates_of(
    "low-again-or-concern",
    Cite("sio-2024-25", "who is eligible", "one or the other, however the missing dates fall"),
    study_either,
    _READS,
)
