"""Which inspection came before which, as the rows of one Ofsted file show it, and when each area of a card was graded.

How a school was judged is read in `ofsted_judgements`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import repeat
from typing import Any

from matcher.domain import AreaGrade, InspectionRow
from matcher.read.ofsted import ofsted_codes
from matcher.read.ofsted.ofsted_aliases import LATEST, OEIF, Aliases, Block
from matcher.read.ofsted.ofsted_judgements import JudgementRows
from matcher.read.open_data.parsed_file import ParsedFile
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.run_folders.fact_columns import facts_of_rows
from matcher.read.table_files.file_columns import match_headings
from matcher.read.table_files.tables import Table

_REINSPECTION = re.compile(r"Requires Improvement S5 Reinspection Visit ([1-9][0-9]?)")
_NOTICES = re.compile(r"Number of warning notices issued in 20[0-9]{2}/[0-9]{2} academic year", re.IGNORECASE)
_KIND: Aliases = {"kind": ("Inspection type",)}
_OEIF_KIND: Aliases = {"kind": ("Inspection type of latest OEIF graded inspection",)}
_GRADED_ON = ("date of judgement", "date of grade")  # as it was called in February and in August 2026

FRAMEWORK_OF_2019 = date(2019, 9, 1)  # the earlier framework beside a report card is this one, and none before it

_ROW = ("school", "urn", "started", "latest", "before_urn", "before_started", "first", "visit")
BlockRows = tuple[Block, JudgementRows]


def order_columns(header: Sequence[str], block: Block) -> dict[str, str]:
    """The further columns of this block, by meaning: the inspection's type and the days on which areas were graded."""
    names = match_headings(header, _OEIF_KIND if block.aliases is OEIF else _KIND) if _has_kind(block) else {}
    return names | (match_headings(header, _dates_of(block)) if block.card else {})


def notices_column(header: Sequence[str]) -> str | None:
    """`Number of warning notices issued in 2024/25 academic year`, of any year."""
    return next((heading for heading in header if _NOTICES.fullmatch(heading)), None)


def _has_kind(block: Block) -> bool:
    return block.card or block.own_urn or block.aliases in (LATEST, OEIF)


def _dates_of(block: Block) -> Aliases:
    """A heading without `(where applicable)`, then the words for the date."""
    return {
        area: tuple(f"{name.split(' (')[0]} - {words}" for name in block.aliases[area] for words in _GRADED_ON)
        for area in block.areas
    }


def read_order(
    told: Sequence[BlockRows], table: Table, header: Sequence[str], schools: Sequence[str], parsed_file: ParsedFile
) -> None:
    """Add what each row says of the order of its school's inspections. `told` are the blocks, the latest first."""
    kinds = [_visits(table, order_columns(header, block).get("kind")) for block, _ in told]
    found: Iterable[InspectionRow]
    if told[0][0].own_urn:
        found = _one_inspection(told, kinds, parsed_file)
    elif told[0][0].card:
        found = _card_and_framework(told, kinds, schools, parsed_file)
    else:
        found = _latest_and_previous(told, kinds, schools, parsed_file)
    noticed = _notices(table, header, schools)
    parsed_file.inspection_rows.extend(
        replace(row, notices=noticed[row.school]) if row.school in noticed else row for row in found
    )
    for block, rows in told:
        if block.card:
            parsed_file.area_grades.extend(_area_grades(block, rows, table, header, parsed_file))


def _notices(table: Table, header: Sequence[str], schools: Sequence[str]) -> dict[str, int]:
    """Only of the few schools that have any. A cell that is no number counts as none: it decides nothing."""
    heading = notices_column(header)
    if heading is None:
        return {}
    rows = zip(schools, table.columns[heading], strict=True)
    return {school: int(cell) for school, cell in rows if cell.isascii() and cell.isdigit() and int(cell)}


def _visits(table: Table, heading: str | None) -> Iterable[int | None]:
    if heading is None:
        return repeat(None, table.rows)
    number = {cell: _REINSPECTION.fullmatch(cell) for cell in set(table.columns[heading])}
    return [int(found[1]) if (found := number[cell]) else None for cell in table.columns[heading]]


def _latest_and_previous(
    told: Sequence[BlockRows], kinds: Sequence[Iterable[int | None]], schools: Sequence[str], parsed_file: ParsedFile
) -> Sequence[InspectionRow]:
    """A file with both: an empty previous inspection says that there was none."""
    (_, latest), (_, before) = told
    rows = zip(
        schools, latest.urns, latest.started, before.urns, before.started, before.published, kinds[0], strict=True
    )
    found: list[tuple[Any, ...]] = []
    for school, urn, started, before_urn, before_started, before_published, visit in rows:
        if school and urn is None and started is None:
            found.append((school, None, None, False, None, None, True, None))
        if not school or urn is None or started is None:
            continue
        there = before_urn is not None and before_started is not None
        named = (before_urn, before_started) if there else (None, None)
        none = before_urn is None and before_started is None and before_published is None
        found.append((school, urn, started, True, *named, none, visit))
    return facts_of_rows(InspectionRow, _ROW, found, seen_on=_day(parsed_file), source=parsed_file.file.name)


def _card_and_framework(
    told: Sequence[BlockRows], kinds: Sequence[Iterable[int | None]], schools: Sequence[str], parsed_file: ParsedFile
) -> Iterator[InspectionRow]:
    """A report card beside the last inspection under the earlier framework; nothing is said of what came before that.

    An earlier card, where there is one, is not shown: the two inspections of a row need not be next to each other.
    """
    card, older = told[0][1], told[1][1]
    rows = zip(schools, card.urns, card.started, older.urns, older.started, kinds[0], kinds[1], strict=True)
    for school, urn, started, older_urn, older_started, visit, older_visit in rows:
        if not school:
            continue
        has_card, has_older = bool(urn and started), bool(older_urn and older_started)
        common = {"school": school, "seen_on": _day(parsed_file), "source": parsed_file.file.name}
        if has_card:
            named = {"before_urn": older_urn, "before_started": older_started, "next_to": False}
            before = named if has_older else {"none_since": FRAMEWORK_OF_2019}
            yield InspectionRow(urn=urn, started=started, latest=True, visit=visit, **before, **common)
        if has_older:
            yield InspectionRow(urn=older_urn, started=older_started, latest=not has_card, visit=older_visit, **common)
        if not has_card and not has_older:
            yield InspectionRow(urn=None, started=None, none_since=FRAMEWORK_OF_2019, **common)


def _one_inspection(
    told: Sequence[BlockRows], kinds: Sequence[Iterable[int | None]], parsed_file: ParsedFile
) -> Iterator[InspectionRow]:
    """One row an inspection: it need not be the school's latest."""
    this = told[0][1]
    before = told[1][1] if len(told) > 1 else None
    nothing: list[None] = [None] * len(this.urns)
    previous = zip(before.urns, before.started, strict=True) if before else zip(nothing, nothing, strict=True)
    for urn, started, (before_urn, before_started), visit in zip(
        this.urns, this.started, previous, kinds[0], strict=True
    ):
        if urn is None or started is None:
            continue
        whole = before_urn is not None and before_started is not None
        yield InspectionRow(
            school=urn,
            urn=urn,
            started=started,
            seen_on=_day(parsed_file),
            before_urn=before_urn if whole else None,
            before_started=before_started if whole else None,
            visit=visit,
            source=parsed_file.file.name,
        )


def _area_grades(
    block: Block, rows: JudgementRows, table: Table, header: Sequence[str], parsed_file: ParsedFile
) -> Iterator[AreaGrade]:
    """Each area of each card, on the day of its own grade; where the file has no such day, that of the inspection."""
    headings = match_headings(header, block.aliases)
    days = order_columns(header, block)
    for area in block.areas:
        if area not in headings:
            continue
        marks = table.columns[headings[area]]
        dates = table.columns[days[area]] if area in days else [""] * table.rows
        for urn, started, mark, graded in zip(rows.urns, rows.started, marks, dates, strict=True):
            if urn is None or started is None or mark in cells.NOT_KNOWN:
                continue
            grade, day = _read(mark, graded)
            if grade is not None:
                yield AreaGrade(
                    urn=urn,
                    started=started,
                    area=area,
                    grade=grade,
                    graded_on=day or started,
                    seen_on=_day(parsed_file),
                )


def _read(mark: str, graded: str) -> tuple[int | None, date | None]:
    """A word that cannot be read is told where the judgement is read; a day that cannot, is not known."""
    try:
        return ofsted_codes.report_card(mark), cells.day(graded)
    except Unreadable:
        return None, None


def _day(parsed_file: ParsedFile) -> date:
    assert parsed_file.day is not None, "the file is dated before its rows are read"
    return parsed_file.day
