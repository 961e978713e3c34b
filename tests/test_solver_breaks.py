"""Breaks seeded into the solver are caught by trying every plan: the comparison is worth something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python.cp_model_helper import CpModelProto

from matcher.bounding import DualBound, Rows, SearchSpace, search_space
from matcher.errors import Defect
from matcher.plan import Objective
from matcher.solve import highs_strategies, share_objective, step, strategies, sum_objective
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.search import cpsat
from matcher.solve.step import StepResult, current_worth
from matcher.world import Bools
from tests.test_against_others import check_against_every_plan

TRIED = 150
Patch = pytest.MonkeyPatch


def a_goal_gives_nothing_away(patch: Patch) -> None:
    fix = SearchSpace.fix
    patch.setattr(SearchSpace, "fix", lambda self, objective, *rest: fix(self, replace(objective, may_lose=0), *rest))


def a_goal_gives_one_too_much_away(patch: Patch) -> None:
    fix = SearchSpace.fix
    patch.setattr(
        SearchSpace,
        "fix",
        lambda self, objective, *rest: fix(self, replace(objective, may_lose=objective.may_lose + 1), *rest),
    )


def a_share_is_rounded_down(patch: Patch) -> None:
    right = search_space.share_rows

    def wrong(objective: Objective, share: int, choices: int) -> Rows:
        return replace(right(objective, share, choices), at_most=-(max(share, 0) * objective.size // 1000))

    for room in (search_space, share_objective):
        patch.setattr(room, "share_rows", wrong)


def a_bound_is_one_step_too_low(patch: Patch) -> None:
    low = property(lambda self: self.most // (self.scale * self.step) * self.step - self.step)
    patch.setattr(DualBound, "bound", low)


def the_core_leaves_out_choices_that_just_reach(patch: Patch) -> None:
    def fewer(self: DualBound, value: int) -> Bools:
        return self.slack > value * self.scale - self.most

    patch.setattr(DualBound, "can_reach", fewer)


def a_row_allows_one_more(patch: Patch) -> None:
    def looser(model: CpModelProto, columns: Sequence[int], weights: Sequence[int], at_most: int) -> None:
        linear = model.constraints.add().linear
        linear.vars.extend(columns)
        linear.coeffs.extend(weights)
        linear.domain.extend((cpsat.LOWEST, at_most + 1))

    patch.setattr(cpsat, "add_row", looser)


def least_is_taken_for_most(patch: Patch) -> None:
    for room in (search_space, step, highs_strategies, strategies, sum_objective):
        patch.setattr(room, "worth_to_maximise", lambda objective: objective.worth)


def the_search_over_the_core_is_thrown_away(patch: Patch) -> None:
    def nothing(state: LexicographicState, objective: Objective, *_: object) -> StepResult:
        return StepResult(state, 0.0, current_worth(state, objective))

    patch.setattr(strategies, "STRATEGIES", dict.fromkeys(strategies.STRATEGIES, ((nothing, 1.0),)))


def a_plan_equal_to_another_is_called_the_only_one(patch: Patch) -> None:
    patch.setattr("matcher.solve.is_unique", lambda *_, **__: True)
    patch.setattr("matcher.rules.goals.canonical.weights", lambda _, c: np.zeros(len(c), dtype=np.int64))


BREAKS: tuple[Callable[[Patch], None], ...] = (
    a_goal_gives_nothing_away,
    a_goal_gives_one_too_much_away,
    a_share_is_rounded_down,
    a_bound_is_one_step_too_low,
    the_core_leaves_out_choices_that_just_reach,
    a_row_allows_one_more,
    least_is_taken_for_most,
    the_search_over_the_core_is_thrown_away,
    a_plan_equal_to_another_is_called_the_only_one,
)


@pytest.mark.parametrize("seeded", BREAKS, ids=lambda b: b.__name__)
def test_a_break_in_the_solver_is_caught(seeded: Callable[[Patch], None], monkeypatch: Patch) -> None:
    seeded(monkeypatch)
    with pytest.raises((AssertionError, Defect)):
        all_agree()


def all_agree() -> None:
    for seed in range(TRIED):
        check_against_every_plan(seed)
