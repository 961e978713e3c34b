"""Affiliations on the day: schools to trusts, people to organisations. They are the membership steps of a conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.domain import Adviser, GovernanceLeader, Leader, Recipient
from matcher.rules.pairs.pair_sets import cached
from matcher.world import World

Node = tuple[str, str]  # a kind and an id: ("school", URN), ("trust", UID or organisation id), ("person", id)
Groups = frozenset[Node]  # bodies that count as one: a trust with all its schools, or a school on its own

NO_GROUPS: Groups = frozenset()


@dataclass(frozen=True, eq=False)
class Affiliations:
    """Schools and trusts on the day.

    `now` follows plain succession from an old URN; `trust_of` is by current URN; `listed` is the rows, in
    `known_bodies`, of the schools that count a URN, old or current, as theirs.
    """

    now: Mapping[str, str]
    trust_of: Mapping[str, str]
    listed: Mapping[str, tuple[int, ...]]
    schools: frozenset[str]
    trusts: frozenset[str]

    def current(self, urn: str) -> str:
        return self.now.get(urn, urn)


def known_bodies(world: World) -> tuple[Recipient, ...]:
    """The run's recipients by row, then every other body of the register: one that is supported already, or lies in
    another region, still says which schools are of which trust.
    """
    return cached(world, "pairs.known_bodies", _known_bodies)


def _known_bodies(world: World) -> tuple[Recipient, ...]:
    here = {r.id for r in world.recipients}
    return (*world.recipients, *(r for r in world.facts.recipients if r.id not in here))


def affiliations(world: World) -> Affiliations:
    return cached(world, "pairs.bodies", _affiliations)


def _affiliations(world: World) -> Affiliations:
    now = _successors(world)
    trust_of = _trusts_on(world, now)
    listed: dict[str, set[int]] = defaultdict(set)
    bodies = known_bodies(world)
    for row, r in enumerate(bodies):
        for urn in r.schools if r.kind == "trust" else ():
            trust_of.setdefault(now.get(urn, urn), r.id)
        for urn in (r.id, *r.schools) if r.kind == "school" else ():
            listed[urn].add(row)
            listed[now.get(urn, urn)].add(row)
    trusts = {*world.facts.trusts, *trust_of.values(), *(r.id for r in bodies if r.kind == "trust")}
    trusts |= {r.trust_id for r in bodies if r.trust_id}
    return Affiliations(
        now,
        trust_of,
        {urn: tuple(sorted(rows)) for urn, rows in listed.items()},
        frozenset({*world.facts.schools, *listed, *trust_of}),
        frozenset(trusts),
    )


def _successors(world: World) -> dict[str, str]:
    """Old URN to the URN it goes by on the day, along links with exactly one plain successor; a circle ends."""
    links: dict[str, set[str]] = defaultdict(set)
    for link in world.facts.successions:
        if link.plain and (link.on is None or link.on <= world.policy.as_at):
            links[link.old_urn].add(link.new_urn)
    one = {old: next(iter(new)) for old, new in links.items() if len(new) == 1}
    return {old: _last(one, old) for old in one}


def _last(one: Mapping[str, str], urn: str) -> str:
    visited = {urn}
    while urn in one and one[urn] not in visited:
        urn = one[urn]
        visited.add(urn)
    return urn


def _trusts_on(world: World, now: Mapping[str, str]) -> dict[str, str]:
    """Current URN to trust on the day: a school's own stay before a predecessor's, then the later one."""
    day = world.policy.as_at
    best: dict[str, tuple[bool, date, str]] = {}
    for stay in world.facts.memberships:
        if (stay.joined is None or stay.joined <= day) and (stay.left is None or stay.left > day):
            urn = now.get(stay.urn, stay.urn)
            rank = (stay.urn == urn, stay.joined or date.min, stay.trust_uid)
            best[urn] = max(rank, best.get(urn, rank))
    return {urn: rank[2] for urn, rank in best.items()}


def kind_of(world: World, kind: str, id: str) -> str:
    """What the body with this id is: its id is looked up among trusts, then among schools, whatever kind was written;
    an id that is nowhere is what was written. A slip in the kind must not let an interest pass as clear.
    """
    index = affiliations(world)
    if id in index.trusts:
        return "trust"
    return "school" if id in index.schools or kind == "school" else "trust"


def groups_of(world: World, kind: str, id: str) -> Groups:
    """The groups of a school, trust or organisation."""
    index = affiliations(world)
    if kind_of(world, kind, id) == "school":
        rows = {*index.listed.get(id, ()), *index.listed.get(index.current(id), ())}
        return _school(index, id).union(*(body_groups(world)[row] for row in rows))
    return frozenset({("trust", id)})


def _school(index: Affiliations, urn: str) -> Groups:
    now = index.current(urn)
    return frozenset({("trust", index.trust_of[now]) if now in index.trust_of else ("school", now)})


def recipient_groups(world: World) -> tuple[Groups, ...]:
    """Per recipient: its trust as the files of the day have it, and as the register has it."""
    return body_groups(world)[: len(world.recipients)]


def body_groups(world: World) -> tuple[Groups, ...]:
    """The same for every body known, in the order of `known_bodies`."""
    return cached(world, "pairs.groups", lambda w: tuple(_recipient(affiliations(w), r) for r in known_bodies(w)))


def _recipient(index: Affiliations, r: Recipient) -> Groups:
    by_file = frozenset({("trust", r.id)}) if r.kind == "trust" else _school(index, r.id)
    return by_file | {("trust", r.trust_id)} if r.trust_id else by_file


def person_groups(world: World) -> Mapping[str, Groups]:
    """Person id to the groups they belong to, by their organisation and by the school they are based at."""
    return cached(world, "pairs.groups.people", _people)


def _people(world: World) -> dict[str, Groups]:
    result: dict[str, Groups] = defaultdict(frozenset)
    everybody: tuple[Leader | GovernanceLeader | Adviser, ...] = (
        *world.leaders,
        *world.governance_leaders,
        *world.advisers,
    )
    for body in everybody:
        result[body.id] |= groups_of_leader(world, body)
    for person in world.facts.people:
        result[person.id] |= (
            groups_of(world, "organisation", person.organisation_id) if person.organisation_id else NO_GROUPS
        )
    return dict(result)


def groups_of_leader(world: World, body: Leader | GovernanceLeader | Adviser) -> Groups:
    base = body.base_urn if isinstance(body, Leader) else None
    own = groups_of(world, "organisation", body.organisation_id) if body.organisation_id else NO_GROUPS
    return own | groups_of(world, "school", base) if base else own


def rows_by(groups: Iterable[Iterable[Node]]) -> dict[Node, tuple[int, ...]]:
    """Node to the rows that have it."""
    result: dict[Node, list[int]] = defaultdict(list)
    for row, nodes in enumerate(groups):
        for node in nodes:
            result[node].append(row)
    return {node: tuple(rows) for node, rows in result.items()}
