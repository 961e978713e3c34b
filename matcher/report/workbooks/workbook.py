"""The workbook a broker works in: filters, a drop-down for each decision, and no cell that calculates anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from textwrap import wrap
from typing import Any

import xlsxwriter

from matcher.case.pair.flags_shown import WEIGHTS
from matcher.report import words
from matcher.report.safe_cells import csv_bytes, header_text, tame, visible, write_number, write_text
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks.proposal_sheets import (
    DECISION,
    DETAILS,
    PROPOSALS,
    TO_SETTLE,
    detail_cells,
    detail_columns,
    proposals,
)
from matcher.report.workbooks.sheets import read_me, sheets
from matcher.report.workbooks.wait_sheet import WAITS
from matcher.wording.terms import in_words

_A4 = 9
_LINE = 13  # points a line of ten-point type takes
_INK, _BAND, _OPEN = "#0b0c0c", "#e8edf3", "#fff7bf"
_BASE = {"font_name": "Arial", "font_size": 10, "valign": "top", "border": 1, "border_color": "#b1b4b6"}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {},
    "long": {"text_wrap": True},
    "count": {"num_format": "#,##0"},
    "pence": {"num_format": "£#,##0.00;[Red]-£#,##0.00"},
    "metres": {"num_format": "#,##0.0"},
    "share": {"num_format": "0.0%"},
}
LISTS = "Lists"  # a hidden sheet
_CHOICES = {PROPOSALS: "A", WAITS: "B"}  # the column of LISTS that a sheet's drop-down takes its choices from
_DIVISOR = {"pence": 100, "share": 1000}


def write_workbooks(view: PlanView, folder: Path) -> None:
    """`proposal.xlsx`; where a run has several regions, a workbook each under `proposals`."""
    write_workbook(ReportScope(view), folder / "proposal.xlsx")
    regions = view.result.world.regions
    if len(regions) > 1:
        (folder / "proposals").mkdir()
        for region in regions:
            write_workbook(ReportScope(view, region), folder / "proposals" / f"{slug(region)}.xlsx")


def slug(region: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", region.lower()).strip("-") or "region"


def write_workbook(scope: ReportScope, path: Path) -> None:
    safe: dict[str, Any] = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    safe |= {"default_format_properties": {"font_name": "Arial", "font_size": 10}}  # widths count in it
    with xlsxwriter.Workbook(path, safe) as book:
        # the file's own date is the day the facts stand for: the same result gives the same bytes
        book.set_properties(
            {"title": "Proposed support", "created": datetime.combine(scope.result.policy.as_at, time())}
        )
        styles = _Styles(book)
        _write_read_me(book, scope, styles)
        for name, table in sheets(scope):
            _write_sheet(book, name, table, styles, scope)
        _write_lists(book, styles, scope)


class _Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"font_name": "Arial", "font_size": 16, "bold": True, "font_color": _INK})
        self.body = book.add_format({"font_name": "Arial", "font_size": 11, "text_wrap": True, "valign": "top"})
        self.strong = book.add_format({"font_name": "Arial", "font_size": 12, "bold": True, "text_wrap": True})
        self.head = book.add_format(_BASE | {"bold": True, "bg_color": _BAND, "text_wrap": True, "locked": True})
        self.cells = {kind: book.add_format(_BASE | extra) for kind, extra in _KINDS.items()}
        # what a person writes is text: a date in any form, and never a formula made by a leading sign
        writable = {"bg_color": _OPEN, "locked": False, "text_wrap": True, "num_format": "@"}
        self.open = book.add_format(_BASE | writable)

        grey = {"bg_color": "#e4e4e2"}
        self.kept = {kind: book.add_format(_BASE | extra | grey) for kind, extra in _KINDS.items()}
        self.flags = {w: book.add_format({"bg_color": w.fill, "font_color": w.text}) for w in WEIGHTS}

    def of(self, column: Column, kept: bool = False) -> Any:
        if column.open:
            return self.open
        return (self.kept if kept else self.cells)[column.format]


def _write_read_me(book: Any, scope: ReportScope, styles: _Styles) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 78)
    for row, paragraph in enumerate(read_me(scope)):
        write_text(sheet, row, 0, paragraph, (styles.title, styles.strong)[row] if row < 2 else styles.body)
        sheet.set_row(row, 26 if row == 0 else 15 * (1 + len(paragraph) // 76) + 6)
    _protect(sheet)
    sheet.set_paper(_A4)
    sheet.set_header("&CNot for publication")
    sheet.fit_to_pages(1, 0)


def _write_sheet(book: Any, name: str, table: ReportTable, styles: _Styles, scope: ReportScope) -> None:
    sheet = book.add_worksheet(name)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width, None, {"hidden": column.hidden})
        write_text(sheet, 0, place, column.title, styles.head)
    states = scope.result.states if name == PROPOSALS else {}
    for row, values in enumerate(table.rows, start=1):
        sheet.set_row(row, _LINE * _lines(values, table.columns) + 2)
        kept = any(isinstance(value, str) and value in states for value in values[-2:])  # the hidden ids
        for place, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            _write_cell(sheet, row, place, value, column, styles.of(column, kept))
    if not table.rows:
        write_text(sheet, 1, 0, table.empty, styles.cells["text"])
    elif name == PROPOSALS:
        _colour_flags(sheet, table, styles)
    _finish_sheet(sheet, name, table, scope)


def _colour_flags(sheet: Any, table: ReportTable, styles: _Styles) -> None:
    """The cell of what is to be settled is coloured by its heaviest sign, also where an answer stands before it."""
    place = next(i for i, c in enumerate(table.columns) if c.title == in_words(TO_SETTLE))
    for weight, style in styles.flags.items():
        rule = {"type": "text", "criteria": "containing", "value": weight.sign, "format": style, "stop_if_true": True}
        sheet.conditional_format(1, place, len(table.rows), place, rule)


def _lines(values: Sequence[Cell], columns: Sequence[Column]) -> int:
    """How many lines the fullest wrapped cell takes, within what a sheet allows."""
    tall = 1
    for value, column in zip(values, columns, strict=True):
        if column.format == "long" and isinstance(value, str) and not column.hidden:
            tall = max(tall, sum(wrapped_line_count(line, column.width) for line in value.split("\n")))
    return min(tall, 31)


@lru_cache(maxsize=50_000)
def wrapped_line_count(line: str, width: int) -> int:
    """How many lines this one takes; a region's workbook says what England's says."""
    if len(line) <= width and "\t" not in line:
        return 1
    return len(wrap(line, width)) or 1


def _write_cell(sheet: Any, row: int, place: int, value: Cell, column: Column, style: Any) -> None:
    if isinstance(value, int):
        write_number(sheet, row, place, _number(value, column), style)
    else:
        write_text(sheet, row, place, value, style)


def _number(value: int, column: Column) -> float:
    if column.format == "metres":
        return (value + 50) // 100 / 10  # tenths, half up, as the words have it
    return value / _DIVISOR.get(column.format, 1)


def _bare(number: float) -> float:
    return int(number) if number == int(number) else number


def sent_proposals(scope: ReportScope) -> bytes:
    """The sheet Proposals as a table, with the columns of Details, so that a workbook that comes back can be compared
    with what was sent out. People open it in a spreadsheet: no cell of it is taken for a formula."""
    table, more = proposals(scope), detail_columns(scope)
    columns = (*table.columns, *more)
    rows = [
        [_sent_cell(v, c) for v, c in zip((*row, *cells), columns, strict=True)]
        for row, cells in zip(table.rows, detail_cells(scope), strict=True)
    ]
    return csv_bytes([c.title for c in columns], rows)


def _sent_cell(value: Cell, column: Column) -> object:
    return _bare(_number(value, column)) if isinstance(value, int) else tame(visible(value))


def _finish_sheet(sheet: Any, name: str, table: ReportTable, scope: ReportScope) -> None:
    last_row, last_column = max(1, len(table.rows)), len(table.columns) - 1
    sheet.set_row(0, 45)
    sheet.freeze_panes(1, 2 if name in (PROPOSALS, DETAILS) else 1)
    sheet.autofilter(0, 0, last_row, last_column)
    if name in _CHOICES:
        _offer_decisions(sheet, name, table, _choices(name, scope))
    _protect(sheet)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)  # the upper and lower leave room for the printed lines
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(
        f"&L{header_text(table.caption)}&CNot for publication&R{header_text(scope.region or scope.result.policy.name)}"
    )
    sheet.set_footer(f"&L{words.PROPOSAL_ONLY}&CRun {header_text(scope.result.run_id)}&RPage &P of &N")


def _offer_decisions(sheet: Any, name: str, table: ReportTable, choices: tuple[str, ...]) -> None:
    place = next(i for i, c in enumerate(table.columns) if c.title == DECISION)
    column = _CHOICES[name]
    if table.rows:
        sheet.data_validation(
            1,
            place,
            len(table.rows),
            place,
            {
                "validate": "list",
                "source": f"='{LISTS}'!${column}$1:${column}${len(choices)}",
                "error_title": "Not one of the decisions",
                "error_message": "Choose a decision from the list, or leave the cell empty.",
            },
        )


def _choices(name: str, scope: ReportScope) -> tuple[str, ...]:
    """The drop-down's choices of a sheet in which people decide."""
    return words.decisions(bool(scope.result.world.advisers)) if name == PROPOSALS else words.WAIT_DECISIONS


def _write_lists(book: Any, styles: _Styles, scope: ReportScope) -> None:
    """The hidden sheet that the drop-down takes its choices from: written into a cell they may have 255 characters."""
    sheet = book.add_worksheet(LISTS)
    for column, name in enumerate(_CHOICES):
        for row, decision in enumerate(_choices(name, scope)):
            write_text(sheet, row, column, decision, styles.cells["text"])
    sheet.hide()
    _protect(sheet)


def _protect(sheet: Any) -> None:
    """Protect the sheet against accidental changes, without a password."""
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
