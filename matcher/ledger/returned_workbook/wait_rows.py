"""The decided rows of the sheet of those asked to wait, and faults wherever a row is not as it was sent out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from matcher.errors import Fault
from matcher.identity import NotAnId, body_id
from matcher.ledger.log.acts import APPROVE_WAIT, WAIT_CHOICES, Decision
from matcher.ledger.returned_workbook.decided_cells import DecidedRow, day_in, fault_in
from matcher.read.parsing import cells
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.run_folders.seal import OPEN_COLUMNS
from matcher.read.table_files.tables import read_table, sheet_names
from matcher.read.table_files.xlsx_rows import WORKBOOKS
from matcher.report.safe_cells import untamed
from matcher.report.workbooks.wait_sheet import WAITS
from matcher.runs.opened import OpenedRun

DECISION, REASON, BY, ON, UNTIL = OPEN_COLUMNS
IDS = ("run_id", "recipient_id")
_AS_SENT = "Take the row as the program wrote it"

Row = Mapping[str, str]


def wait_rows(path: Path, run: OpenedRun, faults: list[Fault]) -> tuple[DecidedRow, ...]:
    """Every decided row, none where the workbook has no such sheet; adds everything that is wrong in it to `faults`."""
    if not run.holds or path.suffix.lower() not in WORKBOOKS or WAITS not in sheet_names(path, []):
        return ()
    table = read_table(path, WAITS, "workbook", faults, "recipient_id")
    if table is None:
        return ()
    missing = [name for name in (*IDS, *OPEN_COLUMNS) if name not in table.columns]
    todo = "Take the workbook as the program wrote it; the hidden columns at the right belong to it"
    faults += [fault_in(path, WAITS, table.header_row, n, "", "the column is missing", todo) for n in missing]
    if missing:
        return ()
    found, seen = list[DecidedRow](), dict[str, int]()
    names = tuple(table.columns)
    for number, *values in zip(table.row_numbers, *(table.columns[n] for n in names), strict=True):
        row = dict(zip(names, values, strict=True))
        if not any(row[name] for name in (*IDS, *OPEN_COLUMNS)):
            continue
        wrong = list(_not_as_sent(path, number, row, run, seen))
        faults += wrong
        if not wrong and any(row[name] for name in OPEN_COLUMNS):
            found += _decided(path, number, row, run, faults)
    return tuple(found)


def _id_of(row: Row) -> str:
    """The school or trust, where a spreadsheet has written the number otherwise too."""
    try:
        return body_id(untamed(row["recipient_id"])) if row["recipient_id"] else ""
    except NotAnId:
        return untamed(row["recipient_id"])


def _not_as_sent(path: Path, number: int, row: Row, run: OpenedRun, seen: dict[str, int]) -> Iterator[Fault]:
    id = untamed(row["recipient_id"]) if untamed(row["recipient_id"]) in run.holds else _id_of(row)
    if row["run_id"] != run.id:
        message = f"this row is of another run; the run given is {run.id}"
        todo = "Give the run folder that this workbook came from"
        yield fault_in(path, WAITS, number, "run_id", row["run_id"], message, todo)
    elif id not in run.holds:
        message = "is not asked to wait in this run"
        yield fault_in(path, WAITS, number, "recipient_id", row["recipient_id"], message, _AS_SENT)
    elif id in seen:
        message = f"stands in row {seen[id]} too"
        yield fault_in(path, WAITS, number, "recipient_id", row["recipient_id"], message, "Delete one of them")
    else:
        seen[id] = number
        recipient = run.world.recipients[run.world.recipient_row[id]]
        for name, was in (("School or trust", recipient.name), ("Region", recipient.region)):
            if name in row and " ".join(untamed(row[name]).split()) != " ".join(was.split()):
                message = "the locked cell was altered"
                yield fault_in(path, WAITS, number, name, row[name], message, f"Write {was!r} again")


def _decided(path: Path, number: int, row: Row, run: OpenedRun, faults: list[Fault]) -> Iterator[DecidedRow]:
    before = len(faults)
    act = _act(path, number, row[DECISION], faults)
    for name in (REASON, BY, ON):
        if not row[name]:
            todo = f"Fill in '{name}'"
            faults.append(fault_in(path, WAITS, number, name, "", "is empty beside a decision", todo))
    on, until = (day_in(path, WAITS, number, name, row[name], faults) for name in (ON, UNTIL))
    if until is not None and act != APPROVE_WAIT:
        message = "stands only beside an approval"
        faults.append(fault_in(path, WAITS, number, UNTIL, row[UNTIL], message, "Clear the cell"))
    if len(faults) == before and on is not None:
        detail = {"until": until.isoformat()} if until is not None else {}
        id = untamed(row["recipient_id"])
        decision = Decision(
            act=act,
            on=on,
            by=row[BY],
            reason=row[REASON],
            recipient=id if id in run.holds else _id_of(row),
            run=run.id,
            detail=detail,
        )
        yield DecidedRow(WAITS, number, (decision,))


def _act(path: Path, number: int, cell: str, faults: list[Fault]) -> str:
    if not cell:
        message, todo = "is empty beside a reason, a name or a day", "Choose a decision from the list, or clear the row"
        faults.append(fault_in(path, WAITS, number, DECISION, "", message, todo))
        return ""
    try:
        return WAIT_CHOICES[cells.one_of(cell, tuple(WAIT_CHOICES)) or ""]
    except Unreadable:
        todo = did_you_mean(cell, WAIT_CHOICES)
        faults.append(fault_in(path, WAITS, number, DECISION, cell, "is not one of the decisions", todo))
        return ""
