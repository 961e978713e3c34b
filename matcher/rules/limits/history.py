"""What earlier decisions already hold: days, deployments and money that this run may not spend again."""

from __future__ import annotations

from collections import Counter

from matcher.domain import Deployment
from matcher.policy import Policy, Pot
from matcher.world import World, term_day

HOLDING = ("agreed", "running")


def holds_days(deployment: Deployment, policy: Policy) -> bool:
    """Agreed and running deployments hold days whenever they began; finished ones only in their own programme year."""
    if deployment.state in HOLDING:
        return True
    return deployment.state == "finished" and policy.year_from <= term_day(deployment.term) <= policy.year_to


def days_of(deployment: Deployment, policy: Policy) -> int:
    """Days held: claimed ones for a finished deployment, else agreed ones; the most on offer where neither is known."""
    if deployment.state == "finished" and deployment.days_claimed is not None:
        return deployment.days_claimed
    if deployment.days_agreed is not None:
        return deployment.days_agreed
    return max((*policy.support.standalone_days, *policy.support.trust_days), default=0)


def days_held(world: World) -> Counter[str]:
    """Days already used, by the id of a leader or governance leader."""
    held: Counter[str] = Counter()
    for d in world.facts.history:
        if holds_days(d, world.policy):
            held[d.leader_id] += days_of(d, world.policy)
    return held


def deployments_held(world: World) -> Counter[str]:
    """Deployments at once, by the id of a leader or governance leader: those agreed or running."""
    return Counter(d.leader_id for d in world.facts.history if d.state in HOLDING)


def pence_of(deployment: Deployment, world: World) -> int:
    """What a deployment costs: as recorded, else its days at the leader's rate and the match fee."""
    if deployment.cost_pence is not None:
        return deployment.cost_pence
    rates, days = world.policy.rates, days_of(deployment, world.policy)
    if deployment.leader_id in world.governance_row:
        return days * rates.governance_day_pence
    row = world.leader_row.get(deployment.leader_id)
    dearest = max(rates.leader_day_pence.values(), default=0)
    rate = dearest if row is None else rates.leader_day_pence.get(world.leaders[row].role, dearest)
    return days * rate + rates.match_fee_pence + rates.grant_pence


def in_period(deployment: Deployment, pot: Pot) -> bool:
    day = term_day(deployment.term)
    return (pot.starts is None or pot.starts <= day) and (pot.ends is None or day <= pot.ends)


def charged_to(deployment: Deployment, pot: Pot, world: World) -> bool:
    """A deployment is charged to the pot it names, else to every pot of its period, region and purpose.

    A recipient whose region is not known is charged wherever it might belong: a pot is never overspent by ignorance.
    """
    if deployment.state == "finished" or deployment.state in HOLDING:
        if pot.role == "pays" and deployment.pot:
            return deployment.pot == pot.name and _in_run(deployment, world)
        purpose = "governance_days" if deployment.leader_id in world.governance_row else "leader_days"
        return purpose in pot.pays_for and in_period(deployment, pot) and _in_pot_region(deployment, pot, world)
    return False


def pence_held(world: World, pot: Pot) -> int:
    """Pence of a pot that earlier deployments have committed."""
    return sum(pence_of(d, world) for d in world.facts.history if charged_to(d, pot, world))


def _in_run(deployment: Deployment, world: World) -> bool:
    region = world.region_of.get(deployment.recipient_id)
    return world.policy.regions is None or region is None or region in world.policy.regions


def _in_pot_region(deployment: Deployment, pot: Pot, world: World) -> bool:
    region = world.region_of.get(deployment.recipient_id)
    return _in_run(deployment, world) and (pot.regions is None or region is None or region in pot.regions)
