"""A term of which the regions are proposed for in any order: one, several and all of them in one ledger."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from matcher.errors import PinsContradict
from matcher.ledger import Ledger, MatchState, flags_on, letters_of, published_of, shares
from matcher.ledger.log.acts import DELIVERING, FORBID, PIN, WITHDRAW
from matcher.ledger.log.states import Key
from matcher.ledger.notify.notification_order import steps_of
from matcher.ledger.replan.propose import propose_with_ledger
from matcher.result import Result
from matcher.runs.clock import Clock
from matcher.runs.finished import FinishedRun
from matcher.runs.opened import OpenedRun
from matcher.web.content.current_plan import current_plan
from matcher.wording.messages import texts
from tests.ledger.in_memory import opened_in_memory
from tests.ledger.lived_england import england
from tests.ledger.lived_term import Life, a_long_ledger

ONE, OTHER = frozenset({"South West"}), frozenset({"West Midlands"})
SEVERAL = frozenset({"South West", "London", "East Midlands"})
ORDERS = (None, ONE, OTHER, SEVERAL)


@dataclass
class MixedLife(Life):
    """Each week is proposed for the regions that the dice choose."""

    weeks_of: list[frozenset[str] | None] = field(default_factory=list)
    stood: int = 0
    orders: Random = field(default_factory=lambda: Random(0))  # of the weeks' regions, apart from what people decide

    def week(self) -> None:
        regions = self.orders.choice(ORDERS)
        self.weeks_of.append(regions)
        self.inputs = within(self.inputs, regions)
        super().week()

    def _live(self) -> list[MatchState]:
        regions = self.weeks_of[-1]
        return [m for m in super()._live() if regions is None or m.match.region in regions]

    def _elsewhere(self) -> dict[Key, str]:
        """The states of what this week's regions have no say about."""
        regions = self.weeks_of[-1]
        held = self.ledger.record().matches
        return {key: m.state for key, m in held.items() if regions is not None and m.match.region not in regions}

    def _published(self, run: OpenedRun) -> None:
        before = self._elsewhere()
        super()._published(run)
        assert self._elsewhere() == before, "a proposal changed what another region holds"

    def _people_decide(self, run: OpenedRun) -> None:
        super()._people_decide(run)
        if run.world.recipients:
            self._wish(run)
        self._read(run)

    def _wish(self, run: OpenedRun) -> None:
        body, leader = self.dice.choice(run.world.recipients), self.dice.choice(run.world.leaders)
        act = self.dice.choice((PIN, FORBID))
        self._ask([self._decision(run, body.region, act, recipient=body.id, leader=leader.id)], run)

    def _read(self, run: OpenedRun) -> None:
        """Whatever is read of the ledger beside this run: letters, flags, the standing table, the pages' re-run."""
        record = self.ledger.record()
        for held in record.of_term(run.term):
            steps_of(held, run)
            if held.match.recipient in run.world.recipient_row:
                assert letters_of(held, run, record, self.day)
                flags_on(run, record, held.match.recipient, held.match.leader, self.day)
        assert sum(s.proposed for s in shares(record.within(run.published.regions)) if s.by == "region") > 0
        stands = current_plan(run.finished, run.term, record)
        if isinstance(stands, FinishedRun):
            self.stood += 1
            kept = {(stands.recipient(c).id, stands.leader(c).id) for c in stands.match_of.values()}
            assert {(m.match.recipient, m.match.leader) for m in self._live()} <= kept

    def _again(self) -> Result:
        for _ in range(20):
            try:
                return super()._again()
            except PinsContradict:
                self._give_way()
        raise AssertionError("nothing that people gave up made room for a proposal")

    def _give_way(self) -> None:
        """A person withdraws every pin of the term, or, where none stands, one match that two regions agreed."""
        run = self._last_run(self._plain())
        pins = [b for b in self.ledger.record().in_force(run.term) if b["act"] == PIN]
        for body in pins:
            region = run.world.region_of[body["recipient"]]
            asked = self._decision(run, region, WITHDRAW, recipient=body["recipient"], leader=body["leader"])
            self._ask([asked], run)
        for held in [] if pins else self._live()[:1]:
            self._do(run, held, "stop" if held.state == DELIVERING else "leader-cannot")


def within(inputs: tuple[Any, Any], regions: frozenset[str] | None) -> tuple[Any, Any]:
    """The same inputs for other regions."""
    scenario, facts = inputs
    said = "all" if regions is None else sorted(regions)
    resolved = {**scenario.resolved, "regions": said}
    return replace(scenario, policy=replace(scenario.policy, regions=regions), resolved=resolved), facts


def begun_mixed(path: Path, seed: int) -> MixedLife:
    return MixedLife(a_long_ledger(path), Random(seed), england(), orders=Random(seed))


@dataclass(frozen=True)
class Proposed:
    """A run that stands in the ledger, and what was said of it."""

    run: OpenedRun
    said: tuple[str, ...]


def proposed_on(ledger: Ledger, inputs: tuple[Any, Any]) -> Proposed:
    scenario, facts = inputs
    result, said = propose_with_ledger(
        ledger, facts, scenario.policy, scenario.resolved, scenario.origins, Clock(), "auto"
    )
    ledger.open_run(published_of(result))
    return Proposed(opened_in_memory(result, Path("unused")), texts(said))
