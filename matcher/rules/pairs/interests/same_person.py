"""Two leaders who may be one person under two ids: one name, and one organisation or postcode."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from matcher.domain import Leader
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.interests.interest_links import NIL
from matcher.rules.pairs.leader_registers import place_key
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.world import Bools, ProviderKind, World


def twins(world: World) -> dict[str, frozenset[str]]:
    """Leader id to the ids of leaders who may be the same person, where nobody has said that they are not."""
    return cached(world, "pairs.twins", _twins)


def _twins(world: World) -> dict[str, frozenset[str]]:
    by_mark: dict[tuple[str, str, str], list[Leader]] = defaultdict(list)
    for leader in world.leaders:
        for kind, value in (("organisation", leader.organisation_id), ("postcode", leader.postcode)):
            if value:
                by_mark[place_key(leader.name), kind, value].append(leader)
    found: dict[str, set[str]] = defaultdict(set)
    for alike in by_mark.values():
        for one in alike:
            found[one.id] |= {other.id for other in alike if _may_be_one(one, other)}
    return {id: frozenset(others) for id, others in found.items() if others}


def _may_be_one(one: Leader, other: Leader) -> bool:
    apart = other.id in one.not_same_as or one.id in other.not_same_as
    return one.id != other.id and not apart


def flags(world: World, pairs: Pairs) -> Bools:
    twice = cached(world, "pairs.twice", lambda w: bools(x.id in twins(w) for x in w.leaders))
    return twice[pairs.leader]


def twice_with_an_interest(world: World, provider_kind: ProviderKind) -> Bools:
    """Per provider: may they be another leader, and has either declared an interest?"""
    return cached(world, f"pairs.twice.declared.{provider_kind}", partial(_declared, provider_kind=provider_kind))


def _declared(world: World, provider_kind: ProviderKind) -> Bools:
    declared = {x.person_id for x in world.facts.interests if x.relation != NIL}
    found = twins(world) if provider_kind == "leaders" else {}
    return bools(
        bool(({x.id} | found[x.id]) & declared) if x.id in found else False for x in world.providers[provider_kind]
    )


def why(world: World, recipient_row: int, leader_row: int) -> str:
    leader = world.leaders[leader_row]
    others = ", ".join(sorted(twins(world)[leader.id]))
    return f"{leader.id} and {others} have one name and one organisation or postcode: say whether they are one person"


SAME_PERSON = FlagRule(
    "same-person",
    Cite("matcher", "identity", "a person under two ids has two sets of days and half of their interests"),
    flags,
    why,
    weight="stops",
    label="May be another leader of the register under a second id: may be proposed, not appointed",
)
