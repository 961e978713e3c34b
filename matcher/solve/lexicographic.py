"""The state of a lexicographic solve between two objectives.

Constraints so far, open choices, and the incumbent plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matcher.bounding import DualBound, SearchSpace, Witness
from matcher.plan import Objective, Problem
from matcher.policy import Effort
from matcher.solve.relaxations.glop import Basis
from matcher.solve.search.highs_heuristic import HighsHeuristic
from matcher.world import Bools, Ints

# choices per recipient, by reduced worth, that each restricted search adds to those in the relaxation's solution
CHOICES_PER_RECIPIENT = (0, 1, 3, 8)
RESTRICTED_EFFORT = 0.1  # part of an objective's effort that one restricted search may use


@dataclass(frozen=True, eq=False)
class LexicographicState:
    """`best` is the incumbent: it breaks no limit and keeps every objective so far at its fixed value."""

    problem: Problem
    space: SearchSpace
    best: Bools
    effort: Effort
    engine: str
    highs: HighsHeuristic
    focus: Ints  # recipients in the first neighbourhood that is searched
    final_basis: Basis | None = None  # of the relaxation of the objective before, over all choices
    searched: int = 0  # choices in HiGHS's last full search for this objective; 0 for none yet
    all_settled: bool = True  # whether every objective so far is at its bound

    def accept_if_better(self, objective: Objective, plan: Bools | None) -> LexicographicState:
        """The state with this plan as incumbent, if it is strictly better on this objective and satisfies every row."""
        if plan is None or not objective.better(objective.value(plan), objective.value(self.best)):
            return self
        return replace(self, best=plan) if self.space.rows.allow(plan) else self

    def fix_objective(self, objective: Objective, dual: DualBound | None) -> LexicographicState:
        """The state with this objective fixed at the incumbent's value, less what it may lose."""
        return replace(self, space=self.space.fix(objective, objective.value(self.best), dual), searched=0)

    def after(self, result: ObjectiveResult) -> LexicographicState:
        """The state once an objective has ended with this result."""
        return replace(self, all_settled=self.all_settled and result.bound == result.witness.solved_value)

    def fix_as_before(self, objective: Objective, witness: Witness) -> LexicographicState:
        """The state with this objective fixed at the value and with the multipliers of an earlier solve."""
        dual = None if objective.sense == "worst-share" else self.space.dual_of(objective, witness)
        return replace(self, space=self.space.fix(objective, witness.solved_value, dual))


@dataclass(frozen=True, eq=False)
class ObjectiveResult:
    """How one objective ended: the best bound known (in its own unit), the solver's effort and the proof's witness.

    It does not hold the state, whose rows take a gigabyte where choices are millions.
    """

    bound: int | None
    effort: float
    witness: Witness
