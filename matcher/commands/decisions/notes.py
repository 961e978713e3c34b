"""`matcher ledger note`: notes are written, listed, found by a person's name, and removed for good."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matcher.case.records import CaseNote
from matcher.commands.console import Say
from matcher.commands.decisions.ledger import day_of
from matcher.ledger.log.notes import NewNote, erase_note, notes_of, notes_that_mention, write_note
from matcher.ledger.log.store import ledger_of
from matcher.ledger.upkeep.opening import IN_MEMORY, open_ledger
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording import wording
from matcher.wording.terms import LEADER


def note(
    run: Path,
    where: str | None,
    fields: Mapping[str, str],
    expires: str,
    find: str,
    erase: int | None,
    say: Say,
) -> None:
    """Writes a note where a text is given, removes one where a number is; else lists them. Raises InputFaults."""
    opened, location = open_run(run), ledger_of(run, where)
    new = NewNote(expires=day_of(expires, "--expires"), **fields) if fields["text"] and erase is None else None
    beside = run.absolute().parent
    if new is not None and "://" not in location and not Path(location).exists():
        _refuse_faults(new, opened)
    ledger = open_ledger(location, make=new is not None, beside=beside)
    try:
        if erase is not None:
            erase_note(ledger, erase)
            say(f"Note {erase} is removed for good")
        elif new is not None:
            number = write_note(ledger, opened, new)
            say(f"Kept as note {number}, outside the sealed lines")
        else:
            about = fields["recipient"], fields["leader"]
            kept = notes_that_mention(ledger, opened, find) if find else notes_of(ledger, *about)
            for line in map(_line, kept):
                say(line)
            if not kept:
                say("No note is kept about this")
    finally:
        ledger.close()


def _refuse_faults(new: NewNote, opened: OpenedRun) -> None:
    """No ledger is begun for a note that cannot be kept. Raises InputFaults as `write_note` does."""
    ledger = open_ledger(IN_MEMORY)
    try:
        write_note(ledger, opened, new)
    finally:
        ledger.close()


def _line(kept: CaseNote) -> str:
    leader = f"{LEADER} {kept.leader_id}" if kept.leader_id else ""
    about = " and ".join(filter(None, (kept.recipient_id, leader)))
    days = f"{wording.day(kept.on)}, kept until {wording.day(kept.expires)}"
    return f"Note {kept.number}, {about}, {days}, by {kept.by}: {kept.text}"
