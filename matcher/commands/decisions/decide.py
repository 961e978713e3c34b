"""`matcher decide`: record the decisions of a workbook that came back, all or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say, print_error
from matcher.errors import CheckFailed
from matcher.ledger import DecisionResult, Ledger, act_words, open_ledger, record_workbook
from matcher.ledger.log.acts import OF_WAIT
from matcher.ledger.log.store import ledger_of
from matcher.ledger.returned_workbook.workbook import OPEN, SHEET
from matcher.ledger.returned_workbook.workbook_parts import workbook_notes
from matcher.ledger.upkeep.opening import IN_MEMORY, refuse_missing
from matcher.report.workbooks.wait_sheet import WAITS
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.terms import LEADER


@contextmanager
def explain_interrupt() -> Iterator[None]:
    """Explains an interrupt, which may come after a line is stored and before it is reported."""
    try:
        yield
    except KeyboardInterrupt:
        print_error("All of it was recorded, or nothing. Do it again: what is recorded is not recorded twice.")
        raise


def decide(
    run: Path,
    workbook: Path,
    ledger: str | None,
    confirmed: bool,
    say: Say,
    accept_dates: bool = False,
    new_ledger: bool = False,
) -> None:
    """Prints what would be recorded, and records it where `confirmed`.

    Raises CheckFailed where a row's day contradicts the record and `accept_dates` is not given: the others are done.
    """
    opened = open_run(run, store=kept_files())
    where = ledger_of(run, ledger)
    is_new = "://" not in where and not Path(where).exists()
    if is_new and not new_ledger:
        refuse_missing(Path(where))
    beside, begins = run.absolute().parent, is_new or new_ledger
    decision_ledger = open_ledger(IN_MEMORY if begins else where, beside=beside)
    try:
        with explain_interrupt():
            if begins and confirmed:  # nothing is begun for a workbook that cannot be recorded
                record_workbook(workbook, opened, decision_ledger, False, accept_dates)
                decision_ledger.close()
                decision_ledger = open_ledger(where, beside=beside, new=new_ledger)
            results = record_workbook(workbook, opened, decision_ledger, confirmed, accept_dates)
        for line in _lines(workbook, decision_ledger, results, confirmed, opened):
            say(line)
        clear = tuple((row, one) for row, one in results if one.objection is None)
        if clear or not results:
            _print_totals(clear, confirmed, decision_ledger, where, is_new, say)
        _refuse_questions(results, say)
    finally:
        decision_ledger.close()


def _lines(
    workbook: Path,
    decision_ledger: Ledger,
    results: tuple[tuple[int, DecisionResult], ...],
    confirmed: bool,
    run: OpenedRun,
) -> Iterator[str]:
    """What to know of the workbook and the ledger, then a line for each decision, each with its note."""
    for note in workbook_notes(workbook, SHEET, OPEN):
        yield f"Note: {note}"
    yield from decision_ledger.warnings
    for row, one in results:
        yield _line(row, one, confirmed, run)
        if one.note:
            yield f"  Note: {one.note}"


def _line(row: int, results: DecisionResult, confirmed: bool, run: OpenedRun) -> str:
    done = (
        f"recorded already (line {results.already})" if results.already else ("recorded" if confirmed else "to record")
    )
    decision = results.decision
    if results.objection is not None:
        done = f"asked about: {results.objection.message}. {results.objection.suggestion}"
    names = {r.id: r.name for r in run.world.recipients}
    school = names.get(decision.recipient, decision.recipient)
    if decision.act in OF_WAIT:
        return f"{WAITS}, row {row}: {school}: {act_words(decision.act)}, {decision.on}: {done}"
    return f"Row {row}: {school} and {LEADER} {decision.leader}: {act_words(decision.act)}, {decision.on}: {done}"


def _refuse_questions(results: tuple[tuple[int, DecisionResult], ...], say: Say) -> None:
    rows = sorted({row for row, one in results if one.objection is not None})
    if rows:
        listed = ", ".join(map(str, rows))
        say(f"Asked about alone, since the day contradicts the record: row {listed}. Nothing of it is recorded.")
        raise CheckFailed


def _print_totals(
    results: tuple[tuple[int, DecisionResult], ...],
    confirmed: bool,
    decision_ledger: Ledger,
    where: str,
    is_new: bool,
    say: Say,
) -> None:
    new = sum(one.already is None for _, one in results)
    if not results:
        say("No row of the workbook holds a decision.")
    elif not new:
        say("Everything in the workbook is recorded already; nothing was added.")
    elif confirmed:
        say(f"{new} recorded. The head of the ledger is now {decision_ledger.head}")
    else:
        say(f"{new} to record, nothing recorded yet. Add --yes to record them.")
    ledger_name = where.rsplit("@", 1)[-1] if "://" in where else where
    say(f"Ledger: {ledger_name}")
    if is_new:
        say("It is a new one, begun just now." if confirmed else "There is none there yet: recording begins one.")
