"""A leader based in the recipient's own authority or diocese is flagged, never barred."""

from __future__ import annotations

from collections.abc import Callable

from matcher.domain import Leader, Recipient, School
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.interests.affiliations import affiliations
from matcher.rules.pairs.leader_registers import place_key
from matcher.rules.pairs.pair_sets import cached, ints
from matcher.world import Bools, Ints, World

Place = Callable[[Recipient | School], str | None]


def _authority(body: Recipient | School) -> str | None:
    return body.local_authority


def _diocese(body: Recipient | School) -> str | None:
    return body.diocese


def base_school(world: World, leader: Leader) -> School | None:
    if leader.base_urn is None:
        return None
    schools = world.facts.schools
    return schools.get(affiliations(world).current(leader.base_urn)) or schools.get(leader.base_urn)


def _shared(name: str, place: Place) -> Callable[[World, Pairs], Bools]:
    def flags(world: World, pairs: Pairs) -> Bools:
        here, there = cached(world, f"pairs.same.{name}", lambda w: _codes(w, place))
        mask: Bools = (here[pairs.recipient] == there[pairs.leader]) & (there[pairs.leader] >= 0)
        return mask

    return flags


def _codes(world: World, place: Place) -> tuple[Ints, Ints]:
    """Per recipient and per leader, a number for the place's name; -1 where it is not known."""
    here = [_name(place, r) for r in world.recipients]
    there = [_name(place, base_school(world, x)) for x in world.leaders]
    code = {name: k for k, name in enumerate(sorted({*here, *there} - {""}))}
    return ints(code.get(x, -1) for x in here), ints(code.get(x, -1) for x in there)


def _name(place: Place, body: Recipient | School | None) -> str:
    return place_key(place(body) or "") if body is not None else ""


def _why(what: str, place: Place) -> Callable[[World, int, int], str]:
    def why(world: World, recipient_row: int, leader_row: int) -> str:
        recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
        return f"{leader.id} is based in the same {what} as {recipient.name}: {place(recipient)}"

    return why


SAME_AUTHORITY = FlagRule(
    "same-authority",
    Cite("matcher", "conflict levels", "no published rule bars it, so it is shown"),
    _shared("authority", _authority),
    _why("local authority", _authority),
    weight="note",
    label="It shares a local authority with the leader",
)
SAME_DIOCESE = FlagRule(
    "same-diocese",
    Cite("matcher", "conflict levels", "no published rule bars it; a diocese may even prefer it, so it is shown"),
    _shared("diocese", _diocese),
    _why("diocese", _diocese),
    weight="note",
    label="It shares a diocese with the leader",
)
