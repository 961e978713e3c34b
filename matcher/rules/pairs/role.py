"""A trust is supported by a trust chief executive or equivalent, a standalone school also by a national leader."""

from __future__ import annotations

from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.rules.pairs.pair_wording import role, role_name
from matcher.world import Bools, World


def bars(world: World, pairs: Pairs) -> Bools:
    for_trust, for_school = cached(world, "pairs.role", _may_lead)
    trust = world.recipient_is_trust[pairs.recipient]
    return (trust & ~for_trust[pairs.leader]) | (~trust & ~for_school[pairs.leader])


def _may_lead(world: World) -> tuple[Bools, Bools]:
    """Per leader: may they lead the support of a trust, and of a standalone school."""
    rules = world.policy.rules
    return (
        bools(x.role in rules.trust_leader for x in world.leaders),
        bools(x.role in rules.standalone_leader for x in world.leaders),
    )


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    trust = recipient.kind == "trust"
    may = world.policy.rules.trust_leader if trust else world.policy.rules.standalone_leader
    roles = " or ".join(map(role_name, may)) or "nobody"
    body = "a trust" if trust else "a standalone school"
    return f"{leader.id} is {role(leader)}, and {recipient.name}, {body}, is to be supported by {roles}"


ROLE = PairRule(
    "role",
    Cite("tsio-flyer-2022-23", "what support is available", "an NLE or equivalent; a trust by a trust chief executive"),
    bars,
    why,
    screen=True,
    short="of a role that does not lead this kind of support",
)
