"""A gate of k of n signs, held to the law in plain words over every completion of the figures that are not known."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

from matcher.domain import SchoolFigure
from matcher.policy import Sign, SignsGate
from matcher.policy.programme import Compare
from matcher.rules.gates.body import Body
from matcher.rules.gates.signs import holds, signs_gate
from tests.rules.gates.builders import a_policy

COMPARE: tuple[Compare, ...] = ("below", "above", "at_least", "at_most")
VALUES = ("10", "20", "20.5", "30")
CITED = {"source": "matcher", "clause": "readings"}


def sign(name: str, compare: Compare, limit: int) -> Sign:
    return Sign(
        name=name, column=name, compare=compare, limit=Fraction(limit), unit="%", date="2026", assumed=True, **CITED
    )


def rule(at_least: int, signs: tuple[Sign, ...], unlisted: int = 0, phases: frozenset[str] = frozenset()) -> SignsGate:
    return SignsGate(name="g", says="s", at_least=at_least, signs=signs, unlisted=unlisted, phases=phases, **CITED)


def school(figures: dict[str, str | None]) -> Body:
    given = tuple(
        SchoolFigure(urn="100001", column=name, value=value, withheld="" if value else "SUPP", source="t.csv row 2")
        for name, value in figures.items()
    )
    return Body(id="100001", name="A", kind="school", region="London", phases=frozenset({"primary"}), figures=given)


def test_at_the_limit_itself() -> None:
    at = {compare: holds(sign("a", compare, 20), Fraction(20)) for compare in COMPARE}
    assert at == {"below": False, "above": False, "at_least": True, "at_most": True}


def test_every_verdict_is_what_all_completions_say() -> None:
    dice, seen = random.Random(7), set()
    for _ in range(400):
        signs = tuple(sign(f"s{i}", dice.choice(COMPARE), dice.choice((10, 20, 30))) for i in range(dice.randint(1, 4)))
        at_least, unlisted = dice.randint(1, 4), dice.choice((0, 0, 0, 2))
        figures = {s.name: dice.choice((*VALUES, None)) for s in signs if dice.random() < 0.9}
        known = [holds(s, Fraction(v)) for s in signs if (v := figures.get(s.name)) is not None]
        open_ones = len(signs) - len(known) + unlisted
        outcomes = {sum(known) + sum(more) >= at_least for more in product((0, 1), repeat=open_ones)}
        law = "cannot tell" if len(outcomes) == 2 else "eligible" if outcomes == {True} else "not eligible"
        verdict = signs_gate(rule(at_least, signs, unlisted)).judge(school(figures), a_policy())
        assert verdict.answer == law, (signs, figures)
        assert (verdict.cause == "figure-not-known") == (law == "cannot tell")
        seen.add(law)
    assert seen == {"eligible", "not eligible", "cannot tell"}


def test_the_evidence_is_each_figure_with_its_limit_and_its_row() -> None:
    signs = (sign("phonics", "below", 79), sign("premium", "above", 28))
    verdict = signs_gate(rule(2, signs)).judge(school({"phonics": "78.5", "premium": None}), a_policy())
    assert [str(cell) for cell in verdict.evidence] == [
        "URN 100001, no date: phonics: 78.5 %; below 79 % is a sign [t.csv row 2]",
        "URN 100001, no date: premium: not published (SUPP); above 28 % is a sign [t.csv row 2]",
    ]
    assert verdict.reason == "It shows 1 (phonics) of 2 signs; 2 are needed. Not known: premium."


def test_it_is_about_schools_of_its_phases() -> None:
    gate = signs_gate(rule(1, (sign("a", "below", 1),), phases=frozenset({"secondary"})))
    assert not gate.applies(school({}))
    assert signs_gate(rule(1, (sign("a", "below", 1),))).applies(school({}))
