"""Read a returned workbook: its decisions, and faults wherever a locked cell differs from what was sent out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from matcher.errors import WITHHELD, Fault, InputFaults, raise_faults
from matcher.identity import NotAnId, body_id
from matcher.ledger.checks.case_checks import UNTIL_OF
from matcher.ledger.log.acts import ACT, ADVISER_CHOICES, CHOICES, OFFERED, Decision
from matcher.ledger.log.record import DecisionResult, Ledger, NotRecorded
from matcher.ledger.returned_workbook.decided_cells import DecidedRow, day_in, fault_in
from matcher.ledger.returned_workbook.wait_rows import wait_rows
from matcher.ledger.returned_workbook.workbook_parts import decided_elsewhere
from matcher.read.parsing import cells
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.run_folders.seal import OPEN_COLUMNS
from matcher.read.table_files.tables import Table, read_table
from matcher.report.safe_cells import untamed
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER, RECIPIENT, in_words

SHEET = "Proposals"
SENT = "proposals.csv"  # the sheet as it was sent out
OPEN = OPEN_COLUMNS
*REQUIRED, UNTIL = OPEN  # workbooks of earlier versions have no column for the last day of 'leader cannot'
DECISION, REASON, BY, ON = REQUIRED
IDS = ("run_id", "recipient_id", "leader_id")
NEW_LAYOUT = "To settle first"  # a column that workbooks have since their details stand in a sheet of their own
DETAILS = (  # columns of `SENT` that stand there, and not in `SHEET`, in that layout
    *("Region", "Days", "Of which team days", "Cost", "Distance, km", "Minutes", "Fit of 1,000"),
    *("Why this leader", "Reserves, in order"),
)
PERSONAL = ("Leader", NEW_LAYOUT, "To know before deciding", "Why this leader", "Reserves, in order", REASON, BY)
_COLUMN_OF = {"reason": REASON, "by": BY, "on": ON, "until": UNTIL}

_NO_IDS = "Delete it if it is a total or a note; a decision stands in the row that was sent"
_ITS_OWN = "Give the run folder that this workbook came from"

Row = Mapping[str, str]


def read_workbook(path: Path, run: OpenedRun) -> tuple[DecidedRow, ...]:
    """Every decided row, of those asked to wait first, each in its sheet's order.

    Raises InputFaults with everything that is wrong anywhere in the workbook.
    """
    if not path.is_file():
        todo = "Name the workbook that came back with --from"
        raise InputFaults([Fault(str(path), None, "", "", "there is no workbook here", todo)])
    faults: list[Fault] = []
    table = read_table(path, SHEET, "workbook", faults, "recipient_id")
    faults += decided_elsewhere(path, SHEET, (*IDS, *REQUIRED), REQUIRED)
    raise_faults(faults)
    assert table is not None
    missing = [name for name in (*IDS, *REQUIRED) if name not in table.columns]
    todo = "Take the workbook as the program wrote it; the hidden columns at the right belong to it"
    raise_faults(_fault(path, table.header_row, name, "", "the column is missing", todo) for name in missing)
    _refuse_another_runs(path, table, run)
    sent = _sent(run)
    decided_rows: list[DecidedRow] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in _rows(table):
        row = _under_house_id(row, sent)
        pair = (row["recipient_id"], row["leader_id"])
        wrong = list(_not_as_sent(path, number, row, run, sent, seen.get(pair)))
        seen.setdefault(pair, number)
        faults += wrong
        if not wrong and any(row.get(name) for name in OPEN):
            decided_rows += _decided_rows(path, number, row, run, faults)
    waits = wait_rows(path, run, faults)
    raise_faults(faults)
    return (*waits, *decided_rows)  # a match may be approved once the waits of its region are decided


def record_workbook(
    path: Path, run: OpenedRun, ledger: Ledger, really: bool, accept_dates: bool | Collection[int] = False
) -> tuple[tuple[int, DecisionResult], ...]:
    """(row, result) for every decision, recorded only where `really`, all or none. Raises InputFaults.

    A row whose day contradicts the record is asked about alone: its result holds the question, and the others are
    recorded. With `accept_dates` such days are recorded as they stand: all, or those of the rows given.
    """
    decided_rows = read_workbook(path, run)
    seen = len(ledger.lines())  # what somebody else records from here on is told, and not decided over
    accepted = {f.row for f in decided_rows} if accept_dates is True else set(accept_dates or ())
    asked = [(f, replace(d, dates_accepted=f.row in accepted, seen=seen)) for f in decided_rows for d in f.decisions]
    tried = ledger.dry_run([d for _, d in asked], run)
    questions = {
        (f.sheet, f.row) for (f, _), a in zip(asked, tried, strict=True) if a.objection and a.objection.question
    }
    clear = [(f, decision) for f, decision in asked if (f.sheet, f.row) not in questions]
    results = _recorded([d for _, d in clear], run, ledger, really)
    raise_faults(_objected(path, f, a) for (f, _), a in zip(clear, results, strict=True) if a.objection)
    done = [(f, a) for (f, _), a in zip(clear, results, strict=True)]
    done += [(f, a) for (f, _), a in zip(asked, tried, strict=True) if (f.sheet, f.row) in questions and a.objection]
    return tuple((f.row, a) for f, a in sorted(done, key=lambda one: (one[0].sheet == SHEET, one[0].row)))


def _recorded(decisions: Sequence[Decision], run: OpenedRun, ledger: Ledger, really: bool) -> Sequence[DecisionResult]:
    try:
        return ledger.decide(decisions, run) if really else ledger.dry_run(decisions, run)
    except NotRecorded as refused:
        return refused.results


def _refuse_another_runs(path: Path, table: Table, run: OpenedRun) -> None:
    """A whole workbook of another run is one fault, not one a row."""
    run_ids = set(table.columns["run_id"]) - {""}
    if run_ids and run.id not in run_ids:
        other = sorted(run_ids)[0] if len(run_ids) == 1 else f"{len(run_ids)} other runs"
        message = f"this is the workbook of another run; the run given is {run.id}"
        raise_faults([_fault(path, table.row_numbers[0], "run_id", other, message, _ITS_OWN)])


def _rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    names = tuple(table.columns)
    for number, *values in zip(table.row_numbers, *(table.columns[name] for name in names), strict=True):
        yield number, dict(zip(names, values, strict=True))


def _sent(run: OpenedRun) -> dict[tuple[str, str], dict[str, str]]:
    """(recipient id, leader id) -> row of the sheet as the run wrote it."""
    faults: list[Fault] = []
    table = read_table(run.folder / SENT, None, "run", faults, "recipient_id")
    raise_faults(faults)
    assert table is not None
    rows = [{name: untamed(cell) for name, cell in row.items()} for _, row in _rows(table)]
    return {(row["recipient_id"], row["leader_id"]): row for row in rows}


def _under_house_id(row: dict[str, str], sent: Mapping[tuple[str, str], Row]) -> dict[str, str]:
    """The row with its school or trust as it was sent out, where a spreadsheet has written the number otherwise."""
    id_ = row["recipient_id"]
    try:
        form = body_id(id_) if id_ else id_
    except NotAnId:  # told as an id that is not in the proposal
        return row
    known = {recipient for recipient, _ in sent}
    return row | {"recipient_id": form} if id_ not in known and form in known else row


def _not_as_sent(
    path: Path,
    number: int,
    row: Row,
    run: OpenedRun,
    sent: Mapping[tuple[str, str], Row],
    twin: int | None,
) -> Iterator[Fault]:
    if not any(row[name] for name in IDS):
        yield _fault(path, number, "", "", "has none of its ids, so it is no row of the proposal", _NO_IDS)
        return
    if not row["run_id"]:
        yield _fault(path, number, "run_id", "", "is empty", "Take the row as the program wrote it")
        return
    if row["run_id"] != run.id:
        message = f"this row is of another run; the run given is {run.id}"
        yield _fault(path, number, "run_id", row["run_id"], message, _ITS_OWN)
        return
    was = sent.get((untamed(row["recipient_id"]), untamed(row["leader_id"])))
    if was is None:
        yield from _unknown(path, number, row, sent)
        return
    if twin is not None:
        yield _fault(
            path, number, "recipient_id", row["recipient_id"], f"stands in row {twin} too", "Delete one of them"
        )
    elsewhere = {*map(in_words, DETAILS)} if in_words(NEW_LAYOUT) in was else set()
    for name, value in was.items():
        if name in OPEN or (name in elsewhere and name not in row):
            continue
        if _squeezed(row.get(name, "")) != _squeezed(value):
            personal = name in map(in_words, PERSONAL)
            cell_text = WITHHELD if personal else row.get(name, "")
            todo = "Undo the change" if personal else f"Write {value!r} again"
            yield _fault(path, number, name, cell_text, "the locked cell was altered", todo)


def _unknown(path: Path, number: int, row: Row, sent: Mapping[tuple[str, str], Row]) -> Iterator[Fault]:
    proposed_recipients = {recipient for recipient, _ in sent}
    name = "leader_id" if row["recipient_id"] in proposed_recipients else "recipient_id"
    message = f"was not proposed to this {RECIPIENT}" if name == "leader_id" else "is not in this run's proposal"
    yield _fault(path, number, name, row[name], message, "Take the row as the program wrote it")


def _squeezed(cell: str) -> str:
    """A cell normalised for what a spreadsheet program may change: spaces, line ends and number formats."""
    text = " ".join(untamed(cell).split())
    try:
        return f"{float(text):.6f}"
    except ValueError:
        return text


def _decided_rows(path: Path, number: int, row: Row, run: OpenedRun, faults: list[Fault]) -> Iterator[DecidedRow]:
    """The row's decision, or the faults of its open cells."""
    before = len(faults)
    acts = _acts(path, number, row[DECISION], faults)
    for name in (REASON, BY, ON):
        if not row[name]:
            faults.append(_fault(path, number, name, "", "is empty beside a decision", f"Fill in '{name}'"))
    on, until = (day_in(path, SHEET, number, name, row.get(name, ""), faults) for name in (ON, UNTIL))
    if until is not None and not set(acts) & set(UNTIL_OF):
        faults.append(
            _fault(path, number, UNTIL, row[UNTIL], f"stands only beside '{LEADER} cannot'", "Clear the cell")
        )
    if len(faults) == before and on is not None:
        detail = {"until": until.isoformat()} if until is not None else {}
        detail |= _outcome(row[DECISION])
        yield DecidedRow(SHEET, number, tuple(_decision(act, row, run, on, detail) for act in acts))


def _decision(act: str, row: Row, run: OpenedRun, on: date, detail: Mapping[str, str]) -> Decision:
    """Of the row's match; of the adviser beside it, or of its school alone, where the act is about those."""
    about = {"match": row["leader_id"], "adviser": run.published.advisers.get(row["recipient_id"], ""), "milestone": ""}
    return Decision(
        act=act,
        on=on,
        by=row[BY],
        reason=row[REASON],
        recipient=row["recipient_id"],
        leader=about[ACT[act].about],
        run=run.id,
        detail=detail,
    )


def _outcome(cell: str) -> dict[str, str]:
    """What an initial diagnosis decided, by the choice of the row."""
    decided = next(
        (outcome for text, (_, outcome) in ADVISER_CHOICES.items() if text.casefold() == cell.casefold()), ""
    )
    return {"outcome": decided} if decided else {}


def _acts(path: Path, number: int, cell: str, faults: list[Fault]) -> Sequence[str]:
    if not cell:
        message = "is empty beside a reason, a name or a day"
        faults.append(_fault(path, number, DECISION, "", message, "Choose a decision from the list, or clear the row"))
        return ()
    try:
        choices = {in_words(text): acts for text, acts in CHOICES.items()} | CHOICES  # an older workbook's words too
        choices |= {text: (act,) for text, (act, _) in ADVISER_CHOICES.items()}
        return choices[cells.one_of(cell, tuple(choices)) or ""]
    except Unreadable:
        todo = did_you_mean(cell, map(in_words, OFFERED))
        faults.append(_fault(path, number, DECISION, cell, "is not one of the decisions", todo))
        return ()


def _objected(path: Path, decided: DecidedRow, results: DecisionResult) -> Fault:
    assert results.objection is not None
    against = results.objection
    column = _COLUMN_OF.get(against.column, DECISION)
    return fault_in(path, decided.sheet, decided.row, column, "", against.message, against.suggestion)


def _fault(path: Path, row: int, column: str, value: str, message: str, suggestion: str) -> Fault:
    return fault_in(path, SHEET, row, column, value, message, suggestion)
