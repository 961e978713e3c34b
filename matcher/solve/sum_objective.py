"""An objective that is a sum over choices: the relaxation bounds it, then the engine's strategies search in turn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.bounding import Witness, dual_bound, integer_multipliers, multiplier_array, worth_to_maximise
from matcher.plan import Objective
from matcher.solve import strategies
from matcher.solve.lexicographic import LexicographicState, ObjectiveResult
from matcher.solve.relaxations.linear_relaxation import Relaxation, solve_relaxation
from matcher.solve.relaxations.min_cost_flow import solve_flow
from matcher.solve.step import StepResult, current_worth

TIES = "canonical"  # the goal that is always last
BRIEF = ("near", "plain", "futures")  # engines that are as brief for ties as for all else


def maximise_worth(
    state: LexicographicState, objective: Objective, known: Witness | None = None
) -> tuple[LexicographicState, ObjectiveResult]:
    """The state with the best plan found for this objective, fixed at its value, and the best bound on it.

    Strategies run in the engine's order until the incumbent meets the bound. `known` is the witness of an earlier
    solve of the same goals over the same limits.
    """
    met = None if known is None else met_known_bound(state, objective, known)
    state, relaxation = met or initial_bound(state, objective)
    tighter, bound, effort = relaxation, relaxation.dual.bound, 0.0
    claim: StepResult | None = None  # the last step with a bound of its own
    for strategy, part in strategies.STRATEGIES[_strategies(state, objective)]:
        if current_worth(state, objective) >= bound:
            break
        result = strategy(state, objective, tighter, part)
        state, effort = result.state, effort + result.effort
        if result.tighter is not None and result.tighter.dual.is_tighter_than(tighter.dual):
            tighter, bound = result.tighter, min(bound, result.tighter.dual.bound)
        if result.solver_bound is not None and result.solver_bound < bound:
            bound, claim = max(current_worth(state, objective), result.solver_bound), result
    own = bound if objective.sense == "most" else -bound
    witness = tighter.witness(objective.value(state.best))
    if claim is not None:
        witness = replace(witness, in_floats=claim.in_floats, answered=claim.answered)
    return state.fix_objective(objective, tighter.dual), ObjectiveResult(own, effort, witness)


def _strategies(state: LexicographicState, objective: Objective) -> str:
    """The engine's name, or that of the few strategies for ties where any answer serves: two are chosen together there,
    or a goal before is not settled, so that another plan may be better however the ties are broken."""
    any_serves = state.engine == "coupled" or not state.all_settled
    return "brief ties" if objective.goal == TIES and any_serves and state.engine not in BRIEF else state.engine


def met_known_bound(
    state: LexicographicState, objective: Objective, known: Witness
) -> tuple[LexicographicState, Relaxation] | None:
    """The state with a plan that meets the bound of these multipliers, and that bound; None where a short look finds
    none, or where the bound took packed rows, which hardly any look meets. No relaxation has to be solved then."""
    if known.packed:
        return None
    dual = state.space.dual_of(objective, known)
    multipliers = multiplier_array(known, state.space.rows)
    relaxation = Relaxation(multipliers, dual, state.best.astype(np.float64), dual.slack)
    if current_worth(state, objective) < dual.bound:
        state = strategies.quick_search_among_few_likely(state, objective, relaxation, strategies.QUICK_EFFORT).state
    return (state, relaxation) if current_worth(state, objective) >= dual.bound else None


def met_bound_of_one_row(state: LexicographicState, objective: Objective) -> Relaxation | None:
    """The bound that a single row gives which every choice of any worth takes from, such as all that a pot pays for or
    the matches that there are; None where the incumbent does not meet it, or no row is like that."""
    rows, worth = state.space.rows, worth_to_maximise(objective)
    of_worth = np.flatnonzero(state.space.open & (worth > 0))
    held = rows.restricted_to(of_worth)
    taken = np.bincount(held.indices[held.data > 0], minlength=len(rows.at_most))
    for row in np.flatnonzero((taken == len(of_worth)) & (rows.at_most >= 0)).tolist() if len(of_worth) else ():
        prices = np.zeros(len(rows.at_most))
        prices[row] = (worth[of_worth] / held.data[held.indices == row]).max()
        if prices[row] * rows.at_most[row] < current_worth(state, objective) + 1:
            multipliers, scale = integer_multipliers(rows, worth, prices)
            dual = dual_bound(rows, state.space.open, worth, multipliers, scale)
            if current_worth(state, objective) >= dual.bound:
                return Relaxation(multipliers, dual, state.best.astype(np.float64), dual.slack)
    return None


def initial_bound(state: LexicographicState, objective: Objective) -> tuple[LexicographicState, Relaxation]:
    """The first bound on this objective.

    The network flow's where the flow's plan meets it, that of one row where the incumbent does, else the linear
    relaxation's.
    """
    result = solve_flow(state, objective) if state.engine == "flow" else None
    if result is not None:
        state = state.accept_if_better(objective, result[0])
        if current_worth(state, objective) >= result[1].dual.bound:
            return state, result[1]
    by_one_row = met_bound_of_one_row(state, objective)
    if by_one_row is not None:
        return state, by_one_row
    recipient = state.problem.choices.recipient
    relaxation = solve_relaxation(state.space, worth_to_maximise(objective), state.best, recipient, state.final_basis)
    return replace(state, final_basis=relaxation.final_basis), relaxation
