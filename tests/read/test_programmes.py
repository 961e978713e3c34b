"""The programmes' numbers are dated, sourced and complete."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import matcher
from matcher.read.parsing.yaml_marks import plain_value
from matcher.read.programmes import Programme, programme, programme_names, sources
from matcher.read.scenarios.scenario_faults import setting_paths
from matcher.rules.rulebooks import RULEBOOKS

HOUSE = Path(matcher.__file__).parent
ALL = [programme(name) for name in programme_names()]


def test_the_four_programmes_are_here_and_each_can_work_out_who_qualifies() -> None:
    assert programme_names() == ("rise-2025-26", "sio-2024-25", "tsio-2021-22", "tsio-2022-23")
    assert [p.rulebook for p in ALL] == list(programme_names())
    assert set(RULEBOOKS) == set(programme_names())


def test_an_unknown_programme_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        programme("house")


@pytest.mark.parametrize("one", ALL, ids=lambda p: p.name)
def test_every_number_names_a_document_and_a_clause_of_it(one: Programme) -> None:
    for key, setting in {**one.settings, **one.figures}.items():
        assert setting.source in sources(), key
        assert setting.clause in sources()[setting.source].clauses, f"{key}: {setting.clause}"
        assert setting.unit, key
        assert setting.date, key
        assert setting.impact, key


@pytest.mark.parametrize("one", ALL, ids=lambda p: p.name)
def test_what_we_chose_ourselves_is_called_assumed(one: Programme) -> None:
    for key, setting in {**one.settings, **one.figures}.items():
        assert setting.assumed or setting.source != "matcher", key


@pytest.mark.parametrize("one", ALL, ids=lambda p: p.name)
def test_a_programme_sets_every_key_a_run_needs(one: Programme) -> None:
    needed = {path for path in setting_paths() if not path.startswith("data.")} | {"priority", "goals"}
    read = {f"eligibility.{switch}" for gate in RULEBOOKS[one.name].gates for switch in gate.reads}
    needed = {path for path in needed if not path.startswith("eligibility.")} | read
    assert set(one.settings) == needed


def test_the_offer_is_as_the_flyer_says() -> None:
    offer = {key: plain_value(s.value) for key, s in programme("tsio-2022-23").settings.items()}
    assert offer["support.standalone_days"] == offer["support.trust_days"] == [10]
    assert offer["support.governance_days"] == 5
    assert offer["eligibility.schools_at_least"] == 2
    assert offer["eligibility.years_at_least"] == 3
    assert str(offer["eligibility.share_at_least"]) == "0.5"


def test_the_contract_is_on_record_and_no_setting() -> None:
    tsio = programme("tsio-2022-23")
    assert plain_value(tsio.figures["brokers_contract"].value) == 646_225
    assert not [s for s in tsio.settings.values() if plain_value(s.value) == 646_225]


def test_every_rule_cites_a_document_that_is_listed() -> None:
    cited = set()
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node, "func", None)
            if isinstance(node, ast.Call) and isinstance(called, ast.Name) and called.id == "Cite":
                first = node.args[0]
                if path.name == "signs.py":  # cites what a project's own programme lists, which its reader checks
                    continue
                assert isinstance(first, ast.Constant), path
                cited.add(first.value)
    assert cited
    assert cited <= set(sources())


def test_every_document_says_how_it_was_seen() -> None:
    assert {source.basis for source in sources().values()} == {"primary", "copy", "report"}
