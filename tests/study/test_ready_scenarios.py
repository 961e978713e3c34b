"""Every ready scenario answers its question with the counts expected of it on the sample."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from matcher.read.scenarios.scenario import load_scenario
from matcher.runs.caches.cache import RunCache
from matcher.study.outcome import Outcome, outcome_of_run
from matcher.study.sweeps.draws import solve_draw

SCENARIOS = Path(__file__).parents[2] / "scenarios"
READY = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
CACHE = RunCache()

# to be matched, matched, trusts among them, trusts offered governance days, pounds
AS_SHIPPED = {
    "acceptance-80": (70, 46, 8, 6, 285000),
    "across-regions": (70, 48, 9, 8, 302000),
    "base": (70, 46, 8, 6, 285000),
    "budget-sweep": (70, 46, 8, 6, 285000),
    "budget": (70, 46, 8, 6, 285000),
    "five-days": (70, 53, 8, 6, 174000),
    "governance-off": (70, 46, 8, 0, 270000),
    "governance-reserved": (70, 46, 8, 6, 285000),
    "own-interest-cap": (70, 43, 8, 6, 267000),
    "own-region-only": (70, 44, 8, 6, 273000),
    "priority-days-waiting": (70, 46, 8, 6, 285000),
    "priority-equal": (70, 46, 8, 6, 285000),
    "priority-register": (70, 46, 8, 6, 285000),
    "rdp-lost": (70, 45, 8, 6, 279000),
    "regional-pots": (70, 46, 8, 6, 285000),
    "rise": (21, 14, 0, 0, 42000),
    "strong-trust-off": (70, 46, 8, 6, 288000),
    "term": (17, 10, 2, 1, 62500),
    "three-pots": (70, 46, 8, 6, 285000),
    "travel-30": (70, 38, 7, 5, 234500),
    "travel-60": (70, 46, 8, 6, 285000),
    "travel-90": (70, 48, 10, 6, 300000),
    "trust-rule-all-schools": (69, 46, 8, 6, 285000),
    "trust-rule-first-in-trust": (65, 43, 5, 3, 259500),
    "trust-rule-inspection-start": (66, 46, 8, 6, 285000),
    "trust-rule-mean": (70, 46, 8, 6, 285000),
    "trust-rule-net-count": (69, 45, 7, 5, 276500),
    "trust-rule-no-tenure": (73, 48, 11, 8, 302000),
    "trust-rule-pupil-weighted": (70, 45, 7, 5, 276500),
    "trust-rule-year-start": (69, 45, 7, 5, 276500),
    "up-to-ten-days": (70, 53, 8, 6, 174000),
}
# the same with £150,000, where money binds on the small sample as the £646,225 does on England
WHERE_MONEY_BINDS = {
    "acceptance-80": (70, 21, 6, 0, 120000),
    "across-regions": (70, 21, 6, 0, 120000),
    "budget-sweep": (70, 21, 6, 0, 120000),
    "budget": (70, 21, 6, 0, 120000),
    "five-days": (70, 40, 7, 0, 120000),
    "governance-off": (70, 21, 6, 0, 120000),
    "governance-reserved": (70, 21, 6, 5, 132500),
    "own-interest-cap": (70, 21, 6, 0, 120000),
    "own-region-only": (70, 21, 6, 0, 120000),
    "priority-days-waiting": (70, 21, 8, 0, 120000),
    "priority-equal": (70, 21, 6, 0, 120000),
    "priority-register": (70, 21, 6, 0, 120000),
    "rdp-lost": (70, 21, 6, 0, 120000),
    "strong-trust-off": (70, 21, 3, 0, 120000),
    "travel-30": (70, 21, 6, 0, 120000),
    "travel-60": (70, 21, 6, 0, 120000),
    "travel-90": (70, 21, 6, 0, 120000),
    "trust-rule-all-schools": (69, 21, 6, 0, 120000),
    "trust-rule-first-in-trust": (65, 21, 5, 0, 120000),
    "trust-rule-inspection-start": (66, 21, 6, 0, 120000),
    "trust-rule-mean": (70, 21, 6, 0, 120000),
    "trust-rule-net-count": (69, 21, 5, 0, 120000),
    "trust-rule-no-tenure": (73, 21, 7, 0, 120000),
    "trust-rule-pupil-weighted": (70, 21, 5, 0, 120000),
    "trust-rule-year-start": (69, 21, 4, 0, 120000),
    "up-to-ten-days": (70, 40, 7, 0, 120000),
}


def counts(name: str, *sets: str) -> tuple[int, ...]:
    figures = answer(name, *sets).figures
    wanted = ("eligible", "matched", "matched_trusts", "governance_offers", "spend_pence")
    *bodies, pence = (int(figures[figure] or 0) for figure in wanted)
    return (*bodies, pence // 100)


def answer(name: str, *sets: str) -> Outcome:
    scenario = load_scenario(SCENARIOS / f"{name}.yaml", sets)
    return outcome_of_run(CACHE, CACHE.facts(scenario.data, scenario.policy), scenario.policy)


@pytest.mark.parametrize("name", READY)
def test_a_ready_scenario_gives_its_expected_counts(name: str) -> None:
    assert counts(name) == AS_SHIPPED[name]


@pytest.mark.parametrize("name", WHERE_MONEY_BINDS)
def test_a_ready_scenario_gives_its_expected_counts_where_money_binds(name: str) -> None:
    assert counts(name, "pots.offer.amount=150_000") == WHERE_MONEY_BINDS[name]


def test_counting_schools_only_starves_trusts_where_money_binds_and_counting_every_match_does_not() -> None:
    schools_only = (
        "goals=[coverage, stability, {goal: strong-trust-first, within_km: 40, counts: schools},"
        " governance, fairness, fit, spend]"
    )
    as_before = counts("budget", "pots.offer.amount=150_000", schools_only)
    every_match, without = (WHERE_MONEY_BINDS[name] for name in ("budget", "strong-trust-off"))
    assert as_before == (70, 21, 1, 0, 120000)
    assert as_before[1] == every_match[1] == without[1]
    assert as_before[2] < without[2] < every_match[2]


def test_half_the_days_reach_more_for_the_same_money() -> None:
    assert WHERE_MONEY_BINDS["five-days"][1] > WHERE_MONEY_BINDS["budget"][1]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_lost_partner_keeps_no_region_and_lends_no_leader_and_nothing_else_differs() -> None:
    lost = "90016"
    before, after = (rows(SCENARIOS / folder / "organisations.csv") for folder in ("sample", "rdp-lost"))
    handed = {r["organisation_id"]: r["broker_for"] for r in before}[lost].split(";")
    heir = next(b for a, b in zip(before, after, strict=True) if a != b and b["organisation_id"] != lost)
    assert next(r for r in after if r["organisation_id"] == lost)["broker_for"] == ""
    assert set(handed) < set(heir["broker_for"].split(";"))
    leaders = zip(*(rows(SCENARIOS / folder / "leaders.csv") for folder in ("sample", "rdp-lost")), strict=True)
    for a, b in leaders:
        assert b == (a | {"willing": "no"} if a["organisation_id"] == lost else a)


def test_the_first_draws_of_four_in_five_accepting_are_those_expected() -> None:
    scenario = load_scenario(SCENARIOS / "acceptance-80.yaml")
    loaded, draws = CACHE.facts(scenario.data, scenario.policy), scenario.draws
    assert draws is not None
    wanted = ("drawn_demand", "drawn_declined", "drawn_leaders_lost", "matched", "unmet")
    found = [solve_draw(CACHE, loaded, scenario.policy, draws.vary, draws.seed, k, "").figures for k in range(3)]
    assert [tuple(f[name] for name in wanted) for f in found] == [
        (70, 5, 3, 44, 21),
        (70, 14, 2, 38, 18),
        (70, 19, 4, 32, 19),
    ]


def test_money_divided_among_regions_beforehand_serves_fewer_and_what_is_left_reverts() -> None:
    names = [pot.name for pot in load_scenario(SCENARIOS / "regional-pots.yaml").policy.pots]
    ninth = tuple(f"pots.{name}.amount=16_667" for name in names)  # of the £150,000 with which budget.yaml matches 21
    assert counts("regional-pots", *ninth) == (70, 14, 5, 4, 88000)
    pots = answer("regional-pots", *ninth).pots
    assert len(pots) == 9
    assert all(pot["reverts"] and pot["left_pence"] > 0 for pot in pots)
