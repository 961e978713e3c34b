"""The sheet of the round before a term: a row a leader, with what they offer and cells for what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

import xlsxwriter

from matcher.report.safe_cells import write_text

SHEET = "Answers"
ID, NAME, ORGANISATION, DAYS, TRAVEL, INTERESTS = (
    *("leader_id", "Leader", "Organisation", "Days offered", "Travels up to, km", "Interests"),
)
ANSWER, CHANGED, CONCERNS, DAYS_NOW, TRAVEL_NOW, UNTIL, ON = (
    *("Answer", "What changed", "Concerns", "Days now", "Km now", "Until", "Answered on"),
)
SENT = (ID, NAME, ORGANISATION, DAYS, TRAVEL, INTERESTS)
OPEN = (ANSWER, CHANGED, CONCERNS, DAYS_NOW, TRAVEL_NOW, UNTIL, ON)
_WIDTHS = (11, 26, 32, 9, 11, 26, 14, 36, 11, 9, 9, 13, 13)
_HINTS: Mapping[str, str] = {
    ANSWER: "clear: interests as before. changed: they have an interest that is not on the register; say which."
    " All else is then as before.",
    CHANGED: "The new interest, beside 'changed'; or why they cannot. It is kept for good: leave out names of people.",
    CONCERNS: "The number of the school or trust that it concerns (URN or UID), beside 'changed'; empty for none.",
    DAYS_NOW: "Only where the days are others than those offered.",
    TRAVEL_NOW: "Only where they travel further or less far, in whole kilometres.",
    UNTIL: "Beside 'cannot': the last day, as 2023-03-01; empty where they have not said.",
    ON: "The day on which they answered, as 2023-01-12.",
}
_ARIAL = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}


def write_answer_sheet(to: IO[bytes], rows: Iterable[Sequence[object]], answers: Sequence[str]) -> None:
    """`rows` hold the cells of SENT; `answers` are the words of the drop-down. Sent cells are locked."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(to, options) as book:
        sheet = book.add_worksheet(SHEET)
        sent = book.add_format(_ARIAL)
        may = book.add_format(_ARIAL | {"bg_color": "#fff7bf", "locked": False, "num_format": "@", "border": 1})
        head = book.add_format(_ARIAL | {"bold": True, "bottom": 1, "bg_color": "#e8edf3"})
        for place, (name, width) in enumerate(zip((*SENT, *OPEN), _WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            write_text(sheet, 0, place, name, head)
        last = 0
        for last, cells in enumerate(rows, start=1):
            for place, cell in enumerate(cells):
                write_text(sheet, last, place, cell, sent)
            for place in range(len(SENT), len(SENT) + len(OPEN)):
                sheet.write_blank(last, place, None, may)
        _validate(sheet, max(last, 1), answers)
        sheet.freeze_panes(1, 2)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)


def _validate(sheet: Any, last: int, answers: Sequence[str]) -> None:
    """A drop-down that also takes `changed: ...`, and a hint beside each cell that is filled in."""
    for place, name in enumerate(OPEN, start=len(SENT)):
        shown = {"input_title": name, "input_message": _HINTS[name]}
        kind = {"validate": "list", "source": list(answers), "error_type": "warning"} if name == ANSWER else {}
        sheet.data_validation(1, place, last, place, {"validate": "any"} | kind | shown)
