"""The interests of a leader in a pair on one day: the register, declarations that expire, and recorded checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from matcher.domain import Leader
from matcher.rules.base import Rulebook
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.interests.interest_links import NIL, interest_links
from matcher.rules.pairs.interests.unknown_parties import is_known_body
from matcher.rules.pairs.pair_sets import cached
from matcher.wording.wording import CLEAR, CONFLICT, DECLARED, NEVER, OPEN, OUT_OF_DATE, Interests
from matcher.world import World

LineBody = Mapping[str, Any]  # one line of the ledger


def last_check(checks: Iterable[LineBody], recipient: str, leader: str, day: date) -> LineBody | None:
    """The latest check of this leader's interests on or before a day, general or about this recipient; else None.

    What was found between these two stands until the two are checked again: that all is clear in general, or as before,
    does not settle it.
    """
    done = [
        b for b in checks if b["leader"] == leader and b["recipient"] in ("", recipient) and b["on"] <= day.isoformat()
    ]
    last, own = (max(found, key=lambda b: (b["on"], b["seq"]), default=None) for found in (done, _of_pair(done)))
    stands = own is not None and own["detail"]["outcome"] != "clear"
    return own if stands and last is not None and last["detail"]["outcome"] == "clear" else last


def _of_pair(checks: Iterable[LineBody]) -> list[LineBody]:
    return [b for b in checks if b["recipient"]]


def flags_on(
    world: World, rulebook: Rulebook, checks: Sequence[LineBody], recipient: str, leader: str, day: date
) -> tuple[str, ...]:
    """Names of the flags of a pair on a day (at the earliest the run's day), with recorded checks applied.

    Who declared a new interest without a school or trust is to be checked for every pair, until the pair is; one that
    a check found between the two is for the director to sign off.
    """
    check = last_check(checks, recipient, leader, day)
    then = _world_on(world, check, leader, day)
    row = np.array([then.recipient_row[recipient]]), np.array([then.leader_row[leader]])
    pair = pairs_at(then, *row)
    said = _said_by_check(check)
    return tuple(rule.name for rule in rulebook.flags if rule.name in said or rule.flags(then, pair)[0])


def _said_by_check(check: LineBody | None) -> frozenset[str]:
    """The flags that the last check itself raises, whatever the registers say."""
    if declares_unknown_party(check):
        return frozenset({"not-checked"})
    found = check is not None and check["detail"]["outcome"] == "sign-off"
    return frozenset({"sign-off"}) if found else frozenset()


def declares_unknown_party(check: LineBody | None) -> bool:
    """Whether a check found an interest of the leader in general, of which no school or trust is written down."""
    return check is not None and not check["recipient"] and check["detail"]["outcome"] != "clear"


def _world_on(world: World, check: LineBody | None, leader: str, day: date) -> World:
    """The world on this day, with what the check of this leader confirmed written into the registers."""
    then = world if day <= world.policy.as_at else cached(world, f"case.world.{day}", partial(aged, day=day))
    if check is None:
        return then
    on = date.fromisoformat(check["on"])
    leaders = tuple(_confirmed(x, world, on) if x.id == leader else x for x in world.leaders)
    known = tuple(replace(x, outside=True) for x in world.facts.interests)
    return replace(then, leaders=leaders, facts=replace(world.facts, interests=known), memo={})


def _confirmed(leader: Leader, world: World, on: date) -> Leader:
    """Who checked the interests has looked at what the registers leave open: parties, base and who the leader is."""
    based = leader.base_urn is not None and is_known_body(world, leader.base_urn)
    return replace(
        leader,
        interests_checked_on=max(filter(None, (on, leader.interests_checked_on))),
        base_urn=leader.base_urn if based else None,
        not_same_as=tuple(x.id for x in world.leaders),
    )


def aged(world: World, day: date) -> World:
    """The world with its registers judged on a later day."""
    return replace(world, policy=replace(world.policy, as_at=day), memo={})


def interests_on(
    world: World, flags: Sequence[str], checks: Sequence[LineBody], recipient: str, leader: str, day: date
) -> Interests:
    """What may be said of the leader's interests in the pair, given its flags on the same day."""
    check = last_check(checks, recipient, leader, day)
    outcome = str(check["detail"]["outcome"]) if check else ""
    days = [date.fromisoformat(check["on"])] if check else []
    leader_row = world.leaders[world.leader_row[leader]]
    register = leader_row.interests_checked_on
    days += [leader_row.last_checked_on or register] if register and register <= day else []
    if "not-checked" not in flags:
        days += _nil_returns(world, recipient, leader)
    last = max(days, default=None)
    fresh = last is not None and (day - last).days <= world.policy.rules.conflicts_stale_after_days
    return interests_of(flags, last, outcome, fresh=fresh or declares_unknown_party(check))


def interests_of(flags: Sequence[str], checked_on: date | None, outcome: str = "", *, fresh: bool = False) -> Interests:
    """`outcome` is that of the last recorded check, '' for none; `fresh` whether it is not too old, or
    found an interest that is not settled, which does not pass with time."""
    if outcome == "conflict":
        return Interests(CONFLICT, checked_on)
    if "not-checked" in flags:
        return Interests(OPEN if fresh else OUT_OF_DATE if checked_on else NEVER, checked_on)
    if "sign-off" in flags or outcome == "sign-off":
        return Interests(DECLARED, checked_on)
    return Interests(CLEAR, checked_on)


def _nil_returns(world: World, recipient: str, leader: str) -> list[date]:
    """The days on which it was declared that there is no interest between the two."""
    rows = interest_links(world).between(world.recipient_row[recipient], world.leader_row[leader]).tolist()
    declared = (world.facts.interests[row] for row in rows)
    days = (x.check_recorded_on or x.declared_on for x in declared if x.relation == NIL)
    return [day for day in days if day is not None]
