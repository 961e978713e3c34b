"""Rows by affiliation: recipients by body and place, leaders and governance leaders by the bodies they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from matcher.rules.pairs.interests.affiliations import (
    NO_GROUPS,
    Groups,
    Node,
    groups_of,
    person_groups,
    recipient_groups,
    rows_by,
)
from matcher.rules.pairs.pair_sets import cached
from matcher.world import Provider, ProviderKind, World

PLACES = ("authority", "diocese")


@dataclass(frozen=True, eq=False)
class LeaderRegister:
    """The providers of one kind: their rows by id and by the bodies they belong to."""

    bodies: tuple[Provider, ...]
    row: Mapping[str, int]
    by_group: Mapping[Node, tuple[int, ...]]


def leader_register(world: World, provider_kind: ProviderKind) -> LeaderRegister:
    return cached(world, f"pairs.side.{provider_kind}", partial(_side, provider_kind=provider_kind))


def _side(world: World, provider_kind: ProviderKind) -> LeaderRegister:
    people = world.providers[provider_kind]
    by_group = rows_by(person_groups(world)[x.id] for x in people)
    return LeaderRegister(people, world.provider_row[provider_kind], by_group)


def leaders_in(world: World, provider_kind: ProviderKind, groups: Groups) -> frozenset[int]:
    by_group = leader_register(world, provider_kind).by_group
    return frozenset(row for node in groups for row in by_group.get(node, ()))


def recipients_in(world: World, nodes: Iterable[Node]) -> frozenset[int]:
    by_node = cached(world, "pairs.recipients.by_node", _recipients)
    return frozenset(row for node in nodes for row in by_node.get(node, ()))


def _recipients(world: World) -> dict[Node, tuple[int, ...]]:
    """Recipient rows by group, and by the authority and diocese they are in."""
    return rows_by(
        [*groups, *_places(r.local_authority, r.diocese)]
        for groups, r in zip(recipient_groups(world), world.recipients, strict=True)
    )


def _places(authority: str | None, diocese: str | None) -> list[Node]:
    return [(kind, place_key(name)) for kind, name in zip(PLACES, (authority, diocese), strict=True) if name]


def place_key(name: str) -> str:
    """A name of an authority or a diocese as it is compared: case and spaces aside."""
    return " ".join(name.split()).casefold()


def recipients_of_party(world: World, kind: str, id: str) -> frozenset[int]:
    """The recipients that a party belongs to or runs: through its trust, or, for a person, their organisation."""
    if kind in PLACES:
        return recipients_in(world, [(kind, place_key(id))])
    groups = person_groups(world).get(id, NO_GROUPS) if kind == "person" else groups_of(world, kind, id)
    return recipients_in(world, groups)
