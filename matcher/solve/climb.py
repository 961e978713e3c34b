"""Where a solve stands between two goals: the rows so far, the choices still open, and the best plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matcher.exact import Ladder, Weighed, Witness
from matcher.plan import Aim, Problem
from matcher.policy import Effort
from matcher.solve.scout import Scout
from matcher.solve.simplex import Basis
from matcher.world import Bools, Ints

NEIGHBOURS = (0, 1, 3, 8)  # choices per recipient, best priced first, that each look adds to the relaxed plan's
A_LOOK = 0.1  # part of a goal's effort that one look may use


@dataclass(frozen=True, eq=False)
class Climb:
    """`best` is lawful and keeps every goal so far."""

    problem: Problem
    ladder: Ladder
    best: Bools
    effort: Effort
    engine: str
    scout: Scout
    around: Ints  # recipients whom a mending looks at first
    ended: Basis | None = None  # where the relaxation of the goal before ended

    def tried(self, aim: Aim, plan: Bools | None) -> Climb:
        """With this plan, if it is strictly better on this goal and breaks nothing."""
        if plan is None or not aim.better(aim.value(plan), aim.value(self.best)):
            return self
        return replace(self, best=plan) if self.ladder.rows.allow(plan) else self

    def up(self, aim: Aim, weighed: Weighed | None) -> Climb:
        return replace(self, ladder=self.ladder.step(aim, aim.value(self.best), weighed))


@dataclass(frozen=True, eq=False)
class Step:
    """How one goal ended: the best bound known (in the goal's unit), the effort and its witness. Not the climb, whose
    rows take a gigabyte where choices are millions."""

    bound: int | None
    effort: float
    witness: Witness
