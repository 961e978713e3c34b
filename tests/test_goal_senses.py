"""The certificate's checker imports nothing of the package: what it says of goals is compared with the rules here."""

from __future__ import annotations

import ast
from pathlib import Path

from matcher.proof.certificate_check import SENSES
from matcher.rules import goals
from matcher.rules.rulebooks import RULEBOOKS

NAMES = {rule.name for book in RULEBOOKS.values() for rule in book.goals} | {"canonical"}


def senses() -> dict[str, set[str]]:
    """The sense in which each goal's page makes its objective, by the goal's name."""
    found: dict[str, set[str]] = {}
    for page in Path(goals.__path__[0]).rglob("*.py"):
        for call in ast.walk(ast.parse(page.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Objective":
                name, _, sense = call.args[:3]
                assert isinstance(name, ast.Constant), f"{page.name}, line {call.lineno}: write the goal's name"
                assert isinstance(sense, ast.Constant), f"{page.name}, line {call.lineno}: write the goal's sense"
                found.setdefault(name.value, set()).add(sense.value)
    return found


def test_every_goal_says_once_how_it_is_sought() -> None:
    found = senses()
    assert set(found) == NAMES
    assert {name: one for name, one in found.items() if len(one) != 1} == {}


def test_the_checker_seeks_every_goal_as_its_rule_does() -> None:
    other = {name: sense for name, (sense,) in senses().items() if SENSES.get(name, "most") != sense}
    assert not other, f"add it to SENSES in matcher/proof/certificate_check.py: {other}"
    assert set(SENSES) <= NAMES
