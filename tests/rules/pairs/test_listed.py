"""Every pair rule and flag is in its list, once, and cites a clause that the sources hold."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import matcher.rules.pairs as room
from matcher.rules.base import FlagRule, PairRule
from matcher.rules.pairs import FLAG_RULES_2022, PAIR_RULES_2022
from matcher.rules.pairs.governance import CITE

SOURCES = yaml.safe_load((Path(room.__file__).parents[1] / "sources.yaml").read_text(encoding="utf-8"))
MODULES = [importlib.import_module(f"{room.__name__}.{m.name}") for m in pkgutil.iter_modules(room.__path__)]


def said(kind: type, module: ModuleType) -> list[object]:
    return [value for value in vars(module).values() if isinstance(value, kind)]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_every_rule_that_is_said_is_listed(module: ModuleType) -> None:
    assert all(rule in PAIR_RULES_2022 for rule in said(PairRule, module))
    assert all(flag in FLAG_RULES_2022 for flag in said(FlagRule, module))


def test_every_rule_is_listed_once_under_its_own_name() -> None:
    names = [rule.name for rule in (*PAIR_RULES_2022, *FLAG_RULES_2022)]
    assert len(names) == len(set(names))


def test_the_screens_are_those_of_the_contract_and_come_first() -> None:
    assert [rule.screen for rule in PAIR_RULES_2022] == sorted((rule.screen for rule in PAIR_RULES_2022), reverse=True)
    assert {rule.name for rule in PAIR_RULES_2022 if rule.screen} == {"region", "phase", "role", "travel"}


@pytest.mark.parametrize("rule", [*PAIR_RULES_2022, *FLAG_RULES_2022], ids=lambda r: r.name)
def test_every_rule_cites_a_clause_of_a_listed_source(rule: PairRule | FlagRule) -> None:
    assert rule.cite.clause in SOURCES[rule.cite.document]["clauses"]
    assert rule.cite.says


def test_the_offer_of_governance_cites_a_clause_too() -> None:
    assert CITE.clause in SOURCES[CITE.document]["clauses"]
