"""The law of a programme of organisations and advisers in plain lines, importing none of the rules.

Written from the notes on RISE and the contract of formats: a second opinion on what the rules of this programme say.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt

from matcher.domain import LEVELS, Adviser, Interest, Organisation, Recipient
from matcher.plan import Plan, PlannedAdviser, PlannedMatch
from matcher.world import World

SERVICE_TYPES = {
    "school": "school",
    "trust": "trust",
    "local authority": "authority",
    "local authority traded service": "traded-service",
    "federation or education partnership": "federation",
}


def unlawful(world: World, plan: Plan) -> set[str]:
    """Every law this plan breaks, by name; none for a lawful plan."""
    broken: set[str] = set()
    for match in plan.matches:
        broken |= organisation_unlawful(world, recipient_of(world, match), organisation_of(world, match.leader_id))
        # No text gives a supporting organisation any days.
        if (match.days, match.team_days) != (0, 0):
            broken.add("days-on-offer")
    for line in plan.advisers:
        broken |= adviser_unlawful(world, recipient_of(world, line), adviser_of(world, line.adviser_id))
    broken |= unlawful_for_a_school(world, plan) | overloaded(world, plan)
    if too_many_fellows(world, plan):
        broken.add("fellow-share")
    for pin in world.policy.pins:
        named = {(m.recipient_id, m.leader_id) for m in plan.matches}
        named |= {(a.recipient_id, a.adviser_id) for a in plan.advisers}
        if (pin.recipient_id, pin.leader_id) not in named:
            broken.add("pins")
    return broken


def recipient_of(world: World, line: PlannedMatch | PlannedAdviser) -> Recipient:
    return next(r for r in world.recipients if r.id == line.recipient_id)


def organisation_of(world: World, id: str) -> Organisation:
    return next(o for o in world.facts.organisations if o.id == id)


def adviser_of(world: World, id: str) -> Adviser:
    return next(a for a in world.facts.advisers if a.id == id)


def to_be_matched(world: World, school: Recipient) -> bool:
    """The diagnosis decides; a stopped case decides nothing; where nobody has decided, the setting does."""
    decided = school.decision
    for case in world.facts.cases:
        if decided is None or case.urn == school.id:
            said = (case.decision or "").casefold()
            if school.decision is None and case.urn == school.id and case.status != "stopped":
                decided = {
                    "match with a supporting organisation": "match",
                    "review school's progress": "review-progress",
                }.get(said)
    return (decided or world.policy.rules.advisers.undecided) == "match"


def organisation_unlawful(world: World, school: Recipient, o: Organisation) -> set[str]:
    rules, broken = world.policy.rules, set[str]()
    # A school whose progress is reviewed has an adviser and no organisation.
    if not to_be_matched(world, school):
        broken.add("review-progress")
    away = distance(school, o)
    if away is not None and rules.max_travel_metres is not None and away > rules.max_travel_metres:
        broken.add("travel")
    served = {"never": {o.region}, "always": {school.region}, "willing": o.regions}[rules.cross_region]
    if school.region not in served:
        broken.add("region")
    if o.phases and not school.phases <= o.phases:
        broken.add("phase")
    if o.willing is False:
        broken.add("willingness")
    if o.due_diligence == "no":
        broken.add("due-diligence")
    if runs(world, o.id, school):
        broken.add("responsible-body")
    if interest_bars(world, o.id, school):
        broken.add("declared-interest")
    if ruled_out(world, school.id, o.id):
        broken.add("forbidden")
    if cannot_now(world, school, o.id):
        broken.add("cannot-at-present")
    return broken


def adviser_unlawful(world: World, school: Recipient, a: Adviser) -> set[str]:
    rules, broken = world.policy.rules.advisers, set[str]()
    has = None
    for past in world.facts.history:
        advises = any(past.leader_id == other.id for other in world.facts.advisers)
        if past.recipient_id == school.id and past.state in ("agreed", "running") and advises:
            has = past.leader_id
    if has is not None and has != a.id:
        broken.add("adviser-allocated")
    away = distance(school, a)
    if away is not None and rules.max_travel_metres is not None and away > rules.max_travel_metres:
        broken.add("adviser-travel")
    if a.organisation_id is not None and runs(world, a.organisation_id, school):
        broken.add("adviser-employer")
    if rules.former_employer == "bar" and any(runs(world, id, school) for id in a.former_organisation_ids):
        broken.add("adviser-former-employer")
    if interest_bars(world, a.id, school):
        broken.add("adviser-declared-interest")
    if ruled_out(world, school.id, a.id):
        broken.add("adviser-forbidden")
    if cannot_now(world, school, a.id):
        broken.add("adviser-cannot-at-present")
    return broken


def cannot_now(world: World, school: Recipient, who: str) -> bool:
    """Who cannot at present is in nothing new; the day they gave is included, and what is agreed stays."""
    gone = any(x.leader_id == who and (x.until is None or x.until >= world.policy.as_at) for x in world.policy.away)
    kept = any(p.stands and (p.recipient_id, p.leader_id) == (school.id, who) for p in world.policy.pins)
    return gone and not kept


def distance(school: Recipient, other: Organisation | Adviser) -> int | None:
    here, there = (school.easting, school.northing), (other.easting, other.northing)
    if here[0] is None or here[1] is None or there[0] is None or there[1] is None:
        return None
    return isqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2)


def runs(world: World, organisation: str, school: Recipient) -> bool:
    """Whether the organisation is responsible for the school: its trust, its authority, the school or a sister."""
    if organisation == school.trust_id or organisation == school.id:
        return True
    sister = next((r for r in world.recipients if r.id == organisation), None)
    if sister is not None and sister.trust_id is not None and sister.trust_id == school.trust_id:
        return True
    o = next((o for o in world.facts.organisations if o.id == organisation), None)
    maintained = school.sector == "maintained" or (school.sector is None and school.trust_id is None)
    own = o is not None and o.authority is not None and o.authority == school.local_authority
    return own and maintained and school.trust_id is None


def interest_bars(world: World, who: str, school: Recipient) -> bool:
    return any(x.person_id == who and bars(world, x) and about(world, x, school) for x in world.facts.interests)


def bars(world: World, x: Interest) -> bool:
    """Not a nil return, not expired on the day, and `block` by whichever is the stricter."""
    if x.relation == "none" or (x.expires_on is not None and x.expires_on < world.policy.as_at):
        return False
    levels = [level for level in (x.level, world.policy.rules.levels.get(x.relation)) if level is not None]
    return max(levels, key=LEVELS.index, default="block") == "block"


def about(world: World, x: Interest, school: Recipient) -> bool:
    """A party that is a school of a trust stands for the trust with all its schools."""
    if x.party_id in (school.id, school.trust_id):
        return True
    party = next((r for r in world.recipients if r.id == x.party_id), None)
    return party is not None and party.trust_id is not None and party.trust_id == school.trust_id


def ruled_out(world: World, school: str, who: str) -> bool:
    return any((p.recipient_id, p.leader_id) == (school, who) for p in world.policy.forbid)


def has_adviser(world: World, school: Recipient) -> bool:
    """By the register of earlier deployments, or by a pin of a re-run for an adviser who is allocated."""
    advisers = {a.id for a in world.facts.advisers}
    past = {p.recipient_id for p in world.facts.history if p.leader_id in advisers and p.state in ("agreed", "running")}
    pinned = {p.recipient_id for p in world.policy.pins if p.stands and p.leader_id in advisers}
    return school.id in past | pinned


def unlawful_for_a_school(world: World, plan: Plan) -> set[str]:
    broken: set[str] = set()
    for school in world.recipients:
        supported = [m.leader_id for m in plan.matches if m.recipient_id == school.id]
        advised = [a.adviser_id for a in plan.advisers if a.recipient_id == school.id]
        if len(supported) > 1:
            broken.add("one-leader")
        if len(advised) > 1:
            broken.add("one-adviser")
        # A school to be matched has both or neither; an adviser alone is for a school whose progress is reviewed.
        if len(supported) > len(advised):
            broken.add("organisation-needs-adviser")
        # One who has an adviser already may wait for its organisation with the adviser alone.
        if to_be_matched(world, school) and not has_adviser(world, school) and len(advised) > len(supported):
            broken.add("adviser-needs-organisation")
        # x[s,o] + the sum of y[s,a] over the advisers that o employs <= 1.
        for o in supported:
            employed = sum(adviser_of(world, a).organisation_id == o for a in advised)
            if world.policy.rules.advisers.same_employer == "bar" and employed and 1 + employed > 1:
                broken.add("same-employer")
    return broken


def overloaded(world: World, plan: Plan) -> set[str]:
    """Schools at once, those of before among them: of several counts the largest."""
    broken: set[str] = set()
    for o in world.facts.organisations:
        before = max(o.running or 0, history_of(world, o.id), cases_of(world, o))
        now = sum(m.leader_id == o.id for m in plan.matches)
        if now > max(0, (o.capacity or 0) - before):
            broken.add("deployments")
    here = {r.id for r in world.recipients}
    for a in world.facts.advisers:
        schools = {
            p.recipient_id for p in world.facts.history if p.leader_id == a.id and p.state in ("agreed", "running")
        }
        # A school of this run that has the adviser already is counted where the plan says so, and not twice.
        before = max(a.running or 0, len(schools)) - len(schools & here)
        if sum(line.adviser_id == a.id for line in plan.advisers) > max(0, a.caseload - before):
            broken.add("caseload")
    return broken


def history_of(world: World, id: str) -> int:
    return sum(p.leader_id == id and p.state in ("agreed", "running") for p in world.facts.history)


def cases_of(world: World, o: Organisation) -> int:
    """The department's open cases to which it was appointed by the day; of two with one number the last counts."""
    if o.number is None:
        return 0
    alike = [x for x in world.facts.organisations if x.type == o.type and x.number and int(x.number) == int(o.number)]
    if alike[-1] is not o:
        return 0
    return sum(
        SERVICE_TYPES.get(case.organisation_type or "") == o.type
        and case.number is not None
        and int(case.number) == int(o.number)
        and case.status in ("in progress", "paused")
        and case.appointed_on is not None
        and case.appointed_on <= world.policy.as_at
        for case in world.facts.cases
    )


def is_fellow(world: World, organisation: str) -> bool:
    return any(a.organisation_id == organisation for a in world.facts.advisers)


def too_many_fellows(world: World, plan: Plan) -> bool:
    share: Fraction | None = world.policy.rules.fellow_adviser.share_at_most
    if share is None:
        return False
    region = {r.id: r.region for r in world.recipients}
    for name in set(region.values()):
        matches = [m for m in plan.matches if region[m.recipient_id] == name]
        fellows = sum(is_fellow(world, m.leader_id) for m in matches)
        if fellows > share * len(matches):
            return True
    return False


def goal_values(world: World, plan: Plan) -> dict[str, int]:
    """What a plan is worth to each goal of this programme."""
    school = {r.id: r for r in world.recipients}
    served = {m.recipient_id for m in plan.matches}
    served |= {a.recipient_id for a in plan.advisers if not to_be_matched(world, school[a.recipient_id])}
    journeys: list[int | None] = [
        distance(school[m.recipient_id], organisation_of(world, m.leader_id)) for m in plan.matches
    ]
    journeys += [distance(school[a.recipient_id], adviser_of(world, a.adviser_id)) for a in plan.advisers]
    return {
        "coverage": sum(school[id].priority if school[id].priority is not None else 1 for id in served),
        "advisers-in-region": sum(
            adviser_of(world, a.adviser_id).region != school[a.recipient_id].region for a in plan.advisers
        ),
        "fellow-advisers": sum(is_fellow(world, m.leader_id) for m in plan.matches),
        "supporters-per-body": beyond_one(world, plan.matches),
        "travel": sum(100 if metres is None else metres // 1000 for metres in journeys),
        "spend": 300_000 * len(plan.matches),
    }


def beyond_one(world: World, matches: Iterable[PlannedMatch]) -> int:
    """The supporters of each responsible body beyond its first."""
    of_body: dict[str, set[str]] = {}
    for m in matches:
        of_body.setdefault(body_of(recipient_of(world, m)), set()).add(m.leader_id)
    return sum(len(supporters) - 1 for supporters in of_body.values())


def body_of(school: Recipient) -> str:
    maintained = school.sector == "maintained" or school.sector is None
    if school.trust_id is not None:
        return f"trust {school.trust_id}"
    return f"authority {school.local_authority}" if maintained and school.local_authority else f"school {school.id}"
