"""Draws are repeatable one by one, stay within what they may vary, and say how widely the answer spreads."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from matcher.policy import Pinned
from matcher.read.scenarios.scenario import load_scenario
from matcher.read.scenarios.schema.draws import vary_of
from matcher.runs.caches.cache import RunCache
from matcher.study.pages.draws_page import page, share_within_pots, wilson_interval
from matcher.study.pages.study_page import html
from matcher.study.sweeps.demand import demand_scale
from matcher.study.sweeps.draws import running_mean, sample_world, solve_draw
from matcher.study.sweeps.finished_sweep import finished_sweep
from matcher.study.sweeps.points import points_of, task_of
from matcher.study.sweeps.sweep import sweep

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DRAWS = SCENARIOS / "acceptance-80.yaml"
SCENARIO = load_scenario(DRAWS)
CACHE = RunCache()
LOADED = CACHE.facts(SCENARIO.data, SCENARIO.policy)
WORLD = CACHE.setup(LOADED, SCENARIO.policy).world


def test_a_draw_is_the_same_alone_and_among_others() -> None:
    first = solve_draw(CACHE, LOADED, SCENARIO.policy, {"declines": 0.2, "demand": "history"}, 1, 3, "k")
    for other in (0, 7):
        solve_draw(CACHE, LOADED, SCENARIO.policy, {"declines": 0.2, "demand": "history"}, 1, other, "k")
    assert solve_draw(RunCache(), LOADED, SCENARIO.policy, {"declines": 0.2, "demand": "history"}, 1, 3, "k") == first


def test_another_seed_and_another_draw_differ() -> None:
    vary = vary_of({"declines": 0.2})
    who = {
        tuple(r.id for r in sample_world(WORLD, vary, None, seed, draw)[0].recipients)
        for seed in (1, 2)
        for draw in (0, 1)
    }
    assert len(who) == 4


def test_leaving_one_thing_fixed_leaves_the_others_as_they_were_drawn() -> None:
    both, first = vary_of({"declines": 0.2, "leaders_drop_out": 0.3}), vary_of({"declines": 0.2})
    assert sample_world(WORLD, both, None, 1, 5)[0].recipients == sample_world(WORLD, first, None, 1, 5)[0].recipients


def test_nothing_varied_changes_nothing() -> None:
    world, counts = sample_world(WORLD, vary_of({}), None, 1, 0)
    assert (world.recipients, world.leaders, counts.declined) == (WORLD.recipients, WORLD.leaders, 0)


def test_a_pinned_body_has_said_yes_and_a_pin_falls_with_its_leader() -> None:
    best = CACHE.solve(LOADED, SCENARIO.policy).plan.matches[:6]
    pins = tuple(Pinned(recipient_id=m.recipient_id, leader_id=m.leader_id, reason="agreed") for m in best)
    policy, vary = replace(SCENARIO.policy, pins=pins), {"declines": 0.6, "leaders_drop_out": 0.4}
    world, fallen = CACHE.setup(LOADED, policy).world, 0
    for draw in range(5):
        after, _ = sample_world(world, vary_of(vary), None, 1, draw)
        stay = {x.id for x in after.leaders}
        assert after.policy.pins == tuple(pin for pin in pins if pin.leader_id in stay)
        assert {pin.recipient_id for pin in pins} <= {r.id for r in after.recipients}
        matched = {(m.recipient_id, m.leader_id) for m in solve_draw(CACHE, LOADED, policy, vary, 1, draw, "k").matches}
        assert {(pin.recipient_id, pin.leader_id) for pin in after.policy.pins} <= matched
        fallen += len(pins) - len(after.policy.pins)
    assert fallen


def test_one_in_five_declines_on_the_whole() -> None:
    vary = vary_of({"declines": 0.2})
    declined = [sample_world(WORLD, vary, None, 1, draw)[1].declined for draw in range(300)]
    mean, error = float(np.mean(declined)), float(np.std(declined) / 300**0.5)
    assert abs(mean - 0.2 * len(WORLD.recipients)) < 4 * error


def test_rates_stay_between_the_two_given() -> None:
    vary = vary_of({"rates": {"nle_day": [550, 650]}})
    pence = {sample_world(WORLD, vary, None, 1, d)[0].policy.rates.leader_day_pence["nle"] for d in range(60)}
    assert min(pence) >= 55_000
    assert max(pence) <= 65_000
    assert len(pence) > 20


def test_demand_is_drawn_month_by_month_from_the_years_of_the_files() -> None:
    scale = demand_scale(LOADED.facts, SCENARIO.policy, 3, "history")
    assert set(scale.months) == set(range(1, 13))
    assert all(len(years) == 3 for years in scale.months.values())
    within = {g: sum(max(y.get(g, 0) for y in years) for years in scale.months.values()) for g in scale.actual}
    for draw in range(20):
        for group, factor in scale.sample(np.random.default_rng(draw)).factors.items():
            assert 0 <= factor * scale.actual[group] <= within[group] + 1e-9


def test_each_month_of_a_draw_is_a_month_of_the_files() -> None:
    scale = demand_scale(LOADED.facts, SCENARIO.policy, 3)
    _, counts = sample_world(WORLD, vary_of({"demand": "history"}), scale, 1, 0)
    assert [month[5:] for month in counts.months] == [f"{month:02d}" for month in range(1, 13)]
    assert {month[:4] for month in counts.months} <= {"2020", "2021", "2022", "2023"}
    total = Counter[tuple[str, str]]()
    for month in counts.months:
        years = scale.calendar[int(month[5:])]
        total.update(scale.months[int(month[5:])][years.index(int(month[:4]))])
    drawn = scale.sample(np.random.default_rng([1, 0, 0])).factors
    assert {group: round(factor * scale.mean[group]) for group, factor in drawn.items()} == {g: total[g] for g in drawn}


def mean_demand(level: Literal["own", "history"], draws: int = 400) -> tuple[float, float]:
    """The mean number of standalone schools that ask, and its standard error."""
    scale = demand_scale(LOADED.facts, SCENARIO.policy, 3, level)
    vary = vary_of({"demand": "history"})
    asked = [sample_world(WORLD, vary, scale, 1, draw)[1].demand_schools for draw in range(draws)]
    return float(np.mean(asked)), float(np.std(asked) / draws**0.5)


def test_the_draws_mean_demand_is_the_scenarios_own_unless_told_otherwise() -> None:
    own = sum(r.kind == "school" for r in WORLD.recipients)
    mean, error = mean_demand("own")
    assert abs(mean - own) < 4 * error
    pulled, error = mean_demand("history")
    assert abs(pulled - own) > 4 * error
    assert vary_of({"demand": {"from": "history", "level": "history"}}).demand.level == "history"  # type: ignore[union-attr]


def test_every_drawn_value_is_a_column_of_the_table(tmp_path: Path) -> None:
    vary = "{demand: history, declines: 0.2, rates: {nle_day: [550, 650], governance_day: [400, 600]}}"
    sets = ("draws.number=3", f"draws.vary={vary}")
    read = load_scenario(DRAWS, sets)
    points = points_of(DRAWS, sets, (), None, read)
    task = task_of(DRAWS, sets, (), None, tmp_path, read)
    sweep(task, points, "local:1")
    with (tmp_path / "points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    scale = demand_scale(LOADED.facts, SCENARIO.policy, 3)
    for draw, row in enumerate(rows):
        world, counts = sample_world(WORLD, vary_of(task.vary), scale, 1, draw)
        rates = world.policy.rates
        assert int(row["drawn_nle_day_pence"]) == rates.leader_day_pence["nle"] != 60_000
        assert int(row["drawn_governance_day_pence"]) == rates.governance_day_pence
        assert int(row["drawn_trust_ceo_day_pence"]) == 60_000
        assert row["drawn_months"] == ";".join(counts.months)
        assert int(row["drawn_demand_schools"]) + int(row["drawn_demand_trusts"]) == counts.demand
    assert len({row["drawn_nle_day_pence"] for row in rows}) == 2


def test_drawn_demand_keeps_trusts_and_ids_apart() -> None:
    scale = demand_scale(LOADED.facts, SCENARIO.policy, 3)
    world, counts = sample_world(WORLD, vary_of({"demand": "history"}), scale, 1, 0)
    ids = [r.id for r in world.recipients]
    assert len(set(ids)) == len(ids) == counts.demand
    trusts = [r for r in WORLD.recipients if r.kind == "trust"]
    assert [r for r in world.recipients if r.kind == "trust"] == trusts


def test_where_the_pot_is_too_small_it_does_not_pay_for_everybody() -> None:
    poor = replace(SCENARIO.policy, pots=tuple(replace(p, amount_pence=6_000_000) for p in SCENARIO.policy.pots))
    outcomes = [solve_draw(CACHE, LOADED, p, {"declines": 0.2}, 1, 0, "k") for p in (poor, SCENARIO.policy)]
    assert [f.figures["within_pots"] for f in outcomes] == ["no", "yes"]
    assert outcomes[0].figures["needed_pence"] == outcomes[1].figures["needed_pence"]
    assert share_within_pots(outcomes) == (0.5, pytest.approx(0.125**0.5))


def test_the_running_mean_and_its_error_are_those_of_the_textbook() -> None:
    assert running_mean([1, 3, 5])[-1] == (3, 3.0, pytest.approx(2 / 3**0.5))


def test_a_chance_that_never_came_up_is_not_called_impossible() -> None:
    assert wilson_interval(0, 18) == (0.0, pytest.approx(0.176, abs=0.001))
    assert wilson_interval(18, 18) == (pytest.approx(0.824, abs=0.001), 1.0)
    low, high = wilson_interval(50, 100)
    assert (round(low, 3), round(high, 3)) == (0.404, 0.596)


def test_draws_run_as_points_and_their_page_says_what_was_drawn(tmp_path: Path) -> None:
    sets = ("draws.number=6",)
    read = load_scenario(DRAWS, sets)
    points = points_of(DRAWS, sets, (), None, read)
    task = task_of(DRAWS, sets, (), None, tmp_path, read)
    sweep(task, points, "local:1")
    with (tmp_path / "points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["draw"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert len({row["key"] for row in rows}) == 6
    page_html = html(page(finished_sweep("How many?", task, points, read), ()))
    assert "Leaders who drop out" in page_html
    assert "95 % interval" in page_html
