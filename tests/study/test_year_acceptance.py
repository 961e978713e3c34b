"""The acceptance of the year ahead, on the real extracts: drawn futures beside hindsight and the plan of each term.

About a minute a seed, year and number of leaders on a busy machine. `MATCHER_YEAR_SEEDS=1,2` asks for some seeds only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import mean

import pytest

from benchmarks.registers_for_extracts import write_registers
from matcher.domain import Facts
from matcher.plan import Choices
from matcher.policy import Futures, GoalChoice, Policy, YearAhead
from matcher.read.inputs import read_inputs
from matcher.runs.setup import RunSetup
from matcher.study.back_test.back_test import YearTrial, back_test, with_seed
from matcher.study.back_test.methods import best_today, run_method, through_the_year, two_stage, with_use
from matcher.study.back_test.truth import YearOfTruth, year_of_truth
from matcher.world import Bools
from matcher.year_ahead.arrivals import Expectations
from tests.extracts import extracts

pytestmark = pytest.mark.long

FIFTH = Fraction(1, 5)
# they decline as the year does; where anybody may wait, a quarter of the trusts lapse, as in past years: decision 1610
DECLINING = Futures(number=16, declines=FIFTH)
LAPSING = replace(DECLINING, lapses=Fraction(1, 4))
FREE = YearAhead(use="who-and-when", futures=LAPSING, never_hold=(), wait_at_most="none", hold_at_most=Fraction(1))
SHIPPED = YearAhead(use="who-and-when", futures=replace(DECLINING, of_today="everybody"))  # decision 1611
EQUAL = YearAhead(use="which-leader", futures=DECLINING)
METHODS = ("greedy-term", "two-stage")
YEARS = (2021, 2022)
CHANCE = 3  # matches of about 180: the most by which one of 32 seeds was below, and one that other futures halve
SIZES = [(120, "days"), (200, "days"), (600, "pot")]


def seeds() -> list[int]:
    return [int(text) for text in os.environ.get("MATCHER_YEAR_SEEDS", ",".join(map(str, range(1, 11)))).split(",")]


def read_scenario(
    folder: Path, leaders: int, seed: int, binds: str, policy_of: Mapping[str, object]
) -> tuple[Facts, Policy]:
    """The files with the invented leaders of one seed: where days bind the pot only counts."""
    write_registers(extracts(), folder, leaders, seed)
    read, facts = read_inputs(folder / "budget.yaml", (), (), None, today=date(2026, 11, 29))
    policy: Policy = replace(read.policy, **({"priority": "history", "year_ahead": FREE} | dict(policy_of)))  # type: ignore[arg-type]
    if binds == "days":
        policy = replace(policy, pots=tuple(replace(pot, amount_pence=None) for pot in policy.pots))
    return facts, replace(policy, goals=(GoalChoice(goal="coverage"),))


@pytest.mark.parametrize(("leaders", "binds"), SIZES)
def test_drawn_futures_reach_hindsight_where_the_plan_of_each_term_does_not(
    tmp_path: Path, leaders: int, binds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = list[YearTrial]()
    for seed in seeds():
        facts, policy = read_scenario(tmp_path / str(seed), leaders, seed, binds, {})
        of_seed = back_test(facts, policy, YEARS, [seed], FIFTH, METHODS)
        for one, other in pairwise_by_year(of_seed):
            say(capsys, f"{leaders} leaders, {other.year}, seed {seed}", one.percent, other.percent)
        found += of_seed
    for year in {t.year for t in found}:
        greedy = [t for t in found if (t.year, t.method) == (year, "greedy-term")]
        ahead = [t for t in found if (t.year, t.method) == (year, "two-stage")]
        worst = min(a.outcome.points - g.outcome.points for a, g in zip(ahead, greedy, strict=True))
        assert worst >= -1, f"{year}: {worst} points"
        if mean(t.percent for t in greedy) < 90:
            reached = float(mean(t.percent for t in ahead))
            assert reached >= 97.5, f"{year}: {reached:.2f} % of hindsight"


@pytest.mark.parametrize(("leaders", "binds"), SIZES)
def test_with_the_shipped_limits_the_year_does_not_end_below_the_plan_of_each_term_on_average(
    tmp_path: Path, leaders: int, binds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The issue's bound for a single seed is about the free limits; these figures stand beside it, seed by seed."""
    gains: dict[int, list[int]] = {year: [] for year in YEARS}
    for seed in seeds():
        facts, policy = read_scenario(tmp_path / str(seed), leaders, seed, binds, {"year_ahead": SHIPPED})
        for greedy, ahead in pairwise_by_year(back_test(facts, policy, YEARS, [seed], FIFTH, METHODS)):
            what = f"shipped limits, {leaders} leaders, {ahead.year}, seed {seed}"
            say(capsys, what, greedy.percent, ahead.percent)
            gains[ahead.year].append(ahead.outcome.points - greedy.outcome.points)
    for year, own in gains.items():
        assert sum(own) >= 0, f"{year}: {own}"


def say(capsys: pytest.CaptureFixture[str], what: str, greedy: Fraction, ahead: Fraction) -> None:
    with capsys.disabled():
        print(f"\n{what}: plan of each term's end {float(greedy):.1f}, drawn futures {float(ahead):.1f}")


def pairwise_by_year(found: Sequence[YearTrial]) -> Iterator[tuple[YearTrial, YearTrial]]:
    """The plan of each term and the drawn futures of every year."""
    for year in {t.year for t in found}:
        greedy, ahead = (next(t for t in found if (t.year, t.method) == (year, method)) for method in METHODS)
        yield greedy, ahead


def test_with_equal_priorities_nobody_is_held_and_coverage_is_not_below_the_plan_of_each_term(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not below on the mean of the seeds, and on no seed by more than chance: whom somebody who says no was matched
    with differs between the two ways, and moves either by this much (docs/the-year-ahead.md)."""
    gains: dict[int, list[int]] = {year: [] for year in YEARS}
    for seed in seeds():
        facts, policy = read_scenario(
            tmp_path / str(seed), 120, seed, "days", {"priority": "equal", "year_ahead": EQUAL}
        )
        for year in YEARS:
            gains[year].append(gain_of_equal(with_use(year_of_truth(facts, policy, year), "two-stage"), seed))
            with capsys.disabled():
                print(
                    f"\nequal priorities, {year}, seed {seed}: {gains[year][-1]:+d} against the plan of each term's end"
                )
    for year, own in gains.items():
        assert sum(own) >= 0, f"{year}: {own}"
        assert min(own) >= -CHANCE, f"{year}: {own}"


def gain_of_equal(truth: YearOfTruth, seed: int) -> int:
    """What drawn futures serve more than the plan of each term's end; asserts that nobody waits at any decision."""
    truth = truth.under_policy(with_seed(truth.policy, seed))
    accepting, waiting = truth.accepting(FIFTH, seed), list[int]()

    def decide(setup: RunSetup, expected: Expectations) -> Bools:
        chosen, choices = two_stage(setup, expected), setup.problem.choices
        waiting.append(served_by(choices, best_today(setup)) - served_by(choices, chosen))
        return chosen

    ahead = through_the_year(truth, truth.term_ends, accepting, decide)
    assert set(waiting) == {0}
    return ahead.points - run_method(truth, "greedy-term", accepting).points


def served_by(choices: Choices, chosen: Bools) -> int:
    return int((chosen & choices.is_match).sum())
