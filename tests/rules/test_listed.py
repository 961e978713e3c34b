"""Every rule is in a rulebook, by name on its page; it cites a clause that the sources hold and has its own wording."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import matcher
import matcher.rules as room
from matcher.rules import rulebooks
from matcher.rules.base import DaysRule, FlagRule, Gate, GoalRule, LimitRule, PairRule, Rulebook
from matcher.rules.rulebooks import RULEBOOKS, TSIO_2022
from tests.rulebooks import Rule, rules_of

HOUSE = Path(matcher.__file__).parent
SOURCES = yaml.safe_load((HOUSE / "rules" / "sources.yaml").read_text(encoding="utf-8"))
ROOMS = [m.name for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.") if m.name != rulebooks.__name__]
MODULES = [importlib.import_module(name) for name in ROOMS]
RULE_TYPES = (Gate, PairRule, FlagRule, DaysRule, LimitRule, GoalRule)
RULES = list({id(rule): rule for book in RULEBOOKS.values() for rule in rules_of(book)}.values())
NAMES = {rule.name for rule in RULES}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.removeprefix("matcher.rules."))
def test_every_rule_that_a_file_makes_is_in_a_rulebook(module: ModuleType) -> None:
    made = [value for value in vars(module).values() if isinstance(value, RULE_TYPES)]
    unlisted = [rule.name for rule in made if not any(rule is listed for listed in RULES)]
    assert not unlisted, f"import it and list it in matcher/rules/rulebooks.py: {', '.join(unlisted)}"


def test_the_page_of_the_rulebooks_names_every_rule() -> None:
    page = ast.parse(Path(rulebooks.__file__).read_text(encoding="utf-8"))
    named = [vars(rulebooks).get(node.id) for node in ast.walk(page) if isinstance(node, ast.Name)]
    assert [rule.name for rule in RULES if not any(rule is value for value in named)] == []


@pytest.mark.parametrize("book", RULEBOOKS.values(), ids=lambda b: b.programme)
def test_no_two_rules_of_a_kind_have_one_name(book: Rulebook) -> None:
    kinds = [book.gates, book.limits, book.goals, *((*p.pairs, *p.flags) for p in book.providers)]
    assert all(len({rule.name for rule in kind}) == len(kind) for kind in kinds)  # type: ignore[attr-defined]
    barring = [rule.name for p in book.providers for rule in p.pairs]
    assert len(set(barring)) == len(barring)


def test_a_flag_of_two_kinds_of_provider_has_one_label() -> None:
    """Tables have one column for both, and its label is looked up by name."""
    labels = {(f.name, f.label) for book in RULEBOOKS.values() for p in book.providers for f in p.flags}
    assert len(labels) == len({name for name, _ in labels})


@pytest.mark.parametrize("book", RULEBOOKS.values(), ids=lambda b: b.programme)
def test_screens_come_first(book: Rulebook) -> None:
    for provider in book.providers:
        screens = [rule.screen for rule in provider.pairs]
        assert screens == sorted(screens, reverse=True)
    assert {rule.name for rule in TSIO_2022.pairs if rule.screen} == {"region", "phase", "role", "travel"}


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{type(r).__name__}-{r.name}")
def test_every_rule_cites_a_clause_of_a_listed_source(rule: Rule) -> None:
    clauses = SOURCES.get(rule.cite.document, {}).get("clauses", ())
    mend = f"add the clause {rule.cite.clause!r} to {rule.cite.document!r} in matcher/rules/sources.yaml"
    assert rule.cite.clause in clauses, mend
    assert rule.cite.says


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{type(r).__name__}-{r.name}")
def test_every_rule_has_its_own_short_wording(rule: Rule) -> None:
    """A gate and the days on offer have sentences only: no table shows a word for them."""
    match rule:
        case PairRule():
            wording = rule.short
        case FlagRule() | GoalRule():
            wording = rule.label
        case LimitRule():
            wording = rule.short_of
        case Gate() | DaysRule():
            return
    assert wording.strip() == wording != ""
    assert not wording.endswith(".")


# Maps whose keys are named like rules and are something else.
NOT_OF_RULES = {
    "study/figures.py": "the units of the figures of a study, two of which are goals' values",
    "study/money/money_page.py": "how the curve of money is divided; two of the divisions are named like rules",
    "proof/certificate_check.py": "which way a goal is sought; the checker stands alone and imports no rule",
}


def test_no_other_file_puts_rules_into_words() -> None:
    """Otherwise a new rule would print its internal name there."""
    files = [path for path in sorted(HOUSE.rglob("*.py")) if not path.is_relative_to(HOUSE / "rules")]
    found = {path.relative_to(HOUSE).as_posix() for path in files if rules_in_words(path.read_text(encoding="utf-8"))}
    assert found == set(NOT_OF_RULES)


def rules_in_words(source: str) -> bool:
    """Whether there is a dict of two rules or more, at least half of its keys, whose values are words."""
    maps = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)]
    return any(_of_rules(x) >= max(2, len(x.keys) / 2) and all(map(_makes_words, x.values)) for x in maps)


def _of_rules(node: ast.Dict) -> int:
    return sum(isinstance(key, ast.Constant) and key.value in NAMES for key in node.keys)


def _makes_words(value: ast.expr) -> bool:
    return isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{"travel": "too far", "region": "elsewhere"}', True),
        ('SAID = {"pots": f"{x} short", "other": "y", "leader-days": "z"}', True),
        ('{"travel": 1, "region": 2}', False),
        ('{"travel": "too far"}', False),
        ('{"region": "a", "phase": "b", "name": "c", "town": "d", "postcode": "e"}', False),
    ],
)
def test_the_search_finds_maps_of_rules_and_no_others(source: str, found: bool) -> None:
    assert rules_in_words(source) is found
