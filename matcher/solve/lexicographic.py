"""Where a solve stands between two goals: the rows so far, the choices still open, and the best plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matcher.exact import SearchSpace, DualBound, Witness
from matcher.plan import Objective, Problem
from matcher.policy import Effort
from matcher.solve.highs_heuristic import HighsHeuristic
from matcher.solve.glop import Basis
from matcher.world import Bools, Ints

CHOICES_PER_RECIPIENT = (
    0,
    1,
    3,
    8,
)  # choices per recipient, best priced first, that each look adds to the relaxed plan's
RESTRICTED_EFFORT = 0.1  # part of a goal's effort that one look may use


@dataclass(frozen=True, eq=False)
class LexicographicState:
    """`best` is lawful and keeps every goal so far."""

    problem: Problem
    space: SearchSpace
    best: Bools
    effort: Effort
    engine: str
    highs: HighsHeuristic
    focus: Ints  # recipients whom a mending looks at first
    final_basis: Basis | None = None  # where the relaxation of the goal before ended

    def accept_if_better(self, objective: Objective, plan: Bools | None) -> LexicographicState:
        """With this plan, if it is strictly better on this goal and breaks nothing."""
        if plan is None or not objective.better(objective.value(plan), objective.value(self.best)):
            return self
        return replace(self, best=plan) if self.space.rows.allow(plan) else self

    def fix_objective(self, objective: Objective, dual: DualBound | None) -> LexicographicState:
        return replace(self, space=self.space.fix(objective, objective.value(self.best), dual))


@dataclass(frozen=True, eq=False)
class ObjectiveResult:
    """How one goal ended: the best bound known (in the goal's unit), the effort and its witness. Not the climb, whose
    rows take a gigabyte where choices are millions."""

    bound: int | None
    effort: float
    witness: Witness
