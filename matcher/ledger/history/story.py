"""The story of one school or trust as at a moment: evidence, proposals, conflicts, decisions and notifications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matcher.case.ledger_view import is_about
from matcher.errors import Fault, InputFaults
from matcher.ledger.history.advised_words import adviser_words, milestone_words
from matcher.ledger.history.case_view import state_words
from matcher.ledger.history.evidence_as_shown import conflicts, evidence, what_was_shown
from matcher.ledger.history.known_on_a_day import KnownOnDay, act_entry
from matcher.ledger.history.passages import CaseSection, Entry
from matcher.ledger.history.run_as_published import Open, folders_of, run_as_published
from matcher.ledger.log.acts import ERASE, FINISHED, FROZEN, STOPPED, TELL_OF_SUPPORT
from matcher.ledger.log.as_at import AsAt, as_at, recorded_on
from matcher.ledger.log.chain import Line
from matcher.ledger.log.record import Ledger
from matcher.ledger.log.replay import record_of
from matcher.ledger.log.states import Record
from matcher.ledger.notify.notification_order import notified_on, steps_of
from matcher.read.parsing.spelling import closest_spelling
from matcher.runs.opened import open_run
from matcher.runs.published import PublishedRun
from matcher.wording.terms import LEADER
from matcher.wording.words import pounds

TELLING = (TELL_OF_SUPPORT, "tell")  # that support will be offered; the leader of a match


@dataclass(frozen=True, slots=True)
class Story:
    """The story of one recipient at one moment, in sections; `notes` are about the ledger and the cut."""

    recipient: str
    name: str
    as_at: str
    head: str
    lines: int
    sections: tuple[CaseSection, ...]
    notes: tuple[str, ...]


def story(ledger: Ledger, recipient: str, moment: str, runs: Path, open_folder: Open = open_run) -> Story:
    """Compose the story from the ledger and the run folders under `runs`. Raises InputFaults for an unknown id."""
    lines = ledger.lines()
    cut = as_at(lines, moment)
    snapshot = _snapshot(ledger, recipient, cut, folders_of(runs), open_folder)
    stood = tuple(_states_of_matches(snapshot, cut.day or ledger.today()))
    sections = (
        CaseSection("Where it stood", stood, "No match of it was open or decided."),
        CaseSection("Why it could be offered support", tuple(evidence(snapshot))),
        CaseSection("What was shown to those who decide", tuple(what_was_shown(snapshot))),
        CaseSection(
            "Conflicts of interest, as then checked", tuple(conflicts(snapshot)), f"No {LEADER} was proposed for it."
        ),
        CaseSection("What people decided", tuple(_decisions(snapshot)), "Nobody had decided anything about it."),
        CaseSection("Who was told", tuple(_notifications(snapshot)), "It is not recorded that anybody was told."),
    )
    return Story(
        recipient, _name(snapshot), cut.label, cut.head, len(cut.known_lines), sections, tuple(_notes(ledger, snapshot))
    )


def _snapshot(ledger: Ledger, recipient: str, cut: AsAt, folders: Mapping[str, Path], open_folder: Open) -> KnownOnDay:
    record = record_of(cut.known_lines)
    mentioning = [run for run in record.runs if mentions(run, recipient)]
    if not mentioning:
        raise _unknown(recipient, record, cut)
    runs_as_published = tuple((run, run_as_published(run, recipient, folders, open_folder)) for run in mentioning)
    return KnownOnDay(recipient, cut, record, ledger.words(), _erased(ledger.lines()), runs_as_published)


def mentions(run: PublishedRun, recipient: str) -> bool:
    """Whether the run looked at this school or trust."""
    return recipient in run.eligible or any(m.recipient == recipient for m in run.matches)


def _unknown(recipient: str, record: Record, cut: AsAt) -> InputFaults:
    ids = sorted({id_ for run in record.runs for id_ in run.eligible})
    same = [id_ for id_ in ids if id_.lstrip("0") == recipient.lstrip("0")]
    close = same[0] if same else closest_spelling(recipient, ids)
    todo = f"Did you mean {close}?" if close else "No run in the ledger could offer it support by then"
    return InputFaults([Fault("ID", None, "", recipient, f"the ledger knew nothing of it, as at {cut.label}", todo)])


def _erased(lines: Iterable[Line]) -> dict[str, str]:
    return {
        digest: f"erased on {recorded_on(line.body)}, line {line.seq}"
        for line in lines
        if line.body["act"] == ERASE
        for digest in line.body["detail"]["digests"]
    }


def _name(snapshot: KnownOnDay) -> str:
    return next((t.recipient_name for _, t in reversed(snapshot.runs) if t.recipient_name), "")


def _states_of_matches(snapshot: KnownOnDay, day: date) -> Iterator[Entry]:
    for match_state in snapshot.matches:
        m = match_state.match
        team = f", {m.team_days} of them the team's" if m.team_days else ""
        reserve = " It was offered from the reserves." if match_state.reserve else ""
        claimed = f"; {match_state.days_claimed} days claimed, {match_state.days_paid} paid"
        given, used = (f"{m.days} days{team}, ", claimed) if m.days else ("", "")
        state = f": {state_words(snapshot.record, match_state, day)}. {given}{pounds(m.pence)}{used}.{reserve}"
        yield Entry((f"{match_state.term}: ", snapshot.leader(m.leader), state))
    yield from _advised(snapshot)


def _advised(snapshot: KnownOnDay) -> Iterator[Entry]:
    """How far its case has come by the ledger, and its advisers."""
    lines = snapshot.record.milestones.get(snapshot.recipient, ())
    if lines:
        yield Entry((f"Milestones: {milestone_words(lines)}.",))
    for state in snapshot.record.advisers.values():
        if state.recipient == snapshot.recipient:
            yield Entry((snapshot.adviser(state.adviser), f": {adviser_words(state)}."))


def _decisions(snapshot: KnownOnDay) -> Iterator[Entry]:
    """Every act about the recipient or its leaders, corrected ones too, in the order of recording."""
    mended = snapshot.mended()
    seen: set[int] = set()
    for line in snapshot.moment.known_lines:
        body = line.body
        if snapshot.is_about(body) or (body["act"] == "mend" and body["detail"]["line"] in seen):
            seen.add(line.seq)
            if body["act"] not in (*TELLING, "interests-checked"):
                yield act_entry(body, snapshot, mended.get(line.seq, ""))


def _notifications(snapshot: KnownOnDay) -> Iterator[Entry]:
    mended = snapshot.mended()
    for line in snapshot.moment.known_lines:
        body = line.body
        if body["act"] in TELLING and is_about(body, snapshot.recipient):
            yield act_entry(body, snapshot, mended.get(line.seq, ""))
    yield from _not_notified(snapshot)


def _not_notified(snapshot: KnownOnDay) -> Iterator[Entry]:
    """For agreed matches: the addressees of the programme's list without a recorded notification."""
    opened = next((t.opened for _, t in reversed(snapshot.runs) if t.opened is not None), None)
    for match_state in snapshot.matches if opened else ():
        missing = (
            [whom for whom in steps_of(match_state, opened) if whom not in notified_on(match_state)] if opened else []
        )
        if missing and match_state.state in (*FROZEN, FINISHED, STOPPED):
            yield Entry((snapshot.leader(match_state.match.leader), f": not recorded as told: {', '.join(missing)}."))


def _notes(ledger: Ledger, snapshot: KnownOnDay) -> Iterator[str]:
    """Notes: whether the chain is intact, and how many lines about the recipient were recorded after the moment."""
    integrity_faults = ledger.integrity_faults()
    yield (
        "Every line of the ledger is as it was sealed."
        if not integrity_faults
        else f"THE LEDGER IS BROKEN: {integrity_faults[0]}."
    )
    later = [line for line in snapshot.moment.later if snapshot.is_about(line.body)]
    if later:
        yield f"{len(later)} lines about it were written down later and were not known then; they are left out."
