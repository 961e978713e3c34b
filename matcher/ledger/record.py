"""The ledger as its users see it: read it, ask what an act would come to, and record acts, all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from matcher.domain import Person
from matcher.ledger.acts import ERASE, PUBLISH, WISHES, Decision, Objection
from matcher.ledger.chain import Aside, Line, broken, digest_of, head
from matcher.ledger.court import objection
from matcher.ledger.opened import OpenedRun
from matcher.ledger.people import NotKnown, person_called
from matcher.ledger.postgres import postgres_store
from matcher.ledger.states import PublishedRun, Record, record_of, record_of_bodies
from matcher.ledger.store import Draft, Store, sqlite_store

Now = Callable[[], datetime]


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """One decision as it was asked for and what came of it: recorded as a line, recorded before, or refused."""

    decision: Decision
    line: int | None = None
    already: int | None = None
    objection: Objection | None = None


class NotRecorded(Exception):
    """At least one decision was refused, and so none was recorded; `asked` has them all, in order."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.asked = tuple(asked)
        super().__init__("nothing was recorded")


class Ledger:
    """What people decided: added to, sealed, never changed."""

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
        """The record as it would be with this run in it: what is seen before anybody decides about the run."""
        bodies = [line.body for line in self.store.lines()]
        known = record_of_bodies(bodies)
        if known.run(run.id) or _came_aside(run, known):
            return known
        return record_of_bodies([*bodies, self._published(run.published) | {"seq": len(bodies) + 1}])

    def words(self) -> Mapping[str, str]:
        """Names and reasons by the digest that stands in the lines, as far as they have not been erased."""
        return {aside.digest: aside.words for aside in self.store.asides() if aside.words is not None}

    def broken(self, printed: str = "") -> tuple[str, ...]:
        """What is not as it was sealed; nothing where the ledger is whole."""
        return tuple(broken(self.store.lines(), self.store.asides(), printed))

    def open_run(self, run: PublishedRun) -> bool:
        """Write down a published run, once, so that people can decide about it. Whether it was new."""

        def make(lines: tuple[Line, ...]) -> list[Draft]:
            known = record_of(lines).run(run.run)
            return [] if known else [Draft(body=self._published(run))]

        return bool(self.store.append(make))

    def try_(self, decisions: Sequence[Decision], run: OpenedRun) -> tuple[Asked, ...]:
        """What `decide` would come to now. Nothing is written."""
        return self._weigh(self.store.lines(), self.store.asides(), decisions, run)[0]

    def decide(self, decisions: Sequence[Decision], run: OpenedRun) -> tuple[Asked, ...]:
        """Record every decision or none. A decision that the ledger holds already is not recorded again.

        Raises NotRecorded. What others recorded meanwhile is seen: weighing and writing are one transaction.
        """
        asked: tuple[Asked, ...] = ()

        def make(lines: tuple[Line, ...]) -> list[Draft]:
            nonlocal asked
            asked, drafts = self._weigh(lines, self.store.asides(), decisions, run)
            if any(a.objection for a in asked):
                raise NotRecorded(asked)
            return drafts

        self.store.append(make)
        return asked

    def erase(self, about: str, by: str, role: str, reason: str) -> int:
        """Erase the words about a person (their id) or beside a line (`line 12`). How many were erased."""

        def make(digests: tuple[str, ...]) -> Draft:
            body = self._body(ERASE, by, role) | {"detail": {"about": about, "digests": list(digests)}}
            return Draft(body=body, why=(f"erasure of {about}", reason))

        return len(self.store.erase(about, make))

    def close(self) -> None:
        self.store.close()

    def _weigh(
        self, lines: tuple[Line, ...], asides: Iterable[Aside], decisions: Sequence[Decision], run: OpenedRun
    ) -> tuple[tuple[Asked, ...], list[Draft]]:
        bodies = [line.body for line in lines]
        drafts: list[Draft] = []
        beside = {a.digest: a for a in asides}
        known = record_of_bodies(bodies)
        aside = _came_aside(run, known)
        if aside:
            return tuple(Asked(decision, objection=aside) for decision in decisions), []
        if known.run(run.id) is None:
            self._add(Draft(body=self._published(run.published)), bodies, drafts)
        asked = []
        for decision in decisions:
            asked.append(self._one(decision, run, bodies, drafts, beside))
        return tuple(asked), drafts if any(a.line for a in asked) else []

    def _one(
        self,
        decision: Decision,
        run: OpenedRun,
        bodies: list[Mapping[str, Any]],
        drafts: list[Draft],
        beside: Mapping[str, Aside],
    ) -> Asked:
        before = _same(decision, run, bodies, beside)
        if before is not None:
            return Asked(decision, already=before)
        try:
            person = person_called(decision.by, run.facts.people)
        except NotKnown as unknown:
            return Asked(decision, objection=Objection("by", unknown.what, unknown.todo))
        against = objection(decision, person, run, record_of_bodies(bodies), self.today())
        if against:
            return Asked(decision, objection=against)
        self._add(self._draft(decision, person, run, len(bodies) + 1), bodies, drafts)
        return Asked(decision, line=len(bodies))

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
        }
        return self._body(PUBLISH, "matcher", "program") | {"run": run.run, "term": run.term, "detail": detail}

    def _body(self, act: str, by: str, role: str) -> dict[str, Any]:
        now = self._now()
        empty = {"run": "", "term": "", "recipient": "", "leader": "", "regions": [], "detail": {}}
        at = now.isoformat(timespec="seconds")
        return empty | {"act": act, "at": at, "on": now.date().isoformat(), "by": by, "role": role}


def _came_aside(run: OpenedRun, record: Record) -> Objection | None:
    """A run that was made without the ledger, once people had decided about another run of its term and regions."""
    mine = record.within(run.published.regions)
    last = mine.last_run(run.term)
    if record.run(run.id) or last is None or not any(m.acts for m in mine.of_term(run.term)):
        return None
    said = f"this run does not know what was decided in {run.term} since run {last.run}"
    return Objection("run", said, "Propose again with --ledger, and decide in that run's workbook")


def _same(
    decision: Decision, run: OpenedRun, bodies: Iterable[Mapping[str, Any]], beside: Mapping[str, Aside]
) -> int | None:
    """The line that says this already: same run, pair, act, day, person, details and reason.

    Of the lines that fix a pair, rule it out or set it free only the last counts: it may be fixed again.
    """
    known = [*bodies]
    if decision.act in WISHES:
        about = (run.term, decision.recipient, decision.leader)
        known = [b for b in known if b["act"] in WISHES and (b["term"], b["recipient"], b["leader"]) == about][-1:]
    for body in known:
        if (
            body["act"] == decision.act
            and body["run"] == run.id
            and body["leader"] == decision.leader
            and body["recipient"] == decision.recipient
            and body["on"] == decision.on.isoformat()
            and dict(body["detail"]) == dict(decision.detail)
            and _is_by(body, decision, run)
            and _says(body, decision.reason.strip(), beside)
        ):
            return int(body["seq"])
    return None


def _is_by(body: Mapping[str, Any], decision: Decision, run: OpenedRun) -> bool:
    try:
        return bool(person_called(decision.by, run.facts.people).id == body["by"])
    except NotKnown:
        return False


def _says(body: Mapping[str, Any], reason: str, beside: Mapping[str, Aside]) -> bool:
    """Whether the line's reason is this one; an erased reason cannot be compared and counts as the same."""
    if "words" in body:
        return bool(body["words"] == reason)
    aside = beside.get(body["why"])
    if aside is None or aside.salt is None:
        return True
    return digest_of(aside.salt, reason) == aside.digest


def open_ledger(where: str | Path, now: Now = clock, make: bool = True) -> Ledger:
    """The ledger in a file, or in PostgreSQL where a connection string is given. Raises InputFaults."""
    text = str(where)
    if text.startswith(("postgresql://", "postgres://")):
        return Ledger(postgres_store(text), now)
    return Ledger(sqlite_store(Path(where), make), now)
