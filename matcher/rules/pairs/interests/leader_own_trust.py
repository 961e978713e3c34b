"""A leader whose own trust needs support: proposed with sign-off where it qualifies, not at all where it is supported.

Of an NLE the own school counts, of anybody else the own trust, and the one school of a single-academy trust for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from matcher.domain import Leader
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.limits.commitments import COMMITTED_STATES
from matcher.rules.pairs.interests.affiliations import Groups, Node, affiliations, known_bodies, person_groups
from matcher.rules.pairs.interests.own_organisation import based_at
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.rules.pairs.standing import stands
from matcher.world import Bools, World

SHOWN = ("declare", "sign_off")


def bars(world: World, pairs: Pairs) -> Bools:
    """Barred at the level `bar`, but for a match that is agreed or running."""
    return barred(world)[pairs.leader] & ~stands(world, pairs)


def barred(world: World) -> Bools:
    """Per leader, whether what holds of their own trust or school keeps them out of every new match."""
    return cached(world, "pairs.own.needs.barred", _at("bar"))


def flags(world: World, pairs: Pairs) -> Bools:
    """Shown at every level but `allow`; a match that stands is shown at `bar` too."""
    shown = cached(world, "pairs.own.needs.shown", _at(*SHOWN))[pairs.leader]
    kept = barred(world)[pairs.leader] & stands(world, pairs)
    return shown | kept


def _at(*levels: str) -> Callable[[World], Bools]:
    """Per leader, whether what holds of their own trust has one of these levels."""

    def mask(world: World) -> Bools:
        rules = world.policy.rules.leader_own_trust
        found = np.zeros(len(world.leaders), dtype=np.bool_)
        if rules.qualifies in levels:
            found |= own_qualifies(world)
        if rules.supported in levels:
            found |= own_is_supported(world)
        return found

    return mask


def own_qualifies(world: World) -> Bools:
    """Per leader, whether their own trust or school qualifies, in the run's regions or another."""
    return cached(world, "pairs.own.qualifies", lambda w: _own(w, {*w.qualifying, *(r.id for r in w.recipients)}))


def own_is_supported(world: World) -> Bools:
    """Per leader, whether the support of their own trust or school is agreed or running."""
    return cached(world, "pairs.own.supported", lambda w: _own(w, supported_ids(w)))


def supported_ids(world: World) -> set[str]:
    history = {d.recipient_id for d in world.facts.history if d.state in COMMITTED_STATES}
    return history | {p.recipient_id for p in world.policy.pins if p.stands}


def _own(world: World, ids: Iterable[str]) -> Bools:
    nodes = {node for id in ids for node in _nodes_of(world, id)}
    return bools(not nodes.isdisjoint(own) for own in cached(world, "pairs.own.nodes", _nodes_by_leader))


def leaders_at_home(world: World, id: str) -> list[int]:
    """The rows of the leaders whose own trust or school this body is: those whom its support bars."""
    rows: list[int] = np.flatnonzero(_own(world, [id])).tolist()
    return rows


def _nodes_by_leader(world: World) -> tuple[Groups, ...]:
    return tuple(_own_nodes(world, leader) for leader in world.leaders)


def _nodes_of(world: World, id: str) -> Iterator[Node]:
    """The body itself, as a trust and as the school it now is, and the trust that is this one school."""
    index = affiliations(world)
    if id in index.trusts:
        yield "trust", id
        return
    now = index.current(id)
    yield "school", now
    rows = {*index.listed.get(id, ()), *index.listed.get(now, ())}
    trusts = {index.trust_of.get(now), *(known_bodies(world)[row].trust_id for row in rows)}
    yield from (("trust", trust) for trust in trusts if trust and _single(world, trust))


def _own_nodes(world: World, leader: Leader) -> Groups:
    """The schools a leader is based at, and their trust; of an NLE a trust only where it is one school."""
    index = affiliations(world)
    schools = {("school", index.current(urn)) for urn in based_at(world, leader)}
    trusts = {node for node in person_groups(world)[leader.id] if node[0] == "trust"}
    if leader.role == "nle":
        trusts = {node for node in trusts if _single(world, node[1])}
    return frozenset(schools | trusts)


def _single(world: World, uid: str) -> bool:
    trust = world.facts.trusts.get(uid)
    return trust is not None and not trust.multi


def why(world: World, recipient_row: int, leader_row: int) -> str:
    leader, rules = world.leaders[leader_row], world.policy.rules.leader_own_trust
    supported = own_is_supported(world)[leader_row] and rules.supported != "allow"
    what = "is supported itself at present" if supported else "qualifies for support itself"
    level = rules.supported if supported else rules.qualifies
    own = "own school" if leader.role == "nle" else "own trust"
    after = "; the Regional Director signs it off" if level in ("sign_off", "bar") else ""
    return f"the {own} of {leader.id} {what}{after}"


def why_barred(world: World, recipient_row: int, leader_row: int) -> str:
    return why_of(world, leader_row)


def why_of(world: World, leader_row: int) -> str:
    """Why a leader who is barred is: it is so with every school and trust."""
    leader = world.leaders[leader_row]
    own = "own school" if leader.role == "nle" else "own trust"
    supported = own_is_supported(world)[leader_row] and world.policy.rules.leader_own_trust.supported == "bar"
    what = "is supported itself at present" if supported else "qualifies for support itself"
    return f"the {own} of {leader.id} {what}"


_CITE = Cite("matcher", "leader's own trust", "who needs support is not sent to support others unseen")
OWN_TRUST_SUPPORTED = PairRule(
    "leader-own-trust",
    _CITE,
    bars,
    why_barred,
    short="whose own trust needs or has support",
)
OWN_TRUST_NEEDS_SUPPORT = FlagRule(
    "own-trust-needs-support",
    _CITE,
    flags,
    why,
    weight="signs-off",
    label="The leader's own trust or school needs support itself",
)
