"""A finished run, rebuilt from its facts and plan so that it can be explained: the world, the choices and the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.domain import Assessment, Facts, Leader, Recipient
from matcher.errors import Defect
from matcher.explain.overruns import Overruns, overruns
from matcher.explain.unmatched import unmatched
from matcher.plan import Choices, Plan, Problem
from matcher.policy import Policy
from matcher.run import Clock, RunSetup, build_run_setup
from matcher.world import Bools, Ints, World


@dataclass(frozen=True, eq=False)
class FinishedRun:
    """A run with its plan. `chosen` is the plan as a mask over the problem's choices."""

    facts: Facts
    policy: Policy
    setup: RunSetup
    chosen: Bools

    @property
    def world(self) -> World:
        return self.setup.world

    @property
    def problem(self) -> Problem:
        return self.setup.problem

    @property
    def choices(self) -> Choices:
        return self.setup.problem.choices

    @cached_property
    def match_of(self) -> Mapping[int, int]:
        """Recipient row -> the number of its match."""
        rows = np.flatnonzero(self.chosen & self.choices.is_match)
        return dict(zip(self.choices.recipient[rows].tolist(), rows.tolist(), strict=True))

    @cached_property
    def assessment_of(self) -> Mapping[str, Assessment]:
        return {a.id: a for a in self.setup.assessments}

    @cached_property
    def overruns(self) -> Mapping[int, tuple[tuple[int, int, int], ...]]:
        """Choice -> (limit, row, by how much) of every row it would overrun, nobody else moving."""
        over: Overruns = overruns(self.problem, self.chosen)
        by_choice: dict[int, list[tuple[int, int, int]]] = {}
        columns = (over.limit, over.row, over.choice, over.by)
        for limit, row, choice, by in zip(*(x.tolist() for x in columns), strict=True):
            by_choice.setdefault(choice, []).append((limit, row, by))
        return {choice: tuple(rows) for choice, rows in by_choice.items()}

    @cached_property
    def unmatched_reasons(self) -> Mapping[str, str]:
        """Recipient id -> the reason that stands in the run's own table."""
        setup = self.setup
        entries = unmatched(setup.world, setup.candidates, setup.problem, self.chosen, setup.rulebook)
        return {x.recipient_id: x.reason for x in entries}

    @cached_property
    def _starts(self) -> Ints:
        matches = int(self.choices.is_match.sum())
        own = self.choices.recipient[:matches]
        starts: Ints = np.searchsorted(own, np.arange(len(self.world.recipients) + 1)).astype(np.int64)
        return starts

    def choices_for(self, recipient_row: int) -> Ints:
        """The numbers of a recipient's possible matches: they come first and stand together."""
        own: Ints = np.arange(self._starts[recipient_row], self._starts[recipient_row + 1])
        return own

    def choices_of_pair(self, recipient_row: int, leader_row: int) -> Ints:
        own = self.choices_for(recipient_row)
        of_pair: Ints = own[self.choices.provider[own] == leader_row]
        return of_pair

    def recipient(self, choice: int) -> Recipient:
        return self.world.recipients[int(self.choices.recipient[choice])]

    def leader(self, choice: int) -> Leader:
        return self.world.leaders[int(self.choices.provider[choice])]


def rebuild_run(facts: Facts, policy: Policy, plan: Plan) -> FinishedRun:
    """The run that had these facts, this policy and this plan. Raises Defect where the plan holds an unknown choice."""
    setup = build_run_setup(facts, policy, Clock())
    return FinishedRun(facts, policy, setup, plan_mask(setup.world, setup.problem.choices, plan))


def plan_mask(world: World, choices: Choices, plan: Plan) -> Bools:
    """The plan as a mask over these choices."""
    chosen = np.zeros(len(choices), dtype=np.bool_)
    number = _numbers(world, choices)
    matches = [(m.recipient_id, m.leader_id, m.days, m.team_days) for m in plan.matches]
    governance = [(g.recipient_id, g.governance_leader_id, g.days, -1) for g in plan.governance]
    missing = [key for key in (*matches, *governance) if key not in number]
    if missing:
        raise Defect(f"the plan holds {len(missing)} choice(s) that nobody may choose")
    chosen[[number[key] for key in (*matches, *governance)]] = True
    return chosen


Key = tuple[str, str, int, int]  # ids, days, team days; governance has -1 for its team days


def _numbers(world: World, choices: Choices) -> dict[Key, int]:
    return {key: number for number, key in enumerate(keys_of(world, choices))}


def keys_of(world: World, choices: Choices) -> list[Key]:
    """Every choice by ids: the same choice in two worlds has the same key."""
    people = ([x.id for x in world.leaders], [x.id for x in world.governance_leaders])
    recipients = [r.id for r in world.recipients]
    columns = (choices.kind, choices.recipient, choices.provider, choices.days, choices.team_days)
    return [
        (recipients[r], people[kind][p], days, -1 if kind else team)
        for kind, r, p, days, team in zip(*(c.tolist() for c in columns), strict=True)
    ]
