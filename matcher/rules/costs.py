"""What a choice costs in whole pence, purpose by purpose: leader days, match fees, grants and governance days."""

from __future__ import annotations

import numpy as np

from matcher.plan import GOVERNANCE, MATCH
from matcher.policy import PURPOSES
from matcher.world import Ints, World


def day_pence(world: World) -> Ints:
    """Per leader, the pence of one of their days; none for an organisation in a leader's place, which is paid no day.

    Team days are paid at the leader's rate too.
    """
    rates = world.policy.rates
    return np.fromiter((rates.day_pence(x.role) for x in world.leaders), dtype=np.int64)


def cost_pence(world: World, kind: Ints, provider: Ints, days: Ints) -> dict[str, Ints]:
    """Purpose to pence for each choice; a match pays leader days, a fee and a grant, governance pays its days."""
    rates, match = world.policy.rates, kind == MATCH
    pence = {purpose: np.zeros(len(kind), dtype=np.int64) for purpose in PURPOSES}
    pence["leader_days"][match] = days[match] * day_pence(world)[provider[match]]
    pence["match_fees"][match] = rates.match_fee_pence
    pence["grants"][match] = rates.grant_pence
    governance = kind == GOVERNANCE
    pence["governance_days"][governance] = days[governance] * rates.governance_day_pence
    return pence
