"""The ledger's interface: read it, dry-run decisions, and record decisions atomically."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from matcher.domain import Person
from matcher.errors import Fault, InputFaults
from matcher.ledger.checks.decision_checks import objection
from matcher.ledger.checks.people import PersonNotFound, person_called
from matcher.ledger.log.acts import ERASE, PAIR_CONSTRAINT_ACTS, PUBLISH, Decision, Objection
from matcher.ledger.log.chain import Line, PersonalText, digest_of, head, integrity_faults
from matcher.ledger.log.postgres import postgres_store
from matcher.ledger.log.states import Record, record_of, record_of_bodies
from matcher.ledger.log.store import Draft, Store, sqlite_store
from matcher.runs.opened import OpenedRun
from matcher.runs.published import PublishedRun

Now = Callable[[], datetime]


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The outcome of one decision: the new line, the line that recorded it before, or the objection to it."""

    decision: Decision
    line: int | None = None
    already: int | None = None
    objection: Objection | None = None


class NotRecorded(Exception):
    """At least one decision was refused, and so none was recorded; `asked` has them all, in order."""

    def __init__(self, results: Sequence[DecisionResult]) -> None:
        self.results = tuple(results)
        super().__init__("nothing was recorded")


class Ledger:
    """An append-only, hash-chained log of decisions."""

    def __init__(self, store: Store, now: Now = clock) -> None:
        self.store, self._now = store, now

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
        return record_of_bodies([*bodies, self._published(run.published) | {"seq": len(bodies) + 1}])

    def words(self) -> Mapping[str, str]:
        """Digest -> name or reason, for all that have not been erased."""
        return {text.digest: text.words for text in self.store.asides() if text.words is not None}

    def integrity_faults(self, printed: str = "") -> tuple[str, ...]:
        """Faults of the chain, a sentence each; empty where it is intact. `printed` is a head hash to look for."""
        return tuple(integrity_faults(self.store.lines(), self.store.asides(), printed))

    def open_run(self, run: PublishedRun) -> bool:
        """Record a published run, once, so that decisions about it can follow. Returns whether it was new.

        Raises InputFaults where the ledger has a run of this id with another seal: the same question, answered
        otherwise. Which of the two answers stands is for a person to say.
        """

        def make(lines: tuple[Line, ...]) -> list[Draft]:
            published = record_of(lines).run(run.run)
            if published is not None:
                refuse_second_seal(published, run)
            return [] if published else [Draft(body=self._published(run))]

        return bool(self.store.append(make))

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

        self.store.append(make)
        return results

    def erase(self, about: str, by: str, role: str, reason: str) -> int:
        """Erase the texts about a person (their id) or of a line (`line 12`), and the notes about or by that person.

        Returns how many were erased.
        """

        def make(digests: tuple[str, ...]) -> Draft:
            body = self._body(ERASE, by, role) | {"detail": {"about": about, "digests": list(digests)}}
            return Draft(body=body, why=(f"erasure of {about}", reason))

        notes = self.store.erase_notes("leader = ? OR writer = ?", (about, about))
        return notes + len(self.store.erase(about, make))

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
            self._add(Draft(body=self._published(run.published)), bodies, drafts)
        results = []
        for decision in decisions:
            results.append(self._record_one(decision, run, bodies, drafts, texts))
        return tuple(results), drafts if any(a.line for a in results) else []

    def _record_one(
        self,
        decision: Decision,
        run: OpenedRun,
        bodies: list[Mapping[str, Any]],
        drafts: list[Draft],
        texts: Mapping[str, PersonalText],
    ) -> DecisionResult:
        before = _recorded_line(decision, run, bodies, texts)
        if before is not None:
            return DecisionResult(decision, already=before)
        try:
            person = person_called(decision.by, run.facts.people)
        except PersonNotFound as unknown:
            return DecisionResult(decision, objection=Objection("by", unknown.what, unknown.todo))
        against = objection(decision, person, run, record_of_bodies(bodies), self.today())
        if against:
            return DecisionResult(decision, objection=against)
        self._add(self._draft(decision, person, run, len(bodies) + 1), bodies, drafts)
        return DecisionResult(decision, line=len(bodies))

    @staticmethod
    def _add(draft: Draft, bodies: list[Mapping[str, Any]], drafts: list[Draft]) -> None:
        drafts.append(draft)
        why = draft.why[1] if draft.why else ""
        bodies.append({**draft.body, "seq": len(bodies) + 1, "words": why})

    def _draft(self, decision: Decision, person: Person, run: OpenedRun, seq: int) -> Draft:
        body = self._body(decision.act, person.id, person.role) | {
            "on": decision.on.isoformat(),
            "regions": sorted(person.regions),
            "term": run.term,
            "run": run.id,
            "recipient": decision.recipient,
            "leader": decision.leader,
            "detail": dict(decision.detail),
        }
        return Draft(body=body, who=(person.id, person.name), why=(f"line {seq}", decision.reason.strip()))

    def _published(self, run: PublishedRun) -> dict[str, Any]:
        detail = {
            "scenario": run.scenario,
            "as_at": run.as_at,
            "matches": [asdict(m) | {"flags": list(m.flags)} for m in run.matches],
            "governance": [asdict(g) for g in run.governance],
            "eligible": dict(run.eligible),
            "regions": None if run.regions is None else list(run.regions),
            "seal": run.seal,
            "version": run.version,
        }
        return self._body(PUBLISH, "matcher", "program") | {"run": run.run, "term": run.term, "detail": detail}

    def _body(self, act: str, by: str, role: str) -> dict[str, Any]:
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
    todo = "Go on with the folder that the ledger knows; or start a new ledger with --ledger, and say why there"
    raise InputFaults([Fault("--ledger", None, "", "", message, todo)])


def _made_without_ledger(run: OpenedRun, record: Record) -> Objection | None:
    """The objection to a run made without the ledger after decisions about another run of its term and regions."""
    mine = record.within(run.published.regions)
    last = mine.last_run(run.term)
    if record.run(run.id) or last is None or not any(m.acts for m in mine.of_term(run.term)):
        return None
    message = f"this run does not know what was decided in {run.term} since run {last.run}"
    return Objection("run", message, "Propose again with --ledger, and decide in that run's workbook")


def _recorded_line(
    decision: Decision, run: OpenedRun, bodies: Iterable[Mapping[str, Any]], texts: Mapping[str, PersonalText]
) -> int | None:
    """The number of the line with the same run, pair, act, day, person, details and reason; None for none.

    Of a pair's pins, forbids and withdrawals only the last line counts, since a pair may be fixed again.
    """
    candidates = [*bodies]
    if decision.act in PAIR_CONSTRAINT_ACTS:
        about = (run.term, decision.recipient, decision.leader)
        candidates = [
            b
            for b in candidates
            if b["act"] in PAIR_CONSTRAINT_ACTS and (b["term"], b["recipient"], b["leader"]) == about
        ][-1:]
    for body in candidates:
        if (
            body["act"] == decision.act
            and body["run"] == run.id
            and body["leader"] == decision.leader
            and body["recipient"] == decision.recipient
            and body["on"] == decision.on.isoformat()
            and dict(body["detail"]) == dict(decision.detail)
            and _recorded_by(body, decision, run)
            and _has_reason(body, decision.reason.strip(), texts)
        ):
            return int(body["seq"])
    return None


def _recorded_by(body: Mapping[str, Any], decision: Decision, run: OpenedRun) -> bool:
    try:
        return bool(person_called(decision.by, run.facts.people).id == body["by"])
    except PersonNotFound:
        return False


def _has_reason(body: Mapping[str, Any], reason: str, texts: Mapping[str, PersonalText]) -> bool:
    """Whether the line's reason is this one; an erased reason cannot be compared and counts as the same."""
    if "words" in body:
        return bool(body["words"] == reason)
    text = texts.get(body["why"])
    if text is None or text.salt is None:
        return True
    return digest_of(text.salt, reason) == text.digest


def open_ledger(where: str | Path, now: Now = clock, make: bool = True) -> Ledger:
    """The ledger in a file, or in PostgreSQL where a connection string is given. Raises InputFaults."""
    text = str(where)
    if text.startswith(("postgresql://", "postgres://")):
        return Ledger(postgres_store(text), now)
    return Ledger(sqlite_store(Path(where), make), now)
