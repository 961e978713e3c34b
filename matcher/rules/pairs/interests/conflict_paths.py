"""Conflicts as paths in a graph of people, schools, trusts, authorities and dioceses, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from matcher.domain import Adviser, GovernanceLeader, Interest, Leader, Person, Recipient
from matcher.rules.pairs.interests.affiliations import Node, affiliations, body_groups, groups_of, kind_of, known_bodies
from matcher.rules.pairs.interests.interest_links import NIL, active, interest_links, level
from matcher.rules.pairs.leader_registers import PLACES, leader_register, place_key
from matcher.rules.pairs.pair_sets import cached
from matcher.world import ProviderKind, World

if TYPE_CHECKING:
    import networkx as nx

STEPS = "steps"  # edge attribute: what the step is, in words
Edge = tuple[Node, Node, str]  # two that a step joins, and what the step is


@dataclass(frozen=True, slots=True)
class ConflictPath:
    """One declaration and the membership steps that join a leader to a recipient. Personal data: who declared what.

    `edges` and `steps` read from the leader to the recipient. An interest that is not active no longer bars: it flags.
    """

    edges: tuple[Edge, ...]
    relation: str
    level: str
    active: bool
    declared_by: str | None
    declared_on: date | None
    expires_on: date | None

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(f"{name_of(one)} and {name_of(other)}: {words}" for one, other, words in self.edges)


def conflict_paths(
    world: World, recipient_row: int, leader_row: int, provider_kind: ProviderKind = "leaders"
) -> tuple[ConflictPath, ...]:
    """Every declaration that joins the pair, with its shortest path, in the order of the register; nil returns not."""
    recipient, leader = world.recipients[recipient_row], leader_register(world, provider_kind).bodies[leader_row]
    rows = interest_links(world, provider_kind).between(recipient_row, leader_row).tolist()
    declared = (world.facts.interests[i] for i in rows)
    return tuple(_path(world, x, ("person", leader.id), recipient) for x in declared if x.relation != NIL)


def _path(world: World, x: Interest, leader: Node, recipient: Recipient) -> ConflictPath:
    return ConflictPath(
        edges=_edges(world, x, leader, _node(world, recipient.kind, recipient.id)),
        relation=x.relation,
        level=level(world, x),
        active=active(world, x),
        declared_by=x.declared_by,
        declared_on=x.declared_on,
        expires_on=x.expires_on,
    )


def _edges(world: World, x: Interest, leader: Node, recipient: Node) -> tuple[Edge, ...]:
    """The shortest way by membership that takes this declaration exactly once, in either direction."""
    here, there = ("person", x.person_id), _node(world, x.party_kind, x.party_id)
    paths = [
        (*_along(world, before), (one, other, "a declared interest"), *_along(world, after))
        for one, other in ((here, there), (there, here))
        if one == leader or one[0] != "person"  # a colleague's interest is not the leader's
        if (before := _membership(world, leader, one)) and (after := _membership(world, other, recipient))
    ]
    return min(paths, key=lambda path: len(path))


def _membership(world: World, start: Node, end: Node) -> list[Node]:
    """The shortest way by membership steps alone, through no other person and no authority or diocese; or nothing."""
    graph = membership_graph(world)
    if start == end:
        return [start]
    if start not in graph or end not in graph:
        return []
    import networkx as nx

    open_to = nx.subgraph_view(graph, filter_node=lambda n: n in (start, end) or n[0] in ("school", "trust"))
    return list(nx.shortest_path(open_to, start, end)) if nx.has_path(open_to, start, end) else []


def _along(world: World, path: list[Node]) -> Iterable[Edge]:
    graph = membership_graph(world)
    return ((a, b, graph.edges[a, b][STEPS]) for a, b in pairwise(path))


def name_of(node: Node) -> str:
    return f"{node[0]} {node[1]}"


def _node(world: World, kind: str, id: str) -> Node:
    if kind in PLACES:
        return kind, place_key(id)
    if kind != "person":
        kind = kind_of(world, kind, id)
    return kind, affiliations(world).current(id) if kind == "school" else id


def membership_graph(world: World) -> nx.Graph:
    """Membership on the day as an undirected graph; no declared interest is in it."""
    return cached(world, "pairs.graph", _graph)


def _graph(world: World) -> nx.Graph:
    import networkx as nx  # a fifth of a second, and only paths of conflicts are looked for in it

    graph = nx.Graph()
    for one, other, words in _memberships(world):
        if one != other:
            graph.add_edge(one, other, **{STEPS: words})
    return graph


def _memberships(world: World) -> Iterable[tuple[Node, Node, str]]:
    for urn, trust in affiliations(world).trust_of.items():
        yield ("school", urn), ("trust", trust), "school of the trust"
    for row, recipient in enumerate(known_bodies(world)):
        yield from _of_recipient(world, row, recipient)
    everybody: tuple[Leader | GovernanceLeader | Adviser | Person, ...] = (
        *world.leaders,
        *world.governance_leaders,
        *world.advisers,
        *world.facts.people,
    )
    for body in everybody:
        if body.organisation_id:
            yield ("person", body.id), _node(world, "organisation", body.organisation_id), "belongs to"
    for leader in world.leaders:
        if leader.base_urn:
            yield ("person", leader.id), _node(world, "school", leader.base_urn), "based at"


def _of_recipient(world: World, row: int, r: Recipient) -> Iterable[tuple[Node, Node, str]]:
    here = _node(world, r.kind, r.id)
    for node in sorted(body_groups(world)[row]):
        yield here, node, "school of the trust"
    for urn in r.schools if r.kind == "school" else ():
        yield here, _node(world, "school", urn), "the same school"
        for node in sorted(groups_of(world, "school", urn)):
            yield here, node, "school of the trust"
    for kind, name in zip(PLACES, (r.local_authority, r.diocese), strict=True):
        if name:
            yield here, (kind, place_key(name)), f"in the {kind}"
