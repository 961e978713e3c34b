"""Who would gain and who would lose a match if `priority` were read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from matcher.plan import Choices, Problem
from matcher.result import PriorityReading
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import problem_with_goals
from matcher.solve import solve
from matcher.world import Bools, World

PRIORITIES: tuple[Literal["register", "days-waiting", "equal"], ...] = ("register", "days-waiting", "equal")


def other_priorities(run: FinishedRun) -> Iterator[PriorityReading]:
    """One entry per other reading. Solved again, with the plan as warm start, where a reading changes any priority."""
    if run.policy.year_ahead.use != "off":
        return  # solved again for today alone every reading would be another plan
    ours = _matched(run.world, run.choices, run.chosen)
    for reading in PRIORITIES:
        if reading == run.policy.priority:
            continue
        world, other = problem_with_goals(run, replace(run.policy, priority=reading))
        plan = run.chosen
        if not _same_goals(other, run.problem):
            plan = solve(_asked_again(other), plan, world.policy.effort, lambda _: None, check_unique=False).chosen
        theirs = _matched(world, run.choices, plan)
        yield PriorityReading(reading, len(theirs), tuple(sorted(theirs - ours)), tuple(sorted(ours - theirs)))


def _asked_again(problem: Problem) -> Problem:
    """The problem itself; where organisations and advisers are chosen together, with coverage as its last goal: the
    reading changes no later one, and the plan stays where coverage does not ask for another."""
    if not problem.choices.is_adviser.any():
        return problem
    names = [objective.goal for objective in problem.objectives]
    last = names.index("coverage") + 1 if "coverage" in names else len(names)
    return replace(problem, objectives=problem.objectives[:last])


def _same_goals(one: Problem, other: Problem) -> bool:
    """Whether every goal asks the same of the same choices (priority is in no goal of a worst share)."""
    return all(np.array_equal(a.worth, b.worth) for a, b in zip(one.objectives, other.objectives, strict=True))


def _matched(world: World, choices: Choices, chosen: Bools) -> set[str]:
    return {world.recipients[r].id for r in choices.recipient[chosen & choices.is_match].tolist()}
