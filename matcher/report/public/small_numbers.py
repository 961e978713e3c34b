"""Small numbers of linked tables, hidden so that no sum gives them back.

A count of 1 to 4 is published as "fewer than 5". Where the rest of a row or column would give it away, further cells
of that row or column are hidden, the smallest first. All tables that share a count are treated together. Each number
that is not shown could be one more or one less, with every figure and sum that is shown as it is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Cell = Hashable
SMALL = range(1, 5)
FEWER, HIDDEN = "fewer than 5", "not shown"
MOST_TRIED = 400  # steps of the search for another table; where it ends without one, one more cell is hidden


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is the sum of `parts`: a row or a column of a published table."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (*self.parts, self.total)


def published(counts: Mapping[Cell, int], sums: Sequence[Sum]) -> dict[Cell, str]:
    """Each count as it may be published: its figure, `FEWER` or `HIDDEN`."""
    small = {cell for cell, number in counts.items() if number in SMALL}
    hidden: set[Cell] = set()
    while (told := _told(counts, small, hidden, sums)) is not None:
        hidden.add(_next_to_hide(told, counts, small | hidden, sums))
    return {
        cell: FEWER if cell in small else HIDDEN if cell in hidden else f"{number:,}" for cell, number in counts.items()
    }


def _told(counts: Mapping[Cell, int], small: set[Cell], hidden: set[Cell], sums: Sequence[Sum]) -> Cell | None:
    """A small count that could not be another, so that a reader could work it out."""
    least = {
        c: max(-1, SMALL.start - n) if c in small else max(-1, -n) if c in hidden else 0 for c, n in counts.items()
    }
    most = {c: min(1, SMALL.stop - 1 - n) if c in small else int(c in hidden) for c, n in counts.items()}
    return next((cell for cell in counts if cell in small and not _may_differ(cell, least, most, sums)), None)


def _may_differ(cell: Cell, least: Mapping[Cell, int], most: Mapping[Cell, int], sums: Sequence[Sum]) -> bool:
    """Whether some table with the same figures shown has one more, or one less, in this cell."""
    return any(
        _another({**least, cell: step}, {**most, cell: step}, sums, iter(range(MOST_TRIED)))
        for step in (1, -1)
        if least[cell] <= step <= most[cell]
    )


def _another(least: dict[Cell, int], most: dict[Cell, int], sums: Sequence[Sum], tried: Iterator[int]) -> bool:
    """Whether changes within these bounds, of at most 1 a cell, leave every sum right: a search with propagation."""
    if next(tried, None) is None or not _narrowed(least, most, sums):
        return False
    open_cells = [cell for cell in least if least[cell] < most[cell]]
    if not open_cells:
        return True
    cell = open_cells[0]
    values = sorted(range(least[cell], most[cell] + 1), key=abs)
    return any(_another({**least, cell: v}, {**most, cell: v}, sums, tried) for v in values)


def _narrowed(least: dict[Cell, int], most: dict[Cell, int], sums: Sequence[Sum]) -> bool:
    """Narrow the bounds by the sums until nothing moves; False where they contradict each other."""
    moved = True
    while moved:
        moved = False
        for one in sums:
            sign = {**dict.fromkeys(one.parts, 1), one.total: -1}
            # the least and the most that the signed cells can add up to; it has to be zero
            low = sum(least[c] if s > 0 else -most[c] for c, s in sign.items())
            high = sum(most[c] if s > 0 else -least[c] for c, s in sign.items())
            for cell, s in sign.items():
                mine = (least[cell], most[cell]) if s > 0 else (-most[cell], -least[cell])
                others = low - mine[0], high - mine[1]
                first, last = (-others[1], -others[0]) if s > 0 else others
                if first > least[cell] or last < most[cell]:
                    least[cell], most[cell], moved = max(least[cell], first), min(most[cell], last), True
                    now = (least[cell], most[cell]) if s > 0 else (-most[cell], -least[cell])
                    low, high = others[0] + now[0], others[1] + now[1]
                if least[cell] > most[cell]:
                    return False
    return True


def _next_to_hide(told: Cell, counts: Mapping[Cell, int], away: set[Cell], sums: Sequence[Sum]) -> Cell:
    """The smallest count shown that is linked, by sums, to the one given away; parts before totals, zeros last."""
    linked, grown = {told}, True
    while grown:
        beside = [
            (counts[cell] == 0, cell == one.total, counts[cell], n, k)
            for n, one in enumerate(sums)
            if not linked.isdisjoint(one.cells)
            for k, cell in enumerate(one.cells)
            if cell not in away
        ]
        if beside:
            *_, n, k = min(beside)
            return sums[n].cells[k]
        size = len(linked)
        linked |= {cell for one in sums if not linked.isdisjoint(one.cells) for cell in one.cells}
        grown = len(linked) > size
    raise AssertionError  # with every linked count hidden, each could be another
