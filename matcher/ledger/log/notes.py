"""Notes about a school, trust or leader: outside the sealed chain, erasable, and gone after the day they give.

They are in no export and no story, and no decision rests on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matcher.case.records import CaseNote
from matcher.errors import Fault, InputFaults, raise_faults
from matcher.ledger.checks.people import PersonNotFound, person_called
from matcher.ledger.log.acts import RECORDERS
from matcher.ledger.log.record import Ledger
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.words import count

LONGEST = 500  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note to be written: about a school or trust, a leader, or both; `expires` is the last day on which it is kept.

    `by` is the name or id of a person of the register.
    """

    by: str
    text: str
    expires: date | None
    recipient: str = ""
    leader: str = ""


def write_note(ledger: Ledger, run: OpenedRun, note: NewNote) -> int:
    """Keeps the note and returns its number. Raises InputFaults with everything that is wrong with it."""
    faults: list[Fault] = [*_faults(note, run, ledger.today())]
    try:
        writer = person_called(note.by, run.facts.people)
    except PersonNotFound as unknown:
        raise InputFaults([*faults, _fault("by", "", unknown.what, unknown.todo)]) from None
    region = run.world.region_of.get(note.recipient, "")
    if writer.role not in RECORDERS:
        faults.append(_fault("by", "", f"a note is not for a {writer.role} to write", f"Ask a {_or(RECORDERS)}"))
    elif region and writer.regions and region not in writer.regions:
        faults.append(_fault("by", "", f"{region} is not this person's", "Ask who acts for the region"))
    raise_faults(faults)
    assert note.expires is not None  # a fault otherwise
    row = (note.recipient, note.leader, ledger.today().isoformat(), note.expires.isoformat(), writer.id, _text(note))
    return ledger.store.add_note(row)


def _faults(note: NewNote, run: OpenedRun, today: date) -> Iterable[Fault]:
    if not note.recipient and not note.leader:
        yield _fault("recipient", "", "nobody is named whom the note is about", "Give --recipient, --leader or both")
    if note.recipient and note.recipient not in run.assessments:
        yield _fault("recipient", note.recipient, f"no {RECIPIENT} of this run has this id", "Look at the id")
    if note.leader and note.leader not in run.world.leader_row:
        yield _fault("leader", note.leader, f"this {LEADER} is not in the run", f"Write {LEADER:a}'s id")
    if not _text(note):
        yield _fault("text", "", "the note is empty", "Write what is to be remembered")
    if len(_text(note)) > LONGEST:
        yield _fault("text", "", f"the note has {len(_text(note))} characters", f"Write at most {LONGEST}")
    if note.expires is None:
        yield _fault("expires", "", "the day on which the note expires is missing", "Write it as 2023-03-01")
    elif note.expires < today:
        yield _fault("expires", note.expires.isoformat(), "this day has passed", f"Write {today} or a later day")


def _text(note: NewNote) -> str:
    return " ".join(note.text.split())


def _or(names: Iterable[str]) -> str:
    return " or ".join(names)


def _fault(option: str, value: str, what: str, todo: str) -> Fault:
    return Fault(f"--{option}", None, "", value, what, todo)


def notes_of(ledger: Ledger, recipient: str = "", leader: str = "") -> tuple[CaseNote, ...]:
    """Those that have not expired, in the order of writing; about this school, trust or leader where one is given.

    Notes that have expired are removed for good first, where the ledger may be written.
    """
    today = ledger.today()
    ledger.store.drop_expired_notes(today.isoformat())
    kept = (_note(row) for row in ledger.store.notes())
    wanted = (n for n in kept if recipient in ("", n.recipient_id) and leader in ("", n.leader_id))
    return tuple(n for n in wanted if today <= n.expires)


def _note(row: tuple[object, ...]) -> CaseNote:
    number, recipient, leader, on, expires, by, text = row
    days = date.fromisoformat(str(on)), date.fromisoformat(str(expires))
    return CaseNote(int(str(number)), *days, str(recipient), str(leader), str(by), str(text))


def notes_that_mention(ledger: Ledger, run: OpenedRun, words: str) -> tuple[CaseNote, ...]:
    """Notes found by a search for a person: their name or id in the text, or as the leader or writer of the note."""
    wanted = " ".join(words.split()).casefold()
    people = {x.id: x.name for x in run.world.leaders} | {p.id: p.name for p in run.facts.people}

    def about(note: CaseNote) -> str:
        named = (note.text, note.leader_id, people.get(note.leader_id, ""), note.by, people.get(note.by, ""))
        return "\n".join(" ".join(words.split()) for words in named).casefold()

    return tuple(n for n in notes_of(ledger) if wanted and wanted in about(n))


def erase_note(ledger: Ledger, number: int) -> None:
    """Removes the note for good; no line records it. Raises InputFaults where there is none of this number."""
    if not ledger.store.erase_notes("number = ?", (number,)):
        todo = (
            f"There {count(len(ledger.store.notes()), 'note is', 'notes are')} kept; 'matcher ledger note' lists them"
        )
        raise InputFaults([_fault("erase", str(number), "no note has this number", todo)])
