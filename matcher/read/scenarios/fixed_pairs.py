"""The ids of a scenario's pins, forbids, yeses, waits and leaders away, read as those of every register are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from matcher.domain import Facts, Leader, Organisation
from matcher.identity import NotAnId, body_id
from matcher.policy import ANY, Pair, Policy

AnyPair = TypeVar("AnyPair", bound=Pair)


def under_house_ids(policy: Policy, facts: Facts) -> Policy:
    """The policy with each pair that people judged, and each leader who is away, under the ids that the facts use. One
    that they do not have stays as it is written: whoever checks the scenario's ids says where it stands.
    """
    bodies = {*facts.schools, *facts.trusts, *(r.id for r in facts.recipients)}
    supporters: tuple[Leader | Organisation, ...] = (*facts.leaders, *facts.organisations)
    leaders = {other: x.id for x in supporters for other in x.also}
    return replace(
        policy,
        pins=tuple(_pair(pin, bodies, leaders) for pin in policy.pins),
        forbid=tuple(_pair(pair, bodies, leaders) for pair in policy.forbid),
        yeses=tuple(_pair(pair, bodies, leaders) for pair in policy.yeses),
        waits=tuple(replace(x, recipient_id=_body(x.recipient_id, bodies)) for x in policy.waits),
        away=tuple(replace(x, leader_id=leaders.get(x.leader_id, x.leader_id)) for x in policy.away),
    )


def _pair(pair: AnyPair, bodies: Collection[str], leaders: dict[str, str]) -> AnyPair:
    return replace(
        pair,
        recipient_id=_body(pair.recipient_id, bodies),
        leader_id=leaders.get(pair.leader_id, pair.leader_id),
    )


def _body(text: str, bodies: Collection[str]) -> str:
    if text in bodies or text == ANY:
        return text
    try:
        return body_id(text)
    except NotAnId:  # it is told as an id that is nowhere in the data
        return text
