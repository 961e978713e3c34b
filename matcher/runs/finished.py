"""A finished run, rebuilt from its facts and plan so that it can be explained: the world, the choices and the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from matcher.domain import Assessment, Facts, Leader, Recipient
from matcher.plan import Choices, Plan, Problem
from matcher.policy import Policy
from matcher.result import Hold
from matcher.runs.choice_keys import plan_mask
from matcher.runs.judged_later import by_id
from matcher.runs.overruns import Overruns, overruns
from matcher.runs.setup import RunSetup
from matcher.runs.year_ahead.kept import KeptRoom
from matcher.world import Bools, Ints, World


@dataclass(frozen=True, eq=False)
class FinishedRun:
    """A run with its plan. `chosen` is the plan as a mask over the problem's choices; `holds` are those asked to wait
    for the year ahead, by recipient id; `room` is what is kept for those who come later.

    `memo` keeps what is worked out once about this run and its plan; `dataclasses.replace` begins an empty one.
    """

    setup: RunSetup
    chosen: Bools
    holds: Mapping[str, Hold] = field(default_factory=dict)
    room: KeptRoom = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def facts(self) -> Facts:
        return self.setup.world.facts

    @property
    def policy(self) -> Policy:
        return self.setup.world.policy

    @property
    def world(self) -> World:
        return self.setup.world

    @property
    def problem(self) -> Problem:
        return self.setup.problem

    @property
    def choices(self) -> Choices:
        return self.setup.problem.choices

    @property
    def keeps(self) -> bool:
        """Whether the run asks somebody to wait, or keeps something, for those who come later."""
        return bool(self.holds or self.room)

    @cached_property
    def match_of(self) -> Mapping[int, int]:
        """Recipient row -> the number of its match."""
        rows = np.flatnonzero(self.chosen & self.choices.is_match)
        return dict(zip(self.choices.recipient[rows].tolist(), rows.tolist(), strict=True))

    @cached_property
    def assessment_of(self) -> Mapping[str, Assessment]:
        return by_id(self.setup.assessments)

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


def finished_run(
    setup: RunSetup, plan: Plan, holds: Mapping[str, Hold] | None = None, room: KeptRoom | None = None
) -> FinishedRun:
    """The run with this plan. Raises Defect where the plan holds a choice that nobody may choose."""
    return FinishedRun(setup, plan_mask(setup.world, setup.problem.choices, plan), holds or {}, room or {})
