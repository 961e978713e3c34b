"""The interests of a leader in a pair on one day: the register, declarations that expire, and recorded checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from matcher.rules.base import Rulebook
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.interest_links import NIL, interest_links
from matcher.rules.pairs.pair_sets import cached
from matcher.wording import CLEAR, CONFLICT, DECLARED, NEVER, OUT_OF_DATE, Interests
from matcher.world import World

Body = Mapping[str, Any]  # one line of the ledger


def last_check(checks: Iterable[Body], recipient: str, leader: str, day: date) -> Body | None:
    """The latest check of this leader's interests on or before a day, general or about this recipient; else None."""
    done = [
        b for b in checks if b["leader"] == leader and b["recipient"] in ("", recipient) and b["on"] <= day.isoformat()
    ]
    return max(done, key=lambda b: (b["on"], b["seq"])) if done else None


def flags_on(
    world: World, rulebook: Rulebook, checks: Sequence[Body], recipient: str, leader: str, day: date
) -> tuple[str, ...]:
    """Names of the flags of a pair on a day (at the earliest the run's day), with recorded checks applied."""
    then = _world_on(world, last_check(checks, recipient, leader, day), leader, day)
    row = np.array([then.recipient_row[recipient]]), np.array([then.leader_row[leader]])
    pair = pairs_at(then, *row)
    return tuple(rule.name for rule in rulebook.flags if rule.flags(then, pair)[0])


def _world_on(world: World, check: Body | None, leader: str, day: date) -> World:
    """The world on this day, with the check of this leader written into the register where it is the later."""
    then = world if day <= world.policy.as_at else cached(world, f"case.world.{day}", partial(_aged, day=day))
    own = world.leaders[world.leader_row[leader]]
    checked = date.fromisoformat(check["on"]) if check else None
    if checked is None or (own.interests_checked_on is not None and own.interests_checked_on >= checked):
        return then
    leaders = (replace(x, interests_checked_on=checked) if x.id == leader else x for x in world.leaders)
    return replace(then, leaders=tuple(leaders), memo={})


def _aged(world: World, day: date) -> World:
    return replace(world, policy=replace(world.policy, as_at=day), memo={})


def interests_on(
    world: World, flags: Sequence[str], checks: Sequence[Body], recipient: str, leader: str, day: date
) -> Interests:
    """What may be said of the leader's interests in the pair, given its flags on the same day."""
    check = last_check(checks, recipient, leader, day)
    outcome = str(check["detail"]["outcome"]) if check else ""
    days = [date.fromisoformat(check["on"])] if check else []
    register = world.leaders[world.leader_row[leader]].interests_checked_on
    days += [register] if register else []
    if "not-checked" not in flags:
        days += _nil_returns(world, recipient, leader)
    return interests_of(flags, max(days, default=None), outcome)


def interests_of(flags: Sequence[str], checked_on: date | None, outcome: str = "") -> Interests:
    """`outcome` is that of the last recorded check; '' for none."""
    if outcome == "conflict":
        return Interests(CONFLICT, checked_on)
    if "not-checked" in flags:
        return Interests(OUT_OF_DATE if checked_on else NEVER, checked_on)
    if "sign-off" in flags or outcome == "sign-off":
        return Interests(DECLARED, checked_on)
    return Interests(CLEAR, checked_on)


def _nil_returns(world: World, recipient: str, leader: str) -> list[date]:
    """The days on which it was declared that there is no interest between the two."""
    rows = interest_links(world).between(world.recipient_row[recipient], world.leader_row[leader]).tolist()
    declared = (world.facts.interests[row] for row in rows)
    return [x.declared_on for x in declared if x.relation == NIL and x.declared_on is not None]
