"""Flags of a pair on a given day: declarations of interest expire, and recorded checks renew them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from matcher.domain import Leader
from matcher.ledger.states import Record
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.unknown_parties import is_known_body
from matcher.runs.opened import OpenedRun
from matcher.world import World


def checks_of(bodies: Iterable[Mapping[str, Any]], recipient: str, leader: str) -> Iterator[Mapping[str, Any]]:
    """Every recorded check of this leader's interests, general or about this recipient, including corrected lines."""
    for body in bodies:
        if body["act"] == "interests-checked" and body["leader"] == leader and body["recipient"] in ("", recipient):
            yield body


def last_check(record: Record, recipient: str, leader: str, day: date) -> Mapping[str, Any] | None:
    """The latest check of this leader's interests on or before a day, general or about this recipient; else None."""
    done = [
        b
        for b in record.checks
        if b["leader"] == leader and b["recipient"] in ("", recipient) and b["on"] <= day.isoformat()
    ]
    return max(done, key=lambda b: (b["on"], b["seq"])) if done else None


def flags_on(run: OpenedRun, record: Record, recipient: str, leader: str, day: date) -> tuple[str, ...]:
    """Names of the flags of a pair on a day (at the earliest the run's day), with recorded checks applied."""
    world = _world_on(run.world, record, recipient, leader, day)
    row = np.array([world.recipient_row[recipient]]), np.array([world.leader_row[leader]])
    pair = pairs_at(world, *row)
    return tuple(rule.name for rule in run.rulebook.flags if rule.flags(world, pair)[0])


def _world_on(world: World, record: Record, recipient: str, leader: str, day: date) -> World:
    later = replace(world, policy=replace(world.policy, as_at=max(day, world.policy.as_at)), memo={})
    check = last_check(record, recipient, leader, day)
    if check is None:
        return later
    leaders = tuple(
        _confirmed(x, world, date.fromisoformat(check["on"])) if x.id == leader else x for x in world.leaders
    )
    known = tuple(replace(x, outside=True) for x in world.facts.interests)
    return replace(later, leaders=leaders, facts=replace(world.facts, interests=known), memo={})


def _confirmed(leader: Leader, world: World, on: date) -> Leader:
    """Who checked the interests has looked at what the registers leave open: parties, base and who the leader is."""
    based = leader.base_urn is not None and is_known_body(world, leader.base_urn)
    return replace(
        leader,
        interests_checked_on=max(filter(None, (on, leader.interests_checked_on))),
        base_urn=leader.base_urn if based else None,
        not_same_as=tuple(x.id for x in world.leaders),
    )
