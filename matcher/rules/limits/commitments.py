"""Commitments of earlier deployments: days, deployments and money that are no longer free for this run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from matcher.domain import ORGANISATION_TYPES, SUPPORTER_TYPES, Deployment, Facts, GovernanceLeader, Leader
from matcher.policy import Policy, Pot
from matcher.wording.messages import LeaderRef, Listed, Message, Part, message
from matcher.wording.terms import LEADER
from matcher.world import World, term_day

COMMITTED_STATES = ("agreed", "running")


def commits_days(deployment: Deployment, policy: Policy) -> bool:
    """Agreed and running deployments hold days whenever they began; finished ones only in their own programme year."""
    if deployment.state in COMMITTED_STATES:
        return True
    return deployment.state == "finished" and policy.year_from <= term_day(deployment.term) <= policy.year_to


def days_of(deployment: Deployment, world: World) -> int:
    """Days held: claimed ones for a finished deployment, else agreed ones; the most on offer where neither is known."""
    if deployment.state == "finished" and deployment.days_claimed is not None:
        return deployment.days_claimed
    if deployment.days_agreed is not None:
        return deployment.days_agreed
    support = world.policy.support
    if deployment.leader_id in world.governance_row:
        return support.governance_days
    return max((*support.standalone_days, *support.trust_days), default=0)


def team_days_of(deployment: Deployment, world: World) -> int:
    """Those of its days that the leadership team gives; a governance leader has none."""
    if deployment.leader_id in world.governance_row:
        return 0
    return min(deployment.team_days or 0, days_of(deployment, world))


def own_days_of(deployment: Deployment, world: World) -> int:
    """The leader's own days: those agreed but for the team's, and never more than are held.

    Where fewer days were claimed than agreed nobody says whose they were: each side is charged the most it may have
    given, so that neither is spent twice.
    """
    committed = days_of(deployment, world)
    if deployment.leader_id in world.governance_row:
        return committed
    agreed = committed if deployment.days_agreed is None else max(committed, deployment.days_agreed)
    return min(committed, max(0, agreed - (deployment.team_days or 0)))


def days_committed(world: World) -> Counter[str]:
    """Own days already used, by the id of a leader or governance leader."""
    committed: Counter[str] = Counter()
    for d in world.facts.history:
        if commits_days(d, world.policy):
            committed[d.leader_id] += own_days_of(d, world)
    return committed


def team_days_committed(world: World) -> Counter[str]:
    """Leadership teams' days already used, by the id of the organisation of the deployment's leader."""
    employer = {x.id: x.organisation_id for x in world.leaders if x.organisation_id is not None}
    committed: Counter[str] = Counter()
    for d in world.facts.history:
        if d.leader_id in employer and commits_days(d, world.policy):
            committed[employer[d.leader_id]] += team_days_of(d, world)
    return committed


def deployments_committed(world: World) -> Counter[str]:
    """Deployments at once, by the id of a provider: those agreed or running.

    Of an organisation the most of what the history holds, what the department's cases hold and what its own register
    row says: each may name schools that the others leave out, and none is counted twice.
    """
    committed = Counter(d.leader_id for d in world.facts.history if d.state in COMMITTED_STATES)
    if not world.advisers:
        return committed
    by_case = cases_supported(world)
    for o in world.facts.organisations:
        if o.type is not None:
            committed[o.id] = max(committed[o.id], by_case[o.id], o.running or 0)
    return committed


CASE_TYPES = dict(zip(ORGANISATION_TYPES, SUPPORTER_TYPES, strict=True))  # as the department's service writes them
OPEN_CASES = ("in progress", "paused")


def cases_supported(world: World) -> Counter[str]:
    """The department's open cases with an organisation appointed by the day, by the organisation's id."""
    return Counter(appointed_by_case(world.facts, world.policy.as_at).values())


def appointed_by_case(facts: Facts, day: date) -> dict[str, str]:
    """The organisation's id by the URN of each open case that has one appointed by the day; of the register alone."""
    by_number = {(o.type or "", _bare(o.number)): o.id for o in facts.organisations if o.type and o.number}
    found = {
        case.urn: by_number.get((CASE_TYPES.get(case.organisation_type or "", ""), _bare(case.number)))
        for case in facts.cases
        if case.status in OPEN_CASES and case.number and case.appointed_on and case.appointed_on <= day
    }
    return {urn: id for urn, id in found.items() if id is not None}


def _bare(number: str | None) -> str:
    """A number without what a spreadsheet adds or drops."""
    return (number or "").removesuffix(".0").lstrip("0").casefold()


def advised(world: World) -> Counter[str]:
    """Schools whom each adviser advises beside this run's, by the adviser's id: as the history or the register says."""
    here = set(world.recipient_row)
    committed: Counter[str] = Counter()
    for adviser in world.advisers:
        own = {d.recipient_id for d in world.facts.history if d.leader_id == adviser.id and d.state in COMMITTED_STATES}
        committed[adviser.id] = max(len(own), adviser.running or 0) - len(own & here)
    return committed


def pence_of(deployment: Deployment, world: World) -> dict[str, int]:
    """What a deployment costs, by purpose: as recorded, else its days at the leader's rate with the fee and grant."""
    governance = deployment.leader_id in world.governance_row
    of_days = "governance_days" if governance else "leader_days"
    if deployment.cost_pence is not None:
        return {of_days: deployment.cost_pence}
    rates, days = world.policy.rates, days_of(deployment, world)
    if governance:
        return {of_days: days * rates.governance_day_pence}
    row = world.leader_row.get(deployment.leader_id)
    dearest = rates.dearest_day_pence(world.policy.words.role_names)
    rate = dearest if row is None else rates.day_pence(world.leaders[row].role)
    return {of_days: days * rate, "match_fees": rates.match_fee_pence, "grants": rates.grant_pence}


def in_period(deployment: Deployment, pot: Pot) -> bool:
    day = term_day(deployment.term)
    return (pot.starts is None or pot.starts <= day) and (pot.ends is None or day <= pot.ends)


def pence_charged(deployment: Deployment, pot: Pot, world: World) -> int:
    """A deployment is charged to the pot it names, else to every pot of its period and region, purpose by purpose.

    A name that no pot of the scenario has counts as none. A ceiling binds whichever pot is named. A recipient whose
    region is not known is charged wherever it might belong: a pot is never overspent by ignorance.
    """
    if deployment.state not in (*COMMITTED_STATES, "finished") or not _in_run(deployment, world):
        return 0
    cost = pence_of(deployment, world)
    if pot.role == "pays" and deployment.pot in {p.name for p in world.policy.pots}:
        return sum(cost.values()) if deployment.pot == pot.name else 0
    if not in_period(deployment, pot) or not _in_pot_region(deployment, pot, world):
        return 0
    return sum(pence for purpose, pence in cost.items() if purpose in pot.pays_for)


def pence_committed(world: World, pot: Pot) -> int:
    """Pence of a pot that earlier deployments have committed."""
    return sum(pence_charged(d, pot, world) for d in world.facts.history)


def overcommitted_notes(world: World) -> tuple[Message, ...]:
    """A note for each kind of overcommitment: leaders and pots whose commitments exceed what they have (0 is left)."""
    days, many = days_committed(world), deployments_committed(world)
    supporters = {o.id for o in world.facts.organisations if o.type is not None}  # who offer no days
    people: tuple[Leader | GovernanceLeader, ...] = (*world.leaders, *world.governance_leaders)
    over: list[Part] = [_over(x, days[x.id]) for x in people if days[x.id] > x.days and x.id not in supporters]
    full: list[Part] = [LeaderRef(x.id) for x in people if x.max_matches is not None and many[x.id] > x.max_matches]
    pots = [p.name for p in world.policy.pots if p.amount_pence is not None and overspent_pence(world, p) > 0]
    strange = {d.pot for d in world.facts.history if d.pot} - {p.name for p in world.policy.pots}
    found: tuple[tuple[str, Sequence[Part]], ...] = (
        ("History names pots that this scenario has not; their deployments are charged by purpose", sorted(strange)),
        ("Earlier deployments hold more days than were offered, so none are left", over),
        (f"Earlier deployments are more than the {LEADER} can hold at once, so there is no room", full),
        ("Earlier deployments come to more than the pot has for this run, so nothing is left", pots),
    )
    return tuple(
        message("{what}: {names}", what=what, names=Listed(tuple(names), last=", ")) for what, names in found if names
    )


def _over(person: Leader | GovernanceLeader, days: int) -> Message:
    return message("{who} ({days} of {offered} days)", who=LeaderRef(person.id), days=days, offered=person.days)


def overspent_pence(world: World, pot: Pot) -> int:
    """Committed pence minus what this run may spend of the pot; negative where money is left."""
    return pence_committed(world, pot) - spendable_pence(pot)


def spendable_pence(pot: Pot) -> int:
    """What this run may spend of the pot: fixed costs are taken first, then the run's share of what is left."""
    fixed = sum(cost.amount_pence for cost in pot.fixed)
    return int(max(0, (pot.amount_pence or 0) - fixed) * pot.share)


def _in_run(deployment: Deployment, world: World) -> bool:
    region = world.region_of.get(deployment.recipient_id)
    return world.policy.regions is None or region is None or region in world.policy.regions


def _in_pot_region(deployment: Deployment, pot: Pot, world: World) -> bool:
    region = world.region_of.get(deployment.recipient_id)
    return pot.regions is None or region is None or region in pot.regions
