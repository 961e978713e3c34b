"""Lexicographic solve: each objective in order is solved, its value fixed as a constraint, and the next one solved.

The result is never worse than the plan it starts from.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

# loaded here, in Python: ortools would load it from C, where an interrupt is printed and forgotten
import google.protobuf.message_factory  # noqa: F401
import numpy as np

from matcher.bounding import SearchSpace, Witness, initial_space
from matcher.errors import Defect
from matcher.plan import Objective, Problem, Progress, Solution, Stage
from matcher.policy import Effort
from matcher.solve.engines import ENGINES, costs_differ, engine_for
from matcher.solve.lexicographic import LexicographicState, ObjectiveResult
from matcher.solve.pin_conflicts import pins_conflict
from matcher.solve.search.cpsat import search
from matcher.solve.search.highs_heuristic import HighsHeuristic
from matcher.solve.share_objective import maximise_share
from matcher.solve.sum_objective import maximise_worth
from matcher.solve.uniqueness import is_unique
from matcher.world import Bools, Ints

__all__ = ["ENGINES", "costs_differ", "pins_conflict", "resolve_among", "resume", "solve"]

ONLY_ONE = "the only best plan"  # what is asked last, as progress tells it


def solve(
    problem: Problem,
    start: Bools,
    effort: Effort,
    progress: Progress,
    engine: str = "auto",
    check_unique: bool = True,
    settled: Sequence[tuple[Stage, Witness]] = (),
) -> Solution:
    """The best plan in the order of the objectives, from `start` (repaired first where it breaks a limit).

    `check_unique`: whether to ask if the plan is the only best one; without an objective that breaks ties this costs
    more than everything else. `settled`: the results of the first objectives, which `start` keeps and which are not
    solved again. Raises Defect where no lawful plan exists: pins are checked before the call, and nothing
    else can make the problem infeasible.
    """
    name = engine_for(problem, engine)
    with HighsHeuristic() as highs:
        feasible = lawful(problem, start, effort)
        state = LexicographicState(
            problem, initial_space(problem), feasible, effort, name, highs, changed_recipients(problem, start, feasible)
        )
        state, steps = solve_in_order(state, settled, progress)
        unique = check_unique and state.all_settled and _is_only_one(state, steps, progress)
    stages = tuple(
        stage_of(objective, step, state.best) for objective, step in zip(problem.objectives, steps, strict=True)
    )
    return Solution(state.best, stages, unique, name, ENGINES[name], tuple(step.witness for step in steps))


def resolve_among(
    problem: Problem, start: Bools, effort: Effort, among: Bools, known: Sequence[Witness], engine: str = "auto"
) -> Bools:
    """The best plan that holds none but the choices of the mask `among`, as `start` does.

    `known` are the witnesses of the solve of the same limits and goals over all choices: what they prove holds of fewer
    choices too, so that a goal whose value stays takes no relaxation.
    """
    with HighsHeuristic() as highs:
        every, feasible = initial_space(problem), lawful(problem, start, effort, among)
        barred = np.unique(problem.choices.recipient[~among])
        focus = np.union1d(changed_recipients(problem, start, feasible), barred)
        space = SearchSpace(every.rows, every.open & among)
        state = LexicographicState(problem, space, feasible, effort, engine_for(problem, engine), highs, focus)
        return solve_in_order(state, (), lambda _: None, known)[0].best


def _is_only_one(state: LexicographicState, steps: Sequence[ObjectiveResult], progress: Progress) -> bool:
    progress(f"{ONLY_ONE}: seeking another that is as good")
    return is_unique(state, by_highs=bool(steps) and steps[-1].witness.in_floats)


def solve_in_order(
    state: LexicographicState,
    settled: Sequence[tuple[Stage, Witness]],
    progress: Progress,
    known: Sequence[Witness] = (),
) -> tuple[LexicographicState, list[ObjectiveResult]]:
    """The state after every objective in its order, and how each ended; the first are `settled` already. `known` are
    the witnesses of an earlier solve of the same objectives, from the first one on."""
    steps = list[ObjectiveResult]()
    for objective, (stage, witness) in zip(state.problem.objectives, settled, strict=False):
        steps.append(ObjectiveResult(stage.bound, stage.effort, witness))
        state = state.fix_as_before(objective, witness).after(steps[-1])
    left = state.problem.objectives[len(steps) :]
    for objective, earlier in zip(left, chain(known[len(steps) :], repeat(None)), strict=False):
        progress(f"{objective.goal}: seeking better than {objective.value(state.best)} {objective.unit}".rstrip())
        maximise = maximise_share if objective.sense == "worst-share" else maximise_worth
        state, step = maximise(state, objective, earlier)
        state = state.after(step)
        steps.append(step)
    return state, steps


def resume(
    problem: Problem,
    effort: Effort,
    progress: Progress,
    check_unique: bool,
    solution: Solution,
    plan: Bools,
    first: int,
) -> Solution:
    """Solves on from a better plan for the objective with number `first`; those before it stay as the solution has
    them."""
    progress(f"{problem.objectives[first].goal}: the second solver has a better plan; going on from it")
    settled = tuple(zip(solution.stages[:first], solution.witnesses[:first], strict=True))
    return solve(problem, plan, effort, progress, solution.engine, check_unique, settled)


def changed_recipients(problem: Problem, start: Bools, feasible: Bools) -> Ints:
    """The recipients named by a pin or a forbidden pair, or whose match changed when the start was repaired; sorted."""
    named = [limit.choice for limit in problem.limits if limit.rule in ("pins", "left-out")]
    result: Ints = np.unique(problem.choices.recipient[np.concatenate([*named, np.flatnonzero(start != feasible)])])
    return result


def stage_of(objective: Objective, step: ObjectiveResult, chosen: Bools) -> Stage:
    """The stage, with the final plan's value: a later objective may have used what this one may lose."""
    return Stage(
        objective.goal, objective.unit, objective.sense, objective.value(chosen), step.bound, False, "none", step.effort
    )


def lawful(problem: Problem, start: Bools, effort: Effort, among: Bools | None = None) -> Bools:
    """The start if it breaks no limit; else a lawful plan that keeps as much of it as possible; else any lawful plan.

    A plan that is not the start holds none but the choices `among`, where this is given. The
    greedy start can break a limit where pins compete for the same room. Raises Defect where no plan is found.
    """
    if not problem.breaks(start):
        return start.copy()
    rows = initial_space(problem).rows
    broken = np.flatnonzero(rows.used(start) > rows.at_most)
    among = np.ones(len(start), dtype=np.bool_) if among is None else among
    helpful = rows.subset(broken.tolist()).helpful() & among
    result = search(rows, start | helpful, start.astype(np.int64), None, effort)
    if result.chosen is None:
        result = search(rows, among, None, start, effort)
    if result.chosen is None or problem.breaks(result.chosen):
        raise Defect("no lawful plan was found, although the pins hold together")
    return result.chosen
