"""Whether a trust passes under every completion of its schools' missing facts, under none, or under some.

Schools' missing facts are independent, so the attainable sums follow school by school, exactly, without listing every
combination. A state counts schools present (to two), tenured (to as many as are asked) and inspected (to one).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matcher.rules.gates.completions import Completion

SCHOOLS_OF_A_TRUST = 2  # fewer, and it is a standalone school

SchoolCounts = tuple[int, int, int]


class SumRange(NamedTuple):
    """The greatest and the least sum of what schools bring to the share, and of what they bring to a decline."""

    most_excess: int
    least_excess: int
    most_worth: int
    least_worth: int

    def plus(self, more: SumRange) -> SumRange:
        return SumRange(self[0] + more[0], self[1] + more[1], self[2] + more[2], self[3] + more[3])

    def widened(self, other: SumRange) -> SumRange:
        return SumRange(max(self[0], other[0]), min(self[1], other[1]), max(self[2], other[2]), min(self[3], other[3]))


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
    known = [next(iter(s)) for s in schools if len(s) == 1]
    certain = Completion(*map(sum, zip(*known, strict=True))) if known else Completion(0, 0, 0, 0, 0)
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
    reached = _attainable(certain, questions, need)
    standing = {h: r for h, r in reached.items() if h[0] >= SCHOOLS_OF_A_TRUST and h[1] >= need}
    share_can = any(h[2] and r.most_excess >= 0 for h, r in standing.items())
    share_need_not = fail or any(not h[2] or r.least_excess < 0 for h, r in reached.items())
    decline_can = any(r.least_worth < 0 for r in standing.values())
    decline_need_not = fail or any(r.most_worth >= 0 for r in reached.values())
    either_need_not = fail or _neither(certain, questions)
    return TrustCriteria(
        _answer(bool(standing), fail),
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


def _attainable(
    certain: Completion, questions: Sequence[frozenset[Completion]], need: int
) -> dict[SchoolCounts, SumRange]:
    """For every attainable state, the greatest and the least sums attained."""
    table = {_heads(certain, need): _extremes_of(certain)}
    for options in questions:
        following: dict[SchoolCounts, SumRange] = {}
        brought = _by_heads(options)
        for counts, reached in table.items():
            for heads, more in brought.items():
                _put(following, _more(counts, heads, need), reached.plus(more))
        table = following
    return table


def _by_heads(options: frozenset[Completion]) -> dict[SchoolCounts, SumRange]:
    """What one school may bring, by its counts: of several sums only the greatest and the least matter."""
    found: dict[SchoolCounts, SumRange] = {}
    for option in options:
        _put(found, (option.present, option.tenured, option.inspected), _extremes_of(option))
    return found


def _put(table: dict[SchoolCounts, SumRange], counts: SchoolCounts, more: SumRange) -> None:
    table[counts] = table[counts].widened(more) if counts in table else more


def _extremes_of(sums: Completion) -> SumRange:
    return SumRange(sums.excess, sums.excess, sums.worth, sums.worth)


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


def _more(counts: SchoolCounts, heads: SchoolCounts, need: int) -> SchoolCounts:
    return (
        min(SCHOOLS_OF_A_TRUST, counts[0] + heads[0]),
        min(need, counts[1] + heads[1]),
        max(counts[2], heads[2]),
    )
