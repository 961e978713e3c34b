"""The law on who may support whom, in plain lines from the policy text; it knows nothing of the rules.

Read with `law.py`. FORMATS is the contract, `flyer` the offer of 2022/23, numbers are notes in docs/decisions.
"""

from __future__ import annotations

from datetime import date
from math import isqrt

from matcher.domain import GovernanceLeader, Interest, Leader, Recipient
from matcher.plan import PlannedGovernance, PlannedMatch
from matcher.world import World
from tests.law_bodies import bodies_of_leader, bodies_of_recipient, people_of, places, with_trusts
from tests.law_identity import set_aside
from tests.law_journeys import crossing_judged, too_far
from tests.law_own_trust import is_kept, own_trust_levels

Body = Recipient | Leader | GovernanceLeader

STRICTNESS = ["declare", "sign_off", "block"]
NEW_CADRE_FROM = date(2022, 9, 1)


def pair_unlawful(world: World, recipient: Recipient, leader: Leader) -> set[str]:
    """Every law that forbids this leader to support this recipient, whatever the days."""
    broken = set()

    # FORMATS, Places and Journeys: the smaller of the leader's limit and the rule's, in minutes where they decide;
    # an unknown distance may be chosen.
    if too_far(world, recipient, leader):
        broken.add("travel")
    if False in crossing_judged(world, recipient, leader):
        broken.add("crossing")

    # FORMATS, rules: cross_region is willing (where the leader said), never (the leader's own region), or always.
    if not region_served(world, recipient.region, leader):
        broken.add("region")

    # Flyer: a school is supported by a trust CEO, NLE or equivalent; a trust by a trust CEO or equivalent. Switches.
    allowed = world.policy.rules.trust_leader if recipient.kind == "trust" else world.policy.rules.standalone_leader
    if leader.role not in allowed:
        broken.add("role")

    # FORMATS, Places: a leader must cover a school's phase, and any one of a trust's. 0301: unknown phases bar nobody.
    met = [phase for phase in recipient.phases if covers(leader, phase)]
    enough = len(met) >= 1 if recipient.kind == "trust" else len(met) == len(recipient.phases)
    if recipient.phases and not enough:
        broken.add("phase")

    # FORMATS, leaders: willing is yes or no.
    if not leader.willing:
        broken.add("willingness")

    # FORMATS, Identity: a bar against a party that nobody can name sets its declarer aside.
    if set_aside(world, leader):
        broken.add("party-unknown")
    # FORMATS, The case: a leader who cannot is in no new proposal; an agreed match is paused and kept.
    gone = [x for x in world.policy.away if x.leader_id == leader.id]
    cannot = any(x.until is None or world.policy.as_at <= x.until for x in gone)
    if cannot and not is_kept(world, recipient.id, leader.id):
        broken.add("cannot-at-present")

    # FORMATS, The case: at level bar a leader whose own trust needs support helps nobody; what stands is kept.
    if "bar" in own_trust_levels(world, leader) and not is_kept(world, recipient.id, leader.id):
        broken.add("leader-own-trust")

    if not designated(world, leader):
        broken.add("designation")

    # 0302: nobody supports a school or trust that is their own, or that shares their trust.
    if bodies_of_leader(world, leader) & bodies_of_recipient(world, recipient):
        broken.add("own")

    # FORMATS, Conflicts: an active `block` bars.
    if blocked_by_interest(world, recipient, leader):
        broken.add("declared-interest")

    # DESIGN: forbids are barred pairings with the person's reason.
    for forbidden in world.policy.forbid:
        if forbidden.recipient_id == recipient.id and forbidden.leader_id == leader.id:
            broken.add("forbidden")
    return broken


def designated(world: World, leader: Leader) -> bool:
    """FORMATS, leaders: `designated_from` to `designated_to`, both days included. What is not known bars nobody."""
    day, first, last = world.policy.as_at, leader.designated_from, leader.designated_to
    if (first is not None and day < first) or (last is not None and day > last):
        return False
    # 0304: from September 2022 on, an NLE designated before then is none.
    return not (leader.role == "nle" and first is not None and day >= NEW_CADRE_FROM and first < NEW_CADRE_FROM)


def governance_unlawful(world: World, recipient: Recipient, leader: GovernanceLeader) -> bool:
    """Whether governance days of this leader may not be offered to this recipient at all."""
    # Flyer: governance support is offered to trusts only. FORMATS, Goals: only where need is at least 1.
    if recipient.kind != "trust" or recipient.governance_need is None or recipient.governance_need < 1:
        return True
    # FORMATS, rules and registers: regions as for any leader.
    if not region_served(world, recipient.region, leader):
        return True
    if set_aside(world, leader):
        return True
    # 0302: nobody supports what is their own, nor where an active `block` stands.
    if bodies_of_leader(world, leader) & bodies_of_recipient(world, recipient):
        return True
    return blocked_by_interest(world, recipient, leader)


def days_on_offer(world: World, recipient: Recipient, leader: Leader) -> set[tuple[int, int]]:
    """The (days, team days) that may be chosen for this pair."""
    support = world.policy.support
    # FORMATS, Days: pairs.days, else recipients.days, else support.
    totals = list(support.trust_days if recipient.kind == "trust" else support.standalone_days)
    if recipient.days is not None:
        totals = [recipient.days]
    for pair in world.facts.pairs:
        if pair.recipient_id == recipient.id and pair.leader_id == leader.id and pair.days is not None:
            totals = [pair.days]
    # A deployment is of at least a day.
    offered = {(days, 0) for days in totals if days >= 1}
    # FORMATS, Days: team days are 0 or, for trusts, floor(team_share_at_most x days). Flyer: no subcontracting.
    # FORMATS, organisations: where the team's days are empty there are none to call upon.
    pool = sum(o.team_days or 0 for o in world.facts.organisations if o.id == leader.organisation_id)
    if recipient.kind == "trust" and pool > 0:
        share = support.team_share_at_most
        offered |= {(days, days * share.numerator // share.denominator) for days in totals if days >= 1}
    return offered


def match_unlawful(world: World, match: PlannedMatch) -> set[str]:
    """What is wrong with one line by itself; its ids are known."""
    recipient = next(r for r in world.recipients if r.id == match.recipient_id)
    leader = next(x for x in world.leaders if x.id == match.leader_id)
    broken = pair_unlawful(world, recipient, leader)
    if (match.days, match.team_days) not in days_on_offer(world, recipient, leader):
        broken.add("days-on-offer")
    return broken


def governance_line_unlawful(world: World, line: PlannedGovernance) -> set[str]:
    """What is wrong with one governance line by itself; its ids are known."""
    recipient = next(r for r in world.recipients if r.id == line.recipient_id)
    leader = next(g for g in world.governance_leaders if g.id == line.governance_leader_id)
    broken = {"governance-offer"} if governance_unlawful(world, recipient, leader) else set()
    # Flyer: 5 days of governance support: the days of the policy and no others; none where it has none.
    if line.days != world.policy.support.governance_days or line.days < 1:
        broken.add("governance-days-on-offer")
    return broken


def metres_between(here: Body, there: Body) -> int | None:
    """FORMATS: distances are whole metres inside; unknown where either place is."""
    if None in (here.easting, here.northing, there.easting, there.northing):
        return None
    assert here.easting is not None
    assert here.northing is not None
    assert there.easting is not None
    assert there.northing is not None
    return isqrt((here.easting - there.easting) ** 2 + (here.northing - there.northing) ** 2)


def travel_limit(world: World, leader: Leader) -> int | None:
    limits = [x for x in (leader.max_travel_metres, world.policy.rules.max_travel_metres) if x is not None]
    return min(limits) if limits else None


def region_served(world: World, region: str, leader: Leader | GovernanceLeader) -> bool:
    if world.policy.rules.cross_region == "always":
        return True
    if world.policy.rules.cross_region == "never":
        return region == leader.region
    return region in leader.regions


def covers(leader: Leader, phase: str) -> bool:
    # 0301: who lists primary and secondary also covers the schools that span them.
    if phase in ("middle", "all-through") and {"primary", "secondary"} <= leader.phases:
        return True
    return phase in leader.phases


def blocked_by_interest(world: World, recipient: Recipient, leader: Leader | GovernanceLeader) -> bool:
    """FORMATS, Conflicts, and 0302: membership steps and one declaration join the two, at level block, still active."""
    for interest in world.facts.interests:
        # A nil return bars nothing.
        if interest.relation == "none":
            continue
        # Expired before the day of the run: flagged, not barred. The last day itself still counts.
        if interest.expires_on is not None and interest.expires_on < world.policy.as_at:
            continue
        if level(world, interest) == "block" and joins(world, interest, recipient, leader):
            return True
    return False


def level(world: World, interest: Interest) -> str:
    """FORMATS: the stricter of the declared level and the programme's. 0302: where neither says, block."""
    said = [x for x in (interest.level, world.policy.rules.levels.get(interest.relation)) if x is not None]
    return max(said, key=STRICTNESS.index) if said else "block"


def joins(world: World, interest: Interest, recipient: Recipient, leader: Leader | GovernanceLeader) -> bool:
    """0302: the leader or a body of theirs at one end; the recipient, its body, or a person of its at the other."""
    its_people = people_of(world, recipient)
    by_leader, by_its_people = interest.person_id == leader.id, interest.person_id in its_people
    if interest.party_kind == "authority":
        return by_leader and alike(interest.party_id, recipient.local_authority)
    if interest.party_kind == "diocese":
        return by_leader and alike(interest.party_id, recipient.diocese)
    if interest.party_kind == "person":
        return (by_leader and interest.party_id in its_people) or (by_its_people and interest.party_id == leader.id)
    party = with_trusts(world, places(world, interest.party_id))
    of_recipient, of_leader = bodies_of_recipient(world, recipient), bodies_of_leader(world, leader)
    return (by_leader and bool(party & of_recipient)) or (by_its_people and bool(party & of_leader))


def alike(one: str, other: str | None) -> bool:
    """Names of authorities and dioceses are typed by hand: capitals and spaces aside."""
    return other is not None and [w.lower() for w in one.split()] == [w.lower() for w in other.split()]
