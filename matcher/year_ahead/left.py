"""What a plan leaves of the year's days and money for those who come later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.plan import Choices
from matcher.policy import Policy, Pot
from matcher.rules.limits.commitments import days_committed, deployments_committed, pence_committed
from matcher.rules.limits.leader_days import days_left
from matcher.rules.limits.pots import charge, left_pence
from matcher.rules.rulebooks import rulebook_of
from matcher.world import Bools, Ints, World


@dataclass(frozen=True, slots=True)
class Left:
    """Own days of the leaders who may support somebody here, and pence of the pots that pay here and have an amount.

    `room` is that of organisations, which give no days: schools at once, of those who may support somebody here.
    """

    days: int
    days_in_all: int
    pence: int
    pence_in_all: int
    room: int = 0
    room_in_all: int = 0


def _may_pay_here(pot: Pot, policy: Policy) -> bool:
    """Whether it is money with an amount that may pay for somebody of the run's regions."""
    here = pot.regions is None or policy.regions is None or bool(pot.regions & policy.regions)
    return here and pot.amount_pence is not None and pot.role == "pays"


def left_after(world: World, choices: Choices, chosen: Bools) -> Left:
    able, used = np.unique(choices.provider[choices.is_match]), days_committed(world)
    committed = sum(used[world.leaders[k].id] for k in able.tolist())
    free = int(days_left(world)[able].sum())
    taken = int(choices.own_days[chosen & choices.is_match].sum())
    pots = [pot for pot in world.policy.pots if _may_pay_here(pot, world.policy)]
    before = sum(left_pence(world, pot) for pot in pots)
    spent = sum(int(charge(world, choices, pot)[chosen].sum()) for pot in pots)
    pence_in_all = before + sum(pence_committed(world, pot) for pot in pots)
    room = _room_left(world, choices, chosen, able) if not rulebook_of(world.policy).counts_days else (0, 0)
    return Left(free - taken, free + committed, before - spent, pence_in_all, *room)


def _room_left(world: World, choices: Choices, chosen: Bools, able: Ints) -> tuple[int, int]:
    """What is left of the organisations' room after the plan, and all of it; of those that said how much they have."""
    taken, matched = deployments_committed(world), chosen & choices.is_match
    here = [(k, world.leaders[k].max_matches) for k in able.tolist()]
    known = [(k, most) for k, most in here if most is not None]
    left = (most - taken[world.leaders[k].id] - int((choices.provider[matched] == k).sum()) for k, most in known)
    return sum(max(0, x) for x in left), sum(most for _, most in known)
