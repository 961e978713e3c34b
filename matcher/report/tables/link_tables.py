"""The tables of links: rows per file, what the registers are tied to, what is new and gone since an earlier run."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from matcher.domain import Facts
from matcher.explain.links import doubled, interest_ties, ties
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.wording.terms import RECIPIENT
from matcher.world import World

MOST_IDS = 10


def tables(world: World) -> tuple[ReportTable, ...]:
    """Of ids, never of names: what is shown here is shown by `matcher check`, too."""
    return (files(world.facts), references(world), interests(world))


def files(facts: Facts) -> ReportTable:
    rows = tuple((f.name, f.role, f.rows) for f in facts.files)
    return ReportTable("Rows per file and sheet", (Column("File"), Column("Read as"), Column("Rows", "count")), rows)


def references(world: World) -> ReportTable:
    """Who is tied to what the data have, and ids that may be one person's."""
    rows: list[tuple[Cell, ...]] = [
        (tie.what, f"{tie.found:,} of {tie.of:,}", tie.not_given, len(tie.unknown), some(tie.unknown))
        for tie in ties(world)
    ]
    rows += [("perhaps one person under several ids", "", None, len(ids), some(ids)) for ids in doubled(world)]
    columns = (
        Column("Link", "long", 44),
        Column("Found"),
        Column("None given", "count"),
        Column("Doubtful", "count"),
        Column("Whose", "long", 60),
    )
    return ReportTable("Links of the registers", columns, tuple(rows), "No register was read.")


def interests(world: World) -> ReportTable:
    """By kind of party: how many declarations hold, name a party of the data, and can bar somebody."""
    rows = tuple(
        (x.party_kind, x.declared, x.in_force, x.found, f"{x.bars:,} of {x.bars + x.bars_nobody:,}")
        for x in interest_ties(world)
    )
    columns = (
        Column("Interests in a"),
        Column("Declared", "count"),
        Column("In force", "count"),
        Column("Party found", "count"),
        Column("Can bar somebody"),
    )
    return ReportTable("Declared interests, by kind of party", columns, rows, "No interest was declared.")


def since(run: str, before: Mapping[str, str], now: Mapping[str, str]) -> ReportTable:
    """Schools and trusts, by id, that an earlier run did not look at, and those that it did and this would not."""
    rows = []
    for kind in ("school", "trust"):
        new = _only(kind, now, before)
        gone = _only(kind, before, now)
        rows.append((kind, len(new), some(new), len(gone), some(gone)))
    columns = (
        Column("Kind"),
        Column("New", "count"),
        Column("New ids", "long", 40),
        Column("Gone", "count"),
        Column("Gone ids", "long", 40),
    )
    return ReportTable(f"{RECIPIENT:Cs} against the run {run}", columns, tuple(rows))


def _only(kind: str, these: Mapping[str, str], others: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(id for id, of in these.items() if of == kind and id not in others))


def some(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - MOST_IDS:,} more" if len(ids) > MOST_IDS else ""
    return ", ".join(ids[:MOST_IDS]) + more


def as_lines(table: ReportTable) -> list[str]:
    """A table for the terminal: the caption, then a row a line, its columns below each other."""
    if not table.rows:
        return [f"{table.caption}: {table.empty}"]
    cells = [[c.title for c in table.columns], *([_cell(cell) for cell in row] for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return [f"{table.caption}:", *(f"  {line}" for line in lines)]


def _cell(cell: str | int | None) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell or ""
