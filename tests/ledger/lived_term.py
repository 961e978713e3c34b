"""A term lived through at random: what the dice let people decide, week by week, and what is counted of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from matcher.ledger import (
    FROZEN,
    AgreedMatchesUnlawful,
    Decision,
    Ledger,
    MatchState,
    NotRecorded,
    next_offers,
    offer_decision,
    open_ledger,
)
from matcher.ledger.log.acts import AGREED, APPOINTED, APPROVED, DELIVERING, PROPOSED
from matcher.ledger.notify.telling import not_told, support_notices, telling_decision
from matcher.ledger.replan.propose import propose_with_ledger
from matcher.ledger.replan.yeses import open_yeses
from matcher.proof.audit import audit
from matcher.result import Result
from matcher.rules.pairs.interests.leader_own_trust import own_is_supported
from matcher.runs.clock import Clock
from matcher.runs.opened import OpenedRun
from matcher.runs.published import PublishedMatch
from tests.ledger.in_memory import opened_in_memory
from tests.ledger.lived_checks import asked_before_telling, mutual_pairs
from tests.ledger.lived_england import FIRST

REFUSALS = ("school-wants-no-support", "school-wants-another-leader", "leader-cannot", "director-says-no")
ONE_YES, ILL = 0.25, 0.2  # how often a school says yes and its leader does not answer; how often a leader falls ill
EARLY = 0.5  # how often a school whose authority was not told yet is telephoned all the same
NEXT = {APPROVED: "appoint", APPOINTED: "begin", DELIVERING: "finish"}
WEEK = timedelta(days=7)


@dataclass
class Life:
    """One term: what happens in it is drawn from `dice`; each proposal is a week after the one before, on `day`."""

    ledger: Ledger
    dice: Random
    inputs: tuple[Any, Any]
    day: date = FIRST
    moved: int = 0
    breaches: int = 0
    refused: int = 0
    unlawful: int = 0
    agreed: set[tuple[str, ...]] = field(default_factory=set)
    governed: set[tuple[str, str, int]] = field(default_factory=set)
    declined: int = 0
    offered: int = 0
    proved: int = 0
    lent_out: int = 0
    mutual: int = 0
    yeses: int = 0
    yeses_moved: int = 0
    yeses_ended: int = 0
    asked_early: int = 0
    asked_unsaid: int = 0
    bodies: dict[str, Any] = field(default_factory=dict)  # of schools, trusts and leaders, which never change
    within: list[int] = field(default_factory=list)  # where not proved: how many changes fewer there may be

    def week(self) -> None:
        before = {self._place(m) for m in self._live()}
        waiting = open_yeses(self.ledger.record())
        self._on(self.day + WEEK)
        result = self._again()
        governed = self._governed()  # of those that are agreed still, before this run is in the ledger
        run = opened_in_memory(result, Path("unused"))
        now = {(m.recipient, m.leader, str(m.days), str(m.team_days)) for m in run.published.matches}
        self.agreed |= before
        self.governed |= governed
        self.moved += len(governed - {(g.recipient, g.leader, g.days) for g in run.published.governance})
        self.moved += len({self._place(m) for m in self._live()} - now)
        self.breaches += len(audit(result.world, result.plan, run.rulebook))
        self._fewest_changes(result)
        self._published(run)
        self._nothing_new_is_wrong(run, before)
        self._no_yes_moves_unsaid(run, result, waiting)
        self._tell(run)
        self._people_decide(run)
        self._nobody_is_asked_unsaid(run)

    def _on(self, day: date) -> None:
        """The proposal of this day: nothing published later counts."""
        self.day, (scenario, facts) = day, self.inputs
        resolved = {**scenario.resolved, "as_at": day.isoformat()}
        self.inputs = replace(scenario, policy=replace(scenario.policy, as_at=day), resolved=resolved), facts

    def _nothing_new_is_wrong(self, run: OpenedRun, agreed: set[tuple[str, str, str, str]]) -> None:
        """No new pair is mutual or lends out the leader of a supported body; no yes that is held has moved."""
        standing = {(recipient, leader) for recipient, leader, *_ in agreed}
        new = [m for m in run.published.matches if (m.recipient, m.leader) not in standing]
        world = run.world
        supported = own_is_supported(world)
        self.lent_out += sum(bool(supported[world.leader_row[m.leader]]) for m in new)
        new_pairs = {(m.recipient, m.leader) for m in new}
        self.mutual += sum(one in new_pairs or two in new_pairs for one, two in mutual_pairs(run, self.bodies))

    def _no_yes_moves_unsaid(self, run: OpenedRun, result: Result, waiting: tuple[MatchState, ...]) -> None:
        """A yes of before the run is in its plan, or page one names the school and the leader."""
        plan = {(m.recipient, m.leader) for m in run.published.matches}
        mine = [m.match for m in waiting if run.published.speaks_of(m.match.region)]
        self.yeses += len(mine)
        for m in mine:
            if (m.recipient, m.leader) not in plan:
                self.yeses_ended += 1
                lines = [str(line) for line in result.alerts]
                self.yeses_moved += not any(m.recipient in line and m.leader in line for line in lines)

    def _nobody_is_asked_unsaid(self, run: OpenedRun) -> None:
        early, unsaid = asked_before_telling(run, [line.body for line in self.ledger.lines()], self.ledger.words())
        self.asked_early += early
        self.asked_unsaid += unsaid

    def _tell(self, run: OpenedRun) -> None:
        """Those whose turn it is are told that support will be offered, a body at a time; some are left out."""
        for notice in support_notices(run, self.ledger.record()):
            if notice.open and self.dice.random() < 0.8:
                region = run.world.region_of[notice.open[0]]
                by = self._somebody(run, region, "broker")
                own = replace(notice, recipients=tuple(r for r in notice.open if run.world.region_of[r] == region))
                self._ask([telling_decision(own, run, by, self.day, "the term's letters")], run)

    def _published(self, run: OpenedRun) -> None:
        self.ledger.open_run(run.published)

    def _governed(self) -> set[tuple[str, str, int]]:
        """The governance days beside matches that people agreed."""
        record, live = self.ledger.record(), self._live()
        runs = {held.match.recipient: record.run(held.run) for held in live}
        beside = (g for recipient, run in runs.items() if run for g in run.governance if g.recipient == recipient)
        return {(g.recipient, g.leader, g.days) for g in beside}

    def _fewest_changes(self, result: Result) -> None:
        """Only the first week has nothing published to keep; of every other the proof, or the distance, is noted."""
        for stage in (s for s in result.solution.stages if s.goal == "stability"):
            if stage.proved:
                self.proved += 1
            else:
                assert stage.gap is not None
                self.within.append(stage.gap)

    def _again(self) -> Result:
        """The re-run; what has become unlawful is first put before a person, who refuses or stops it."""
        scenario, facts = self.inputs
        given = (facts, scenario.policy, scenario.resolved, scenario.origins, Clock(), "auto")
        try:
            return propose_with_ledger(self.ledger, *given)[0]
        except AgreedMatchesUnlawful:
            gone = set(self.ledger.record().withdrawn)
            run = self._last_run(self._plain())
            for held in self._live():
                if held.match.leader in gone:
                    self._do(run, held, "stop" if held.state == DELIVERING else "leader-cannot")
            return propose_with_ledger(self.ledger, *given)[0]

    def _plain(self) -> Result:
        """A run of the same inputs that knows of no decision."""
        scenario, facts = self.inputs
        given = (facts, scenario.policy, scenario.resolved, scenario.origins, Clock(), "auto")
        return propose_with_ledger(open_ledger(":memory:", now=self.ledger._now), *given)[0]

    def _last_run(self, plain: Result) -> OpenedRun:
        """The term's last run, in which a person decides; its world is that of the registers."""
        run = opened_in_memory(plain, Path("unused"))
        last = self.ledger.record().last_run(run.term)
        assert last is not None
        self.unlawful += 1
        return replace(run, published=last)

    def _people_decide(self, run: OpenedRun) -> None:
        for held in self.ledger.record().of_term(run.term):
            if held.state in (PROPOSED, *FROZEN) and self.dice.random() < 0.5 and self._was_asked(run, held):
                for act in self._acts(held):
                    self._do(run, held, act)
        for offer in next_offers(run, self.ledger.record(), self.day):
            if offer.match is not None:
                by = self._somebody(run, offer.match.region, "broker")
                self._ask([offer_decision(offer, run, by, self.day, "next on the list")], run)
                self.offered += 1
        if self.dice.random() < 0.3 and run.published.matches:
            match = self.dice.choice(run.published.matches)
            self._ask([self._decision(run, match.region, "leader-withdraws", leader=match.leader)], run)
        if self.dice.random() < ILL and run.published.matches:
            self._falls_ill(run, self.dice.choice(run.published.matches))

    def _was_asked(self, run: OpenedRun, held: MatchState) -> bool:
        """Whether the school has been asked: in order; or by telephone, with the reason recorded; or not yet."""
        m = held.match
        if held.state != PROPOSED or held.last_line_of("ask-school"):
            return True
        if m.recipient not in run.world.recipient_row:
            return False  # it is asked in its own region's run
        if not_told(run, self.ledger.record(), m.recipient, None, self.day) and self.dice.random() > EARLY:
            return False
        for detail in ({}, {"out_of_order": True}):
            asked = self._decision(run, m.region, "ask-school", recipient=m.recipient, leader=m.leader, detail=detail)
            if self._ask([asked], run):
                return True
        return False

    def _falls_ill(self, run: OpenedRun, match: PublishedMatch) -> None:
        until = self.dice.choice((None, (self.day + timedelta(days=20)).isoformat()))
        detail = {} if until is None else {"until": until}
        ill = self._decision(run, match.region, "leader-cannot-any", leader=match.leader, detail=detail)
        self._ask([ill], run)

    def _acts(self, held: MatchState) -> Iterator[str]:
        if held.state not in (DELIVERING,) and self.dice.random() < 0.2:
            self.declined += 1
            yield self.dice.choice(REFUSALS)
        elif held.state == PROPOSED and self.dice.random() < ONE_YES:
            yield "school-agrees"
        elif held.state == PROPOSED:
            yield from ("school-agrees", "leader-agrees")
        elif held.state == AGREED:
            yield "director-approves"
        elif held.state == APPROVED and self.dice.random() < 0.5:
            yield from ("interests-checked", "appoint")
        else:
            yield NEXT[held.state]

    def _do(self, run: OpenedRun, held: MatchState, act: str) -> None:
        detail = {"outcome": "clear"} if act == "interests-checked" else {}
        m = held.match
        asked = self._decision(run, m.region, act, recipient=m.recipient, leader=m.leader, detail=detail)
        self._ask([asked], run)

    def _decision(self, run: OpenedRun, region: str, act: str, **more: Any) -> Decision:
        role = "director" if act in ("director-approves", "director-says-no", "appoint") else "broker"
        by = self._somebody(run, region, role)
        return Decision(act=act, on=self.day, by=by, reason=f"{act} {self.day}", run=run.id, **more)

    @staticmethod
    def _somebody(run: OpenedRun, region: str, role: str) -> str:
        return next(p.id for p in run.facts.people if p.role == role and region in p.regions)

    def _ask(self, decisions: list[Decision], run: OpenedRun) -> bool:
        """Whether it was recorded."""
        try:
            self.ledger.decide(decisions, run)
        except NotRecorded:
            self.refused += 1
            return False
        return True

    def _live(self) -> list[MatchState]:
        return [m for m in self.ledger.record().matches.values() if m.state in FROZEN]

    @staticmethod
    def _place(held: MatchState) -> tuple[str, str, str, str]:
        m = held.match
        return m.recipient, m.leader, str(m.days), str(m.team_days)


def begun(path: Path, seed: int, inputs: tuple[Any, Any]) -> Life:
    return Life(a_long_ledger(path), Random(seed), inputs)


def a_long_ledger(path: Path) -> Ledger:
    return open_ledger(path, now=lambda: datetime(2030, 1, 1, tzinfo=UTC))


def lived(life: Life, weeks: int) -> None:
    """So many weeks of it, and what must hold of every term that was lived through."""
    for _ in range(weeks):
        life.week()
    assert life.ledger.integrity_faults() == ()
    assert (life.moved, life.breaches) == (0, 0)
    assert (life.yeses_moved, life.asked_unsaid) == (0, 0)
    assert (life.lent_out, life.mutual) == (0, 0)
    assert life.agreed
