"""The law test's worlds vary every field that any rule reads: watched while the rules work, not taken from a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from matcher import domain, policy
from matcher.candidates import find_candidates
from matcher.problem import build_problem
from matcher.proof.audit import audit
from matcher.read.scenarios.unread_settings import unread
from matcher.rules.rulebooks import RULEBOOKS
from matcher.setting import declared
from matcher.world import World
from tests.law_worlds import conceivable, random_world
from tests.supporter_worlds import random_world as rise_world
from tests.test_law import plan_of

BOOK = RULEBOOKS["tsio-2022-23"]
WORLDS = range(120)
Field = tuple[str, str]  # of which kind of fact, and its name

# Read by rules only to be said in their sentences, never to decide.
ONLY_SAID = {
    ("School", "name"),
    ("Trust", "name"),
    ("Recipient", "name"),
    ("Leader", "name"),
    ("Leader", "organisation"),
    ("Leader", "check_recorded_on"),
    ("Leader", "withdrew_on"),
    ("Adviser", "check_recorded_on"),
    ("Organisation", "name"),
    ("Interest", "declared_by"),
    ("Policy", "words"),  # and, of a programme of a project's own, who may be paid: tests/test_own_programmes.py
}
# The day's other rules, of who qualifies, are held to the law in test_law_eligibility.py.
KINDS = [kind for module in (domain, policy) for kind in vars(module).values() if isinstance(kind, type)]
FACTS = [kind for kind in KINDS if is_dataclass(kind)]


@contextmanager
def watched(read: set[Field]) -> Iterator[None]:
    """Notes each field of a fact or of the policy that is read."""
    before = {kind: kind.__getattribute__ for kind in FACTS}

    def looking(kind: type) -> Any:
        names = {f.name for f in fields(kind)}

        def look(self: Any, name: str) -> Any:
            if name in names:
                read.add((kind.__name__, name))
            return object.__getattribute__(self, name)

        return look

    for kind in FACTS:
        kind.__getattribute__ = looking(kind)  # type: ignore[method-assign]
    try:
        yield
    finally:
        for kind, usual in before.items():
            kind.__getattribute__ = usual  # type: ignore[method-assign]


def read_by_rules(worlds: list[World]) -> set[Field]:
    read: set[Field] = set()
    plans = [(w, plan_of(conceivable(w, seed, 6))) for seed, w in enumerate(worlds)]
    with watched(read):
        for world, plan in plans:
            audit(world, plan, BOOK)
            build_problem(world, find_candidates(world, BOOK).choices, BOOK)
    return read


def values(worlds: list[World]) -> dict[Field, set[str]]:
    """Every value of every field over all worlds."""
    found: dict[Field, set[str]] = defaultdict(set)

    def note(fact: Any) -> None:
        for part in fact if isinstance(fact, tuple) else fact.values() if isinstance(fact, dict) else [fact]:
            if type(part) in FACTS:
                for field in fields(part):
                    value = getattr(part, field.name)
                    found[type(part).__name__, field.name].add(repr(value))
                    note(value)

    for world in worlds:
        note((world.policy, world.facts))
        note((*world.recipients, *world.leaders, *world.governance_leaders))
    return found


def test_every_field_that_a_rule_reads_has_several_values_in_the_laws_worlds() -> None:
    worlds = [random_world(seed, small=seed % 3 > 0) for seed in WORLDS]
    varied = {field for field, seen in values(worlds).items() if len(seen) > 1}
    constant = sorted(read_by_rules(worlds) - varied - ONLY_SAID)
    settings = {kind.__name__ for kind in vars(policy).values() if isinstance(kind, type)}
    varied_in = {True: "tests/law_policies.py", False: "tests/law_worlds.py"}
    lines = [f"vary in {varied_in[kind in settings]}: {kind}.{name}" for kind, name in constant]
    assert not constant, f"a rule reads them: {'; '.join(lines)}"


@pytest.mark.parametrize("name", ["tsio-2022-23", "rise-2025-26"])
def test_a_setting_of_the_rules_is_read_by_a_rule_of_the_programme_or_is_said_to_be_none_of_its(name: str) -> None:
    book, beside = RULEBOOKS[name], {"yes_holds_days", "note_kept_days"}  # the ledger and the pages read them
    worlds = [random_world(s, small=s % 3 > 0) if book.counts_days else rise_world(s) for s in range(60)]
    read: set[Field] = set()
    with watched(read):
        for world in worlds:
            build_problem(world, find_candidates(world, book).choices, book)
    for one in declared(policy.Rules):
        listed = any(f"rules.{one.key}.".startswith(start.rstrip(".") + ".") for start in unread(name))
        of_leaders = one.field in ("trust_leader", "standalone_leader") and not book.counts_days  # paid roles: no line
        assert (("Rules", one.field) in read or one.field in beside) != (listed or of_leaders), (
            f"rules.{one.key}: no rule of {name} reads it, so list it in matcher/read/scenarios/unread_settings.py;"
            " or one does, so do not"
        )


def test_the_watch_sees_the_fields_that_rules_must_read() -> None:
    read = read_by_rules([random_world(seed, small=seed % 3 > 0) for seed in WORLDS])
    assert {
        ("Leader", "willing"),
        ("Leader", "max_travel_metres"),
        ("Recipient", "governance_need"),
        ("Interest", "expires_on"),
        ("Membership", "left"),
        ("Succession", "on"),
        ("Deployment", "days_claimed"),
        ("Deployment", "team_days"),
        ("Pot", "share"),
        ("Support", "team_share_at_most"),
        ("Rules", "cross_region"),
        ("FitScale", "reference_metres"),
    } <= read
