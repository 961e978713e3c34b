"""The acceptance of the year ahead, on the real extracts: drawn futures beside hindsight and the plan of each term.

About a minute a seed, year and number of leaders on a busy machine. `MATCHER_YEAR_SEEDS=1,2` asks for some seeds only.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import mean

import pytest

from benchmarks.registers_for_extracts import write_registers
from matcher.policy import GoalChoice, Policy, YearAhead
from matcher.read.inputs import read_inputs
from matcher.study.back_test.back_test import YearTrial, back_test
from tests.extracts import extracts

pytestmark = pytest.mark.long

FREE = YearAhead(use="who-and-when", never_hold=(), wait_at_most="none", hold_at_most=Fraction(1))
FIFTH = Fraction(1, 5)
METHODS = ("greedy-term", "two-stage")
YEARS = (2021, 2022)


def seeds() -> list[int]:
    return [int(text) for text in os.environ.get("MATCHER_YEAR_SEEDS", ",".join(map(str, range(1, 11)))).split(",")]


def trials(
    tmp_path: Path, leaders: int, seed: int, binds: str, policy_of: Mapping[str, object]
) -> tuple[YearTrial, ...]:
    """Both years with the invented leaders of one seed: where days bind the pot only counts."""
    write_registers(extracts(), tmp_path, leaders, seed)
    read, facts = read_inputs(tmp_path / "budget.yaml", (), (), None, today=date(2026, 11, 29))
    policy: Policy = replace(read.policy, **({"priority": "history", "year_ahead": FREE} | dict(policy_of)))  # type: ignore[arg-type]
    if binds == "days":
        policy = replace(policy, pots=tuple(replace(pot, amount_pence=None) for pot in policy.pots))
    policy = replace(policy, goals=(GoalChoice(goal="coverage"),))
    return back_test(facts, policy, YEARS, [seed], FIFTH, METHODS)


@pytest.mark.parametrize(("leaders", "binds"), [(120, "days"), (200, "days"), (600, "pot")])
def test_drawn_futures_reach_hindsight_where_the_plan_of_each_term_does_not(
    tmp_path: Path, leaders: int, binds: str
) -> None:
    found = [t for seed in seeds() for t in trials(tmp_path / str(seed), leaders, seed, binds, {})]
    for year in {t.year for t in found}:
        greedy = [t for t in found if (t.year, t.method) == (year, "greedy-term")]
        ahead = [t for t in found if (t.year, t.method) == (year, "two-stage")]
        worst = min(a.outcome.points - g.outcome.points for a, g in zip(ahead, greedy, strict=True))
        assert worst >= -1, f"{year}: {worst} points"
        if mean(t.percent for t in greedy) < 90:
            reached = float(mean(t.percent for t in ahead))
            assert reached >= 97.5, f"{year}: {reached:.2f} % of hindsight"


def test_with_equal_priorities_nobody_is_held_and_coverage_is_not_below_the_plan_of_each_term(tmp_path: Path) -> None:
    for seed in seeds():
        found = trials(tmp_path / str(seed), 120, seed, "days", {"priority": "equal"})
        for year in {t.year for t in found}:
            greedy, ahead = (t.outcome.points for t in found if t.year == year)
            assert ahead >= greedy
