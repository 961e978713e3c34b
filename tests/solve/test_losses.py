"""Fillings that serve nobody twice, and neighbourhoods around the leaders who lose most against the bound."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from benchmarks.instances import problem as instance
from matcher.bounding import initial_space, worth_to_maximise
from matcher.greedy import greedy
from matcher.policy import Effort
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.blocks import blocks_of, providers_of
from matcher.solve.relaxations.column_generation import column_generation_bound, solve_pricing
from matcher.solve.relaxations.linear_relaxation import Relaxation
from matcher.solve.relaxations.subset_row_cuts import SubsetCuts
from matcher.solve.search import guided_neighbourhoods
from matcher.solve.search.highs_heuristic import HighsHeuristic
from matcher.solve.search.losses import Losses
from matcher.solve.sum_objective import initial_bound

NOBODY = np.zeros(0, dtype=np.int64)


@lru_cache(maxsize=1)
def a_village() -> tuple[LexicographicState, Relaxation]:
    """A village's first goal, with the bound by whole fillings."""
    problem = instance("village", True, 3)
    state = LexicographicState(
        problem, initial_space(problem), greedy(problem), Effort(), "mixed", HighsHeuristic(), NOBODY
    )
    goal, rows, open_ = problem.objectives[0], state.space.rows, state.space.open
    first = initial_bound(state, goal)[1]
    packed = column_generation_bound(rows, open_, worth_to_maximise(goal), state.best, problem.choices, first, True)
    assert packed is not None
    return state, packed


def test_no_filling_serves_a_recipient_twice() -> None:
    """A trust is led with or without the leader's team: two choices, of which a filling holds one."""
    state, _ = a_village()
    rows, open_, choices = state.space.rows, state.space.open, state.problem.choices
    blocks = blocks_of(rows, open_, providers_of(choices), choices.recipient, serve_once=True)
    assert blocks is not None
    recipients = [choices.recipient[own] for own in blocks.choices]
    assert any(len(np.unique(served)) < len(served) for served in recipients)
    everything: np.ndarray = np.ones(len(choices), dtype=np.int64)
    pricing = solve_pricing(rows, open_, everything, blocks, np.zeros(len(rows.at_most)), SubsetCuts(rows, blocks))
    assert pricing is not None
    for _, filling in pricing.columns:
        served = choices.recipient[list(filling)]
        assert len(np.unique(served)) == len(served)


def test_what_leaders_lose_is_part_of_what_is_open() -> None:
    state, relaxation = a_village()
    goal = state.problem.objectives[0]
    losses = Losses(state.space.rows, worth_to_maximise(goal), relaxation, state.problem.choices)
    lost, scale = losses.by_provider(state.best), relaxation.dual.scale
    short = relaxation.dual.bound + 1 - goal.value(state.best)
    assert 0 < lost.sum() <= short * scale
    assert (lost >= 0).all()
    served, could = losses.recipients(state.best, state.space.open)
    assert not (served & ~could).any()
    assert served.any()


def test_neighbourhoods_around_losses_make_a_plan_better_and_keep_it_lawful(monkeypatch: pytest.MonkeyPatch) -> None:
    state, relaxation = a_village()
    goal = state.problem.objectives[0]
    monkeypatch.setattr(guided_neighbourhoods, "MANY_OPEN", 0)
    assert guided_neighbourhoods.follows_losses(state, relaxation)
    with HighsHeuristic() as highs:
        after = guided_neighbourhoods.search_guided(
            LexicographicState(state.problem, state.space, state.best, state.effort, state.engine, highs, NOBODY),
            goal,
            relaxation,
        )
    assert goal.value(after.best) > goal.value(state.best)
    assert not state.problem.breaks(after.best)
