"""The strategies that an engine tries on an objective in turn: tighter bounds, short looks and full searches."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from itertools import islice

from matcher.bounding import worth_to_maximise
from matcher.plan import Objective
from matcher.solve.highs_strategies import (
    branching_size,
    highs_brief_search,
    highs_full_search,
    highs_look_where_few,
    highs_restricted_search,
    highs_restricted_search_by_columns,
    highs_restricted_search_where_many,
    highs_search_as_it_stands,
    highs_search_of_least_loss,
)
from matcher.solve.lexicographic import CHOICES_PER_RECIPIENT, RESTRICTED_EFFORT, LexicographicState
from matcher.solve.relaxations.column_generation import column_generation_bound
from matcher.solve.relaxations.linear_relaxation import Relaxation, likely_choices
from matcher.solve.search.cpsat import search
from matcher.solve.search.guided_neighbourhoods import follows_losses, search_guided
from matcher.solve.search.near_bound import highs_search_near_bound
from matcher.solve.search.neighbourhood_search import search_neighbourhoods
from matcher.solve.step import (
    FEW_CHOICES,
    MANY_CHOICES,
    StepResult,
    Strategy,
    current_worth,
    widening_choices,
)

RESTRICTED_SIZE = 7_000  # choices that CP-SAT searches quickly
QUICK_EFFORT = 0.02  # part of an objective's effort for a short look at the likeliest choices among many
LIKELY_NEIGHBOURS = 3  # likely choices per recipient among which a bound's prices are found first
FEW_LIKELY, FEW_WIDENINGS = 1_000, 2  # choices that CP-SAT looks through as quickly as HiGHS, and how often it may
FEW_ROUNDS = 3  # neighbourhoods to search where somebody waits for the answer


def restricted_search(
    state: LexicographicState,
    objective: Objective,
    relaxation: Relaxation,
    part: float,
    widenings: int = len(CHOICES_PER_RECIPIENT),
) -> StepResult:
    """CP-SAT over the choices that the relaxation makes likely, more of them each time, until the bound is met.

    It says nothing about the choices left out: a plan that meets the bound is optimal without that.
    """
    spent, limited = 0.0, replace(state.effort, per_goal=state.effort.per_goal * part)
    for likely in islice(widening_choices(state, objective, relaxation), widenings):
        if 2 * likely.sum() > state.space.open.sum() or likely.sum() > RESTRICTED_SIZE:
            break
        result = search(
            state.space.rows, likely, worth_to_maximise(objective), state.best, limited, relaxation.dual.bound
        )
        state, spent = state.accept_if_better(objective, result.chosen), spent + result.effort
        if current_worth(state, objective) >= relaxation.dual.bound:
            break
    return StepResult(state, spent)


def tighten_by_column_generation(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """A tighter bound by column generation over each leader's deployments; later strategies use its solution."""
    if state.space.open.sum() > MANY_CHOICES:
        return StepResult(state, 0.0)  # their fillings are far too many, and to find that out takes seconds
    space, choices = state.space, state.problem.choices
    worth, once = worth_to_maximise(objective), state.engine == "mixed"
    tighter = column_generation_bound(space.rows, space.open, worth, state.best, choices, relaxation, serve_once=once)
    return StepResult(state, 0.0, tighter=tighter)


def tighten_from_likely(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """The same beside drawn futures: at the relaxation's prices the ways to fill a leader's days, today and in each
    future, are too many, so prices are found among the likely choices first."""
    rows, open_, choices = state.space.rows, state.space.open, state.problem.choices
    worth = worth_to_maximise(objective)
    likely = likely_choices(relaxation, open_, state.best, choices.recipient, LIKELY_NEIGHBOURS)
    first = column_generation_bound(rows, likely, worth, state.best, choices, relaxation)
    if first is None:
        return StepResult(state, 0.0)
    tighter = column_generation_bound(rows, open_, worth, state.best, choices, first)
    return StepResult(state, 0.0, tighter=tighter)


def improve(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
    """Neighbourhood search from the incumbent."""
    return StepResult(*search_neighbourhoods(state, objective, relaxation, part))


def improve_while_gaining(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, and beyond its part of the effort for as long as it gains; then HiGHS's from where it ended, unless it
    ended where it began: they would be the very same searches."""
    now = current_worth(state, objective)
    state, spent = search_neighbourhoods(state, objective, relaxation, part, while_gaining=True)
    if current_worth(state, objective) > now:
        state = search_guided(state, objective, relaxation)
    return StepResult(state, spent)


def improve_by_relaxation(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """Neighbourhoods that the relaxation chooses, searched by HiGHS."""
    return StepResult(search_guided(state, objective, relaxation), 0.0)


def improve_by_losses(state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float) -> StepResult:
    """The same before any look at the likeliest, where an earlier goal's plan is at hand and many choices are open."""
    if not _from_losses(state, relaxation):
        return StepResult(state, 0.0)
    return improve_by_relaxation(state, objective, relaxation, 0.0)


def _from_losses(state: LexicographicState, relaxation: Relaxation) -> bool:
    """Whether neighbourhoods around the leaders who lose most are searched first: what the goals before are held at
    makes most roundings of the relaxation unlawful, so that looks at the likeliest take long and often find nothing."""
    return follows_losses(state, relaxation) and any(origin.kind == "floor" for origin in state.space.rows.origins)


def unless_from_losses(strategy: Strategy) -> Strategy:
    """The strategy, left out where `improve_by_losses` has searched in its place."""

    @wraps(strategy)
    def otherwise(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
        if _from_losses(state, relaxation):
            return StepResult(state, 0.0)
        return strategy(state, objective, relaxation, part)

    return otherwise


def improve_by_relaxation_where_few(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, only where few choices are open: the plan is then near enough to the bound to be asked for there."""
    if state.space.open.sum() > FEW_CHOICES or not relaxation.packed:
        return StepResult(state, 0.0)
    return improve_by_relaxation(state, objective, relaxation, part)


def improve_where_few(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, only where the choices are as few as a full search takes: among more a round alone takes long."""
    if state.space.open.sum() > branching_size(state):
        return StepResult(state, 0.0)
    return improve(state, objective, relaxation, part)


def improve_briefly(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
    """The same for a few rounds, from a warm start."""
    return StepResult(*search_neighbourhoods(state, objective, relaxation, part, FEW_ROUNDS))


def full_search(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
    """CP-SAT over every choice that a better plan could hold: its result is optimal over all choices."""
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


def quick_search(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
    """CP-SAT's restricted search where few choices are open; among more a short look at the likeliest alone, which is
    enough for an easy goal: HiGHS finds better plans there, and its process takes half a second to start."""
    if state.space.open.sum() > FEW_CHOICES:
        return restricted_search(state, objective, relaxation, QUICK_EFFORT, widenings=1)
    return restricted_search(state, objective, relaxation, part)


def quick_search_where_few(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, only where few choices are open: among more HiGHS's look at the likeliest finds better plans sooner."""
    if state.space.open.sum() > FEW_CHOICES:
        return StepResult(state, 0.0)
    return quick_search(state, objective, relaxation, part)


def quick_search_among_few_likely(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """A short look by CP-SAT, only where the likeliest choices are few and many are open: it looks through so few
    as soon as HiGHS does, whose process takes half a second to start."""
    likeliest = next(widening_choices(state, objective, relaxation))
    if state.space.open.sum() <= FEW_CHOICES or likeliest.sum() > FEW_LIKELY:
        return StepResult(state, 0.0)
    return restricted_search(state, objective, relaxation, part, widenings=FEW_WIDENINGS)


def full_search_of_few_left(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """CP-SAT's full search, only where a tighter bound has left few choices that a better plan could hold."""
    left = relaxation.dual.can_reach(current_worth(state, objective) + 1)[state.space.open].sum()
    if not relaxation.packed or left > FEW_LIKELY:
        return StepResult(state, 0.0)
    return full_search(state, objective, relaxation, part)


def full_search_where_few(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, only where few choices are open, so that it often ends quickly."""
    if relaxation.dual.can_reach(current_worth(state, objective) + 1)[state.space.open].sum() > FEW_CHOICES:
        return StepResult(state, 0.0)
    return full_search(state, objective, relaxation, part)


# where costs are alike: quick proposals, then the tighter bound, then proposals by it and the full searches
UNIFORM: tuple[tuple[Strategy, float], ...] = (
    (quick_search_where_few, QUICK_EFFORT),
    (full_search_where_few, QUICK_EFFORT),
    (highs_search_as_it_stands, 0.0),
    (highs_look_where_few, 0.0),
    (quick_search_among_few_likely, QUICK_EFFORT),
    (highs_restricted_search_where_many, 0.0),
    (tighten_by_column_generation, 0.0),
    (full_search_of_few_left, QUICK_EFFORT),
    (highs_restricted_search_by_columns, 0.0),
    (highs_search_of_least_loss, 0.0),
    (improve_by_relaxation_where_few, 0.0),
    (highs_search_near_bound, 0.0),
    (highs_full_search, 0.0),
    (improve_where_few, 0.3),
    (highs_search_near_bound, 0.0),
    (highs_full_search, 0.0),
    (full_search, 0.3),
)
STRATEGIES: dict[str, tuple[tuple[Strategy, float], ...]] = {
    "core": UNIFORM,
    "flow": UNIFORM,
    "mixed": (
        (tighten_by_column_generation, 0.0),
        (full_search_where_few, RESTRICTED_EFFORT),
        (highs_search_of_least_loss, 0.0),
        (highs_full_search, 0.0),
        (improve_by_losses, 0.0),
        (unless_from_losses(highs_restricted_search), 0.0),
        # from where it ended: the nearer the plan, the more a lower bound closes
        (unless_from_losses(tighten_by_column_generation), 0.0),
        (highs_search_near_bound, 0.0),
        (highs_full_search, 0.0),
        (unless_from_losses(improve_by_relaxation), 0.0),
        (highs_full_search, 0.0),
        (improve_while_gaining, 0.7),
        (highs_full_search, 0.0),
        (full_search, 0.2),
    ),
    "futures": (
        (quick_search, RESTRICTED_EFFORT),
        (full_search_where_few, RESTRICTED_EFFORT),
        (tighten_from_likely, 0.0),
        (highs_search_of_least_loss, 0.0),
        (highs_full_search, 0.0),
        (restricted_search, RESTRICTED_EFFORT),
        (improve, 0.2),
        (full_search_where_few, 0.2),
    ),
    "coupled": (
        (quick_search, RESTRICTED_EFFORT),
        (full_search_where_few, RESTRICTED_EFFORT),
        (highs_restricted_search_where_many, 0.0),
        (highs_brief_search, 0.0),
        (improve, 0.03),
    ),
    # any answer to the goal that settles ties serves, as long as it is always the same
    "brief ties": ((full_search_where_few, RESTRICTED_EFFORT),),
    "near": ((improve_briefly, 1.0),),
    "plain": ((full_search, 1.0),),
}
