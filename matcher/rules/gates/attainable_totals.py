"""Whether a trust passes under every completion of its schools' missing facts, under none, or under some.

Schools' missing facts are independent, so the attainable sums follow school by school, exactly, without listing every
combination. A state counts schools present (to two), tenured (to as many as are asked) and inspected (to one).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from matcher.rules.gates.completions import Completion

SCHOOLS_OF_A_TRUST = 2  # fewer, and it is a standalone school

SchoolCounts = tuple[int, int, int]
Best = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class TrustCriteria:
    """Yes, no, or None where it depends: has the schools for the years; half are poor; declined; either of the two.

    The last three hold only together with the first.
    """

    tenure: bool | None
    share: bool | None
    decline: bool | None
    either: bool | None


def trust_criteria(schools: Iterable[frozenset[Completion]], tenured_at_least: int) -> TrustCriteria:
    schools = tuple(schools)
    certain = reduce(_plus, (next(iter(s)) for s in schools if len(s) == 1), Completion(0, 0, 0, 0, 0))
    open_questions = [s for s in schools if len(s) > 1]
    if not open_questions:
        return _all_known(certain, tenured_at_least)
    few = _fewest(certain, open_questions, tenured_at_least)
    return _some_unknown(certain, open_questions, tenured_at_least, few)


def _all_known(sums: Completion, need: int) -> TrustCriteria:
    tenure = sums.present >= SCHOOLS_OF_A_TRUST and sums.tenured >= need
    share = tenure and sums.inspected > 0 and sums.excess >= 0
    decline = tenure and sums.worth < 0
    return TrustCriteria(tenure, share, decline, share or decline)


def _some_unknown(
    certain: Completion, questions: Sequence[frozenset[Completion]], need: int, fail: bool
) -> TrustCriteria:
    most_poor = _extremes(certain, questions, need, _excess, max)
    least_poor = _extremes(certain, questions, need, _excess, min)
    worst = _extremes(certain, questions, need, _worth, min)
    best = _extremes(certain, questions, need, _worth, max)

    def stands(counts: SchoolCounts) -> bool:
        return counts[0] >= SCHOOLS_OF_A_TRUST and counts[1] >= need

    tenure = _answer(any(stands(h) for h in best), fail)
    share_can = any(stands(h) and h[2] and v >= 0 for h, v in most_poor.items())
    share_need_not = fail or any(not h[2] or v < 0 for h, v in least_poor.items())
    decline_can = any(stands(h) and v < 0 for h, v in worst.items())
    decline_need_not = fail or any(v >= 0 for v in best.values())
    either_need_not = fail or _neither(certain, questions)
    return TrustCriteria(
        tenure,
        _answer(share_can, share_need_not),
        _answer(decline_can, decline_need_not),
        _answer(share_can or decline_can, either_need_not),
    )


def _answer(can: bool, need_not: bool) -> bool | None:
    if can and need_not:
        return None
    return can


def _fewest(certain: Completion, questions: Sequence[frozenset[Completion]], need: int) -> bool:
    """Whether in some completion there are too few schools, or too few for long enough."""
    present = certain.present + sum(min(o.present for o in s) for s in questions)
    tenured = certain.tenured + sum(min(o.tenured for o in s) for s in questions)
    return present < SCHOOLS_OF_A_TRUST or tenured < need


def _extremes(
    certain: Completion,
    questions: Sequence[frozenset[Completion]],
    need: int,
    value: Callable[[Completion], int],
    best: Best,
) -> dict[SchoolCounts, int]:
    """For every attainable state, the best attainable sum."""
    table = {_heads(certain, need): value(certain)}
    for options in questions:
        following: dict[SchoolCounts, int] = {}
        for counts, total in table.items():
            for option in options:
                state = _more(counts, option, need)
                reached = total + value(option)
                following[state] = best(following[state], reached) if state in following else reached
        table = following
    return table


def _neither(certain: Completion, questions: Sequence[frozenset[Completion]]) -> bool:
    """Whether in some one completion the share is not reached and there is no decline."""
    table = {(min(1, certain.inspected), certain.excess): certain.worth}
    for options in questions:
        following: dict[tuple[int, int], int] = {}
        for (inspected, excess), worth in table.items():
            for option in options:
                state = (max(inspected, option.inspected), excess + option.excess)
                following[state] = max(following.get(state, worth + option.worth), worth + option.worth)
        table = following
    return any((not inspected or excess < 0) and worth >= 0 for (inspected, excess), worth in table.items())


def _heads(sums: Completion, need: int) -> SchoolCounts:
    return min(SCHOOLS_OF_A_TRUST, sums.present), min(need, sums.tenured), min(1, sums.inspected)


def _more(counts: SchoolCounts, option: Completion, need: int) -> SchoolCounts:
    return (
        min(SCHOOLS_OF_A_TRUST, counts[0] + option.present),
        min(need, counts[1] + option.tenured),
        max(counts[2], option.inspected),
    )


def _plus(a: Completion, b: Completion) -> Completion:
    return Completion(
        a.present + b.present,
        a.tenured + b.tenured,
        a.inspected + b.inspected,
        a.excess + b.excess,
        a.worth + b.worth,
    )


def _excess(outcome: Completion) -> int:
    return outcome.excess


def _worth(outcome: Completion) -> int:
    return outcome.worth
