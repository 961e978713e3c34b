"""The matches of a plan joined with names, cost, distance, fit, flags and reserves, for tables and pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median_low
from typing import Any

import numpy as np

from matcher.case.pair.facts import of_choice
from matcher.case.pair.flags_shown import FlagShown, flags_shown, in_order, own_organisation_listed
from matcher.case.records import PairFacts
from matcher.case.rise.proposed import AdviserFacts, advisers_proposed
from matcher.domain import Assessment, GovernanceLeader, Leader, Recipient
from matcher.errors import Defect
from matcher.explain.own_interest import CapTrial, cost_of_own_cap
from matcher.explain.why.reserves import no_reserve_reasons
from matcher.journeys import PairJourney, journey_of, know_journeys
from matcher.plan import Choices, Plan
from matcher.result import Result
from matcher.runs.finished import FinishedRun
from matcher.runs.year_ahead.finished import finished_of_result
from matcher.runs.year_ahead.kept import days_kept
from matcher.world import Ints, World


@dataclass(frozen=True, slots=True)
class Reserve:
    leader: Leader
    metres: int | None
    journey: PairJourney
    days_kept: int = 0  # of those left, for who is expected later


@dataclass(frozen=True, slots=True)
class MatchDetails:
    """One proposed match. `metres` is None where the distance is not known; `pair` holds what may be said of the two,
    on the run's day; `no_reserve` says why there is no reserve; `to_settle` is the worst first."""

    recipient: Recipient
    leader: Leader
    days: int
    team_days: int
    pence: int
    metres: int | None
    fit: int
    flags: tuple[str, ...]
    journey: PairJourney
    reserves: tuple[Reserve, ...]
    no_reserve: str
    pair: PairFacts
    to_settle: tuple[FlagShown, ...]


@dataclass(frozen=True, slots=True)
class GovernanceDetails:
    recipient: Recipient
    leader: GovernanceLeader
    days: int
    pence: int


@dataclass(frozen=True, slots=True)
class PlanTotals:
    """Totals of a plan. Median and longest journey are over the known distances; None where there are none."""

    matched: int
    eligible: int
    pence: int
    days: int
    governance_days: int
    median_metres: int | None
    worst_metres: int | None
    distance_unknown: int


@dataclass(eq=False)
class PlanView:
    """The plan of a result with its facts looked up; each part is computed once, when it is first used.

    `memo` holds what tables work out of it that a region's workbook shows as England's does.
    """

    result: Result
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def sealed(self, seal: str) -> PlanView:
        """The view of the same result with its seal, and with what is looked up already: none of that rests on it."""
        view = PlanView(replace(self.result, seal=seal))
        view.__dict__ |= self.__dict__ | {"result": view.result}
        return view

    @cached_property
    def matches(self) -> tuple[MatchDetails, ...]:
        rows = match_rows(self.result.world, self.result.candidates.choices, self.result.plan)
        know_journeys(self.result.world, self._pairs_shown(rows))
        return tuple(self._match(row) for row in rows)

    def _pairs_shown(self, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The recipient's and the leader's row of each match, and of each with its reserves."""
        world, choices = self.result.world, self.result.candidates.choices
        for row in rows:
            recipient = int(choices.recipient[row])
            yield recipient, int(choices.provider[row])
            for leader_id in self.result.reserves.get(world.recipients[recipient].id, ()):
                yield recipient, world.leader_row[leader_id]

    @cached_property
    def governance(self) -> tuple[GovernanceDetails, ...]:
        world, choices = self.result.world, self.result.candidates.choices
        return tuple(
            GovernanceDetails(
                world.recipients[int(choices.recipient[row])],
                world.governance_leaders[int(choices.provider[row])],
                int(choices.days[row]),
                int(choices.total_pence[row]),
            )
            for row in governance_rows(world, choices, self.result.plan)
        )

    @cached_property
    def advisers(self) -> Mapping[str, AdviserFacts]:
        """Each school's proposed adviser, by the school's id, also of those with an adviser alone."""
        return advisers_proposed(self.result)

    @cached_property
    def assessments_of(self) -> Mapping[str, tuple[Assessment, ...]]:
        """The verdicts of each region, in order: every region has a workbook of its own."""
        found: dict[str, list[Assessment]] = defaultdict(list)
        for assessment in self.result.assessments:
            found[assessment.region].append(assessment)
        return {region: tuple(own) for region, own in found.items()}

    @cached_property
    def by_recipient(self) -> Mapping[str, MatchDetails]:
        return {m.recipient.id: m for m in self.matches}

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Each match's number, by its recipient's id: by region, then name; the same on every page and map."""
        order = sorted(self.matches, key=lambda m: (m.recipient.region, m.recipient.name, m.recipient.id))
        return {m.recipient.id: k for k, m in enumerate(order, start=1)}

    @cached_property
    def totals(self) -> PlanTotals:
        return plan_totals(self.result, self.result.plan)

    @cached_property
    def by_hand(self) -> PlanTotals:
        return plan_totals(self.result, self.result.by_hand.plan)

    @cached_property
    def run(self) -> FinishedRun:
        return finished_of_result(self.result)

    @cached_property
    def without_cap(self) -> CapTrial | None:
        """The run planned again without its cap on own interest: solved once, however often it is shown."""
        return cost_of_own_cap(self.run)

    @cached_property
    def _no_reserve(self) -> Mapping[str, str]:
        result = self.result
        return no_reserve_reasons(result.world, result.candidates, result.problem, result.solution.chosen)

    @cached_property
    def _stretch(self) -> Ints:
        """Offsets of each recipient's choices: matches come first, sorted by recipient."""
        choices, world = self.result.candidates.choices, self.result.world
        matches = int(choices.is_match.sum())
        return np.searchsorted(choices.recipient[:matches], np.arange(len(world.recipients) + 1))

    @cached_property
    def _pence(self) -> Ints:
        return self.result.candidates.choices.total_pence

    def _match(self, row: int) -> MatchDetails:
        world, choices = self.result.world, self.result.candidates.choices
        recipient, pair = world.recipients[int(choices.recipient[row])], of_choice(self.run, row)
        return MatchDetails(
            recipient=recipient,
            leader=world.leaders[int(choices.provider[row])],
            days=int(choices.days[row]),
            team_days=int(choices.team_days[row]),
            pence=int(self._pence[row]),
            metres=metres_or_none(int(choices.metres[row])),
            fit=int(choices.fit[row]),
            flags=tuple(name for name, mask in self.result.candidates.flags.items() if mask[row]),
            journey=journey_of(world, int(choices.recipient[row]), int(choices.provider[row])),
            reserves=tuple(self._reserve(row, x) for x in self.result.reserves.get(recipient.id, ())),
            no_reserve="" if self.result.reserves.get(recipient.id) else self._no_reserve.get(recipient.id, ""),
            pair=pair,
            to_settle=_to_settle(world, pair, self.advisers.get(recipient.id)),
        )

    def _reserve(self, row: int, leader_id: str) -> Reserve:
        world, choices = self.result.world, self.result.candidates.choices
        at, place = int(choices.recipient[row]), world.leader_row[leader_id]
        start, end = int(self._stretch[at]), int(self._stretch[at + 1])
        choice_rows = np.flatnonzero(choices.provider[start:end] == place)
        metres = int(choices.metres[start + int(choice_rows[0])]) if len(choice_rows) else -1
        kept = days_kept(self.result.year.room, leader_id) if self.result.year is not None else 0
        return Reserve(world.leaders[place], metres_or_none(metres), journey_of(world, at, place), kept)


def _to_settle(world: World, pair: PairFacts, adviser: AdviserFacts | None) -> tuple[FlagShown, ...]:
    shown = flags_shown(pair, adviser=adviser)
    own = world.leaders[world.leader_row[pair.leader_id]].organisation_id
    if own in world.recipient_row and "own-trust-needs-support" not in pair.flags:
        shown = in_order((*shown, own_organisation_listed()))
    return shown


def metres_or_none(metres: int) -> int | None:
    return None if metres < 0 else metres


def match_rows(world: World, choices: Choices, plan: Plan) -> list[int]:
    """The choice number of every match of the plan, in the plan's order."""
    keys = [
        (world.recipient_row[m.recipient_id], world.leader_row[m.leader_id], m.days, m.team_days) for m in plan.matches
    ]
    columns = (choices.recipient, choices.provider, choices.days, choices.team_days)
    return _rows(columns, np.flatnonzero(choices.is_match), keys)


def governance_rows(world: World, choices: Choices, plan: Plan) -> list[int]:
    keys = [
        (world.recipient_row[g.recipient_id], world.governance_row[g.governance_leader_id], g.days)
        for g in plan.governance
    ]
    return _rows((choices.recipient, choices.provider, choices.days), np.flatnonzero(choices.is_governance), keys)


def _rows(columns: Sequence[Ints], among: Ints, keys: Sequence[tuple[int, ...]]) -> list[int]:
    inside = among[np.isin(columns[0][among], np.array([w[0] for w in keys], dtype=np.int64))]
    place = {key: row for row, key in _keys(columns, inside)}
    missing = [key for key in keys if key not in place]
    if missing:
        raise Defect(f"the plan holds {len(missing)} choice(s) that nobody may choose")
    return [place[key] for key in keys]


def _keys(columns: Sequence[Ints], rows: Ints) -> list[tuple[int, tuple[int, ...]]]:
    return list(zip(rows.tolist(), zip(*(c[rows].tolist() for c in columns), strict=True), strict=True))


def plan_totals(result: Result, plan: Plan) -> PlanTotals:
    world, choices = result.world, result.candidates.choices
    matches = np.array(match_rows(world, choices, plan), dtype=np.int64)
    governance = np.array(governance_rows(world, choices, plan), dtype=np.int64)
    metres = choices.metres[matches]
    distances = metres[metres >= 0].tolist()
    return PlanTotals(
        matched=len(matches),
        eligible=len(world.recipients),
        pence=int(choices.total_pence[np.concatenate([matches, governance])].sum()),
        days=int(choices.days[matches].sum()),
        governance_days=int(choices.days[governance].sum()),
        median_metres=median_low(distances) if distances else None,
        worst_metres=max(distances, default=None),
        distance_unknown=len(matches) - len(distances),
    )
