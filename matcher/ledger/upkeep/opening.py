"""Opens a ledger, in a file or a database, and refuses one that has lost lines by what the runs beside it print."""

from __future__ import annotations

from pathlib import Path

from matcher.ledger.log.postgres import NAME as POSTGRES
from matcher.ledger.log.postgres import postgres_store
from matcher.ledger.log.record import Ledger, Now, clock
from matcher.ledger.log.sqlite import sqlite_store
from matcher.ledger.upkeep.ledger_acts import begin_in_spite_of
from matcher.ledger.upkeep.losses import loss_lines, losses, printed_heads, refuse_losses

IN_MEMORY = ":memory:"  # a ledger in memory, for a preview


def open_ledger(
    where: str | Path,
    now: Now = clock,
    make: bool = True,
    beside: Path | None = None,
    check: bool = True,
    new: bool = False,
) -> Ledger:
    """The ledger in a file, or in PostgreSQL where a connection string is given.

    Raises InputFaults where run folders print a later head than it has: those in the file's folder, or in `beside`.
    `check` False opens it all the same. `new` begins one in spite of them, where there is none.
    """
    text = str(where)
    is_database = text.startswith(("postgresql://", "postgres://"))
    name, folder = (POSTGRES, beside) if is_database else (Path(where).name, Path(where).absolute().parent)
    printed = printed_heads(folder, name) if folder is not None else ()
    if check and not new and make and not is_database:
        refuse_missing(Path(where))  # no file is made for it
    ledger = Ledger(postgres_store(text) if is_database else sqlite_store(Path(where), make), now)
    try:
        if new:
            begin_in_spite_of(ledger, losses(ledger.lines(), printed))
        elif check:
            refuse_losses("--ledger" if is_database else text, ledger.lines(), printed)
    except BaseException:
        ledger.close()
        raise
    return ledger


def refuse_missing(where: Path) -> None:
    """Raises InputFaults where there is no ledger in this file and run folders beside it print a head of one."""
    if not where.is_file():
        refuse_losses(str(where), (), printed_heads(where.absolute().parent, where.name))


def lost_lines(where: str, ledger: Ledger) -> tuple[str, ...]:
    """A sentence for each loss that the run folders beside the ledger's file tell of."""
    if "://" in where:
        return ()
    printed = printed_heads(Path(where).absolute().parent, Path(where).name)
    lines = ledger.lines()
    return loss_lines(losses(lines, printed), lines, ledger.record())
