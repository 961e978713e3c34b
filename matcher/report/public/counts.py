"""The counts of a run that may be published: linked tables without a name, an id or a place of anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.report.public.small_numbers import SMALL, Cell, Sum, published
from matcher.report.tables.report_table import Column, ReportTable
from matcher.rules import labels
from matcher.rules.limits.own_interest import served_by_broker
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.world import UNKNOWN

BANDS = ((0, 10), (10, 20), (20, 40), (40, 80), (80, None))  # kilometres in a straight line
ALL = "All"
_MATCHED, _UNMATCHED = "Would be supported", "Would not"
_OWN, _OTHER = "The region's own broker's organisation", "Another organisation"


@dataclass(frozen=True, slots=True)
class Linked:
    """One table of counts: rows by columns, with totals. `columns` add up to the count `total` of each row."""

    name: str
    caption: str
    first: str  # the heading of the first column
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    total: str


def public_tables(run: OpenedRun) -> tuple[ReportTable, ...]:
    """The tables, small numbers hidden over all of them together."""
    tables = _tables(run)
    counts = Counter[Cell](dict.fromkeys((cell for t in tables for cell in _cells(t)), 0))
    counts.update(_counted(run))
    sums = list(dict.fromkeys(s for t in tables for s in _sums(t)))
    for one in (*sums, *sums):  # twice: a total of totals is right once those are
        counts[one.total] = sum(counts[part] for part in one.parts)
    shown = published(counts, sums)
    return (*(_drawn(t, shown) for t in tables), _flags(run))


def _tables(run: OpenedRun) -> tuple[Linked, ...]:
    regions = run.world.regions
    kinds = tuple(sorted({r.kind for r in run.world.recipients}))
    every = (
        Linked("matched", f"{RECIPIENT:Cs} to be matched", "Region", regions, (_MATCHED, _UNMATCHED), "To be matched"),
        Linked("kind", "Supported, by kind", "Region", regions, kinds, _MATCHED),
        Linked("own", "Supported, by whose organisation", "Region", regions, (_OWN, _OTHER), _MATCHED),
    )
    return (*every, Linked("band", f"Journeys of {LEADER:s}", "Distance", _bands(), (), _MATCHED))


def _bands() -> tuple[str, ...]:
    named = [f"{low} to {high} km" if high else f"{low} km or more" for low, high in BANDS]
    return (*named, "not known")


def _band(metres: int) -> str:
    if metres == UNKNOWN:
        return _bands()[-1]
    return next(name for name, (_, high) in zip(_bands(), BANDS, strict=False) if not high or metres < high * 1_000)


def _margin(table: Linked, row: str) -> Cell:
    """A row's total. Tables of the same rows and the same total share it."""
    return (table.total, ALL if table.name == "band" else row)


def _cell(table: Linked, row: str, column: str) -> Cell:
    """A cell; what several tables count alike is one cell."""
    if table.name == "matched" and column == _MATCHED:
        return (_MATCHED, row)
    return (table.name, row, column)


def _cells(table: Linked) -> Iterator[Cell]:
    for row in (*table.rows, ALL):
        yield _margin(table, row)
        yield from (_cell(table, row, column) for column in table.columns or ("",))


def _sums(table: Linked) -> Iterator[Sum]:
    if not table.columns:
        yield Sum(_margin(table, ALL), tuple(_cell(table, row, "") for row in table.rows))
        return
    for row in (*table.rows, ALL):
        yield Sum(_margin(table, row), tuple(_cell(table, row, column) for column in table.columns))
    for column in table.columns:
        yield Sum(_cell(table, ALL, column), tuple(_cell(table, row, column) for row in table.rows))
    yield Sum(_margin(table, ALL), tuple(_margin(table, row) for row in table.rows))


def _counted(run: OpenedRun) -> Counter[Cell]:
    """The innermost counts; every other one is a sum of them."""
    finished, found = run.finished, Counter[Cell]()
    choices = finished.choices
    served = {finished.recipient(choice).id: choice for choice in finished.match_of.values()}
    chosen = choices.where(np.array(sorted(served.values()), dtype=np.int64))
    own = dict(zip(sorted(served.values()), served_by_broker(run.world, chosen).tolist(), strict=True))
    for r in run.world.recipients:
        choice = served.get(r.id)
        if choice is None:
            found["matched", r.region, _UNMATCHED] += 1
            continue
        found["kind", r.region, r.kind] += 1
        found["own", r.region, _OWN if own[choice] else _OTHER] += 1
        found["band", _band(int(choices.metres[choice])), ""] += 1
        found[_MATCHED, r.region] += 1
    return found


def _drawn(table: Linked, shown: dict[Cell, str]) -> ReportTable:
    columns = (Column(table.first), *(Column(c.capitalize()) for c in table.columns), Column(table.total))
    if not table.columns:
        rows = [(row, shown[_cell(table, row, "")]) for row in table.rows] + [(ALL, shown[_margin(table, ALL)])]
        return ReportTable(table.caption, columns, tuple(rows))
    rows_of = [
        (row, *(shown[_cell(table, row, column)] for column in table.columns), shown[_margin(table, row)])
        for row in _named(table)
    ]
    return ReportTable(table.caption, columns, tuple(rows_of))


def _named(table: Linked) -> Sequence[str]:
    return (*table.rows, ALL) if len(table.rows) > 1 else (ALL,)


IN_OTHER_TABLES = frozenset({"own-interest", "distance-unknown"})  # the same counts stand there, and are hidden there


def _flags(run: OpenedRun) -> ReportTable:
    """What stands against matches, over the whole run: a match may have several, so these do not add up."""
    many = Counter(flag for m in run.published.matches for flag in m.flags if flag not in IN_OTHER_TABLES)
    rows = [(labels.flag(flag), "fewer than 5" if n in SMALL else f"{n:,}") for flag, n in sorted(many.items())]
    columns = (Column("What a person looks at first"), Column("Matches"))
    return ReportTable("Conflicts and checks", columns, tuple(rows), "Nothing was flagged.")
