"""`matcher ledger migrate`, `accept-loss` and `accept-seal`: about a ledger itself, not about a match."""

from __future__ import annotations

from pathlib import Path

from matcher.commands.console import Say
from matcher.commands.decisions.ledger import person_of
from matcher.errors import Fault, InputFaults
from matcher.ledger import open_ledger
from matcher.ledger.log.ledger_format import FORMAT
from matcher.ledger.log.postgres import NAME as POSTGRES
from matcher.ledger.log.store import ledger_of
from matcher.ledger.upkeep.ledger_acts import accept_loss, accept_seal, migrate
from matcher.ledger.upkeep.losses import PrintedHead, loss_lines, losses, lost_decisions, printed_heads
from matcher.runs.opened import open_run


def migrate_ledger(where: str, say: Say) -> None:
    """Bring a ledger to this version's format and say where the older one is kept."""
    ledger = open_ledger(where, make=False)
    try:
        if not migrate(ledger):
            say(f"The ledger is of format {FORMAT} already; nothing was done.")
        for warning in ledger.warnings:
            say(warning)
        say(f"{len(ledger.lines())} lines; head {ledger.head}")
    finally:
        ledger.close()


def accept(where: str, run: Path, by: str, reason: str, say: Say) -> None:
    """Print what is lost by what the runs beside the ledger print, and record that a person goes on without it."""
    person = person_of(open_run(run), by)
    printed = _printed(where, run)
    ledger = open_ledger(where, check=False)
    try:
        lines, record = ledger.lines(), ledger.record()
        lost = losses(lines, printed)
        if not lost:
            message = "no run beside it knows of a line that this ledger has not"
            raise InputFaults([Fault("LEDGER", None, "", where, message, "There is nothing to accept")])
        for sentence in loss_lines(lost, lines, record):
            say(sentence)
        decisions = tuple(dict.fromkeys(text for loss in lost for text in lost_decisions(loss, record)))
        number = accept_loss(ledger, lost, decisions, person, reason)
        for warning in ledger.warnings:
            say(warning)
        say(f"Accepted in line {number} of the ledger; its head is now {ledger.head}")
    finally:
        ledger.close()


def _printed(where: str, run: Path) -> tuple[PrintedHead, ...]:
    if "://" in where:
        return printed_heads(run.absolute().parent, POSTGRES)
    return printed_heads(Path(where).absolute().parent, Path(where).name)


def accept_second_seal(run: Path, where: str | None, by: str, reason: str, say: Say) -> None:
    """Record that the answer in this folder counts, where the ledger has the run with another seal."""
    opened = open_run(run)
    person = person_of(opened, by)
    ledger = open_ledger(ledger_of(run, where), make=False, beside=run.absolute().parent)
    try:
        number = accept_seal(ledger, opened.published, person, reason)
        for warning in ledger.warnings:
            say(warning)
        say(f"Run {opened.id} counts with the seal {opened.seal[:12]} since line {number} of the ledger")
        say(f"The head of the ledger is now {ledger.head}")
    finally:
        ledger.close()
