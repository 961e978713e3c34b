"""Near-optimal plans: the constraints that define them, and the choices that every one of them contains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.bounding import share_rows, worth_to_maximise
from matcher.plan import Limit, Objective, Problem, Stage
from matcher.policy import Effort
from matcher.proof.proof import certify
from matcher.solve import solve
from matcher.world import Bools, Ints

MAX_ONE_BY_ONE = 40  # most groups that are tested one at a time


def near_optimal(problem: Problem, chosen: Bools, per_cent: int) -> Problem:
    """The problem with constraints instead of objectives: full coverage, and every other objective within
    `per_cent` % of its value in `chosen`.
    """
    objectives = [objective for objective in problem.objectives if objective.goal != "canonical"]
    rows = tuple(
        _near_optimal_row(objective, objective.value(chosen), per_cent, len(problem.choices))
        for objective in objectives
    )
    return replace(problem, limits=(*problem.limits, *rows), objectives=())


def _near_optimal_row(objective: Objective, value: int, per_cent: int, choices: int) -> Limit:
    part = 0 if objective.goal == "coverage" else abs(value) * per_cent // 100
    loss = max(objective.may_lose, part)
    if objective.sense == "worst-share":
        share = share_rows(objective, value - loss, choices)
        entries = share.restricted_to(np.arange(choices)).tocoo()
        return Limit(
            "near", objective.unit, entries.row, entries.col, entries.data, share.at_most, objective.group_names
        )
    worth = worth_to_maximise(objective)
    columns = np.flatnonzero(worth)
    least = (-value if objective.sense == "least" else value) - loss
    none = np.zeros(len(columns), dtype=np.int64)
    return Limit(
        "near", objective.unit, none, columns, -worth[columns], np.array([-least], dtype=np.int64), (objective.goal,)
    )


@dataclass(frozen=True, eq=False)
class InEveryPlan:
    """Indices of groups of choices: those proved to be in every feasible plan, and those neither proved nor refuted."""

    proved: frozenset[int]
    undecided: frozenset[int]


def in_every_plan(problem: Problem, start: Bools, groups: Sequence[Ints], effort: Effort) -> InEveryPlan:
    """The groups of which every feasible plan contains a choice. A plan contains at most one choice of a group.

    Finds the plan with the fewest of the groups, drops the groups it lacks, and repeats. When no group is dropped and
    the minimum is proved, all the remaining groups are in every plan. When it is not proved, each is tested by itself.
    """
    candidates = list(range(len(groups)))
    while candidates:
        stage, chosen = _fewest(problem, start, [groups[k] for k in candidates], effort)
        remaining = [k for k in candidates if chosen[groups[k]].any()]
        if len(remaining) == len(candidates):
            return _prove_in_every_plan(problem, start, groups, candidates, effort, stage)
        candidates = remaining
    return InEveryPlan(frozenset(), frozenset())


def _prove_in_every_plan(
    problem: Problem, start: Bools, groups: Sequence[Ints], candidates: list[int], effort: Effort, stage: Stage
) -> InEveryPlan:
    if stage.proved:
        return InEveryPlan(frozenset(candidates), frozenset())
    answers = dict(_one_by_one(problem, start, groups, candidates[:MAX_ONE_BY_ONE], effort))
    proved = frozenset(k for k, answer in answers.items() if answer == "always")
    return InEveryPlan(proved, frozenset(k for k in candidates if answers.get(k, "undecided") == "undecided"))


def _one_by_one(
    problem: Problem, start: Bools, groups: Sequence[Ints], candidates: list[int], effort: Effort
) -> Iterator[tuple[int, str]]:
    for k in candidates:
        stage, chosen = _fewest(problem, start, [groups[k]], effort)
        without = not chosen[groups[k]].any()
        yield k, "not always" if without else "always" if stage.proved else "undecided"


def _fewest(problem: Problem, start: Bools, groups: Sequence[Ints], effort: Effort) -> tuple[Stage, Bools]:
    """The plan with the fewest of the groups, and the stage that says whether that number is proved minimal."""
    worth: Ints = np.zeros(len(problem.choices), dtype=np.int64)
    worth[np.concatenate(groups)] = 1
    fewest_problem = replace(problem, objectives=(Objective("held", "groups", "least", worth),))
    solution, _ = certify(fewest_problem, solve(fewest_problem, start, effort, lambda _: None, check_unique=False))
    (stage,) = solution.stages
    return stage, solution.chosen
