"""The best plan: goals met in order, each solved, fixed, and the next sought; never worse than where it starts."""

from __future__ import annotations

# loaded here, in Python: ortools would load it from C, where an interrupt is printed and forgotten
import google.protobuf.message_factory  # noqa: F401
import numpy as np

from matcher.errors import Defect
from matcher.exact import ground
from matcher.plan import Aim, Problem, Progress, Solution, Stage
from matcher.policy import Effort
from matcher.solve.climb import Climb, Step
from matcher.solve.cpsat import search
from matcher.solve.engines import ENGINES, costs_differ, engine_for
from matcher.solve.fairness import raise_share
from matcher.solve.goal import raise_worth
from matcher.solve.pins import pins_conflict
from matcher.solve.scout import Scout
from matcher.solve.unique import only_plan
from matcher.world import Bools, Ints

__all__ = ["ENGINES", "costs_differ", "pins_conflict", "solve"]


def solve(
    problem: Problem, start: Bools, effort: Effort, progress: Progress, engine: str = "auto", only: bool = True
) -> Solution:
    """The best plan in the order of the goals, from a lawful start (an unlawful one is mended first).

    `only`: whether to ask if it is the only one, which without a goal that settles ties costs more than all the rest.
    Raises Defect where no lawful plan exists: pins are checked before, and nothing else can make one impossible.
    """
    name = engine_for(problem, engine)
    with Scout() as scout:
        begun = lawful(problem, start, effort)
        climb = Climb(problem, ground(problem), begun, effort, name, scout, asked_about(problem, start, begun))
        steps = []
        for aim in problem.aims:
            progress(f"{aim.goal}: seeking better than {aim.value(climb.best)} {aim.unit}".rstrip())
            climb, step = raise_share(climb, aim) if aim.sense == "worst-share" else raise_worth(climb, aim)
            steps.append(step)
    unique = only and all(step.bound == step.witness.kept for step in steps) and only_plan(climb)
    stages = tuple(told(aim, step, climb.best) for aim, step in zip(problem.aims, steps, strict=True))
    return Solution(climb.best, stages, unique, name, ENGINES[name], tuple(step.witness for step in steps))


def asked_about(problem: Problem, start: Bools, begun: Bools) -> Ints:
    """The recipients of whom something is demanded or ruled out, or whose match the start could not keep."""
    named = [limit.choice for limit in problem.limits if limit.rule in ("pins", "left-out")]
    found: Ints = np.unique(problem.choices.recipient[np.concatenate([*named, np.flatnonzero(start != begun)])])
    return found


def told(aim: Aim, step: Step, chosen: Bools) -> Stage:
    """The stage with the final plan's value: a later goal may have used what this one may lose."""
    return Stage(aim.goal, aim.unit, aim.sense, aim.value(chosen), step.bound, False, "none", step.effort)


def lawful(problem: Problem, start: Bools, effort: Effort) -> Bools:
    """The start, or where that breaks a limit (pins can ask for more foresight than it has) as much of it as can be
    kept, or any plan that breaks none."""
    if not problem.breaks(start):
        return start.copy()
    rows = ground(problem).rows
    broken = np.flatnonzero(rows.used(start) > rows.at_most)
    found = search(rows, start | rows.only(broken.tolist()).helpful(), start.astype(np.int64), None, effort)
    if found.chosen is None:
        found = search(rows, np.ones(len(start), dtype=np.bool_), None, start, effort)
    if found.chosen is None or problem.breaks(found.chosen):
        raise Defect("no lawful plan was found, although the pins hold together")
    return found.chosen
