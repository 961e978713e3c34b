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
from matcher.solve.engines import ENGINES, engine_for
from matcher.solve.fairness import raise_share
from matcher.solve.goal import raise_worth
from matcher.solve.pins import pins_conflict
from matcher.solve.scout import Scout
from matcher.solve.unique import only_plan
from matcher.world import Bools

__all__ = ["ENGINES", "pins_conflict", "solve"]


def solve(
    problem: Problem, start: Bools, effort: Effort, progress: Progress, engine: str = "auto", only: bool = True
) -> Solution:
    """The best plan in the order of the goals, from a lawful start (an unlawful one is mended first).

    `only`: whether to ask if it is the only one, which without a goal that settles ties costs more than all the rest.
    Raises Defect where no lawful plan exists: pins are checked before, and nothing else can make one impossible.
    """
    name = engine_for(problem, engine)
    with Scout() as scout:
        climb = Climb(problem, ground(problem), lawful(problem, start, effort), effort, name, scout)
        steps = []
        for aim in problem.aims:
            progress(f"{aim.goal}: seeking better than {aim.value(climb.best)} {aim.unit}".rstrip())
            climb, step = raise_share(climb, aim) if aim.sense == "worst-share" else raise_worth(climb, aim)
            steps.append(step)
    unique = only and all(step.bound == step.witness.kept for step in steps) and only_plan(climb)
    stages = tuple(told(aim, step, climb.best) for aim, step in zip(problem.aims, steps, strict=True))
    return Solution(climb.best, stages, unique, name, ENGINES[name], tuple(step.witness for step in steps))


def told(aim: Aim, step: Step, chosen: Bools) -> Stage:
    """The stage with the final plan's value: a later goal may have used what this one may lose."""
    return Stage(aim.goal, aim.unit, aim.sense, aim.value(chosen), step.bound, False, "none", step.effort)


def lawful(problem: Problem, start: Bools, effort: Effort) -> Bools:
    """The start, or where that breaks a limit (pins can ask for more foresight than it has) any plan that does not."""
    if not problem.breaks(start):
        return start.copy()
    found = search(ground(problem).rows, np.ones(len(start), dtype=np.bool_), None, start, effort)
    if found.chosen is None or problem.breaks(found.chosen):
        raise Defect("no lawful plan was found, although the pins hold together")
    return found.chosen
