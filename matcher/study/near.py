"""The plans that are nearly as good as the best: the rows that hold them, and what every one of them holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.exact import share_rows, worth_to_raise
from matcher.plan import Aim, Limit, Problem, Stage
from matcher.policy import Effort
from matcher.proof import certify
from matcher.solve import solve
from matcher.world import Bools, Ints

ALONE = 40  # at most so many are asked about one by one


def nearly_best(problem: Problem, chosen: Bools, per_cent: int) -> Problem:
    """The same limits, and rows that keep coverage whole and every other goal within a part of its best; no goals."""
    aims = [aim for aim in problem.aims if aim.goal != "canonical"]
    kept = tuple(_kept(aim, aim.value(chosen), per_cent, len(problem.choices)) for aim in aims)
    return replace(problem, limits=(*problem.limits, *kept), aims=())


def _kept(aim: Aim, value: int, per_cent: int, choices: int) -> Limit:
    part = 0 if aim.goal == "coverage" else abs(value) * per_cent // 100
    loss = max(aim.may_lose, part)
    if aim.sense == "worst-share":
        rows = share_rows(aim, value - loss, choices)
        held = rows.over(np.arange(choices)).tocoo()
        return Limit("near", aim.unit, held.row, held.col, held.data, rows.at_most, aim.group_names)
    worth = worth_to_raise(aim)
    held = np.flatnonzero(worth)
    least = (-value if aim.sense == "least" else value) - loss
    none = np.zeros(len(held), dtype=np.int64)
    return Limit("near", aim.unit, none, held, -worth[held], np.array([-least], dtype=np.int64), (aim.goal,))


@dataclass(frozen=True, eq=False)
class Always:
    """Of some groups of choices: the numbers of those that every plan holds, and of those nobody could tell of."""

    proved: frozenset[int]
    untold: frozenset[int]


def always(problem: Problem, start: Bools, groups: Sequence[Ints], effort: Effort) -> Always:
    """Which groups every lawful plan holds one choice of; no plan may hold two.

    The plan with the fewest of them is sought, those it lacks are left out, and so on. Where none can be left out and
    that is proved, every plan holds all that are left: one proof for all of them. Else each is asked about alone.
    """
    left = list(range(len(groups)))
    while left:
        stage, found = _fewest(problem, start, [groups[k] for k in left], effort)
        held = [k for k in left if found[groups[k]].any()]
        if len(held) == len(left):
            return _settled(problem, start, groups, left, effort, stage)
        left = held
    return Always(frozenset(), frozenset())


def _settled(
    problem: Problem, start: Bools, groups: Sequence[Ints], left: list[int], effort: Effort, stage: Stage
) -> Always:
    if stage.proved:
        return Always(frozenset(left), frozenset())
    answers = dict(_one_by_one(problem, start, groups, left[:ALONE], effort))
    proved = frozenset(k for k, said in answers.items() if said == "always")
    return Always(proved, frozenset(k for k in left if answers.get(k, "untold") == "untold"))


def _one_by_one(
    problem: Problem, start: Bools, groups: Sequence[Ints], left: list[int], effort: Effort
) -> Iterator[tuple[int, str]]:
    for k in left:
        stage, found = _fewest(problem, start, [groups[k]], effort)
        without = not found[groups[k]].any()
        yield k, "not always" if without else "always" if stage.proved else "untold"


def _fewest(problem: Problem, start: Bools, groups: Sequence[Ints], effort: Effort) -> tuple[Stage, Bools]:
    """The plan that holds the fewest of the groups, and how far that is proved by exact arithmetic."""
    worth: Ints = np.zeros(len(problem.choices), dtype=np.int64)
    worth[np.concatenate(groups)] = 1
    asked = replace(problem, aims=(Aim("held", "groups", "least", worth),))
    solution, _ = certify(asked, solve(asked, start, effort, lambda _: None, only=False))
    (stage,) = solution.stages
    return stage, solution.chosen
