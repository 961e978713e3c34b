"""The strategies that an engine tries on an objective in turn: tighter bounds, short looks and full searches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from matcher.bounding import Answered, worth_to_maximise
from matcher.plan import Objective
from matcher.solve.cpsat import search
from matcher.solve.guided_neighbourhoods import search_guided
from matcher.solve.lexicographic import CHOICES_PER_RECIPIENT, RESTRICTED_EFFORT, LexicographicState
from matcher.solve.neighbourhood_search import search_neighbourhoods
from matcher.solve.relaxations.column_generation import column_generation_bound
from matcher.solve.relaxations.linear_relaxation import Relaxation, likely_choices
from matcher.solver_process import node_limit
from matcher.world import Bools

MANY_CHOICES = 150_000  # open choices; among more CP-SAT finds no plan within any effort worth waiting for
RESTRICTED_SIZE = 7_000  # choices that CP-SAT searches quickly
FEW_CHOICES = 3_000  # open choices that CP-SAT often searches to the end quickly, whatever they cost
# most choices for a restricted search by HiGHS: where costs differ by pair, and elsewhere
HIGHS_SIZE_MIXED, HIGHS_SIZE_UNIFORM = 5_000, 20_000
# or as many for each recipient: with many schools the relaxation's support alone is larger
HIGHS_SIZE_PER_RECIPIENT = 2.5
# the same for a full search by HiGHS, and the limit on its work: nodes times choices
BRANCHING_SIZE_MIXED, BRANCHING_SIZE_UNIFORM, BRANCHING_WORK = 6_000, 20_000, 2_400_000
QUICK_EFFORT = 0.02  # part of an objective's effort for a short look at the likeliest choices among many
SMALL_GAP_UNITS = 10  # of the goal's own unit
FEW_PER_RECIPIENT, LEAST_LOSS_WORK = 3, 60_000  # for a search among the choices of least loss: nodes times choices
FEW_LOOKS = 2  # where all that is open can be looked through
FEW_NODES = 8  # of HiGHS's tree, root included, in a brief search
FEW_ROUNDS = 3  # neighbourhoods to search where somebody waits for the answer


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


def highs_restricted_search(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """The same by HiGHS, which finds plans where budgets are tight and costs differ by pair, among more choices."""
    # where HiGHS may look through all that is open the wide looks take longer than that, and find less
    looks = FEW_LOOKS if state.engine != "mixed" and state.space.open.sum() <= branching_size(state) else None
    for likely in islice(widening_choices(state, objective, relaxation), looks):
        if likely.sum() > highs_size_limit(state):
            break
        state = state.accept_if_better(
            objective, state.highs.propose(state.space.rows, likely, worth_to_maximise(objective))
        )
        if current_worth(state, objective) >= relaxation.dual.bound:
            break
    return StepResult(state, 0.0)


def highs_full_search(state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float) -> StepResult:
    """HiGHS over every choice that a better plan could hold, where they are few enough to be searched to the end, and
    fewer than when it was tried before."""
    open_ = state.space.open & relaxation.dual.can_reach(current_worth(state, objective) + 1) | state.best
    size = int(open_.sum())
    if size > branching_size(state) or 0 < state.searched <= size:
        return StepResult(state, 0.0)
    worth = worth_to_maximise(objective)
    result = state.highs.search(state.space.rows, open_, worth, node_limit(BRANCHING_WORK, size))
    state = replace(state.accept_if_better(objective, result.chosen), searched=size)
    if not result.finished or result.chosen is None:
        return StepResult(state, 0.0)
    answered = Answered(open_, result.question, int(worth[result.chosen].sum()))
    return StepResult(state, 0.0, current_worth(state, objective), in_floats=True, answered=answered)


def highs_brief_search(state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float) -> StepResult:
    """The same for a few nodes, where little is left to gain: with organisations and advisers chosen together a node
    takes long, and seldom tells more of a goal that every choice enters."""
    short = relaxation.dual.bound - current_worth(state, objective)
    if short > SMALL_GAP_UNITS:
        return StepResult(state, 0.0)
    open_ = state.space.open & relaxation.dual.can_reach(current_worth(state, objective) + 1) | state.best
    result = state.highs.search(state.space.rows, open_, worth_to_maximise(objective), FEW_NODES)
    state = state.accept_if_better(objective, result.chosen)
    return StepResult(state, 0.0, current_worth(state, objective) if result.finished else None, in_floats=True)


def highs_search_of_least_loss(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """HiGHS over the choices of which the bound loses least, a few for each recipient, where many more could be in a
    better plan: the best plan is often among them, and with it the full search has far fewer left."""
    among = state.space.open & relaxation.dual.can_reach(current_worth(state, objective) + 1)
    size = FEW_PER_RECIPIENT * len(np.unique(state.problem.choices.recipient[among]))
    if not relaxation.packed or among.sum() > branching_size(state) or among.sum() < 2 * size:
        return StepResult(state, 0.0)
    columns = np.flatnonzero(among)
    least = columns[np.argsort(-relaxation.dual.slack[columns], kind="stable")[:size]]
    open_ = state.best | np.isin(np.arange(len(among)), least)
    nodes = node_limit(LEAST_LOSS_WORK, int(open_.sum()))
    result = state.highs.search(state.space.rows, open_, worth_to_maximise(objective), nodes)
    return StepResult(state.accept_if_better(objective, result.chosen), 0.0)


def branching_size(state: LexicographicState) -> int:
    """The largest number of choices that a full search by HiGHS is given."""
    return BRANCHING_SIZE_MIXED if state.engine == "mixed" else BRANCHING_SIZE_UNIFORM


def highs_size_limit(state: LexicographicState) -> float:
    """The largest number of choices that a restricted search by HiGHS is given."""
    recipients = int(state.problem.choices.recipient.max(initial=-1)) + 1
    return max(
        HIGHS_SIZE_MIXED if state.engine == "mixed" else HIGHS_SIZE_UNIFORM, HIGHS_SIZE_PER_RECIPIENT * recipients
    )


def highs_restricted_search_where_many(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, only where many choices are open: among few a full search takes hardly longer."""
    if relaxation.dual.can_reach(current_worth(state, objective) + 1)[state.space.open].sum() <= FEW_CHOICES:
        return StepResult(state, 0.0)
    return highs_restricted_search(state, objective, relaxation, part)


def highs_restricted_search_by_columns(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same again, only where column generation has given other likely choices than the relaxation gave before."""
    if not relaxation.packed:
        return StepResult(state, 0.0)
    return highs_restricted_search_where_many(state, objective, relaxation, part)


def widening_choices(state: LexicographicState, objective: Objective, relaxation: Relaxation) -> Iterator[Bools]:
    """The likely choices by the relaxation, a larger set each time."""
    for neighbours in CHOICES_PER_RECIPIENT:
        yield likely_choices(relaxation, state.space.open, state.best, state.problem.choices.recipient, neighbours)


def tighten_by_column_generation(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """A tighter bound by column generation over each leader's deployments; later strategies use its solution."""
    if state.space.open.sum() > MANY_CHOICES:
        return StepResult(state, 0.0)  # their fillings are far too many, and to find that out takes seconds
    space, choices = state.space, state.problem.choices
    tighter = column_generation_bound(
        space.rows, space.open, worth_to_maximise(objective), state.best, choices, relaxation
    )
    return StepResult(state, 0.0, tighter=tighter)


def improve(state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float) -> StepResult:
    """Neighbourhood search from the incumbent."""
    return StepResult(*search_neighbourhoods(state, objective, relaxation, part))


def improve_by_relaxation(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """Neighbourhoods that the relaxation chooses, searched by HiGHS."""
    return StepResult(search_guided(state, objective, relaxation), 0.0)


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


def full_search_where_few(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, part: float
) -> StepResult:
    """The same, only where few choices are open, so that it often ends quickly."""
    if relaxation.dual.can_reach(current_worth(state, objective) + 1)[state.space.open].sum() > FEW_CHOICES:
        return StepResult(state, 0.0)
    return full_search(state, objective, relaxation, part)


# where costs are alike: quick proposals, then the tighter bound, then proposals by it and the full searches
UNIFORM: tuple[tuple[Strategy, float], ...] = (
    (quick_search, RESTRICTED_EFFORT),
    (full_search_where_few, RESTRICTED_EFFORT),
    (highs_restricted_search_where_many, 0.0),
    (tighten_by_column_generation, 0.0),
    (highs_restricted_search_by_columns, 0.0),
    (highs_search_of_least_loss, 0.0),
    (highs_full_search, 0.0),
    (improve_where_few, 0.3),
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
        (highs_restricted_search, 0.0),
        (tighten_by_column_generation, 0.0),  # from where it ended: the nearer the plan, the more a lower bound closes
        (highs_full_search, 0.0),
        (improve_by_relaxation, 0.0),
        (highs_full_search, 0.0),
        (improve, 0.7),
        (full_search, 0.2),
    ),
    "futures": (  # HiGHS takes minutes over the futures of a country, for the last tenth of a point
        (quick_search, RESTRICTED_EFFORT),
        (full_search_where_few, RESTRICTED_EFFORT),
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
    "coupled ties": ((full_search_where_few, RESTRICTED_EFFORT),),
    "near": ((improve_briefly, 1.0),),
    "plain": ((full_search, 1.0),),
}
