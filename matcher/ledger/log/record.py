"""The ledger's interface: read it, dry-run decisions, and record decisions atomically."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from matcher import __version__
from matcher.domain import Person
from matcher.errors import Fault, InputFaults
from matcher.ledger.checks.already_recorded import recorded_line
from matcher.ledger.checks.date_checks import note_after_closing
from matcher.ledger.checks.decision_checks import not_seen, objection
from matcher.ledger.checks.people import PersonNotFound, person_called
from matcher.ledger.log.acts import (
    ERASE,
    MIGRATE,
    PUBLISH,
    Decision,
    Objection,
)
from matcher.ledger.log.chain import Line, PersonalText, clock_note, head, integrity_faults, written_behind
from matcher.ledger.log.ledger_format import FORMAT
from matcher.ledger.log.replay import record_of, record_of_bodies
from matcher.ledger.log.states import Record
from matcher.ledger.log.store import Draft, Make, Store
from matcher.ledger.notify.untold import untold_at_appointment
from matcher.runs.opened import OpenedRun
from matcher.runs.published import PublishedRun
from matcher.wording.words import capital

Now = Callable[[], datetime]


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The outcome of one decision: the new line, the line that recorded it before, or the objection to it; and a note,
    where what was recorded came before what the programme puts first."""

    decision: Decision
    line: int | None = None
    already: int | None = None
    objection: Objection | None = None
    note: str = ""


class NotRecorded(Exception):
    """At least one decision was refused, and so none was recorded; `asked` has them all, in order."""

    def __init__(self, results: Sequence[DecisionResult]) -> None:
        self.results = tuple(results)
        super().__init__("nothing was recorded")


class Ledger:
    """An append-only, hash-chained log of decisions."""

    def __init__(self, store: Store, now: Now = clock) -> None:
        self.store, self._now = store, now
        self.warnings: tuple[str, ...] = ()  # of what was written through this object: a migration, a clock behind
        store.describe_migration = self._migration

    @property
    def head(self) -> str:
        return head(self.store.lines())

    def today(self) -> date:
        return self._now().date()

    def lines(self) -> tuple[Line, ...]:
        return self.store.lines()

    def record(self) -> Record:
        return record_of(self.store.lines())

    def record_with(self, run: OpenedRun) -> Record:
        """The record as if this run were published in it; unchanged where it is already, or may not be added."""
        bodies = [line.body for line in self.store.lines()]
        record = record_of_bodies(bodies)
        if record.run(run.id) or _made_without_ledger(run, record):
            return record
        return record_of_bodies([*bodies, self.published_body(run.published) | {"seq": len(bodies) + 1}])

    def words(self) -> Mapping[str, str]:
        """Digest -> name or reason, for all that have not been erased."""
        return {text.digest: text.words for text in self.store.asides() if text.words is not None}

    def integrity_faults(self, printed: str = "") -> tuple[str, ...]:
        """Faults of the chain, a sentence each; empty where it is intact. `printed` is a head hash to look for."""
        return tuple(integrity_faults(self.store.lines(), self.store.asides(), printed))

    def clock_notes(self) -> tuple[str, ...]:
        """A sentence for each line that was written down by a clock behind that of a line before it."""
        return tuple(clock_note(line, latest) for line, latest in written_behind(self.store.lines()))

    def open_run(self, run: PublishedRun) -> bool:
        """Record a published run, once, so that decisions about it can follow. Returns whether it was new.

        Raises InputFaults where the ledger has a run of this id with another seal: the same question, answered
        otherwise. Which of the two answers stands is for a person to say.
        """

        def make(lines: tuple[Line, ...]) -> list[Draft]:
            published = record_of(lines).run(run.run)
            if published is not None:
                refuse_second_seal(published, run)
            return [] if published else [Draft(body=self.published_body(run))]

        return bool(self.append(make))

    def append(self, make: Make) -> tuple[Line, ...]:
        """Append, and gather what whoever writes should hear of."""
        before = self.store.format_number()
        added = self.store.append(make)
        if before != FORMAT:
            migrations = [line.body for line in self.store.lines() if line.body["act"] == MIGRATE]
            kept = migrations[-1]["detail"]["kept"]
            self.warnings += (
                f"The ledger was of format {before} and is now of format {FORMAT}; kept as it was: {kept}",
            )
        behind = ((line, line.body.get("clock_behind")) for line in added)
        self.warnings += tuple(capital(clock_note(line, latest)) for line, latest in behind if latest)
        return added

    def dry_run(self, decisions: Sequence[Decision], run: OpenedRun) -> tuple[DecisionResult, ...]:
        """The results that `decide` would give now. Writes nothing."""
        return self._evaluate(self.store.lines(), self.store.asides(), decisions, run)[0]

    def decide(self, decisions: Sequence[Decision], run: OpenedRun) -> tuple[DecisionResult, ...]:
        """Record all decisions or none; a decision that is recorded already is not recorded again.

        Raises NotRecorded where any is refused. Checking and writing are one transaction.
        """
        results: tuple[DecisionResult, ...] = ()

        def make(lines: tuple[Line, ...]) -> list[Draft]:
            nonlocal results
            results, drafts = self._evaluate(lines, self.store.asides(), decisions, run)
            if any(a.objection for a in results):
                raise NotRecorded(results)
            return drafts

        self.append(make)
        return results

    def erase(self, about: str, by: str, role: str, reason: str) -> int:
        """Erase the texts about a person (their id) or of a line (`line 12`), and the notes about or by that person.

        Also in the ledgers that were kept when this one was migrated. Returns how many were erased.
        """

        def make(digests: tuple[str, ...]) -> Draft:
            body = self.body(ERASE, by, role) | {"detail": {"about": about, "digests": list(digests)}}
            return Draft(body=body, why=(f"erasure of {about}", reason))

        in_copies = 0
        with ExitStack() as opened:
            for copy in [opened.enter_context(closing(kept)) for kept in self.store.copies()]:
                notes = copy.erase_notes("leader = ? OR writer = ?", (about, about))
                in_copies = max(in_copies, notes + len(copy.erase(about, make)))
        notes = self.store.erase_notes("leader = ? OR writer = ?", (about, about))
        return notes + len(self.store.erase(about, make)) or in_copies

    def close(self) -> None:
        self.store.close()

    def _evaluate(
        self, lines: tuple[Line, ...], asides: Iterable[PersonalText], decisions: Sequence[Decision], run: OpenedRun
    ) -> tuple[tuple[DecisionResult, ...], list[Draft]]:
        bodies = [line.body for line in lines]
        drafts: list[Draft] = []
        texts = {a.digest: a for a in asides}
        record = record_of_bodies(bodies)
        against = _made_without_ledger(run, record)
        if against:
            return tuple(DecisionResult(decision, objection=against) for decision in decisions), []
        known = record.run(run.id)
        if known is not None:
            refuse_second_seal(known, run.published)
        if known is None:
            self._add(Draft(body=self.published_body(run.published)), bodies, drafts)
        results = []
        for decision in decisions:
            against = not_seen(decision, run, record)
            results.append(self._record_one(decision, run, bodies, drafts, texts, against))
        return tuple(results), drafts if any(a.line for a in results) else []

    def _record_one(
        self,
        decision: Decision,
        run: OpenedRun,
        bodies: list[Mapping[str, Any]],
        drafts: list[Draft],
        texts: Mapping[str, PersonalText],
        not_seen_line: Objection | None,
    ) -> DecisionResult:
        before = recorded_line(decision, run, bodies, texts)
        if before is not None:
            return DecisionResult(decision, already=before)
        try:
            person = person_called(decision.by, run.facts.people)
        except PersonNotFound as unknown:
            return DecisionResult(decision, objection=Objection("by", unknown.what, unknown.todo))
        known = record_of_bodies(bodies)
        against = not_seen_line or objection(decision, person, run, known, self.today())
        if against:
            return DecisionResult(decision, objection=against)
        self._add(self._draft(decision, person, run, len(bodies) + 1), bodies, drafts)
        notes = (untold_at_appointment(decision, run, known), note_after_closing(decision, run))
        return DecisionResult(decision, line=len(bodies), note="; ".join(filter(None, notes)))

    @staticmethod
    def _add(draft: Draft, bodies: list[Mapping[str, Any]], drafts: list[Draft]) -> None:
        drafts.append(draft)
        why = draft.why[1] if draft.why else ""
        bodies.append({**draft.body, "seq": len(bodies) + 1, "words": why})

    def _draft(self, decision: Decision, person: Person, run: OpenedRun, seq: int) -> Draft:
        body = self.body(decision.act, person.id, person.role) | {
            "on": decision.on.isoformat(),
            "regions": sorted(person.regions),
            "term": run.term,
            "run": run.id,
            "recipient": decision.recipient,
            "leader": decision.leader,
            "detail": dict(decision.detail),
        }
        return Draft(body=body, who=(person.id, person.name), why=(f"line {seq}", decision.reason.strip()))

    def published_body(self, run: PublishedRun) -> dict[str, Any]:
        detail = {
            "scenario": run.scenario,
            "as_at": run.as_at,
            "matches": [asdict(m) | {"flags": list(m.flags)} for m in run.matches],
            "governance": [asdict(g) for g in run.governance],
            **({"waits": [asdict(w) for w in run.waits]} if run.waits else {}),
            **({"advisers": dict(run.advisers), "advised_in": dict(run.advised_in)} if run.advisers else {}),
            "eligible": dict(run.eligible),
            "regions": None if run.regions is None else list(run.regions),
            "seal": run.seal,
            "version": run.version,
        }
        return self.body(PUBLISH, "matcher", "program") | {"run": run.run, "term": run.term, "detail": detail}

    def _migration(self, number: int) -> Draft:
        detail = {"from": number, "to": FORMAT, "version": __version__}
        return Draft(body=self.body(MIGRATE, "matcher", "program") | {"detail": detail})

    def body(self, act: str, by: str, role: str) -> dict[str, Any]:
        now = self._now()
        empty = {"run": "", "term": "", "recipient": "", "leader": "", "regions": [], "detail": {}}
        at = now.isoformat(timespec="seconds")
        return empty | {"act": act, "at": at, "on": now.date().isoformat(), "by": by, "role": role}


def refuse_second_seal(published: PublishedRun, run: PublishedRun) -> None:
    """Raises InputFaults where both have a seal and the two differ."""
    if not published.seal or not run.seal or published.seal == run.seal:
        return
    message = (
        f"run {run.run} is in the ledger with the seal {published.seal[:12]}, and this folder has the seal"
        f" {run.seal[:12]}: the same question was answered otherwise (then version {published.version or 'unknown'}"
        f" of the program, now {run.version or 'unknown'})"
    )
    todo = "Go on with the folder that the ledger knows; or let a person accept this one: 'matcher ledger accept-seal'"
    raise InputFaults([Fault("--ledger", None, "", "", message, todo)])


def _made_without_ledger(run: OpenedRun, record: Record) -> Objection | None:
    """The objection to a run made without the ledger after decisions about another run of its term and regions."""
    mine = record.within(run.published.regions)
    last = mine.last_run(run.term)
    if record.run(run.id) or last is None or not any(m.acts for m in mine.of_term(run.term)):
        return None
    message = f"this run does not know what was decided in {run.term} since run {last.run}"
    return Objection("run", message, "Propose again with --ledger, and decide in that run's workbook")
