"""The story of a school or trust as known on a day: evidence, what was shown, conflicts, decisions, who was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from matcher.errors import Fault, InputFaults
from matcher.ledger.acts import ERASE, FINISHED, FROZEN, STOPPED, act_words
from matcher.ledger.as_at import AsAt, as_at, recorded_on
from matcher.ledger.chain import Line
from matcher.ledger.known import Known, acted
from matcher.ledger.pieces import Entry, Section
from matcher.ledger.record import Ledger
from matcher.ledger.shown_then import conflicts, evidence, what_was_shown
from matcher.ledger.states import PublishedRun, Record, record_of
from matcher.ledger.telling import steps_of, told_on
from matcher.ledger.then import folders_of, then
from matcher.words import pounds


@dataclass(frozen=True, slots=True)
class Story:
    """What is told of one recipient as at one moment, in sections; `notes` are about the telling itself."""

    recipient: str
    name: str
    as_at: str
    head: str
    lines: int
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def story(ledger: Ledger, recipient: str, moment: str, runs: Path) -> Story:
    """Raises InputFaults where nothing of this id was known then."""
    lines = ledger.lines()
    cut = as_at(lines, moment)
    known = _known(ledger, recipient, cut, folders_of(runs))
    sections = (
        Section("Where it stood", tuple(_stood(known)), "No match of it was open or decided."),
        Section("Why it could be offered support", tuple(evidence(known))),
        Section("What was shown to those who decide", tuple(what_was_shown(known))),
        Section("Conflicts of interest, as then checked", tuple(conflicts(known)), "No leader was proposed for it."),
        Section("What people decided", tuple(_decisions(known)), "Nobody had decided anything about it."),
        Section("Who was told", tuple(_told(known)), "It is not recorded that anybody was told."),
    )
    return Story(recipient, _name(known), cut.said, cut.head, len(cut.known), sections, tuple(_notes(ledger, known)))


def _known(ledger: Ledger, recipient: str, cut: AsAt, folders: Mapping[str, Path]) -> Known:
    record = record_of(cut.known)
    near = [run for run in record.runs if _in(run, recipient)]
    if not near:
        raise _unknown(recipient, record, cut)
    told = tuple((run, then(run, recipient, folders)) for run in near)
    return Known(recipient, cut, record, ledger.words(), _erased(ledger.lines()), told)


def _in(run: PublishedRun, recipient: str) -> bool:
    return recipient in run.eligible or any(m.recipient == recipient for m in run.matches)


def _unknown(recipient: str, record: Record, cut: AsAt) -> InputFaults:
    ids = sorted({id_ for run in record.runs for id_ in run.eligible})
    same = [id_ for id_ in ids if id_.lstrip("0") == recipient.lstrip("0")]
    close = same or get_close_matches(recipient, ids, n=1)
    todo = f"Did you mean {close[0]}?" if close else "No run in the ledger could offer it support by then"
    return InputFaults([Fault("ID", None, "", recipient, f"the ledger knew nothing of it, as at {cut.said}", todo)])


def _erased(lines: Iterable[Line]) -> dict[str, str]:
    return {
        digest: f"erased on {recorded_on(line.body)}, line {line.seq}"
        for line in lines
        if line.body["act"] == ERASE
        for digest in line.body["detail"]["digests"]
    }


def _name(known: Known) -> str:
    return next((t.recipient_name for _, t in reversed(known.runs) if t.recipient_name), "")


def _stood(known: Known) -> Iterator[Entry]:
    for held in known.matches:
        m = held.match
        team = f", {m.team_days} of them the team's" if m.team_days else ""
        refusal = f" ({act_words(held.refusal)})" if held.refusal else ""
        reserve = " It was offered from the reserves." if held.reserve else ""
        said = f": {held.state}{refusal}. {m.days} days{team}, {pounds(m.pence)}; {held.days_claimed} days claimed,"
        yield Entry((f"{held.term}: ", known.leader(m.leader), f"{said} {held.days_paid} paid.{reserve}"))


def _decisions(known: Known) -> Iterator[Entry]:
    """Every act about the recipient or its leaders, the mended ones too, in the order they were written down."""
    mended = known.mended()
    seen: set[int] = set()
    for line in known.moment.known:
        body = line.body
        if known.is_about(body) or (body["act"] == "mend" and body["detail"]["line"] in seen):
            seen.add(line.seq)
            if body["act"] not in ("tell", "interests-checked"):
                yield acted(body, known, mended.get(line.seq, ""))


def _told(known: Known) -> Iterator[Entry]:
    mended = known.mended()
    for line in known.moment.known:
        body = line.body
        if body["act"] == "tell" and body["recipient"] == known.recipient:
            yield acted(body, known, mended.get(line.seq, ""))
    yield from _untold(known)


def _untold(known: Known) -> Iterator[Entry]:
    """Of matches that people agreed: who stands on the programme's list and was, as far as is recorded, not told."""
    opened = next((t.opened for _, t in reversed(known.runs) if t.opened is not None), None)
    for held in known.matches if opened else ():
        missing = [whom for whom in steps_of(held, opened) if whom not in told_on(held)] if opened else []
        if missing and held.state in (*FROZEN, FINISHED, STOPPED):
            yield Entry((known.leader(held.match.leader), f": not recorded as told: {', '.join(missing)}."))


def _notes(ledger: Ledger, known: Known) -> Iterator[str]:
    """What is to be known of the telling: the seal, what was decided by then and written down later, what is gone."""
    broken = ledger.broken()
    yield "Every line of the ledger is as it was sealed." if not broken else f"THE LEDGER IS BROKEN: {broken[0]}."
    later = [line for line in known.moment.later if known.is_about(line.body)]
    if later:
        yield f"{len(later)} lines about it were written down later and were not known then; they are left out."
