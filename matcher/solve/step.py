"""One step of a solve towards an objective: what every strategy takes and returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from matcher.bounding import Answered, worth_to_maximise
from matcher.plan import Objective
from matcher.solve.lexicographic import CHOICES_PER_RECIPIENT, LexicographicState
from matcher.solve.relaxations.linear_relaxation import Relaxation, likely_choices
from matcher.world import Bools

MANY_CHOICES = 150_000  # open choices; among more CP-SAT finds no plan within any effort worth waiting for
FEW_CHOICES = 3_000  # open choices that CP-SAT often searches to the end quickly, whatever they cost


class StepResult(NamedTuple):
    """What a strategy returns: the new state, the effort, and what it adds to the bound.

    `solver_bound` is a bound on the worth that a solver claims; `tighter` is an exact bound that the proof can check.
    """

    state: LexicographicState
    effort: float
    solver_bound: int | None = None
    tighter: Relaxation | None = None
    in_floats: bool = False  # whether `solver_bound` is from HiGHS
    answered: Answered | None = None  # what HiGHS was asked, where it has answered to the end


# the number is the part of the objective's effort that the strategy may use
Strategy = Callable[[LexicographicState, Objective, Relaxation, float], StepResult]


def current_worth(state: LexicographicState, objective: Objective) -> int:
    """The incumbent's value of this objective, negated where less is better."""
    return int(worth_to_maximise(objective)[state.best].sum())


def widening_choices(state: LexicographicState, objective: Objective, relaxation: Relaxation) -> Iterator[Bools]:
    """The likely choices by the relaxation, a larger set each time."""
    for neighbours in CHOICES_PER_RECIPIENT:
        yield likely_choices(relaxation, state.space.open, state.best, state.problem.choices.recipient, neighbours)
