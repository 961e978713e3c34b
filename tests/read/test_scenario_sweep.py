"""A sweep is every point it names, each of which a scenario could take."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.read.scenarios.scenario import expand_sweep, load_scenario
from tests.read.scenario_files import loaded, only, write


def points(folder: Path, sweep: str) -> tuple[dict[str, object], ...]:
    return expand_sweep(write(folder, f"sweep: {sweep}"))


def test_a_range_includes_its_end(tmp_path: Path) -> None:
    found = points(tmp_path, "{pots.offer.amount: {from: 400_000, to: 500_000, step: 50_000}}")
    assert [p["pots.offer.amount"] for p in found] == [400_000, 450_000, 500_000]


def test_a_range_of_decimals_is_exact(tmp_path: Path) -> None:
    found = points(tmp_path, "{support.team_share_at_most: {from: 0.1, to: 0.5, step: 0.1}}")
    assert [p["support.team_share_at_most"] for p in found] == [0.1, 0.2, 0.3, 0.4, 0.5]


def test_every_combination_is_a_point(tmp_path: Path) -> None:
    found = points(tmp_path, "{rates.nle_day: [1, 2], rules.max_travel_km: [45, null]}")
    assert len(found) == 4
    assert found[1] == {"rates.nle_day": 1, "rules.max_travel_km": None}


def test_a_zip_takes_the_first_of_each_together(tmp_path: Path) -> None:
    found = points(tmp_path, "{how: zip, rates.nle_day: [1, 2], rules.max_travel_km: [45, 60]}")
    assert found == ({"rates.nle_day": 1, "rules.max_travel_km": 45}, {"rates.nle_day": 2, "rules.max_travel_km": 60})


def test_lists_and_switches_may_be_swept(tmp_path: Path) -> None:
    found = points(tmp_path, "{support.standalone_days: [[5], [5, 10]], priority: [register, equal]}")
    assert [p["support.standalone_days"] for p in found] == [[5], [5], [5, 10], [5, 10]]


def test_every_point_can_be_loaded(tmp_path: Path) -> None:
    path = write(tmp_path, "sweep: {pots.offer.amount: [1, 2.5], goals: [[coverage], [coverage, spend]]}")
    amounts = [load_scenario(path, point=p).policy.pots[0].amount_pence for p in expand_sweep(path)]
    assert amounts == [100, 100, 250, 250]


def test_a_scenario_without_a_sweep_is_one_point(tmp_path: Path) -> None:
    assert expand_sweep(write(tmp_path)) == ({},)


def test_draws_are_read_and_not_drawn(tmp_path: Path) -> None:
    draws = loaded(tmp_path, "draws: {number: 200, seed: 7, vary: {declines: 0.2}}").draws
    assert draws is not None
    assert (draws.number, draws.seed, draws.vary) == (200, 7, {"declines": 0.2})


@pytest.mark.parametrize(
    ("sweep", "said"),
    [
        ("{}", "8 sweep: is empty. Name a setting and its values, or remove the sweep"),
        ("{how: zip}", "8 sweep: is empty. Name a setting and its values, or remove the sweep"),
        ("{rates.nle_day: []}", "24 sweep.rates.nle_day: is empty. Write at least one value"),
        (
            "{rates.nle_day: 5}",
            "24 sweep.rates.nle_day: is neither a list nor from, to and step. Write a list, or "
            "{from: 400_000, to: 800_000, step: 50_000}",
        ),
        ("{rates.nle_day: {from: 2, to: 1, step: 1}}", "24 sweep.rates.nle_day: is empty: `to` is less than `from`."),
        (
            "{rates.nle_day: {from: 1, to: 2, step: 0}}",
            "24 sweep.rates.nle_day: has a step that is not more than 0.",
        ),
        (
            "{rates.nle_day: {from: 1, to: x, step: 1}}",
            "24 sweep.rates.nle_day: has a from, to or step that is not a number.",
        ),
        (
            "{rates.nle_day: {from: 1, to: 1_000_000_000, step: 1}}",
            "24 sweep.rates.nle_day: has 1,000,000,000 values, more than 10,000.",
        ),
        (
            "{how: zap, rates.nle_day: [1]}",
            "14 sweep.how: is not one of the names known here (found 'zap'). Did you mean `zip`?",
        ),
        (
            "{how: zip, rates.nle_day: [1], rates.grant: [1, 2]}",
            "8 sweep: zips lists of different lengths. Give each the same number",
        ),
        ("{rates.nle_da: [1]}", "23 sweep.rates.nle_da: is not a key known here (found '1'). Did you mean `nle_day`?"),
        ("{rates.nle_day: [1, -1]}", "24 sweep.rates.nle_day: is a negative number (found '-1'). Write 0 or more"),
        (
            "{pots.ofer.amount: [1]}",
            "27 sweep.pots.ofer.amount: there is no pot of this name (found '1'). Did you mean `offer`?",
        ),
    ],
)
def test_a_sweep_that_cannot_be_run_is_a_fault(tmp_path: Path, sweep: str, said: str) -> None:
    assert only(tmp_path, f"sweep: {sweep}") == f"mine.yaml:2:column {said}"


def test_too_many_points_are_a_fault(tmp_path: Path) -> None:
    wide = "{from: 1, to: 5000, step: 1}"
    said = only(tmp_path, f"sweep: {{rates.nle_day: {wide}, rates.grant: {wide}}}")
    assert "has 25,000,000 points, more than 1,000,000" in said


@pytest.mark.parametrize("count", ["1_000_000", "3"])
def test_the_number_of_draws_is_free(tmp_path: Path, count: str) -> None:
    draws = loaded(tmp_path, f"draws: {{number: {count}}}").draws
    assert draws is not None
    assert draws.seed == 1
