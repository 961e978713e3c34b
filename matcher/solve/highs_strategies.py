"""The strategies in which HiGHS searches: short looks at likely choices, and searches of all that is open."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np

from matcher.bounding import Answered, has_wide_room, worth_to_maximise
from matcher.plan import Objective
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.linear_relaxation import Relaxation
from matcher.solve.search.highs_heuristic import HighsResult
from matcher.solve.step import FEW_CHOICES, StepResult, current_worth, widening_choices
from matcher.solver_process import encode_as_it_stands, node_limit
from matcher.world import Bools

# most choices for a restricted search by HiGHS: where costs differ by pair, and elsewhere
HIGHS_SIZE_MIXED, HIGHS_SIZE_UNIFORM = 5_000, 20_000
# or as many for each recipient: with many schools the relaxation's support alone is larger
HIGHS_SIZE_PER_RECIPIENT = 2.5
# the same for a full search by HiGHS, and the limit on its work: nodes times choices
BRANCHING_SIZE_MIXED, BRANCHING_SIZE_UNIFORM, BRANCHING_WORK = 6_000, 20_000, 2_400_000
BRANCHING_SIZE_FUTURES = 60_000
SMALL_GAP_UNITS = 10  # of the goal's own unit
FEW_PER_RECIPIENT, LEAST_LOSS_WORK = 3, 60_000  # for a search among the choices of least loss: nodes times choices
LOOK_WORK = 100_000  # nodes times choices of a look at all that is open
AS_IT_STANDS_WORK = 40_000_000  # nodes times choices of a search of the programme as it stands
FEW_LOOKS = 2  # where all that is open can be looked through
FEW_NODES = 8  # of HiGHS's tree, root included, in a brief search


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
    size = int(_better(state, objective, relaxation).sum())
    if size > branching_size(state) or 0 < state.searched <= size:
        return StepResult(state, 0.0)
    step = _search_of_all(state, objective, relaxation, BRANCHING_WORK)
    return step._replace(state=replace(step.state, searched=size))


def highs_look_where_few(
    state: LexicographicState, objective: Objective, relaxation: Relaxation, _: float
) -> StepResult:
    """The same for the root of HiGHS's tree and a few nodes, where little is open: it is often near the best plan in a
    second or two, and the nearer the plan, the less is left for all that follows."""
    if _better(state, objective, relaxation).sum() > FEW_CHOICES:
        return StepResult(state, 0.0)
    return _search_of_all(state, objective, relaxation, LOOK_WORK)


def highs_search_as_it_stands(
    state: LexicographicState, objective: Objective, _relaxation: Relaxation, _: float
) -> StepResult:
    """HiGHS over all that is open, in the programme that a bare solver would be given, where some leader's room is so
    wide that filling it by whole deployments bounds little."""
    open_, worth = state.space.open, worth_to_maximise(objective)
    size = int(open_.sum())
    if size > FEW_CHOICES or not has_wide_room(state.space.rows, open_):
        return StepResult(state, 0.0)
    nodes = node_limit(AS_IT_STANDS_WORK, size)
    result = state.highs.search(state.space.rows, open_, worth, nodes, encode=encode_as_it_stands)
    return _claimed(state, objective, open_, result)


def _better(state: LexicographicState, objective: Objective, relaxation: Relaxation) -> Bools:
    """The choices that a better plan could hold, and the incumbent's."""
    better: Bools = state.space.open & relaxation.dual.can_reach(current_worth(state, objective) + 1)
    return better | state.best


def _search_of_all(state: LexicographicState, objective: Objective, relaxation: Relaxation, work: int) -> StepResult:
    """HiGHS over all of these within this work (nodes times choices), with what it claims where it finishes."""
    open_, worth = _better(state, objective, relaxation), worth_to_maximise(objective)
    result = state.highs.search(state.space.rows, open_, worth, node_limit(work, int(open_.sum())))
    return _claimed(state, objective, open_, result)


def _claimed(state: LexicographicState, objective: Objective, open_: Bools, result: HighsResult) -> StepResult:
    """The step to its plan, with what it claims of these choices where it finished."""
    state, worth = state.accept_if_better(objective, result.chosen), worth_to_maximise(objective)
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
    open_ = _better(state, objective, relaxation)
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
    sizes = {"mixed": BRANCHING_SIZE_MIXED, "futures": BRANCHING_SIZE_FUTURES}
    return sizes.get(state.engine, BRANCHING_SIZE_UNIFORM)


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
