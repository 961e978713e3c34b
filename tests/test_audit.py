"""The audit names every broken rule of a plan by whoever wrote it, and passes a lawful one."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.plan import Plan
from matcher.proof.audit import audit
from matcher.rules.rulebooks import RULEBOOKS
from matcher.world import World
from tests.worlds import (
    HERE,
    a_governance_leader,
    a_leader,
    a_pin,
    a_plan,
    a_policy,
    a_pot,
    a_recipient,
    a_trust,
    a_world,
    an_interest,
    an_organisation,
)

BOOK = RULEBOOKS["tsio-2022-23"]


def rules_broken(world: World, plan: Plan) -> list[str]:
    return [b.rule for b in audit(world, plan, BOOK)]


def test_a_lawful_plan_has_no_breach() -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1")])
    assert rules_broken(world, a_plan(("R1", "L1", 10, 0))) == []


def test_the_empty_plan_is_lawful_even_in_an_empty_world() -> None:
    assert rules_broken(a_world(), Plan()) == []


def test_an_id_that_is_nowhere_is_named() -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1")])
    breaches = audit(world, a_plan(("R9", "L1", 10, 0)), BOOK)
    assert [(b.rule, b.subject) for b in breaches] == [("known-ids", "R9")]


@pytest.mark.parametrize(("days", "team"), [(9, 0), (11, 0), (10, 5), (0, 0)])
def test_days_that_were_not_on_offer_are_a_breach(days: int, team: int) -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1")])
    assert "days-on-offer" in rules_broken(world, a_plan(("R1", "L1", days, team)))


def test_a_school_may_not_be_given_the_leadership_teams_days() -> None:
    leader = a_leader("L1", organisation_id="O1")
    world = a_world([a_recipient("R1"), a_trust("T1")], [leader], organisations=[an_organisation("O1", team_days=50)])
    assert rules_broken(world, a_plan(("T1", "L1", 10, 5))) == []
    assert rules_broken(world, a_plan(("R1", "L1", 10, 5))) == ["days-on-offer"]


@pytest.mark.parametrize(
    ("rule", "leader"),
    [
        ("travel", a_leader("L1", at=(HERE[0] + 60_001, HERE[1]))),
        ("region", a_leader("L1", regions=["London"])),
        ("phase", a_leader("L1", phases=["secondary"])),
        ("willingness", a_leader("L1", willing=False)),
        ("own-school", a_leader("L1", base_urn="R1")),
    ],
)
def test_a_barred_pair_is_a_breach_of_its_rule(rule: str, leader: object) -> None:
    world = a_world([a_recipient("R1")], [leader])
    assert rules_broken(world, a_plan(("R1", "L1", 10, 0))) == [rule]


def test_a_declared_interest_that_bars_is_a_breach() -> None:
    world = a_world(
        [a_recipient("R1")],
        [a_leader("L1")],
        interests=[an_interest("L1", "R1")],
        policy=a_policy(rules={"levels": {"family": "block"}}),
    )
    assert rules_broken(world, a_plan(("R1", "L1", 10, 0))) == ["declared-interest"]


def test_a_forbidden_pair_is_a_breach() -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1")], policy=a_policy(forbid=(a_pin("R1", "L1"),)))
    assert rules_broken(world, a_plan(("R1", "L1", 10, 0))) == ["forbidden"]


def test_a_missing_pin_is_a_breach() -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1")], policy=a_policy(pins=(a_pin("R1", "L1"),)))
    assert rules_broken(world, Plan()) == ["pins"]


def test_an_overspent_pot_is_a_breach_with_its_amounts() -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1")], policy=a_policy(pots=(a_pot(pounds=5_999),)))
    (breach,) = audit(world, a_plan(("R1", "L1", 10, 0)), BOOK)
    assert (breach.rule, breach.used, breach.at_most, breach.unit) == ("pots", 600_000, 599_900, "pence")
    assert breach.message == "the pot 'offer' would pay £6,000.00 and has £5,999.00 left"


def test_the_same_match_written_twice_is_named() -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1")])
    twice = Plan(matches=a_plan(("R1", "L1", 10, 0)).matches * 2)
    assert rules_broken(world, twice) == ["named-once", "one-leader"]


def test_governance_without_a_match_or_a_need_or_for_a_school_is_a_breach() -> None:
    world = a_world(
        [a_recipient("R1"), a_trust("T1", governance_need=2), a_trust("T2", governance_need=0)],
        [a_leader("L1")],
        [a_governance_leader("G1", days=90)],
    )
    matched = [("R1", "L1", 10, 0), ("T1", "L1", 10, 0), ("T2", "L1", 10, 0)]
    assert rules_broken(world, a_plan(matched[1], governance=[("T1", "G1", 5)])) == []
    assert rules_broken(world, a_plan(governance=[("T1", "G1", 5)])) == ["governance-needs-match"]
    assert rules_broken(world, a_plan(matched[0], governance=[("R1", "G1", 5)])) == ["governance-offer"]
    assert rules_broken(world, a_plan(matched[2], governance=[("T2", "G1", 5)])) == ["governance-offer"]
    assert rules_broken(world, a_plan(matched[1], governance=[("T1", "G1", 4)])) == ["governance-days-on-offer"]


def test_the_audit_imports_no_solver_by_any_road() -> None:
    code = "import sys, matcher.proof.audit; print([m for m in ('ortools', 'scipy.optimize') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_the_audit_knows_no_room_that_solves() -> None:
    import matcher.proof.audit

    tree = ast.parse(Path(matcher.proof.audit.__file__).read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {m for m in named if m and ("solve" in m or "start" in m or "proof" in m)}
