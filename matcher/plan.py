"""The optimisation problem as arrays (choices, limits, objectives), plans, and the solution with its stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from matcher.world import Bools, Ints, ProviderKind

MATCH, GOVERNANCE, ADVISER = 0, 1, 2
# What follows from the matches and is counted: that an organisation supports a body at all, and that a body has any.
SUPPORTS, SUPPORTED = 3, 4
CHOICE_KIND: Mapping[ProviderKind, int] = {"leaders": MATCH, "governance": GOVERNANCE, "advisers": ADVISER}
NOT_NEAR = int(np.iinfo(np.int64).max)  # the nearness of a journey that is not known, or not by its straight line


@dataclass(frozen=True, eq=False)
class Pairs:
    """Some (recipient, provider) pairs of a world, as columns of row numbers: the input of the pair rules.

    `leader` is the row of a provider of this `kind`. `metres` is the straight-line distance, -1 where unknown.
    """

    recipient: Ints
    leader: Ints
    metres: Ints
    kind: ProviderKind = "leaders"

    def __len__(self) -> int:
        return len(self.recipient)

    def where(self, keep: Bools) -> Pairs:
        return Pairs(self.recipient[keep], self.leader[keep], self.metres[keep], self.kind)


@dataclass(frozen=True, slots=True)
class Barred:
    """A pairing a rule forbids. `reason` holds no personal data."""

    recipient_id: str
    leader_id: str
    rule: str
    reason: str


@dataclass(frozen=True, eq=False)
class Choices:
    """The decision variables, 0 or 1, in canonical order: matches first, then governance choices, then advisers, then
    what follows from them.

    Matches are ordered by (recipient, leader, days, team days).

    One entry per choice in every array. `kind` is one of the five above; `provider` is the row of the leader, of the
    governance leader or of the adviser. Of SUPPORTS and SUPPORTED `recipient` is the body's first recipient, and of
    SUPPORTED `provider` means nothing. `days` is the whole of the days, `team_days` the leadership team's part.
    Costs are pence by purpose; `away` is minutes or metres by the run's measure, or None for the metres.
    `metres` is -1 where unknown; `fit` is 0 to 1000 (0 for governance).
    `weeks`, `flags` and the rest are looked up by pair, not stored here.
    """

    kind: Ints
    recipient: Ints
    provider: Ints
    days: Ints
    team_days: Ints
    metres: Ints
    fit: Ints
    cost_pence: Mapping[str, Ints]  # purpose -> pence, one entry per choice
    away: Ints | None = None

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def is_match(self) -> Bools:
        mask: Bools = self.kind == MATCH
        return mask

    @cached_property
    def is_governance(self) -> Bools:
        mask: Bools = self.kind == GOVERNANCE
        return mask

    @cached_property
    def is_adviser(self) -> Bools:
        mask: Bools = self.kind == ADVISER
        return mask

    @cached_property
    def nearness(self) -> Ints:
        """What `the nearest` goes by, the least first: `away` where it is given, else the metres."""
        return np.where(self.metres < 0, NOT_NEAR, self.metres) if self.away is None else self.away

    @cached_property
    def own_days(self) -> Ints:
        return self.days - self.team_days

    @cached_property
    def total_pence(self) -> Ints:
        total: Ints = np.zeros(len(self), dtype=np.int64)
        for pence in self.cost_pence.values():
            total = total + pence
        return total

    def where(self, rows: Ints) -> Choices:
        """The choices at these numbers, renumbered in that order."""
        return Choices(
            self.kind[rows],
            self.recipient[rows],
            self.provider[rows],
            self.days[rows],
            self.team_days[rows],
            self.metres[rows],
            self.fit[rows],
            {k: v[rows] for k, v in self.cost_pence.items()},
            None if self.away is None else self.away[rows],
        )


@dataclass(frozen=True, eq=False)
class Limit:
    """The constraints of one limit rule: for each row k, the sum of weight x choice over its entries <= at_most[k].

    `row`, `choice` and `weight` are one entry per non-zero of the sparse matrix; `subject[k]` is whom row k is about
    (a leader's id, a pot's name, a region). `unit` is that of weight and at_most.
    """

    rule: str
    unit: str
    row: Ints
    choice: Ints
    weight: Ints
    at_most: Ints
    subject: tuple[str, ...]

    def used(self, chosen: Bools) -> Ints:
        """Per row, what the chosen choices use."""
        total: Ints = np.zeros(len(self.at_most), dtype=np.int64)
        picked = chosen[self.choice]
        np.add.at(total, self.row[picked], self.weight[picked])
        return total


@dataclass(frozen=True, eq=False)
class Objective:
    """One goal as an objective function. For `most` and `least` its value is the sum of `worth` over the
    chosen choices.

    For `worst-share`, `group[c]` is the group of choice c (-1: none) and the value is the smallest
    floor(1000 x chosen in group / size[group]) over groups; `worth` is then all zero.
    `may_lose` is what later goals may take from it, in its own unit.
    """

    goal: str
    unit: str
    sense: Literal["most", "least", "worst-share"]
    worth: Ints
    may_lose: int = 0
    group: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    size: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    group_names: tuple[str, ...] = ()
    futures: int = 0  # where it looks ahead: today's worth counts once for each drawn future

    def value(self, chosen: Bools) -> int:
        if self.sense != "worst-share":
            return int(self.worth[chosen].sum())
        if not len(self.size):
            return 0
        inside = chosen & (self.group >= 0)
        count = np.bincount(self.group[inside], minlength=len(self.size))
        return int((1000 * count // self.size).min())

    def better(self, new: int, old: int) -> bool:
        return new < old if self.sense == "least" else new > old


@dataclass(frozen=True, eq=False)
class Problem:
    """The whole problem: 0/1 choices, limits A x <= b, pins among them, and objectives in order (canonical last).

    The last `futures` of the choices are of drawn futures: they bear on today's, and no plan is told apart by them.
    """

    choices: Choices
    limits: tuple[Limit, ...]
    objectives: tuple[Objective, ...]
    skipped_goals: tuple[tuple[str, str], ...] = ()  # goal, why it was skipped
    futures: int = 0

    @cached_property
    def matrix(self) -> Any:
        """All limits rows_from in order, rows x choices: a `scipy.sparse.csc_array` of 64-bit whole numbers."""
        from scipy import sparse  # a tenth of a second, and whoever only reads files needs none of it

        start = np.cumsum([0, *(len(x.at_most) for x in self.limits)])
        none = np.zeros(0, dtype=np.int64)
        row = np.concatenate([none, *(x.row + start[i] for i, x in enumerate(self.limits))])
        column = np.concatenate([none, *(x.choice for x in self.limits)])
        weight = np.concatenate([none, *(x.weight for x in self.limits)])
        return sparse.csc_array((weight, (row, column)), shape=(int(start[-1]), len(self.choices)))

    @cached_property
    def at_most(self) -> Ints:
        """The right sides of all limits rows_from in order."""
        return np.concatenate([np.zeros(0, dtype=np.int64), *(x.at_most for x in self.limits)])

    def breaks(self, chosen: Bools) -> tuple[tuple[str, str], ...]:
        """(rule, subject) of every row the chosen choices break."""
        return tuple(
            (limit.rule, limit.subject[k])
            for limit in self.limits
            for k in np.flatnonzero(limit.used(chosen) > limit.at_most)
        )

    def values(self, chosen: Bools) -> tuple[int, ...]:
        return tuple(objective.value(chosen) for objective in self.objectives)


@dataclass(frozen=True, slots=True, order=True)
class PlannedMatch:
    """One match of a plan, by ids: the same whoever wrote the plan."""

    recipient_id: str
    leader_id: str
    days: int
    team_days: int


@dataclass(frozen=True, slots=True, order=True)
class PlannedGovernance:
    recipient_id: str
    governance_leader_id: str
    days: int


@dataclass(frozen=True, slots=True, order=True)
class PlannedAdviser:
    recipient_id: str
    adviser_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is chosen, by anyone: the solver, a reviewer, a test. Sorted."""

    matches: tuple[PlannedMatch, ...] = ()
    governance: tuple[PlannedGovernance, ...] = ()
    advisers: tuple[PlannedAdviser, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule in one plan: which rule, about whom, by how much, in words."""

    rule: str
    subject: str
    message: str
    used: int | None = None
    at_most: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """The result of one objective. `bound` is None where none is known. `how`: certificate, second-solver or none.

    `effort` is the solver's deterministic time. `seconds` is wall time, for people only. A goal that looks ahead is
    over so many `futures`: its value is that many times today's, which is `today`, and all futures' together.
    """

    goal: str
    unit: str
    sense: str
    value: int
    bound: int | None
    proved: bool
    how: str = "none"
    effort: float = 0.0
    seconds: float = 0.0
    futures: int = 0
    today: int | None = None

    @property
    def now(self) -> int:
        """What the plan is worth today alone."""
        return self.value if self.today is None else self.today

    @property
    def gap(self) -> int | None:
        return None if self.bound is None else abs(self.bound - self.value)


@dataclass(frozen=True, eq=False)
class Solution:
    """What the solver returns: the chosen choices as a mask, and the result of each objective.

    `witnesses` hold, per objective, what the proof needs from the solver (`exact.Witness`); the proof checks all of it.
    """

    chosen: Bools
    stages: tuple[Stage, ...]
    unique: bool
    engine: str
    because: str
    witnesses: tuple[Any, ...] = ()
    stopped_by_clock: tuple[str, ...] = ()  # goals where the second solver's wall-clock backstop struck


Progress = Callable[[str], None]
