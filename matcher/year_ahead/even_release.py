"""Even release: of the year's days and money no more is used than the share of the year's arrivals that have come."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from matcher.plan import Choices, Limit
from matcher.policy import Policy
from matcher.rules.limits.commitments import days_committed, pence_committed
from matcher.rules.limits.leader_days import days_left
from matcher.rules.limits.limit_rows import int_array
from matcher.rules.limits.pots import charge, left_pence
from matcher.world import Ints, World
from matcher.year_ahead.holds import must_be_matched

RULE = "even-release"
DAYS = "days of all leaders"


def released_share(here: int, expected: Fraction) -> Fraction:
    """Of all who come in the year, the part that is here: those here over those and the ones still expected."""
    return Fraction(here) / (here + expected) if here else Fraction(0)


def releases_evenly(policy: Policy, counts_days: bool) -> bool:
    """Whether a run under this policy gives out its days and money evenly: it is asked to, before the year's end, and
    limits either. `counts_days`: the programme's rules limit days."""
    limited = counts_days or any(pot.amount_pence is not None for pot in policy.pots)
    return policy.year_ahead.use == "even-release" and policy.as_at < policy.year_to and limited


def released_days(world: World, choices: Choices, share: Fraction) -> int:
    """Days that may be used now of the leaders who may support somebody here."""
    able = np.unique(choices.provider[choices.is_match])
    used = days_committed(world)
    committed = sum(used[world.leaders[k].id] for k in able.tolist())
    return _released(int(days_left(world)[able].sum()), committed, share)


def _released(left: int, committed: int, share: Fraction) -> int:
    return min(left, max(0, int((left + committed) * share) - committed))


def limits(world: World, choices: Choices, share: Fraction, refused: Sequence[int] = ()) -> tuple[Limit, ...]:
    """Limits on leaders' own days together and on each pot that has an amount. Pinned pairs always fit, and so does
    whoever may not be asked to wait: `refused` are rows of recipients, each of which is then matched."""
    first = [np.flatnonzero(choices.is_match & (choices.recipient == r)) for r in refused]
    pinned = [*_pinned_choices(world, choices), *first]
    own = np.where(choices.is_match, choices.own_days, 0)
    days = _row("days", [(own, released_days(world, choices, share), DAYS)], pinned)
    binding = [pot for pot in world.policy.pots if pot.amount_pence is not None]
    money = [
        (charge(world, choices, pot), _released(left_pence(world, pot), pence_committed(world, pot), share), pot.name)
        for pot in binding
    ]
    return days, _row("pence", money, pinned), must_be_matched(world, choices, refused)


def _pinned_choices(world: World, choices: Choices) -> list[Ints]:
    pins = [
        (world.recipient_row.get(p.recipient_id, -1), world.leader_row.get(p.leader_id, -1)) for p in world.policy.pins
    ]
    return [
        np.flatnonzero(choices.is_match & (choices.recipient == r) & (choices.provider == j))
        for r, j in sorted(set(pins))
    ]


def _row(unit: str, rows: list[tuple[Ints, int, str]], pinned: list[Ints]) -> Limit:
    entries = [np.flatnonzero(weight) for weight, _, _ in rows]
    none: Ints = np.zeros(0, dtype=np.int64)
    least = [sum(int(weight[own].max(initial=0)) for own in pinned) for weight, _, _ in rows]
    return Limit(
        RULE,
        unit,
        np.concatenate([none, *(np.full(len(e), k, dtype=np.int64) for k, e in enumerate(entries))]),
        np.concatenate([none, *entries]),
        np.concatenate([none, *(weight[e] for e, (weight, _, _) in zip(entries, rows, strict=True))]),
        int_array([max(most, pins) for (_, most, _), pins in zip(rows, least, strict=True)]),
        tuple(subject for _, _, subject in rows),
    )
