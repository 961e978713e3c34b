"""What many leaders answered, in one sheet: written to be filled in, read back, and recorded, all or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import IO, Any

from matcher.case.leader import general_interests
from matcher.case.ledger_view import LedgerView
from matcher.case.pair.interests import declares_unknown_party, last_check
from matcher.domain import Assessment
from matcher.errors import WITHHELD, Fault, raise_faults
from matcher.ledger.checks.case_checks import DAYS_AT_MOST, KILOMETRES_AT_MOST
from matcher.ledger.checks.interest_checks import bodies_in
from matcher.ledger.log.acts import CAN_AGAIN, CANNOT_ANY, LEADER_CHANGED, Decision
from matcher.ledger.log.record import DecisionResult, Ledger, NotRecorded
from matcher.read.parsing import cells
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.tables import Table, read_table
from matcher.report.safe_cells import untamed
from matcher.report.workbooks.answer_sheet import (
    ANSWER,
    CHANGED,
    CONCERNS,
    DAYS_NOW,
    ID,
    NAME,
    ON,
    OPEN,
    SHEET,
    TRAVEL_NOW,
    UNTIL,
    write_answer_sheet,
)
from matcher.rules.pairs.pair_wording import organisation
from matcher.runs.opened import OpenedRun
from matcher.wording import wording
from matcher.wording.terms import LEADER
from matcher.wording.wording import interests

CLEAR, INTERESTS_CHANGED, CANNOT, CAN, WITHDRAWS = "clear", "changed", "cannot", "can again", "withdraws"
ANSWERS = (CLEAR, INTERESTS_CHANGED, CANNOT, CAN, WITHDRAWS)
IN_THE_ROUND = "An answer in the sheet of the round, without words of their own"  # the reason where nothing is written
_ACT: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    CLEAR: ("interests-checked", {"outcome": "clear"}),
    INTERESTS_CHANGED: ("interests-checked", {"outcome": "sign-off"}),
    CANNOT: (CANNOT_ANY, {}),
    CAN: (CAN_AGAIN, {}),
    WITHDRAWS: ("leader-withdraws", {}),
}
_COLUMN_OF = {
    "reason": CHANGED,
    "recipient": CONCERNS,
    "on": ON,
    "until": UNTIL,
    "days": DAYS_NOW,
    "travel_km": TRAVEL_NOW,
}
Row = Mapping[str, str]
Sees = Callable[[str], bool]


def _everywhere(region: str) -> bool:
    return True


def write_answers(to: IO[bytes], run: OpenedRun, view: LedgerView, leader_ids: Iterable[str], day: date) -> None:
    """The sheet for these leaders, by name; with what the register says on this day."""
    world = run.world
    leaders = sorted(
        (world.leaders[world.leader_row[id]] for id in leader_ids), key=lambda x: (x.name.casefold(), x.id)
    )
    rows = (
        (
            x.id,
            x.name,
            organisation(world, x) if x.organisation_id or x.organisation else "",
            str(x.days),
            str(x.max_travel_metres // 1000) if x.max_travel_metres is not None else "",
            interests(general_interests(run, x, day, view)),
        )
        for x in leaders
    )
    write_answer_sheet(to, rows, ANSWERS)


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One filled-in row, and the acts that its cells mean. `words` are the leader's own, '' for none."""

    row: int
    decisions: tuple[Decision, ...]
    words: str


def read_answers(
    path: Path, run: OpenedRun, by: str, allowed: Collection[str] | None = None, sees: Sees = _everywhere
) -> tuple[AnsweredRow, ...]:
    """Every row with an answer. Raises InputFaults with everything that is wrong anywhere in the sheet.

    `by` is the person who records them; `allowed` the leaders they may write of (None: every leader of the run);
    `sees` says of a region whether they see its schools and trusts.
    """
    faults: list[Fault] = []
    table = read_table(path, SHEET if path.suffix.lower() == ".xlsx" else None, "answers", faults, ID)
    raise_faults(faults)
    assert table is not None
    missing = [name for name in (ID, ANSWER, ON) if name not in table.columns]
    todo = "Take the sheet as the program wrote it"
    raise_faults(_fault(path, table.header_row, name, "", "the column is missing", todo) for name in missing)
    found: list[AnsweredRow] = []
    seen: dict[str, int] = {}
    for number, row in _rows(table):
        if not any(row.get(name) for name in (ID, *OPEN)):
            continue
        before = len(faults)
        faults += _of_whom(path, number, row, run, allowed, seen)
        if any(row.get(name) for name in OPEN):
            decisions = tuple(_decisions(path, number, row, run, by, sees, faults))
            words = _answer(row, partial(_fault, path, number), [])[1]
            found += [AnsweredRow(number, decisions, words)] if len(faults) == before else []
    raise_faults(faults)
    return tuple(found)


def _rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    names = tuple(table.columns)
    for number, *values in zip(table.row_numbers, *(table.columns[name] for name in names), strict=True):
        yield number, {name: untamed(value) for name, value in zip(names, values, strict=True)}


def _of_whom(
    path: Path, number: int, row: Row, run: OpenedRun, allowed: Collection[str] | None, seen: dict[str, int]
) -> Iterator[Fault]:
    """The row is of one leader of the run, once, and its name is still beside its id."""
    id = row[ID]
    known = run.world.leader_row.get(id)
    if known is None or (allowed is not None and id not in allowed):
        yield _fault(path, number, ID, id, f"no {LEADER} of this run has this id", "Take the row as it was written")
        return
    if id in seen:
        yield _fault(path, number, ID, id, f"stands in row {seen[id]} too", "Delete one of them")
    seen.setdefault(id, number)
    name = row.get(NAME, "")
    if name and " ".join(name.split()) != " ".join(run.world.leaders[known].name.split()):
        message = f"is not the name of the {LEADER} of this id"
        yield _fault(path, number, NAME, WITHHELD, message, "Look whether a column was sorted alone")


def _decisions(
    path: Path, number: int, row: Row, run: OpenedRun, by: str, sees: Sees, faults: list[Fault]
) -> Iterator[Decision]:
    fault = partial(_fault, path, number)
    answer, text = _answer(row, fault, faults)
    on, until = _day(row, ON, fault, faults), _day(row, UNTIL, fault, faults)
    days = _whole(row, DAYS_NOW, 0, DAYS_AT_MOST, fault, faults)
    km = _whole(row, TRAVEL_NOW, 1, KILOMETRES_AT_MOST, fault, faults)
    if answer and on is None and not row.get(ON):
        faults.append(fault(ON, "", "is empty beside an answer", "Write the day on which they answered"))
    if answer == INTERESTS_CHANGED and not text:
        faults.append(fault(CHANGED, "", "is empty beside 'changed'", "Write what changed"))
    if text and answer in (CLEAR, CAN):  # what was declared must not be recorded as nothing declared
        message = f"something is written beside '{answer}'"
        todo = f"Write '{INTERESTS_CHANGED}' as the answer where it is an interest; clear the cell where it is none"
        faults.append(fault(CHANGED if row.get(CHANGED) else ANSWER, WITHHELD, message, todo))
    if row.get(UNTIL) and answer and answer != CANNOT:
        faults.append(fault(UNTIL, row[UNTIL], f"stands only beside '{CANNOT}'", "Clear the cell"))
    party, against = _party(row, answer, text, run, sees, fault)
    faults += [against] if against else []
    if not answer or on is None:
        return
    asked = partial(Decision, on=on, by=by, reason=text or IN_THE_ROUND, leader=row[ID], run=run.id)
    act, detail = _ACT[answer]
    if party:  # everything else is as before, which is their answer about every other school and trust
        yield asked(act="interests-checked", detail={"outcome": "clear"})
    more = {"until": until.isoformat()} if until else {"kind": party.kind} if party else {}
    yield asked(act=act, recipient=party.id if party else "", detail={**detail, **more})
    changed = {name: value for name, value in (("days", days), ("travel_km", km)) if value is not None}
    if changed:
        yield asked(act=LEADER_CHANGED, detail=changed)


def _party(
    row: Row, answer: str, text: str, run: OpenedRun, sees: Sees, fault: Any
) -> tuple[Assessment | None, Fault | None]:
    """The school or trust that a changed interest concerns, None for none; and what is wrong with the cell. A number
    that stands in the text alone is asked about: nothing would be held against that school or trust."""
    number = row.get(CONCERNS, "").strip()
    if number and answer and answer != INTERESTS_CHANGED:
        return None, fault(CONCERNS, number, f"stands only beside '{INTERESTS_CHANGED}'", "Clear the cell")
    if number:
        known = run.assessments.get(number)
        if known is not None and sees(known.region):
            return known, None
        return None, fault(
            CONCERNS, number, "no school or trust has this number", "Look it up: a URN, or a trust's UID"
        )
    named = bodies_in(text, run.assessments) if answer == INTERESTS_CHANGED else ()
    in_text = [x for x in named if sees(run.assessments[x].region)]
    if in_text:
        message, todo = "is empty, and the number stands in the text", "Write it here, or take it out of the text"
        return None, fault(CONCERNS, ", ".join(in_text), message, todo)
    return None, None


def _answer(row: Row, fault: Any, faults: list[Fault]) -> tuple[str, str]:
    """The answer, and what is written with it: after a colon, or in the cell beside; '' for none that can be read."""
    said, _, after = (part.strip() for part in row.get(ANSWER, "").partition(":"))
    text = " ".join(filter(None, (after, row.get(CHANGED, "").strip())))
    if not said:
        faults.append(fault(ANSWER, "", "is empty beside other cells", f"Write one of: {', '.join(ANSWERS)}"))
        return "", text
    if said.casefold() not in ANSWERS:
        faults.append(fault(ANSWER, row[ANSWER], "is no answer", did_you_mean(said, ANSWERS)))
        return "", text
    return said.casefold(), text


def _day(row: Row, name: str, fault: Any, faults: list[Fault]) -> date | None:
    try:
        return cells.day(row.get(name, ""))
    except Unreadable as problem:
        faults.append(fault(name, row[name], problem.message, problem.suggestion))
        return None


def _whole(row: Row, name: str, least: int, most: int, fault: Any, faults: list[Fault]) -> int | None:
    try:
        return cells.whole(row[name], least, most) if row.get(name) else None
    except Unreadable as problem:
        faults.append(fault(name, row[name], problem.message, problem.suggestion))
        return None


def record_answers(
    path: Path,
    run: OpenedRun,
    ledger: Ledger,
    by: str,
    really: bool,
    allowed: Collection[str] | None = None,
    sees: Sees = _everywhere,
) -> tuple[tuple[int, DecisionResult], ...]:
    """(row, result) for every act, recorded only where `really`, all or none. Raises InputFaults."""
    rows = read_answers(path, run, by, allowed, sees)
    asked = [(x.row, decision) for x in rows for decision in x.decisions]
    raise_faults(_unsettled(path, asked, run, ledger))
    results = _recorded([d for _, d in asked], run, ledger, really)
    done = [(row, result) for (row, _), result in zip(asked, results, strict=True)]
    raise_faults(_objected(path, row, x) for row, x in done if x.objection)
    return tuple(done)


def _unsettled(path: Path, asked: Iterable[tuple[int, Decision]], run: OpenedRun, ledger: Ledger) -> Iterator[Fault]:
    """'Clear' means as before: it does not settle what the leader declared before, of which no school is known yet."""
    rows = [(row, x) for row, x in asked if x.act == "interests-checked" and x.detail["outcome"] == "clear"]
    checks = ledger.record().checks
    for (row, decision), found in zip(rows, ledger.dry_run([x for _, x in rows], run), strict=True):
        check = last_check(checks, "", decision.leader, decision.on)
        if found.already is None and check is not None and declares_unknown_party(check):
            message = f"on {wording.day(check['on'])} they declared something that nobody has settled"
            todo = f"Record on the page of the {LEADER} which school or trust it concerns, or what the check found"
            yield _fault(path, row, ANSWER, CLEAR, message, todo)


def _recorded(decisions: Sequence[Decision], run: OpenedRun, ledger: Ledger, really: bool) -> Sequence[DecisionResult]:
    try:
        return ledger.decide(decisions, run) if really else ledger.dry_run(decisions, run)
    except NotRecorded as refused:
        return refused.results


def _objected(path: Path, row: int, result: DecisionResult) -> Fault:
    assert result.objection is not None
    against = result.objection
    return _fault(path, row, _COLUMN_OF.get(against.column, ANSWER), "", against.message, against.suggestion)


def _fault(path: Path, row: int, column: str, value: str, message: str, suggestion: str) -> Fault:
    return Fault(f"{path.name}, sheet {SHEET}", row, column, value, message, suggestion)
