"""The workbook that comes back, damaged in every way: the same decisions, or faults and notes that say where."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from matcher.errors import InputFaults
from matcher.ledger import Ledger, record_workbook
from matcher.ledger.returned_workbook.workbook import OPEN, SHEET
from matcher.ledger.returned_workbook.workbook_parts import workbook_notes
from matcher.runs.opened import OpenedRun
from tests.ledger.term import a_ledger, decided, fill

DECIDED = {2: decided("school agrees"), 3: decided("school agrees"), 5: decided("leader cannot (this school)")}
Change = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Damage:
    """What is done to the book and its sheet of proposals, and what a fault must then name, if anything is refused."""

    name: str
    change: Change
    named: str = ""


def column(sheet: Any, heading: str) -> int:
    return next(int(cell.column) for cell in sheet[1] if cell.value == heading)


def cell(heading: str, write: Callable[[Any], Any], row: int = 3) -> Change:
    """The cell of row 3 under this heading written otherwise."""

    def change(book: Any, sheet: Any) -> None:
        place = sheet.cell(row, column(sheet, heading))
        place.value = write(place.value)

    return change


def whole_column(heading: str, write: Callable[[Any], Any]) -> Change:
    def change(book: Any, sheet: Any) -> None:
        place = column(sheet, heading)
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, place).value = write(sheet.cell(row, place).value)

    return change


def merge(heading: str) -> Change:
    def change(book: Any, sheet: Any) -> None:
        place = column(sheet, heading)
        sheet.merge_cells(start_row=2, end_row=4, start_column=place, end_column=place)

    return change


def hide(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(book: Any, sheet: Any) -> None:
    sheet.column_dimensions[sheet.cell(1, column(sheet, "Decision")).column_letter].hidden = True


def below(*cells: Any) -> Change:
    return lambda _, sheet: sheet.append(cells)


def rename(book: Any, sheet: Any) -> None:
    sheet.title = "Proposals (2)"


def copied(book: Any, sheet: Any) -> None:
    book.copy_worksheet(sheet).title = "Proposals final"


def other_heading(book: Any, sheet: Any) -> None:
    sheet.cell(1, column(sheet, "Decision")).value = "Outcome"


def no_heading(book: Any, sheet: Any) -> None:
    sheet.cell(1, column(sheet, "Decision")).value = None


def title_above(book: Any, sheet: Any) -> None:
    sheet.insert_rows(1, 2)
    sheet.cell(1, 1).value = "South West, autumn"


def row_again(book: Any, sheet: Any) -> None:
    sheet.append([place.value for place in sheet[3]])


def moved_left(book: Any, sheet: Any) -> None:
    cells = [place.value for place in sheet[3]]
    for place, value in zip(sheet[3], [*cells[1:], None], strict=True):
        place.value = value


def exchanged(book: Any, sheet: Any) -> None:
    a, b = column(sheet, "recipient_id"), column(sheet, "leader_id")
    for row in range(2, sheet.max_row + 1):
        one, two = sheet.cell(row, a), sheet.cell(row, b)
        one.value, two.value = two.value, one.value


def as_float(value: Any) -> Any:
    return float(value) if str(value).isdigit() else value


DAMAGES = (
    Damage("merged decisions", merge("Decision"), "F2:F4"),
    Damage("merged days", merge("Decided on"), "merged"),
    Damage("a formula without a value", cell("Decision", lambda _: '="school agrees"'), ":3:Decision"),
    Damage("an error in a cell", cell("Decided on", lambda _: "#REF!"), ":3:Decided on"),
    Damage("ids as floats", whole_column("recipient_id", as_float)),
    Damage("leaders' ids in small letters", whole_column("leader_id", lambda v: str(v).lower()), "leader_id"),
    Damage("ids with blanks around", whole_column("recipient_id", lambda v: f" {v}\u00a0")),
    Damage("an id that lost a digit", cell("recipient_id", lambda v: str(v)[:-1]), ":3:recipient_id"),
    Damage("ids exchanged", exchanged, "recipient_id"),
    Damage("an id deleted", cell("recipient_id", lambda _: None), ":3:"),
    Damage("a row's ids deleted", cell("run_id", lambda _: None), ":3:"),
    Damage("a hidden row", hide),
    Damage("a hidden column", hide_column),
    Damage("a total below", below("Total", None, 37)),
    Damage("a note below", below("Please send this back by Friday at noon")),
    Damage("a decision below the table", below(None, *[None] * 4, "school agrees"), "ids"),
    Damage("a word below in another column", below(None, "checked by AB"), "none of its ids"),
    Damage("the sheet under another name", rename, "Proposals"),
    Damage("a copy of the sheet with decisions", copied, "Proposals final"),
    Damage("a heading of another name", other_heading, "Decision"),
    Damage("a heading deleted", no_heading, "Decision"),
    Damage("titles above", title_above),
    Damage("a row twice", row_again, "recipient_id"),
    Damage("cells moved to the left", moved_left, ":3:"),
    Damage("a decision misspelt", cell("Decision", lambda _: "school agree"), ":3:Decision"),
    Damage("a decision in capitals", cell("Decision", lambda v: v.upper())),
    Damage("a decision with a blank behind", cell("Decision", lambda v: f"{v} \u00a0")),
    Damage("a decision with a note", cell("Decision", lambda v: f"{v} (rang twice)"), ":3:Decision"),
    Damage("two decisions in a cell", cell("Decision", lambda v: f"{v}; appoint"), ":3:Decision"),
    Damage("a filler for a decision", cell("Decision", lambda _: "n/a"), ":3:Decision"),
    Damage("a dash for a decision", cell("Decision", lambda _: "-"), ":3:Decision"),
    Damage("a decision deleted beside its reason", cell("Decision", lambda _: None), ":3:Decision"),
    Damage("a day as a day", cell("Decided on", lambda _: date(2023, 1, 12))),
    Damage("a day as a number", cell("Decided on", lambda _: 44938), ":3:Decided on"),
    Damage("a day with two digits of the year", cell("Decided on", lambda _: "12/01/23"), ":3:Decided on"),
    Damage("a day in the American order", cell("Decided on", lambda _: "1/25/2023"), ":3:Decided on"),
    Damage("a day to come", cell("Decided on", lambda _: "2123-01-12"), ":3:Decided on"),
    Damage("a filler for a day", cell("Decided on", lambda _: "tbc"), ":3:Decided on"),
    Damage("a person nobody knows", cell("Decided by", lambda _: "AB"), ":3:Decided by"),
    Damage("a person's id in small letters", cell("Decided by", lambda v: str(v).lower())),
    Damage("a reason deleted", cell("Reason for the decision", lambda _: None), ":3:Reason"),
    Damage("a locked cell changed", cell("No.", lambda v: int(v) + 1), ":3:No."),
)


def outcome(path: Path, run: OpenedRun, ledger: Ledger) -> tuple[list[tuple[int, str, str]], str]:
    """What would be recorded, row by row, with what is asked; and the faults and notes."""
    try:
        results = record_workbook(path, run, ledger, really=False)
    except InputFaults as refused:
        return [], "\n".join(map(str, refused.faults))
    rows = [(row, a.decision.act, f"{a.decision.recipient} {a.decision.leader} {a.decision.on}") for row, a in results]
    return rows, "\n".join(workbook_notes(path, SHEET, OPEN))


@pytest.fixture(scope="module")
def filled(run: OpenedRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(run.folder / "proposal.xlsx", tmp_path_factory.mktemp("filled") / "filled.xlsx", DECIDED)


@pytest.fixture(scope="module")
def undamaged(run: OpenedRun, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str, str]]:
    return outcome(filled, run, a_ledger(tmp_path_factory.mktemp("undamaged") / "ledger.sqlite"))[0]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_no_decision_is_lost_or_changed_in_silence(
    damage: Damage, run: OpenedRun, ledger: Ledger, filled: Path, undamaged: list[tuple[int, str, str]], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(filled)
    damage.change(book, book[SHEET])
    path = tmp_path / "back.xlsx"
    book.save(path)
    after, said = outcome(path, run, ledger)
    assert len(undamaged) == len(DECIDED)
    if [one[1:] for one in after] != [one[1:] for one in undamaged]:
        assert after == [], "some of the decisions, and not the others"
        assert damage.named, f"refused although it is plain what is meant: {said}"
        assert re.search(re.escape(damage.named), said), said
    elif damage.named:
        pytest.fail(f"taken although nobody can know what is meant: {damage.name}")
    assert ledger.lines() == ()
