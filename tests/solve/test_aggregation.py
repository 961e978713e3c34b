"""The programme with counts has the plans of the programme without, each worth the same."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from matcher.bounding import Origin, Row, Rows, rows_from, rows_of, worth_to_maximise
from matcher.bounding.aggregation import Program, program_with_counts
from matcher.proof.second_solver import HighsSecondSolver
from matcher.solver_process import encode_with_counts, question_of
from matcher.world import Ints
from tests.solve.problems import random_problem


def small_rows(draw: np.random.Generator, choices: int = 9, recipients: int = 3) -> Rows:
    """Random rows of every kind, with few different weights each, so that classes are found."""
    recipient = draw.integers(0, recipients, choices)
    found = [
        Row(np.flatnonzero(recipient == r), np.ones(int((recipient == r).sum()), dtype=np.int64), 1, origin)
        for r in range(recipients)
        for origin in [Origin("limit", "one-leader", str(r))]
    ]
    for kind, name, sign in (("limit", "leader-days", 1), ("limit", "pots", 1), ("floor", "coverage", -1)):
        weight = draw.choice([0, 1, 2], choices)
        held = np.flatnonzero(weight)
        found.append(Row(held, sign * weight[held], sign * int(draw.integers(1, 5)), Origin(kind, name)))
    return rows_from(found, choices)


def with_counts(program: Program, plan: Ints) -> Ints:
    """The plan with the value of each count, as its defining row says."""
    values = np.concatenate([plan, np.zeros(len(program.worth) - len(plan), dtype=np.int64)])
    for k in range(program.rows - program.defining, program.rows):
        own = program.row == k
        count = program.column[own & (program.weight == -1)][-1]
        values[count] = values[program.column[own & (program.column != count)]].sum()
    return values


@pytest.mark.parametrize("seed", range(12))
def test_every_plan_is_one_of_both_programmes_and_worth_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.bounding.aggregation.FEW_ENTRIES", 2)
    draw = np.random.default_rng(seed)
    rows = small_rows(draw)
    worth = draw.integers(-2, 3, rows.choices)
    open_ = draw.random(rows.choices) < 0.9
    program = program_with_counts(rows, open_, worth)
    at_most = np.concatenate([rows.at_most, np.zeros(program.defining, dtype=np.int64)])
    for picked in product((0, 1), repeat=int(open_.sum())):
        plan = np.zeros(rows.choices, dtype=np.bool_)
        plan[open_] = np.array(picked, dtype=np.bool_)
        values = with_counts(program, np.array(picked, dtype=np.int64))
        used = np.zeros(program.rows, dtype=np.int64)
        np.add.at(used, program.row, program.weight * values[program.column])
        assert (used[program.rows - program.defining :] == 0).all()
        assert (values <= program.most).all()
        assert (used <= at_most).all() == rows.allow(plan)
        assert int(program.worth @ values) == int(worth[plan].sum())


def test_like_choices_are_counted_for_recipients_and_for_leaders() -> None:
    rows, every = small_rows(np.random.default_rng(3)), np.ones(9, dtype=np.bool_)
    assert program_with_counts(rows, every, np.ones(9, dtype=np.int64)).defining > 0


@pytest.mark.parametrize("seed", range(3))
def test_the_second_solver_says_the_same_of_both(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(seed)
    rows, open_ = rows_of(problem), np.ones(len(problem.choices), dtype=np.bool_)
    worth = worth_to_maximise(problem.objectives[0])
    with HighsSecondSolver() as second:
        counted = second.opinion(rows, open_, worth)
        monkeypatch.setattr("matcher.bounding.aggregation.LIKE_CHOICES", 10**9)
        plain = second.opinion(rows, open_, worth)
    assert (counted.answer, counted.value) == (plain.answer, plain.value)


def test_a_question_is_known_again_by_every_number_in_it() -> None:
    rows = small_rows(np.random.default_rng(1))
    every, worth = np.ones(9, dtype=np.bool_), np.arange(9)
    asked = question_of(encode_with_counts(rows, every, worth))
    assert asked == question_of(encode_with_counts(rows, every, worth.copy()))
    fewer = every.copy()
    fewer[0] = False
    less = rows.at_most - (np.arange(len(rows.at_most)) == 4)
    tighter = replace(rows, at_most=less)
    others = [(rows, fewer, worth), (rows, every, worth + 1), (tighter, every, worth)]
    assert all(question_of(encode_with_counts(*other)) != asked for other in others)
