"""The matches as a network, where every deployment takes as many days and costs as much as any other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.plan import Limit, Problem
from matcher.world import Bools, Ints

IN_ORDER = ("coverage", "strong-trust-first", "fit")  # the goals that are sums over matches alone


@dataclass(frozen=True, eq=False)
class Network:
    """Arc k is choice `choice[k]`, from its recipient to its leader. `room` is how many whole deployments each leader
    can give from their own days; `deployments` is how many the money pays for; `worth` folds the goals in order."""

    choice: Ints
    recipient: Ints
    leader: Ints
    worth: Ints
    room: Ints
    recipients: int
    deployments: int


def network_of(problem: Problem) -> Network | None:
    """None where costs or days differ. Team days and governance are left out: with them it is no network."""
    c = problem.choices
    arcs = np.flatnonzero(c.is_match & (c.team_days == 0))
    if not len(arcs) or len(np.unique(c.total_pence[arcs])) > 1 or len(np.unique(c.days[arcs])) > 1:
        return None
    limits = {x.rule: x for x in problem.limits}
    count = int(c.recipient.max()) + 1
    room = np.minimum(
        _per_provider(limits["deployments"], problem),
        _per_provider(limits["leader-days"], problem) // int(c.days[arcs[0]]),
    )
    money = int(limits["pots"].at_most.min()) // int(c.total_pence[arcs[0]])
    deployments = min(count, money)
    worth = _combined_worth(problem, arcs, deployments)
    return Network(arcs, c.recipient[arcs], c.provider[arcs], worth, room, count, deployments)


def _per_provider(limit: Limit, problem: Problem) -> Ints:
    """What the limit leaves each leader; as much as anybody could ask for where it names them not."""
    room = np.full(int(problem.choices.provider.max()) + 1, 10**6, dtype=np.int64)
    room[problem.choices.provider[limit.choice]] = limit.at_most[limit.row]
    return room


def _combined_worth(problem: Problem, arcs: Ints, deployments: int) -> Ints:
    """The goals in order as one whole number: a point of one outweighs all that the goals after it can give."""
    worth: Ints = np.zeros(len(arcs), dtype=np.int64)
    for objective in (a for name in IN_ORDER for a in problem.objectives if a.goal == name):
        own = objective.worth[arcs]
        worth = worth * (int(own.max(initial=0)) * deployments + 1) if len(worth) and worth.any() else worth
        worth = worth + own
    return worth


def plan_of(problem: Problem, network: Network, used: Bools) -> Bools:
    plan = np.zeros(len(problem.choices), dtype=np.bool_)
    plan[network.choice[used]] = True
    return plan
