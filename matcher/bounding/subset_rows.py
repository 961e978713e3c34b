"""Subset rows, which hold of whole fillings alone (Jepsen, Petersen, Spoorendonk and Pisinger, 2008).

Three schools are each served once. A leader who serves two of the three, or all, leaves at most one of them to all the
others: so of all leaders one alone serves two or more of the three. Halves of three leaders, each serving another two,
obey every other row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matcher.bounding.rows import Rows
from matcher.errors import Defect

Weights = Mapping[int, int]  # of choices, in the rows of a subset together; those that are nought left out


@dataclass(frozen=True, slots=True)
class SubsetRow:
    """Rows over which whoever fills a room is counted: n / 2, rounded down, where their choices weigh n in these rows.

    Where no two fill with the same choices, all of them together come to at most half of what the rows allow, rounded
    down. `times` is its multiplier, at least nought.
    """

    of: tuple[int, ...]
    times: int


def weights_in(rows: Rows, of: Iterable[int]) -> Weights:
    """What each choice weighs in these rows together. Raises Defect where a weight is negative: halves of what is left
    would then not be a bound."""
    found: dict[int, int] = {}
    for k in of:
        for c, w in zip(*(x.tolist() for x in rows.entries(k)), strict=True):
            if w < 0:
                raise Defect("a row with a negative weight cannot be part of a subset row")
            if w:
                found[c] = found.get(c, 0) + w
    return found


def most_of(rows: Rows, of: Iterable[int]) -> int:
    """What all fillings together come to at most. Raises Defect where a row allows less than nothing."""
    each = [int(rows.at_most[k]) for k in of]
    if min(each, default=0) < 0:
        raise Defect("a subset row is made of a row that allows less than nothing")
    return sum(each) // 2


@dataclass(frozen=True, eq=False)
class SubsetCharges:
    """What subset rows cost the fillings of one room: a filling pays `times` of a row for each two that it weighs.

    `odd`: by choice, a bit field of the rows in which it weighs an odd number. `alone`: what it pays by itself.
    """

    odd: Mapping[int, int]
    alone: Mapping[int, Any]
    times: Sequence[Any]
    _known: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, priced: Sequence[tuple[Weights, Any]], choices: Iterable[int]) -> SubsetCharges | None:
        """From what the choices weigh in each row, and its multiplier; None where no two of the choices could pay."""
        own = list(choices)
        held = [(weights, times) for weights, times in priced if times > 0 and sum(weights.get(c, 0) for c in own) > 1]
        if not held:
            return None
        odd = {c: sum(1 << n for n, (weights, _) in enumerate(held) if weights.get(c, 0) % 2) for c in own}
        alone = {c: sum(times * (weights.get(c, 0) // 2) for weights, times in held) for c in own}
        return cls(odd, alone, [times for _, times in held])

    def pays(self, twos: int) -> Any:
        """What the rows of this bit field cost together."""
        if twos not in self._known:
            self._known[twos] = sum(t for n, t in enumerate(self.times) if twos >> n & 1)
        return self._known[twos]

    def paid_by(self, choices: Iterable[int]) -> Any:
        """What a filling of these choices pays."""
        odd, paid = 0, 0
        for c in choices:
            paid += self.alone[c] + self.pays(odd & self.odd[c])
            odd ^= self.odd[c]
        return paid
