"""The scenarios that ship can be loaded, say what they ask, and keep to the published figures."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from matcher.read.parsing.yaml_marks import plain_value, read_file
from matcher.read.programmes import programme
from matcher.read.scenarios.scenario import Scenario, json_schema, load_scenario

ROOT = Path(__file__).parents[2]
READY = sorted((ROOT / "scenarios").glob("*.yaml"))


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """The shipped scenarios beside empty files of the names they give."""
    for path in READY:
        shutil.copy(path, tmp_path)
        tree = read_file(path, path.name, [])
        assert tree is not None
        written = plain_value(tree)
        assert isinstance(written, dict)
        for name in written.get("data", {}).values():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
    return tmp_path


def load(folder: Path, name: str) -> Scenario:
    return load_scenario(folder / f"{name}.yaml")


@pytest.mark.parametrize("path", READY, ids=lambda p: p.stem)
def test_a_ready_scenario_opens_with_its_question(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith("?")


@pytest.mark.parametrize("path", READY, ids=lambda p: p.stem)
def test_a_ready_scenario_loads(path: Path, ready: Path) -> None:
    assert load(ready, path.stem).name == path.stem


@pytest.mark.parametrize("path", READY, ids=lambda p: p.stem)
def test_a_ready_scenario_is_lawful_under_the_schema(path: Path) -> None:
    tree = read_file(path, path.name, [])
    assert tree is not None
    as_json = json.loads(
        json.dumps(plain_value(tree), default=lambda v: float(v) if isinstance(v, Decimal) else str(v))
    )
    assert list(Draft202012Validator(json_schema()).iter_errors(as_json)) == []


def test_the_schema_refuses_an_unknown_key() -> None:
    assert not Draft202012Validator(json_schema()).is_valid({"rules": {"max_travel": 5}})


def test_the_schema_that_ships_is_the_programs_own() -> None:
    shipped = json.loads((ROOT / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8"))
    assert shipped == json_schema()


def test_the_brokers_scenario_is_one_region_in_one_term_and_no_money_binds(ready: Path) -> None:
    policy = load(ready, "term").policy
    assert (policy.regions, policy.term) == (frozenset({"South West"}), "autumn-2022")
    assert [pot.amount_pence for pot in policy.pots] == [None]


def test_the_analysts_scenario_spends_the_contract_on_days_and_says_it_is_assumed(ready: Path) -> None:
    policy = load(ready, "budget").policy
    (pot,) = policy.pots
    assert (pot.amount_pence, pot.assumed, pot.share) == (64_622_500, True, Fraction(1))
    assert {"leader_days", "governance_days"} <= set(pot.pays_for)
    assert policy.rates.governance_day_pence == 50_000
    assert policy.regions is None


def test_the_three_pots_are_the_true_three(ready: Path) -> None:
    contract, grants, governance = load(ready, "three-pots").policy.pots
    assert contract.pays_for == ()
    assert contract.amount_pence == sum(cost.amount_pence for cost in contract.fixed)
    assert (grants.amount_pence, "leader_days" in grants.pays_for) == (None, True)
    assert governance.pays_for == ("governance_days",)


def test_the_amounts_are_the_figures_on_record(ready: Path) -> None:
    figures = {key: plain_value(f.value) for key, f in programme("tsio-2022-23").figures.items()}
    amounts = {p.name: p.amount_pence for name in ("budget", "three-pots") for p in load(ready, name).policy.pots}
    assert amounts["offer"] == amounts["brokers-contract"] == figures["brokers_contract"] * 100  # type: ignore[operator]
    assert amounts["governance-contract"] == figures["governance_later_year"] * 100  # type: ignore[operator]


@pytest.mark.parametrize("name", ["budget", "three-pots", "term"])
def test_every_assumed_amount_is_listed_with_unit_source_and_date(name: str, ready: Path) -> None:
    policy = load(ready, name).policy
    for pot in policy.pots:
        (line,) = [a for a in policy.assumptions if a.what == f"pots.{pot.name}.amount"]
        assert line.unit == "pounds"
        assert line.source
        assert line.date
        assert line.assumed == pot.assumed
