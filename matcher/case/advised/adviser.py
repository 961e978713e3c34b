"""An adviser beside a school on one day: who employs them, what is to be noted, and whether interests are checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from matcher.case.interests import LineBody, aged, interests_of, last_check
from matcher.domain import Adviser
from matcher.language.wording import Interests
from matcher.rules.base import Rulebook
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.pair_sets import cached
from matcher.world import World


def adviser_called(world: World, id: str) -> Adviser:
    """Raises KeyError where the register has none of this id."""
    return world.advisers[world.provider_row["advisers"][id]]


def adviser_flags_on(
    world: World, rulebook: Rulebook, checks: Sequence[LineBody], recipient: str, adviser: str, day: date
) -> tuple[str, ...]:
    """Names of the flags of a school and an adviser on a day (at the earliest the run's), recorded checks applied."""
    then = _world_on(world, last_check(checks, recipient, adviser, day), adviser, day)
    row = np.array([then.recipient_row[recipient]]), np.array([then.provider_row["advisers"][adviser]])
    pair = pairs_at(then, *row, "advisers")
    return tuple(rule.name for rule in rulebook.provider("advisers").flags if rule.flags(then, pair)[0])


def _world_on(world: World, check: LineBody | None, adviser: str, day: date) -> World:
    """The world on this day, with what the check of this adviser confirmed written into the registers."""
    then = world if day <= world.policy.as_at else cached(world, f"case.world.{day}", partial(aged, day=day))
    if check is None:
        return then
    on = date.fromisoformat(check["on"])
    advisers = tuple(replace(x, interests_checked_on=on) if x.id == adviser else x for x in world.advisers)
    known = tuple(replace(x, outside=True) for x in world.facts.interests)
    return replace(then, advisers=advisers, facts=replace(world.facts, interests=known), memo={})


def adviser_interests_on(
    world: World, flags: Sequence[str], checks: Sequence[LineBody], recipient: str, adviser: str, day: date
) -> Interests:
    """What may be said of the adviser's interests in the school, given its flags on the same day."""
    check = last_check(checks, recipient, adviser, day)
    registered = adviser_called(world, adviser).interests_checked_on
    days = [date.fromisoformat(check["on"])] if check else []
    days += [registered] if registered and registered <= day else []
    last = max(days, default=None)
    fresh = last is not None and (day - last).days <= world.policy.rules.conflicts_stale_after_days
    return interests_of(flags, last, str(check["detail"]["outcome"]) if check else "", fresh=fresh)
