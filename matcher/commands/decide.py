"""`matcher decide`: record the decisions of a workbook that came back, all or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matcher.commands.ending import complain
from matcher.commands.inputs import Say
from matcher.ledger import Asked, Ledger, OpenedRun, act_words, open_ledger, open_run, record_workbook

DEFAULT = "ledger.sqlite"
NOWHERE = ":memory:"  # a ledger to look with, of which nothing is kept


def ledger_of(run: Path, given: str | None) -> str:
    """The ledger that is named, else the one beside the run folder."""
    return given or str(run.absolute().parent / DEFAULT)


@contextmanager
def told_if_interrupted() -> Iterator[None]:
    """An interrupt may come between the line on the disk and the word about it; to do it again is safe."""
    try:
        yield
    except KeyboardInterrupt:
        complain("All of it was recorded, or nothing. Do it again: what is recorded is not recorded twice.")
        raise


def decide(run: Path, workbook: Path, ledger: str | None, really: bool, say: Say) -> None:
    """Says what would be recorded; records it with `really`."""
    opened = open_run(run)
    where = ledger_of(run, ledger)
    begins = "://" not in where and not Path(where).exists()
    kept = open_ledger(NOWHERE if begins else where)
    try:
        with told_if_interrupted():
            if begins and really:  # nothing is begun for a workbook that cannot be recorded
                record_workbook(workbook, opened, kept, False)
                kept.close()
                kept = open_ledger(where)
            asked = record_workbook(workbook, opened, kept, really)
        for row, one in asked:
            say(_line(row, one, really, opened))
        _sum(asked, really, kept, where, begins, say)
    finally:
        kept.close()


def _line(row: int, asked: Asked, really: bool, run: OpenedRun) -> str:
    done = f"recorded already (line {asked.already})" if asked.already else ("recorded" if really else "to record")
    decision = asked.decision
    names = {r.id: r.name for r in run.world.recipients}
    school = names.get(decision.recipient, decision.recipient)
    return f"Row {row}: {school} and leader {decision.leader}: {act_words(decision.act)}, {decision.on}: {done}"


def _sum(asked: tuple[tuple[int, Asked], ...], really: bool, kept: Ledger, where: str, begins: bool, say: Say) -> None:
    new = sum(one.already is None for _, one in asked)
    if not asked:
        say("No row of the workbook holds a decision.")
    elif not new:
        say("Everything in the workbook is recorded already; nothing was added.")
    elif really:
        say(f"{new} recorded. The head of the ledger is now {kept.head}")
    else:
        say(f"{new} to record, nothing recorded yet. Add --yes to record them.")
    shown = where.rsplit("@", 1)[-1] if "://" in where else where
    say(f"Ledger: {shown}")
    if begins:
        say("It is a new one, begun just now." if really else "There is none there yet: recording begins one.")
