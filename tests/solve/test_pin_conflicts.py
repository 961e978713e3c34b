"""Pins that cannot hold: the smallest set of rows that contradict each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.plan import Problem
from matcher.solve import pins_conflict
from tests.solve.problems import a_limit, bare_problem, lawful_plans, random_problem


def only_rows(problem: Problem, kept: set[tuple[str, str]]) -> Problem:
    """The problem with no row but these; rows that share rule and subject stand or fall together."""
    limits = []
    for limit in problem.limits:
        stays = np.array([(limit.rule, s) in kept for s in limit.subject], dtype=np.bool_)
        entries = stays[limit.row]
        number = np.cumsum(stays) - 1
        limits.append(
            replace(
                limit,
                row=number[limit.row[entries]],
                choice=limit.choice[entries],
                weight=limit.weight[entries],
                at_most=limit.at_most[stays],
                subject=tuple(s for s, k in zip(limit.subject, stays, strict=True) if k),
            )
        )
    return replace(problem, limits=tuple(limits))


def test_every_conflict_is_one_and_without_any_one_member_is_none() -> None:
    conflicts = 0
    for seed in range(600):
        problem = random_problem(seed)
        found = pins_conflict(problem)
        assert (found is None) == bool(lawful_plans(problem)), seed
        if found is None:
            continue
        conflicts += 1
        assert any(rule == "pins" for rule, _ in found)
        assert not lawful_plans(only_rows(problem, set(found)))
        for left in found:
            assert lawful_plans(only_rows(problem, set(found) - {left})), (seed, left)
    assert conflicts > 20


def test_two_pins_on_one_recipient_contradict_its_one_leader() -> None:
    problem = bare_problem(2)
    one = a_limit("one-leader", "matches", [(0, 0, 1), (0, 1, 1)], [1], ["R0"])
    pins = a_limit("pins", "matches", [(0, 0, -1), (1, 1, -1)], [-1, -1], ["R0+L0", "R0+L1"])
    roomy = a_limit("pots", "pence", [(0, 0, 1), (0, 1, 1)], [10], ["offer"])
    found = pins_conflict(replace(problem, limits=(one, roomy, pins)))
    assert found is not None
    assert set(found) == {("one-leader", "R0"), ("pins", "R0+L0"), ("pins", "R0+L1")}


def test_a_pin_on_a_pair_that_cannot_be_chosen_contradicts_itself() -> None:
    pins = a_limit("pins", "matches", [], [-1], ["R0+L9"])
    assert pins_conflict(replace(bare_problem(1), limits=(pins,))) == (("pins", "R0+L9"),)


def test_no_pins_never_conflict() -> None:
    assert pins_conflict(random_problem(5, pins=False)) is None
