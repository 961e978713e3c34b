"""One goal that is a sum: the relaxation bounds it, and the engine's ways in turn seek a plan that meets the bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from matcher.exact import worth_to_maximise
from matcher.plan import Objective
from matcher.solve.lexicographic import RESTRICTED_EFFORT, CHOICES_PER_RECIPIENT, LexicographicState, ObjectiveResult
from matcher.solve.linear_relaxation import Relaxation, likely_choices, solve_relaxation
from matcher.solve.cpsat import search
from matcher.solve.min_cost_flow import solve_flow
from matcher.solve.neighbourhood_search import search_neighbourhoods
from matcher.solve.column_generation import column_generation_bound
from matcher.world import Bools

MANY_CHOICES = 150_000  # open choices; CP-SAT finds nothing among more within any effort one would wait for
RESTRICTED_SIZE = 7_000  # choices that CP-SAT looks over quickly
HIGHS_SIZE_MIXED, HIGHS_SIZE_UNIFORM = (
    5_000,
    20_000,
)  # choices that HiGHS looks over where costs differ from pair to pair, and elsewhere
HIGHS_SIZE_PER_RECIPIENT = (
    2.5  # or as many for each recipient: where schools are many the relaxed plan alone holds more
)
FEW_ROUNDS = 3  # neighbourhoods, where somebody waits for the answer
BRANCHING_SIZE, BRANCHING_NODES = (
    6_000,
    400,
)  # choices that a better plan could hold among which HiGHS searches, and its nodes
FEW_CHOICES = 3_000  # open choices that CP-SAT often settles at once, whatever they cost


class StepResult(NamedTuple):
    """Where a way ends: the climb, its effort, the bound a solver shows, and a tighter bound with its proof."""

    state: LexicographicState
    effort: float
    solver_bound: int | None = None
    tighter: Relaxation | None = None
    in_floats: bool = False  # whether the shown bound is HiGHS's


Strategy = Callable[
    [LexicographicState, Objective, Relaxation, float], StepResult
]  # the number is the part of the goal's effort it may use


def maximise_worth(state: LexicographicState, objective: Objective) -> tuple[LexicographicState, ObjectiveResult]:
    """The best plan for this goal among those that keep the goals before it, and a bound nobody can pass."""
    state, relaxation = initial_bound(state, objective)
    tighter, bound, effort, in_floats = relaxation, relaxation.dual.bound, 0.0, False
    for strategy, part in STRATEGIES[state.engine]:
        if current_worth(state, objective) >= bound:
            break
        result = strategy(state, objective, tighter, part)
        state, effort = result.state, effort + result.effort
        if result.tighter is not None and result.tighter.dual.is_tighter_than(tighter.dual):
            tighter, bound = result.tighter, min(bound, result.tighter.dual.bound)
        if result.solver_bound is not None:
            bound, in_floats = max(current_worth(state, objective), min(bound, result.solver_bound)), result.in_floats
    own = bound if objective.sense == "most" else -bound
    witness = replace(tighter.witness(objective.value(state.best)), in_floats=in_floats)
    return state.fix_objective(objective, tighter.dual), ObjectiveResult(own, effort, witness)


def initial_bound(state: LexicographicState, objective: Objective) -> tuple[LexicographicState, Relaxation]:
    """The bound on this goal and what it likes: the flow's where that is met, else the linear relaxation's."""
    result = solve_flow(state, objective) if state.engine == "flow" else None
    if result is not None:
        state = state.accept_if_better(objective, result[0])
        if current_worth(state, objective) >= result[1].dual.bound:
            return state, result[1]
    recipient = state.problem.choices.recipient
    relaxation = solve_relaxation(state.space, worth_to_maximise(objective), state.best, recipient, state.final_basis)
    return replace(state, final_basis=relaxation.final_basis), relaxation


def current_worth(state: LexicographicState, objective: Objective) -> int:
    return int(worth_to_maximise(objective)[state.best].sum())


def restricted_search(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """A good plan among the choices the relaxation likes, widening until it meets the bound.

    It proves nothing about the choices it leaves out; where it meets the bound nothing needs to be.
    """
    spent, limited = 0.0, replace(state.effort, per_goal=state.effort.per_goal * part)
    for likely in widening_choices(state, objective, relaxation):
        if 2 * likely.sum() > state.space.open.sum() or likely.sum() > RESTRICTED_SIZE:
            break
        result = search(
            state.space.rows, likely, worth_to_maximise(objective), state.best, limited, relaxation.dual.bound
        )
        state, spent = state.accept_if_better(objective, result.chosen), spent + result.effort
        if current_worth(state, objective) >= relaxation.dual.bound:
            break
    return StepResult(state, spent)


def highs_restricted_search(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """The same looks by HiGHS, which finds its way where money is tight and every pair costs something else, and among
    more choices than CP-SAT does."""
    for likely in widening_choices(state, objective, relaxation):
        if likely.sum() > highs_size_limit(state):
            break
        state = state.accept_if_better(
            objective, state.highs.propose(state.space.rows, likely, worth_to_maximise(objective))
        )
        if current_worth(state, objective) >= relaxation.dual.bound:
            break
    return StepResult(state, 0.0)


def highs_full_search(state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float) -> StepResult:
    """HiGHS over every choice that a better plan could hold, where they are few enough for it to settle them."""
    open_ = state.space.open & relaxation.dual.can_reach(current_worth(state, objective) + 1) | state.best
    if open_.sum() > BRANCHING_SIZE:
        return StepResult(state, 0.0)
    result = state.highs.search(state.space.rows, open_, worth_to_maximise(objective), BRANCHING_NODES)
    state = state.accept_if_better(objective, result.chosen)
    return StepResult(state, 0.0, current_worth(state, objective) if result.finished else None, in_floats=True)


def highs_size_limit(state: LexicographicState) -> float:
    """How many choices HiGHS looks over at most."""
    recipients = int(state.problem.choices.recipient.max(initial=-1)) + 1
    return max(
        HIGHS_SIZE_MIXED if state.engine == "mixed" else HIGHS_SIZE_UNIFORM, HIGHS_SIZE_PER_RECIPIENT * recipients
    )


def highs_restricted_search_where_many(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, where so much is open that the search over it would come to nothing."""
    few = relaxation.dual.can_reach(current_worth(state, objective) + 1)[state.space.open].sum() <= HIGHS_SIZE_UNIFORM
    return StepResult(state, 0.0) if few else highs_restricted_search(state, objective, relaxation, part)


def widening_choices(state: LexicographicState, objective: Objective, relaxation: Relaxation) -> Iterator[Bools]:
    """More and more of the choices the relaxation likes."""
    for neighbours in CHOICES_PER_RECIPIENT:
        yield likely_choices(relaxation, state.space.open, state.best, state.problem.choices.recipient, neighbours)


def tighten_by_column_generation(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """A tighter bound: each leader's room filled by whole deployments. What it likes is for the ways after it."""
    space, worth, recipient = state.space, worth_to_maximise(objective), state.problem.choices.recipient
    tighter = column_generation_bound(space.rows, space.open, worth, state.best, recipient, relaxation)
    return StepResult(state, 0.0, tighter=tighter)


def improve(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
    return StepResult(*search_neighbourhoods(state, objective, relaxation, part))


def improve_briefly(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
    return StepResult(*search_neighbourhoods(state, objective, relaxation, part, FEW_ROUNDS))


def full_search(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
    """CP-SAT over every choice that a better plan could hold: outside them nothing is better than what there is."""
    open_ = state.space.open
    if state.engine != "plain":
        open_ = open_ & relaxation.dual.can_reach(current_worth(state, objective) + 1)
        if open_.sum() > MANY_CHOICES:
            return StepResult(state, 0.0)
    limited = replace(state.effort, per_goal=state.effort.per_goal * part)
    worth, bound = worth_to_maximise(objective), relaxation.dual.bound
    result = search(state.space.rows, open_ | state.best, worth, state.best, limited, bound)
    state = state.accept_if_better(objective, result.chosen)
    return StepResult(state, result.effort, current_worth(state, objective) if result.finished else result.bound)


def full_search_where_few(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, where so little is open that it is often settled at once."""
    if relaxation.dual.can_reach(current_worth(state, objective) + 1)[state.space.open].sum() > FEW_CHOICES:
        return StepResult(state, 0.0)
    return full_search(state, objective, relaxation, part)


STRATEGIES: dict[str, tuple[tuple[Strategy, float], ...]] = {
    "core": ((restricted_search, RESTRICTED_EFFORT), (highs_restricted_search_where_many, 0.0), (full_search, 1.0)),
    "flow": ((restricted_search, RESTRICTED_EFFORT), (highs_restricted_search_where_many, 0.0), (full_search, 1.0)),
    "mixed": (
        (tighten_by_column_generation, 0.0),
        (full_search_where_few, RESTRICTED_EFFORT),
        (highs_full_search, 0.0),
        (highs_restricted_search, 0.0),
        (improve, 0.7),
        (full_search, 0.2),
    ),
    "near": ((improve_briefly, 1.0),),
    "plain": ((full_search, 1.0),),
}
