"""What a plan leaves of the year's days and money for those who come later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.plan import Choices
from matcher.policy import Policy, Pot
from matcher.rules.limits.commitments import days_committed, pence_committed
from matcher.rules.limits.leader_days import days_left
from matcher.rules.limits.pots import charge, left_pence
from matcher.world import Bools, World


@dataclass(frozen=True, slots=True)
class Left:
    """Own days of the leaders who may support somebody here, and pence of the pots that pay here and have an amount."""

    days: int
    days_in_all: int
    pence: int
    pence_in_all: int


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
    return Left(
        free - taken, free + committed, before - spent, before + sum(pence_committed(world, pot) for pot in pots)
    )
