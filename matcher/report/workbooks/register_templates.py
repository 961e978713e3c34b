"""Every register as an empty workbook to fill in: a sheet for each, with drop-downs, and one on what to write.

The sheets are read as they are once they are filled in: `data.registers: registers.xlsx`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from matcher.read.registers import COLUMNS
from matcher.read.registers.cell_kinds import form_of, names_of
from matcher.read.registers.row_parsing import RegisterColumn
from matcher.report.safe_cells import write_text

FILE = "registers.xlsx"
READ_ME, CHOICES = "Read me", "Choices"
ROWS = 2_000  # of each sheet that have drop-downs; more may be filled in
_ARIAL = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_MOST_IN_A_HINT = 255  # characters that a spreadsheet shows beside a cell
_PARAGRAPHS = (
    "Registers to fill in",
    "One sheet for each register. Leave a sheet empty, or delete it, where you have no such register. Yellow headings"
    " must be filled in; the others may stay empty: empty means not known, never none.",
    "Keep the headings and the names of the sheets. Point data.registers of your scenario at this file, then run"
    " matcher check: it names every row that cannot be read, and what to write instead.",
    "Names and declared interests are personal data: keep this file where only those may read it who need to.",
)


def write_register_templates(folder: Path) -> Path:
    """Write the workbook into an existing folder, whole or not at all, and return its path."""
    path, draft = folder / FILE, folder / f".{FILE}.draft"
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(draft, options) as book:
        _write_read_me(book)
        places = _write_choices(book)
        for name, columns in COLUMNS.items():
            _write_register(book, name, columns, places)
    return draft.rename(path)


def _write_read_me(book: Any) -> None:
    sheet = book.add_worksheet(READ_ME)
    title, body, head = (
        book.add_format(_ARIAL | extra)
        for extra in ({"font_size": 16, "bold": True}, {"text_wrap": True}, {"bold": True, "bottom": 1})
    )
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 9)
    sheet.set_column(3, 3, 90)
    for row, paragraph in enumerate(_PARAGRAPHS):
        if row == 0:
            write_text(sheet, row, 0, paragraph, title)
        else:
            sheet.merge_range(row, 0, row, 3, "", body)
            write_text(sheet, row, 0, paragraph, body)
            sheet.set_row(row, 30)
    top = len(_PARAGRAPHS) + 1
    for place, heading in enumerate(("Sheet", "Heading", "Needed", "What to write")):
        write_text(sheet, top, place, heading, head)
    for row, values in enumerate(_explained(), start=top + 1):
        for place, value in enumerate(values):
            write_text(sheet, row, place, value, body)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _explained() -> Iterator[tuple[str, str, str, str]]:
    for name, columns in COLUMNS.items():
        for column in columns:
            yield name, column.name, "yes" if column.required else "", form_of(column)


def _write_choices(book: Any) -> Mapping[tuple[str, ...], str]:
    """The hidden sheet with the names to choose from, and where each set of them stands."""
    sets = dict.fromkeys(names_of(column) for columns in COLUMNS.values() for column in columns)
    sheet, plain = book.add_worksheet(CHOICES), book.add_format(_ARIAL)
    places = {}
    for place, names in enumerate(names for names in sets if names):
        for row, name in enumerate(names):
            write_text(sheet, row, place, name, plain)
        letter = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
        places[names] = f"='{CHOICES}'!{letter}$1:{letter}${len(names)}"
    sheet.hide()
    return places


def _write_register(
    book: Any, name: str, columns: Sequence[RegisterColumn], places: Mapping[tuple[str, ...], str]
) -> None:
    sheet = book.add_worksheet(name)
    as_text = book.add_format(_ARIAL | {"num_format": "@"})
    needed = book.add_format(_ARIAL | {"bold": True, "bottom": 1, "bg_color": "#fff7bf"})
    may = book.add_format(_ARIAL | {"bold": True, "bottom": 1, "bg_color": "#e8edf3"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, max(12, len(column.name) + 3), as_text)
        write_text(sheet, 0, place, column.name, needed if column.required else may)
        sheet.data_validation(1, place, ROWS, place, _validation(column, places))
    sheet.freeze_panes(1, 1)


def _validation(column: RegisterColumn, places: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    """The hint beside a cell and, where it holds one of several names, the drop-down."""
    form = form_of(column)
    hint = form if len(form) < _MOST_IN_A_HINT else f"See the sheet {READ_ME}."
    shown = {"input_title": "Needed" if column.required else "May stay empty", "input_message": hint}
    names = names_of(column)
    if not names:
        return {"validate": "any"} | shown
    error = {"error_title": "Not one of the names", "error_message": "Choose a name from the list."}
    return {"validate": "list", "source": places[names]} | shown | error
