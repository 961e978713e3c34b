"""A leader is not deployed to the school they are based at, nor to a school or trust their own organisation runs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from matcher.domain import Leader
from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.interests.affiliations import Node, affiliations, person_groups, recipient_groups
from matcher.rules.pairs.leader_registers import leader_register, recipients_in
from matcher.rules.pairs.pair_sets import cached, in_pairs, ints
from matcher.rules.pairs.pair_wording import organisation
from matcher.world import Bools, Ints, ProviderKind, World


def bars_school(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, cached(world, "pairs.own.school", _own_school))


def _own_school(world: World) -> Ints:
    index, holders = affiliations(world), _holders(world)
    result = (
        row * len(world.leaders) + j
        for j, leader in enumerate(world.leaders)
        for urn in based_at(world, leader)
        for row in (*holders.get(urn, ()), *holders.get(index.current(urn), ()))
    )
    return np.unique(ints(result))


def based_at(world: World, leader: Leader) -> tuple[str, ...]:
    """The school a leader is based at, or is the whole of their organisation."""
    index = affiliations(world)
    as_school = leader.organisation_id in index.schools and leader.organisation_id not in index.trusts
    organisation_urn = leader.organisation_id if as_school else None
    return tuple(urn for urn in (leader.base_urn, organisation_urn) if urn)


def _holders(world: World) -> dict[str, list[int]]:
    """URN, as listed and as it now is, to the recipients it is a school of."""
    index = affiliations(world)
    result: dict[str, list[int]] = {}
    for row, r in enumerate(world.recipients):
        urns = (*r.schools, r.id) if r.kind == "school" else r.schools
        for urn in {*urns, *map(index.current, urns)}:
            result.setdefault(urn, []).append(row)
    return result


def why_school(world: World, recipient_row: int, leader_row: int) -> str:
    return (
        f"{world.leaders[leader_row].id} is based at a school of {world.recipients[recipient_row].name}"
        if (world.recipients[recipient_row].kind == "trust")
        else f"{world.leaders[leader_row].id} is based at {world.recipients[recipient_row].name} itself"
    )


def bars_trust(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, own_trust_keys(world, pairs.kind))


def own_trust_keys(world: World, provider_kind: ProviderKind) -> Ints:
    """Pairs whose leader belongs to the recipient, or to the trust that runs it."""
    return cached(world, f"pairs.own.trust.{provider_kind}", partial(_own_trust, provider_kind=provider_kind))


def _own_trust(world: World, provider_kind: ProviderKind) -> Ints:
    people = leader_register(world, provider_kind).bodies
    result = (
        row * len(people) + j
        for j, leader in enumerate(people)
        for row in recipients_in(world, _trusts(person_groups(world)[leader.id]))
    )
    return np.unique(ints(result))


def _trusts(groups: Iterable[Node]) -> frozenset[Node]:
    return frozenset(node for node in groups if node[0] == "trust")


def why_trust(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    if leader.organisation_id in {id for _, id in _trusts(recipient_groups(world)[recipient_row])}:
        if recipient.kind == "trust":
            return f"{leader.id} belongs to {recipient.name} itself"
        return f"{leader.id} belongs to {organisation(world, leader)}, which runs {recipient.name}"
    return (
        f"{leader.id} is based at a school of the trust that runs {recipient.name}"
        if (recipient.kind == "school")
        else f"{leader.id} is based at a school that {recipient.name} runs"
    )


_INDEPENDENT = Cite("msi-2026", "conflict checks", "the declaration is checked against the school and who runs it")
OWN_SCHOOL = PairRule("own-school", _INDEPENDENT, bars_school, why_school, short="of the school itself")
OWN_TRUST = PairRule(
    "own-trust", _INDEPENDENT, bars_trust, why_trust, names_organisation=True, short="of its own trust"
)
