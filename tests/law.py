"""The law of the programme in plain lines, written from the policy text and importing none of the rules.

`unlawful` names every law that a plan breaks. It was written from the offer's text, the contract of formats, the
mathematics of the design and the decision notes, before the rules were read: a second opinion on what they say.

Where a law comes from: *Flyer* is `tsio-flyer-2022-23` in `matcher/rules/sources.yaml`; FORMATS the contract of files,
now `docs/registers.md` and `docs/scenario-reference.md`; DESIGN the mathematics, `docs/words.md` and `docs/decisions`.
"""

from __future__ import annotations

from datetime import date

from matcher.domain import Deployment, GovernanceLeader, Leader, Recipient
from matcher.plan import Plan, PlannedGovernance, PlannedMatch
from matcher.policy import Pot
from matcher.world import World
from tests.law_own_trust import help_each_other
from tests.law_pairs import governance_line_unlawful, match_unlawful


def unlawful(world: World, plan: Plan) -> set[str]:
    """Every law this plan breaks, by name; none for a lawful plan."""
    recipients = {r.id for r in world.recipients}
    leaders, governors = {x.id for x in world.leaders}, {g.id for g in world.governance_leaders}
    matches = [m for m in plan.matches if m.recipient_id in recipients and m.leader_id in leaders]
    lines = [g for g in plan.governance if g.recipient_id in recipients and g.governance_leader_id in governors]
    # FORMATS: an id that is not in the data is an error.
    broken = {"known-ids"} if len(matches) < len(plan.matches) or len(lines) < len(plan.governance) else set()

    # Who may support whom, and with how many days: law_pairs.py.
    for match in matches:
        broken |= match_unlawful(world, match)
    for line in lines:
        broken |= governance_line_unlawful(world, line)
    broken |= twice_served(world, matches, lines)
    broken |= leaders_overdrawn(world, matches) | governors_overdrawn(world, lines)

    # DESIGN: the cost of the choices charged to a pot <= its amount, a ceiling's too; FORMATS: null never binds.
    for pot in world.policy.pots:
        if pot.amount_pence is not None and charged(world, pot, matches, lines) > max(0, left_before(world, pot)):
            broken.add("pots")
    if brokers_served_too_much(world, matches):
        broken.add("own-interest")
    # FORMATS, The case: a plan never holds two pairs in which each helps the other's school or trust.
    if help_each_other(world, matches):
        broken.add("mutual-help")

    # DESIGN: pins are choices fixed to 1, with their days where somebody fixed those too.
    # FORMATS, Identity and references: another region's rows never stop a region's run.
    for pin in (p for p in world.policy.pins if not of_another_region(world, p.recipient_id)):
        kept = [
            (m.days, m.team_days) for m in matches if (m.recipient_id, m.leader_id) == (pin.recipient_id, pin.leader_id)
        ]
        # 1005: a pin may name a governance leader; their days are never a team's.
        kept += [
            (g.days, 0) for g in lines if (g.recipient_id, g.governance_leader_id) == (pin.recipient_id, pin.leader_id)
        ]
        if not any(pin.days in (None, days) and pin.team_days in (None, team) for days, team in kept):
            broken.add("pins")
    return broken


def of_another_region(world: World, recipient_id: str) -> bool:
    """Whether the body is in a region that the run does not serve."""
    served, region = world.policy.regions, world.region_of.get(recipient_id)
    return served is not None and bool(region) and region not in served


def twice_served(world: World, matches: list[PlannedMatch], lines: list[PlannedGovernance]) -> set[str]:
    """Flyer: the matched system leader remains accountable: one for each recipient, and one for its governance."""
    broken = set()
    # One pair is one deployment: the same match cannot be written twice.
    named = [(m.recipient_id, m.leader_id) for m in matches]
    if len(set(named)) < len(named):
        broken.add("named-once")
    for recipient in world.recipients:
        matched = sum(m.recipient_id == recipient.id for m in matches)
        governed = sum(g.recipient_id == recipient.id for g in lines)
        if matched > 1:
            broken.add("one-leader")
        if governed > 1:
            broken.add("one-governance-leader")
        # DESIGN: where the switch says so, governance choices minus the trust's matches <= 0.
        if world.policy.support.governance_needs_match and governed > matched:
            broken.add("governance-needs-match")
    return broken


def leaders_overdrawn(world: World, matches: list[PlannedMatch]) -> set[str]:
    broken = set()
    for leader in world.leaders:
        theirs = [m for m in matches if m.leader_id == leader.id]
        # DESIGN: the leader's own days over their matches <= the days offered. FORMATS: what history holds is gone.
        if sum(m.days - m.team_days for m in theirs) > max(0, leader.days - days_held(world, leader)):
            broken.add("leader-days")
        # DESIGN: matches per leader <= the most they can hold at once.
        if leader.max_matches is not None and len(theirs) > max(0, leader.max_matches - room_held(world, leader)):
            broken.add("deployments")
    # DESIGN: team days <= the organisation's pool; FORMATS: empty is none.
    employer = {x.id: x.organisation_id for x in world.leaders}
    for pool in {organisation for organisation in employer.values() if organisation is not None}:
        used = sum(m.team_days for m in matches if employer[m.leader_id] == pool)
        offered = sum(o.team_days or 0 for o in world.facts.organisations if o.id == pool)
        theirs_before = [past for past in world.facts.history if employer.get(past.leader_id) == pool]
        if used > max(0, offered - sum(team_days_before(world, past) for past in theirs_before)):
            broken.add("team-days")
    return broken


def governors_overdrawn(world: World, lines: list[PlannedGovernance]) -> set[str]:
    """DESIGN: a governance leader's days <= offered; FORMATS: and their number <= `max_matches`."""
    broken = set()
    for governor in world.governance_leaders:
        theirs = [g for g in lines if g.governance_leader_id == governor.id]
        if sum(g.days for g in theirs) > max(0, governor.days - days_held(world, governor)):
            broken.add("governance-days")
        room = governor.max_matches
        if room is not None and len(theirs) > max(0, room - room_held(world, governor)):
            broken.add("governance-room")
    return broken


def brokers_served_too_much(world: World, matches: list[PlannedMatch]) -> bool:
    """FORMATS, Own interest: (q - p) x matches by the region's broker's organisation - p x the others <= 0."""
    share = world.policy.rules.own_interest_share_at_most
    if share is None:
        return False
    region_of = {r.id: r.region for r in world.recipients}
    employer = {x.id: x.organisation_id for x in world.leaders}
    for region in set(region_of.values()):
        brokers = {o.id for o in world.facts.organisations if region in o.broker_for}
        served = [m for m in matches if region_of[m.recipient_id] == region]
        own = sum(employer[m.leader_id] in brokers for m in served)
        if (share.denominator - share.numerator) * own - share.numerator * (len(served) - own) > 0:
            return True
    return False


def days_held(world: World, leader: Leader | GovernanceLeader) -> int:
    """FORMATS, Days and 0101: what earlier deployments hold of the days a leader can commit in the programme year.

    1005: of a leader's deployment only their own days, at most those agreed without the team's.
    """
    held = 0
    for past in world.facts.history:
        if past.leader_id != leader.id:
            continue
        days = days_before(world, past)
        if leader.id not in {g.id for g in world.governance_leaders} and past.team_days:
            whole = days if past.days_agreed is None or past.days_agreed < days else past.days_agreed
            held += max(0, min(days, whole - past.team_days))
        else:
            held += days
    return held


def days_before(world: World, past: Deployment) -> int:
    """The days that an earlier deployment still holds, the leader's own and the team's."""
    if past.state in ("agreed", "running"):
        return past.days_agreed if past.days_agreed is not None else most_on_offer(world, past)
    if past.state == "finished" and world.policy.year_from <= first_day(past.term) <= world.policy.year_to:
        said = past.days_claimed if past.days_claimed is not None else past.days_agreed
        return said if said is not None else most_on_offer(world, past)
    return 0


def team_days_before(world: World, past: Deployment) -> int:
    """1005: the team's days of an earlier deployment of a leader, no more than it holds in all."""
    if past.leader_id in {g.id for g in world.governance_leaders}:
        return 0
    return min(past.team_days or 0, days_before(world, past))


def most_on_offer(world: World, past: Deployment) -> int:
    """0101: days not written down count as the most on offer."""
    support = world.policy.support
    if past.leader_id in {g.id for g in world.governance_leaders}:
        return support.governance_days
    return max(0, *support.standalone_days, *support.trust_days)


def room_held(world: World, leader: Leader | GovernanceLeader) -> int:
    """0101: agreed and running deployments only, since the limit is on deployments at once."""
    return sum(past.leader_id == leader.id and past.state in ("agreed", "running") for past in world.facts.history)


def first_day(term: str) -> date:
    """FORMATS: terms are named autumn-2022, spring-2023, summer-2023."""
    season, year = term.split("-")
    return date(int(year), {"autumn": 9, "spring": 1, "summer": 4}[season], 1)


def charged(world: World, pot: Pot, matches: list[PlannedMatch], lines: list[PlannedGovernance]) -> int:
    """Pence that this plan charges to the pot: FORMATS, Pots: by purpose, and by the recipient's region."""
    pence = 0
    for match in matches:
        recipient = next(r for r in world.recipients if r.id == match.recipient_id)
        if covers_region(pot, recipient):
            pence += sum(amount for purpose, amount in match_cost(world, match).items() if purpose in pot.pays_for)
    for line in lines:
        recipient = next(r for r in world.recipients if r.id == line.recipient_id)
        if covers_region(pot, recipient) and "governance_days" in pot.pays_for:
            pence += line.days * world.policy.rates.governance_day_pence
    return pence


def match_cost(world: World, match: PlannedMatch) -> dict[str, int]:
    """FORMATS, Days: all days, the team's too, are paid at the leader's rate; a match may bear a fee and a grant."""
    rates = world.policy.rates
    leader = next(x for x in world.leaders if x.id == match.leader_id)
    days = match.days * rates.leader_day_pence.get(leader.role, rates.own_role_day_pence)
    return {"leader_days": days, "match_fees": rates.match_fee_pence, "grants": rates.grant_pence}


def covers_region(pot: Pot, recipient: Recipient) -> bool:
    return pot.regions is None or recipient.region in pot.regions


def left_before(world: World, pot: Pot) -> int:
    """FORMATS: fixed costs are taken first; of the rest, the run's share; then what earlier deployments cost (0101)."""
    assert pot.amount_pence is not None
    free = pot.amount_pence - sum(cost.amount_pence for cost in pot.fixed)
    ours = free * pot.share.numerator // pot.share.denominator
    return ours - sum(charged_before(world, pot, past) for past in world.facts.history)


def charged_before(world: World, pot: Pot, past: Deployment) -> int:
    """0101: to the pot it names, if the scenario has it, else to every pot of its day that pays for its purpose and
    region. FORMATS: a ceiling binds what any pot pays."""
    region = world.region_of.get(past.recipient_id)
    # A run of some regions has a share of the pot; it is not charged for what the others used.
    elsewhere = world.policy.regions is not None and region is not None and region not in world.policy.regions
    if past.state not in ("agreed", "running", "finished") or elsewhere:
        return 0
    if past.pot in {one.name for one in world.policy.pots} and pot.role == "pays":
        return sum(past_cost(world, past).values()) if past.pot == pot.name else 0
    day = first_day(past.term)
    in_time = (pot.starts is None or pot.starts <= day) and (pot.ends is None or day <= pot.ends)
    # A recipient whose region is unknown is charged wherever it might belong.
    if not in_time or not (pot.regions is None or region is None or region in pot.regions):
        return 0
    return sum(pence for purpose, pence in past_cost(world, past).items() if purpose in pot.pays_for)


def past_cost(world: World, past: Deployment) -> dict[str, int]:
    """0101: the cost as recorded, else what its days and the match would cost at the policy's rates, by purpose."""
    governors, rates = {g.id for g in world.governance_leaders}, world.policy.rates
    of_days = "governance_days" if past.leader_id in governors else "leader_days"
    if past.cost_pence is not None:
        return {of_days: past.cost_pence}
    said = past.days_agreed
    if past.state == "finished" and past.days_claimed is not None:
        said = past.days_claimed
    days = said if said is not None else most_on_offer(world, past)
    if past.leader_id in governors:
        return {of_days: days * rates.governance_day_pence}
    # A leader who has left the register is costed at the dearest rate.
    roles = [x.role for x in world.leaders if x.id == past.leader_id]
    dearest = max(rates.leader_day_pence.values())
    rate = rates.leader_day_pence.get(roles[0], rates.own_role_day_pence) if roles else dearest
    return {of_days: days * rate, "match_fees": rates.match_fee_pence, "grants": rates.grant_pence}
