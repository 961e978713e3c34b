"""Conflicts as paths: the sparse ties agree with a search of every path of the graph, and the path shown is one."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from matcher.rules.pairs.interests.conflict_paths import conflict_paths, membership_graph
from matcher.rules.pairs.interests.interest_links import interest_links
from matcher.world import World
from tests.world_builder import Streams
from tests.worlds import (
    a_governance_leader,
    a_leader,
    a_membership,
    a_person,
    a_recipient,
    a_school,
    a_trust,
    a_world,
    an_interest,
)

TRUSTS = ("T1", "T2", "T3")
SCHOOLS = ("110001", "110002", "110003", "110004", "R1", "R2")
PLACES = {"authority": ("Leeds", "York"), "diocese": ("Ely", "Hexham")}


def a_random_world(seed: int) -> World:
    """Trusts, standalone schools and schools of trusts, people everywhere, and a handful of declarations."""
    streams = Streams(seed)

    def perhaps(id: str, field: str, values: tuple[str, ...]) -> str | None:
        return streams.of("body", id)(field).choice((None, *values))

    stays = [a_membership(urn, trust) for urn in SCHOOLS if (trust := perhaps(urn, "trust", TRUSTS))]
    in_trust = {stay.urn: stay.trust_uid for stay in stays}
    place = {
        "local_authority": perhaps("R1", "authority", PLACES["authority"]),
        "diocese": perhaps("R1", "diocese", PLACES["diocese"]),
    }
    recipients = [
        a_recipient("R1", **place),
        a_recipient(
            "R2",
            trust_id=in_trust.get("R2", perhaps("R2", "listed_trust", TRUSTS)),
            local_authority=perhaps("R2", "authority", PLACES["authority"]),
        ),
        a_trust(
            "T1",
            schools=[m.urn for m in stays if m.trust_uid == "T1"],
            diocese=perhaps("T1", "diocese", PLACES["diocese"]),
        ),
        a_trust("T2", schools=[m.urn for m in stays if m.trust_uid == "T2"]),
    ]
    leaders = [
        a_leader(
            f"L{i}",
            organisation_id=perhaps(f"L{i}", "organisation", (*TRUSTS, "O1", "110002")),
            base_urn=perhaps(f"L{i}", "school", SCHOOLS),
        )
        for i in range(3)
    ]
    parties = [
        *(("school", urn) for urn in SCHOOLS),
        *(("trust", uid) for uid in TRUSTS),
        *(("person", id) for id in ("L0", "L1", "G1", "P1")),
        *((kind, name) for kind, names in PLACES.items() for name in names),
        ("organisation", "O1"),
    ]
    declared = []
    for number in range(streams.of("world")("interests").randrange(1, 6)):
        of = streams.of("interest", number)
        kind, party = of("party").choice(parties)
        declared.append(an_interest(of("person").choice(("L0", "L1", "L2", "G1", "P1")), party, kind))
    return a_world(
        recipients,
        leaders,
        [a_governance_leader("G1", organisation_id=perhaps("G1", "organisation", TRUSTS))],
        people=[a_person("P1", organisation_id=perhaps("P1", "organisation", TRUSTS))],
        schools=[a_school(urn) for urn in SCHOOLS],
        memberships=stays,
        interests=declared,
    )


def membership(world: World) -> nx.Graph:
    """The membership steps, as plainly as they can be said; every organisation here is a trust, a school or O1."""
    graph = nx.Graph()

    def body(id: str) -> tuple[str, str]:
        return ("school" if id in SCHOOLS else "trust", id)

    for stay in world.facts.memberships:
        graph.add_edge(("school", stay.urn), ("trust", stay.trust_uid))
    for r in world.recipients:
        graph.add_node((r.kind, r.id))
        if r.trust_id and r.trust_id != r.id:
            graph.add_edge((r.kind, r.id), ("trust", r.trust_id))
        for kind, name in (("authority", r.local_authority), ("diocese", r.diocese)):
            if name:
                graph.add_edge((r.kind, r.id), (kind, name.casefold()))
    for person in (*world.leaders, *world.governance_leaders, *world.facts.people):
        graph.add_node(("person", person.id))
        for id in (person.organisation_id, getattr(person, "base_urn", None)):
            if id:
                graph.add_edge(("person", person.id), body(id))
    return graph


def lawful(path: list[tuple[str, str]], crossing: int) -> bool:
    """A path whose step number `crossing` is the declared one: through no colleague, and no place unless declared."""
    before, after = path[1 : crossing + 1], path[crossing + 1 : -1]
    no_colleague = all(kind != "person" for kind, _ in before)
    no_place_before = all(kind not in PLACES for kind, _ in before)
    inner = after[1:]
    straight_from_place = not inner or after[0][0] not in PLACES
    by_bodies = all(kind in ("school", "trust") for kind, _ in inner)
    return no_colleague and no_place_before and straight_from_place and by_bodies


def joined(world: World, provider: str, recipient: tuple[str, str]) -> set[int]:
    """The declarations on a lawful path from the provider to the recipient, by searching every simple path."""
    found = set()
    for i, x in enumerate(world.facts.interests):
        graph = membership(world)
        one = ("person", x.person_id)
        kind = {"organisation": "trust"}.get(x.party_kind, x.party_kind)
        other = (kind, x.party_id.casefold() if kind in PLACES else x.party_id)
        if one == other:
            continue
        graph.add_edge(one, other)
        for path in nx.all_simple_paths(graph, ("person", provider), recipient):
            steps = [frozenset(step) for step in pairwise(path)]
            if frozenset((one, other)) in steps and lawful(path, steps.index(frozenset((one, other)))):
                found.add(i)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_the_ties_are_the_paths_that_a_search_of_the_whole_graph_finds(seed: int) -> None:
    world = a_random_world(seed)
    for who, people in (("leaders", world.leaders), ("governance", world.governance_leaders)):
        for row, recipient in enumerate(world.recipients):
            for other, leader in enumerate(people):
                tied = set(interest_links(world, who).between(row, other).tolist())  # type: ignore[arg-type]
                # A declaration about the body it is made from is that membership itself, and no simple path.
                searched = joined(world, leader.id, (recipient.kind, recipient.id))
                own = {i for i in tied | searched if about_own_body(world, i)}
                assert tied - own == searched - own


def about_own_body(world: World, i: int) -> bool:
    x = world.facts.interests[i]
    graph = membership(world)
    party = ("trust" if x.party_kind == "organisation" else x.party_kind, x.party_id)
    bodies = graph.subgraph(n for n in graph if n[0] in ("school", "trust") or n == ("person", x.person_id))
    return party in bodies and nx.has_path(bodies, ("person", x.person_id), party)


@pytest.mark.parametrize("seed", range(60))
def test_every_tie_has_a_path_that_takes_the_declared_step_once(seed: int) -> None:
    world = a_random_world(seed)
    for row in range(len(world.recipients)):
        for other in range(len(world.leaders)):
            paths = conflict_paths(world, row, other)
            assert len(paths) == len(interest_links(world).between(row, other))
            for path in paths:
                assert sum("a declared interest" in step for step in path.steps) == 1


def test_a_path_reads_from_the_leader_to_the_recipient() -> None:
    world = a_world(
        [a_trust()], [a_leader()], memberships=[a_membership("110001", "T1")], interests=[an_interest(party="110001")]
    )
    (path,) = conflict_paths(world, 0, 0)
    assert path.steps == (
        "person L1 and school 110001: a declared interest",
        "school 110001 and trust T1: school of the trust",
    )
    assert (path.relation, path.level, path.active, path.declared_by) == ("family", "block", True, "leader")


def test_a_nil_return_is_no_path() -> None:
    world = a_world([a_recipient()], [a_leader()], interests=[an_interest(relation="none")])
    assert conflict_paths(world, 0, 0) == ()


def test_the_graph_holds_membership_and_no_declared_interest() -> None:
    world = a_world([a_recipient()], [a_leader(organisation_id="T2")], interests=[an_interest()])
    assert nx.node_connected_component(membership_graph(world), ("person", "L1")) == {("person", "L1"), ("trust", "T2")}


def test_ties_are_the_same_whatever_the_order_of_the_tables() -> None:
    for seed in range(20):
        world = a_random_world(seed)
        keys = interest_links(world).key
        assert bool((np.diff(keys) >= 0).all())
        tables = {"people", "schools", "memberships", "interests"}
        shuffled = a_world(
            world.recipients[::-1],
            world.leaders[::-1],
            world.governance_leaders,
            **{t: list(getattr(world.facts, t))[::-1] if t != "schools" else world.facts.schools for t in tables},
        )
        assert interest_links(shuffled).key.tolist() == keys.tolist()
        assert interest_links(shuffled).interest.tolist() == interest_links(world).interest.tolist()
