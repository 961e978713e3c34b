"""What each goal is worth, in plain lines from FORMATS 'Goals', for a lawful plan."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor

from matcher.domain import Leader, Recipient
from matcher.plan import Plan
from matcher.world import World
from tests.law import match_cost
from tests.law_journeys import limit_in_minutes, minutes_asked, minutes_decide, minutes_known, water_flags
from tests.law_pairs import covers, days_on_offer, metres_between, pair_unlawful, travel_limit

NO_FAITH = ("None", "Does not apply")


def goal_values(world: World, plan: Plan) -> dict[str, int]:
    """The value of each goal of the scenario; a goal that cannot be asked here is left out."""
    values = {
        "coverage": coverage(world, plan),
        "one-yes": one_yes(world, plan),
        "stability": stability(world, plan),
        "strong-trust-first": strong_trust_first(world, plan),
        "governance": governance(world, plan),
        "fairness": fairness(world, plan),
        "fit": sum(fit(world, *who(world, m.recipient_id, m.leader_id)) for m in plan.matches),
        "spend": spend(world, plan),
    }
    unknown = [g.goal for g in world.policy.goals if g.goal not in values]
    assert not unknown, f"give its value in tests/law_goals.py: {', '.join(unknown)}"
    return {g.goal: values[g.goal] for g in world.policy.goals if values[g.goal] is not None}  # type: ignore[misc]


def coverage(world: World, plan: Plan) -> int:
    """The sum of priority over matched recipients."""
    matched = {m.recipient_id for m in plan.matches}
    return sum(priority(world, r) for r in world.recipients if r.id in matched)


def priority(world: World, recipient: Recipient) -> int:
    """`register`: the column, 1 where empty. `days-waiting`: whole weeks, at least 1. `equal`: 1. `history`: points."""
    if world.policy.priority == "register":
        return 1 if recipient.priority is None else recipient.priority
    if world.policy.priority == "days-waiting" and recipient.eligible_since is not None:
        return max(1, (world.policy.as_at - recipient.eligible_since).days // 7)
    if world.policy.priority == "history":
        points = world.policy.history_points
        if recipient.kind == "trust":
            return points.trust
        return points.below_good_twice if below_good_twice(world, recipient) else points.school
    return 1


def below_good_twice(world: World, school: Recipient) -> bool:
    """Its last two reports, under whichever of its URNs, were both Requires Improvement or Inadequate."""
    out = [
        j
        for j in world.facts.judgements
        if j.urn in school.schools and (j.published or j.started or date.max) <= world.policy.as_at
    ]
    out.sort(key=lambda j: (j.started or j.published or date.max, j.published or date.max))
    poor = [j.grade in (3, 4) or (j.grade is None and j.category is not None) for j in out]
    return len(poor) >= 2 and poor[-1] and poor[-2]


def one_yes(world: World, plan: Plan) -> int | None:
    """Pairs kept to which the school said yes; skipped without any among those to be matched."""
    known = {(r.id, x.id) for r in world.recipients for x in world.leaders}
    said = known & {(pair.recipient_id, pair.leader_id) for pair in world.policy.yeses}
    return sum((m.recipient_id, m.leader_id) in said for m in plan.matches) if said else None


def stability(world: World, plan: Plan) -> int | None:
    """Pairs kept from the last proposal, or running ones; skipped without either among those to be matched."""
    running = {(past.recipient_id, past.leader_id) for past in world.facts.history if past.state == "running"}
    known = {(r.id, x.id) for r in world.recipients for x in world.leaders}
    before = known & (running | set(world.facts.previous or ()))
    if not before:
        return None
    return sum((m.recipient_id, m.leader_id) in before for m in plan.matches)


def strong_trust_first(world: World, plan: Plan) -> int | None:
    """Matches led by a trust's chief executive within the distance (absent: any); or those of standalone schools."""
    setting = next((g for g in world.policy.goals if g.goal == "strong-trust-first"), None)
    if setting is None:
        return None
    count = 0
    for match in plan.matches:
        recipient, leader = who(world, match.recipient_id, match.leader_id)
        metres = metres_between(recipient, leader)
        near = setting.within_metres is None or (metres is not None and metres <= setting.within_metres)
        counted = setting.counts == "all" or recipient.kind == "school"
        count += counted and leader.role == "trust_ceo" and near
    return count


def governance(world: World, plan: Plan) -> int:
    """The sum of need x days."""
    need = {r.id: r.governance_need or 0 for r in world.recipients}
    return sum(need[g.recipient_id] * g.days for g in plan.governance)


def fairness(world: World, plan: Plan) -> int | None:
    """The smallest region's floor(1000 x matched / eligible) over regions with a candidate."""
    shares = []
    for region in {r.region for r in world.recipients}:
        eligible = [r for r in world.recipients if r.region == region]
        if any(possible(world, r, leader) for r in eligible for leader in world.leaders):
            matched = {m.recipient_id for m in plan.matches} & {r.id for r in eligible}
            shares.append(1000 * len(matched) // len(eligible))
    return min(shares) if shares else None


def possible(world: World, recipient: Recipient, leader: Leader) -> bool:
    return not pair_unlawful(world, recipient, leader) and bool(days_on_offer(world, recipient, leader))


def fit(world: World, recipient: Recipient, leader: Leader) -> int:
    """`pairs.score` where given, else near, needs met, phases met and the same faith, each rounded down."""
    for pair in world.facts.pairs:
        if (pair.recipient_id, pair.leader_id) == (recipient.id, leader.id) and pair.score is not None:
            return pair.score
    scale, metres, limit = world.policy.fit, metres_between(recipient, leader), travel_limit(world, leader)
    limit, away = scale.reference_metres if limit is None else limit, metres
    if minutes_decide(world, recipient, leader):
        limit, away = limit_in_minutes(world, leader), minutes_asked(world, recipient, leader)
    total = 0
    # FORMATS, Journeys: a flagged pair without minutes gets no points for being near.
    hidden = water_flags(world, recipient, leader) and minutes_known(world, recipient, leader) is None
    if away == 0 and not hidden:  # at the door, whatever the limit
        total += scale.distance
    elif away is not None and limit and not hidden:
        total += floor(scale.distance * max(Fraction(0), 1 - Fraction(away, limit)))
    if recipient.areas_of_need:
        met = recipient.areas_of_need & leader.specialisms
        total += floor(Fraction(scale.needs * len(met), len(recipient.areas_of_need)))
    if recipient.phases:
        covered = [phase for phase in recipient.phases if covers(leader, phase)]
        total += floor(Fraction(scale.phases * len(covered), len(recipient.phases)))
    if recipient.faith is not None and recipient.faith == leader.faith and recipient.faith not in NO_FAITH:
        total += scale.faith
    return total


def spend(world: World, plan: Plan) -> int:
    """Pence."""
    rate = world.policy.rates.governance_day_pence
    return sum(sum(match_cost(world, m).values()) for m in plan.matches) + sum(rate * g.days for g in plan.governance)


def who(world: World, recipient_id: str, leader_id: str) -> tuple[Recipient, Leader]:
    recipient = next(r for r in world.recipients if r.id == recipient_id)
    return recipient, next(x for x in world.leaders if x.id == leader_id)
