"""Ofsted's `Most recent category of concern` beside the category of the inspection that is read."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.read.ofsted import ofsted_codes
from matcher.read.ofsted.ofsted_aliases import Aliases, Block
from matcher.read.open_data.parsed_file import ParsedFile, first_few
from matcher.read.table_files.file_columns import Columns, FaultCollector, match_headings
from matcher.read.table_files.tables import Table

_COLUMN: Aliases = {"most recent": ("Most recent category of concern",)}


def category_heading(header: Sequence[str]) -> str | None:
    """The file's own heading of it; None in a file that has none."""
    return match_headings(header, _COLUMN).get("most recent")


def note_other_category(
    table: Table,
    header: Sequence[str],
    blocks: Sequence[Block],
    parsed_file: ParsedFile,
    fault_collector: FaultCollector,
) -> None:
    """Note the schools whose most recent category is not that of their latest inspection, as a visit may change it."""
    heading = category_heading(header)
    if heading is None or blocks[0].own_urn:
        return
    urns = Columns(table, match_headings(header, {"urn": ("URN",)}), fault_collector).text("urn")
    recent = Columns(table, {"most recent": heading}, fault_collector).parse("most recent", ofsted_codes.category)
    other = [
        urn
        for urn, now, inspected in zip(urns, recent, _of_latest(table, header, blocks), strict=True)
        if urn and now != inspected
    ]
    what = "schools' most recent category of concern is not that of their latest inspection, which is used: a visit may"
    parsed_file.note(len(other), f"{what} have changed it (URNs {first_few(other)})")


def _of_latest(table: Table, header: Sequence[str], blocks: Sequence[Block]) -> list[str | None]:
    """Each school's category by the first block that says when it was inspected."""
    unheard = FaultCollector(table.file, [])  # each block's own cells are complained of where it is read
    result: list[str | None] = [None] * table.rows
    found = [False] * table.rows
    for block in blocks:
        columns = Columns(table, match_headings(header, block.aliases), unheard)
        rows = zip(columns.text("started"), columns.parse("category", ofsted_codes.category), strict=True)
        for i, (started, category) in enumerate(rows):
            if started and not found[i]:
                result[i], found[i] = category, True
    return result
