"""The money page: who is matched along the curve, what is committed, expected and claimed, by term, with bands."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from matcher.domain import Facts
from matcher.domain.records import Deployment
from matcher.policy import Pinned
from matcher.read.scenarios.scenario import Scenario, load_scenario
from matcher.runs.caches.cache import RunCache
from matcher.study.money.budgets import CurvePoint, budgets_of, outcomes_along
from matcher.study.money.forecast import Band, Expectation, MoneyForecast, expectation_of, forecast_of
from matcher.study.money.money_lines import WHOLE, money_lines, term_lines
from matcher.study.money.money_page import MoneyStudy, band_in_words, money_page
from matcher.study.outcome import Match, Outcome, outcome_of_solved
from matcher.study.pages.chart_files import write_charts
from matcher.study.pages.study_page import html
from matcher.study.questions.frontier import Frontier, frontier
from matcher.study.questions.scenario_solver import ScenarioSolver
from matcher.study.sweeps.store import SweepStore
from matcher.study.tables.money_tables import write_money
from matcher.study.tables.spend import TermSpend

BUDGET = Path(__file__).parents[2] / "scenarios" / "budget.yaml"
GIVEN = Expectation(Fraction(1, 5), "", (0.5, 1.0), True, "", 1, 2000, 1)


def match(id_: str, pence: int, fees: int = 0, governance: int = 0, kind: str = "school") -> Match:
    return Match(id_, "L1", kind, "London", "Primary", "O1", 10, 0, pence, 1, 1, fees, governance)


def outcome(*matches: Match, more: tuple[str, ...] = ()) -> Outcome:
    return Outcome("k", {}, (), (), (), matches, (*(m.recipient_id for m in matches), *more))


ONE = outcome(match("1", 600_000), match("2", 300_000, fees=100_000, governance=50_000))


def test_nobody_declining_and_everything_claimed_is_what_is_committed() -> None:
    sure = replace(GIVEN, declines=Fraction(0), claimed=(1.0, 1.0))
    forecast = forecast_of(ONE, ONE.matches, sure, ())
    assert forecast == MoneyForecast(2, 950_000, Band(2, 2, 2), *(2 * (Band(950_000, 950_000, 950_000),)))


def test_days_are_claimed_in_part_and_fees_are_paid_whole() -> None:
    half = replace(GIVEN, declines=Fraction(0), claimed=(0.5, 0.5))
    claimed = 300_000 + 100_000 + (200_000 + 50_000) // 2
    assert forecast_of(ONE, ONE.matches, half, ()).claimed == Band(claimed, claimed, claimed)


def test_what_is_expected_is_the_share_that_does_not_decline_within_the_draws_error() -> None:
    many = outcome(*(match(str(k), 600_000) for k in range(100)))
    forecast = forecast_of(many, many.matches, GIVEN, ())
    error = 600_000 * (100 * 0.2 * 0.8) ** 0.5 / 2000**0.5
    assert abs(forecast.expected.mean - 0.8 * 60_000_000) < 4 * error
    assert forecast.expected.low < forecast.expected.mean < forecast.expected.high
    assert abs(forecast.accepted.low - 73) <= 1  # the 5 % point of a binomial of 100 and 0.8
    assert abs(forecast.accepted.high - 86) <= 1
    assert forecast.claimed is not None
    assert abs(forecast.claimed.mean - 0.75 * forecast.expected.mean) < 0.01 * forecast.expected.mean


def test_the_same_schools_decline_in_the_same_draw_whatever_else_is_matched() -> None:
    whole = forecast_of(ONE, ONE.matches, GIVEN, ())
    parts = [forecast_of(ONE, (one,), GIVEN, ()) for one in ONE.matches]
    assert abs(whole.expected.mean - sum(part.expected.mean for part in parts)) <= 1
    smaller = outcome(match("1", 600_000), more=("2",))
    assert forecast_of(smaller, smaller.matches, GIVEN, ()) == parts[0]


def test_whoever_is_pinned_has_said_yes() -> None:
    assert forecast_of(ONE, ONE.matches, GIVEN, {"1", "2"}).expected == Band(950_000, 950_000, 950_000)


def test_nobody_matched_costs_nothing() -> None:
    assert forecast_of(ONE, (), GIVEN, ()) == MoneyForecast(0, 0, *(3 * (Band(0, 0, 0),)))


@pytest.fixture(scope="module")
def read() -> Scenario:
    return load_scenario(BUDGET)


def history(*claimed: int | None) -> Facts:
    past = (
        Deployment(
            term="autumn-2021",
            recipient_id="1",
            leader_id="2",
            state="finished",
            days_agreed=10,
            days_claimed=days,
            source="",
        )
        for days in claimed
    )
    return Facts(history=tuple(past))


def test_what_is_taken_for_granted_says_where_it_comes_from(read: Scenario, tmp_path: Path) -> None:
    assumed = expectation_of(read, history(4, 5, 6, 10, 12))
    assert (assumed.declines, assumed.claimed) == (Fraction(1, 5), (0.4, 0.5, 0.6, 1.0, 1.0))
    assert "assumed" in assumed.declines_from
    assert assumed.claimed_from.startswith("5 finished deployments")
    drawn = load_scenario(BUDGET.with_name("acceptance-80.yaml"), ["draws.vary.declines=0.3"])
    assert expectation_of(drawn, Facts()).declines == Fraction(3, 10)
    written = load_scenario(BUDGET, ["forecast={declines: 0.1, claimed: [0.6, 0.9], claimed_after: 2}"])
    given = expectation_of(written, Facts())
    assert (given.declines, given.claimed, given.between, given.terms_later) == (Fraction(1, 10), (0.6, 0.9), True, 2)


def test_too_little_history_leaves_what_is_claimed_unknown(read: Scenario) -> None:
    given = expectation_of(read, history(4, 5, 6, 10, None))
    assert given.claimed == ()
    assert forecast_of(ONE, ONE.matches, given, ()).claimed is None


def test_days_are_claimed_in_arrears_and_so_in_a_later_financial_year(read: Scenario) -> None:
    forecast = MoneyForecast(1, 36_500, Band(1, 1, 1), Band(36_500, 0, 36_500), Band(18_250, 0, 18_250))
    lines = term_lines(1, forecast, read.policy, GIVEN)
    assert [(x.term.season, x.term.financial_year, x.committed_pence) for x in lines] == [
        ("autumn", "2022-23", 12_200),
        ("spring", "2022-23", 9_000),
        ("summer", "2023-24", 15_300),
        ("autumn", "2023-24", None),
    ]
    assert [x.claimed and x.claimed.mean for x in lines] == [None, 6_100, 4_500, 7_650]
    assert [x.expected and x.expected.mean for x in lines] == [12_200, 9_000, 15_300, None]
    at_once = term_lines(1, forecast, read.policy, replace(GIVEN, terms_later=0))
    assert [x.claimed and x.claimed.mean for x in at_once] == [6_100, 4_500, 7_650]


def test_a_term_is_followed_by_the_next_across_the_years() -> None:
    assert [TermSpend(2022, 1).after(n).label for n in (0, 1, 2, 5)] == [
        "Spring term 2022/23",
        "Summer term 2022/23",
        "Autumn term 2023/24",
        "Autumn term 2024/25",
    ]


@pytest.fixture(scope="module")
def solver(read: Scenario) -> ScenarioSolver:
    cache = RunCache()
    return ScenarioSolver(cache, cache.facts(read.data, read.policy), read.policy)


@pytest.fixture(scope="module")
def curve(solver: ScenarioSolver) -> Frontier:
    return frontier(solver, points=2)


@pytest.fixture(scope="module")
def points(solver: ScenarioSolver, curve: Frontier, tmp_path_factory: pytest.TempPathFactory) -> tuple[CurvePoint, ...]:
    return outcomes_along(solver, curve, 15_000_000, SweepStore(tmp_path_factory.mktemp("budgets")), lambda _: None)


def test_the_curve_holds_the_scenarios_own_money_where_it_lies_on_it(curve: Frontier) -> None:
    assert 15_000_000 in budgets_of(curve, 15_000_000)
    assert len(budgets_of(curve, 15_000_000)) == len(budgets_of(curve, None)) + 1 == 9
    assert budgets_of(curve, 10 * curve.full_pence) == budgets_of(curve, None)
    assert budgets_of(curve, None)[-1] >= curve.full_pence


def test_more_money_never_matches_fewer_and_no_budget_is_overspent(
    curve: Frontier, points: tuple[CurvePoint, ...]
) -> None:
    matched = [len(point.outcome.matches) for point in points]
    assert matched == sorted(matched)
    assert matched[-1] == curve.most.matched
    for point in points:
        spent = sum(m.pence + m.governance_pence for m in point.outcome.matches)
        assert spent == point.outcome.figures["spend_pence"] <= point.pence - curve.earlier_pence


def test_what_was_solved_before_is_not_solved_again(
    solver: ScenarioSolver, curve: Frontier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = outcomes_along(solver, curve, None, SweepStore(tmp_path), lambda _: None)
    monkeypatch.setattr("matcher.study.money.budgets.solve_run", None)
    assert outcomes_along(solver, curve, None, SweepStore(tmp_path), lambda _: None) == first


@pytest.fixture(scope="module")
def study(solver: ScenarioSolver, points: tuple[CurvePoint, ...], read: Scenario) -> MoneyStudy:
    policy = read.policy
    own = CurvePoint(64_622_500, outcome_of_solved(solver.cache.solve(solver.loaded, policy), "own"))
    lines = (money_lines(points, GIVEN, policy), money_lines((own,), GIVEN, policy))
    return MoneyStudy(read.name, "How far?", policy, GIVEN, *lines, 64_622_500)


def test_kinds_regions_and_phases_each_add_up_to_the_whole(study: MoneyStudy) -> None:
    for whole in (line for line in study.lines if line.dimension == WHOLE):
        for dimension in ("kind", "region", "phase"):
            own = [x for x in study.lines if (x.pence, x.dimension) == (whole.pence, dimension)]
            assert sum(x.eligible for x in own) == whole.eligible
            assert sum(x.forecast.committed_pence for x in own) == whole.forecast.committed_pence
            assert sum(x.forecast.matched for x in own) == whole.forecast.matched
            assert abs(sum(x.forecast.expected.mean for x in own) - whole.forecast.expected.mean) <= len(own)


def test_the_page_says_who_what_and_when_and_what_it_takes_for_granted(study: MoneyStudy) -> None:
    page = money_page(study)
    text = html(page)
    whole = study.whole.forecast
    assert page.findings[0].startswith(f"{whole.matched} of 70 are matched with £646,225: ")
    assert band_in_words(whole.expected) in page.findings[1]
    assert [s.id for s in page.sections] == ["who-kind", "who-region", "who-phase", "cost", "own", "terms", "given"]
    said = ("Trusts (of 11)", "Each school or trust says no", "2023-24", "one term later", "Autumn term 2023/24")
    assert all(text.count(word) for word in said)


def test_where_claims_are_not_known_the_page_says_so(study: MoneyStudy) -> None:
    given = replace(GIVEN, claimed=())
    own = tuple(replace(x, forecast=replace(x.forecast, claimed=None)) for x in study.own)
    page = money_page(replace(study, given=given, own=own, lines=own))
    assert "What will be claimed is not known" in page.findings[2]
    assert "not known" in html(page)


def test_the_tables_hold_every_budget_and_group_in_pounds(study: MoneyStudy, tmp_path: Path) -> None:
    write_money(study, tmp_path)
    with (tmp_path / "money.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(study.lines) + len(study.own)
    own = next(row for row in rows if (row["plan"], row["dimension"]) == ("own", ""))
    assert own["budget"] == "646225.00"
    assert float(own["committed"]) * 100 == study.whole.forecast.committed_pence
    with (tmp_path / "money-by-term.csv").open(encoding="utf-8", newline="") as file:
        terms = [row for row in csv.DictReader(file) if row["plan"] == "own"]
    assert [row["financial_year"] for row in terms] == ["2022-23", "2022-23", "2023-24", "2023-24"]
    assert sum(round(100 * float(row["committed"] or 0)) for row in terms) == study.whole.forecast.committed_pence


def test_every_chart_is_a_file_of_both_kinds(study: MoneyStudy, tmp_path: Path) -> None:
    page = money_page(study)
    write_charts(page, "money", tmp_path)
    charts = [section for section in page.sections if section.chart]
    assert {s.id for s in charts} == {"who-kind", "who-region", "who-phase", "cost", "terms"}
    for section in charts:
        path = tmp_path / "charts" / f"money-{section.id}"
        assert path.with_suffix(".svg").read_text(encoding="utf-8") == section.chart
        assert path.with_suffix(".png").read_bytes().startswith(b"\x89PNG\r\n")


def test_a_budget_that_the_pins_cost_more_than_has_no_plan(
    solver: ScenarioSolver, curve: Frontier, tmp_path: Path
) -> None:
    best = solver.cache.solve(solver.loaded, solver.policy).plan.matches[:12]
    pins = tuple(Pinned(recipient_id=m.recipient_id, leader_id=m.leader_id, reason="agreed") for m in best)
    pinned = replace(solver, policy=replace(solver.policy, pins=pins))
    found = outcomes_along(pinned, curve, None, SweepStore(tmp_path), lambda _: None)
    assert 0 < len(found) < len(budgets_of(curve, None))
