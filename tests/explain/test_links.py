"""What the registers are tied to, counted on the shipped sample and on registers damaged in one reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.domain import Facts, Interest
from matcher.explain.links import Tie, doubled, interest_ties, ties
from matcher.read.facts import load_facts
from matcher.read.scenarios.scenario import load_scenario
from matcher.report.tables import link_tables
from matcher.world import World
from tests.sample.shipped import SCENARIOS, table

SCENARIO = load_scenario(SCENARIOS / "base.yaml")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts(SCENARIO.data, SCENARIO.policy.as_at)


def world(facts: Facts) -> World:
    return World(SCENARIO.policy, facts, (), facts.leaders, facts.governance_leaders)


def tie(facts: Facts, what: str) -> Tie:
    return next(one for one in ties(world(facts)) if one.what == what)


def first_leader(facts: Facts, **changes: object) -> Facts:
    first, *others = facts.leaders
    return replace(facts, leaders=(replace(first, **changes), *others))  # type: ignore[arg-type]


def test_leaders_are_counted_as_the_register_gives_them(facts: Facts) -> None:
    rows = table("leaders")
    given = [row for row in rows if row["organisation_id"]]
    found = tie(facts, "system leaders tied to a known organisation")
    assert (found.found, found.of, found.not_given) == (len(given), len(rows), len(rows) - len(given))
    assert 0 < len(given) < len(rows)


def test_an_organisation_that_is_nowhere_is_doubtful_and_named_by_the_leader(facts: Facts) -> None:
    before = tie(facts, "system leaders tied to a known organisation")
    after = tie(first_leader(facts, organisation_id="789012"), "system leaders tied to a known organisation")
    assert (after.found, after.unknown) == (before.found - 1, (facts.leaders[0].id,))
    assert after.not_given == before.not_given


def test_a_leader_without_coordinates_has_no_place(facts: Facts) -> None:
    known = next(x for x in facts.leaders if x.easting is not None)
    others = tuple(x for x in facts.leaders if x is not known)
    moved = replace(facts, leaders=(*others, replace(known, easting=None, northing=None)))
    before, after = tie(facts, "system leaders with a place"), tie(moved, "system leaders with a place")
    assert after.found == before.found - 1


def interest(**fields: object) -> Interest:
    plain = {"person_id": "L0001", "party_id": "940291", "party_kind": "school", "relation": "governs"}
    return Interest(**{**plain, **fields}, source="interests.csv row 2")  # type: ignore[arg-type]


CASES: dict[str, tuple[Interest, tuple[int, int, int, int, int]]] = {
    "bars": (interest(level="block"), (1, 1, 1, 1, 0)),
    "declared only": (interest(level="declare", relation="supported_before"), (1, 1, 1, 0, 0)),
    "expired": (interest(level="block", expires_on=date(2022, 1, 1)), (1, 0, 0, 0, 0)),
    "bars nobody": (interest(level="block", party_id="789012"), (1, 1, 0, 0, 1)),
    "an authority that is nowhere": (
        interest(level="block", party_kind="authority", party_id="Nowhere County Council"),
        (1, 1, 0, 0, 1),
    ),
    "a person who is nowhere": (interest(level="block", party_kind="person", party_id="ZZ9"), (1, 1, 0, 0, 1)),
}


@pytest.mark.parametrize(("declared", "counts"), CASES.values(), ids=CASES)
def test_an_interest_bars_where_it_is_in_force_at_the_level_block_and_its_party_is_known(
    facts: Facts, declared: Interest, counts: tuple[int, ...]
) -> None:
    (found,) = interest_ties(world(replace(facts, interests=(declared,))))
    assert (found.declared, found.in_force, found.found, found.bars, found.bars_nobody) == counts


def test_a_nil_return_is_no_interest(facts: Facts) -> None:
    nil = interest(relation="none", party_kind="person", party_id="L0001")
    assert interest_ties(world(replace(facts, interests=(nil,)))) == ()


def test_two_ids_with_one_name_and_one_organisation_are_perhaps_one_person(facts: Facts) -> None:
    assert list(doubled(world(facts))) == []
    first = facts.leaders[0]
    twice = replace(facts, leaders=(*facts.leaders, replace(first, id="L9999", name=f" {first.name.upper()}")))
    assert list(doubled(world(twice))) == [(first.id, "L9999")]


def test_the_tables_name_nobody(facts: Facts) -> None:
    told = "\n".join(line for one in link_tables.tables(world(facts)) for line in link_tables.as_lines(one))
    people = [x.name for x in (*facts.leaders, *facts.governance_leaders, *facts.people)]
    assert not [name for name in people if name in told]
    parties = [x.party_id for x in facts.interests if x.party_kind in ("school", "diocese")]
    assert not [party for party in parties if party in told]


def test_new_and_gone_are_told_by_kind() -> None:
    before, now = (
        {"1": "school", "2": "school", "9": "trust"},
        {"2": "school", "3": "school", "8": "trust", "9": "trust"},
    )
    rows = link_tables.since("last", before, now).rows
    assert rows == (("school", 1, "3", 1, "1"), ("trust", 1, "8", 0, ""))
