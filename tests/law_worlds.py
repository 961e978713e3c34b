"""Small random worlds that vary every field a rule reads, and every conceivable line of a plan in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from matcher.domain import (
    HISTORY_STATES,
    LEADER_ROLES,
    LEVELS,
    PARTY_KINDS,
    RELATIONS,
    Deployment,
    Facts,
    GovernanceLeader,
    Interest,
    JudgedPair,
    Judgement,
    Leader,
    Membership,
    Organisation,
    Person,
    Recipient,
    School,
    Succession,
    Trust,
)
from matcher.plan import PlannedGovernance, PlannedMatch
from matcher.world import World
from tests.law_journeys import with_journeys
from tests.law_policies import CALMS, DAYS, REGIONS, parish, random_policy, spot
from tests.world_builder import Stream, Streams

Line = PlannedMatch | PlannedGovernance
SCHOOLS = ("100", "101", "102")  # may be recipients
IN_TRUST = ("110", "111")  # the schools of trust T1
TRUSTS = ("T1", "T2")
OLD = ("090", "091")  # old numbers
BODIES = ("100", "101", "T1", "T2")
PEOPLE = ("L1", "L2", "L3", "G1", "G2", "P1", "P2")
TERMS = ("summer-2022", "autumn-2022", "spring-2023", "summer-2023", "autumn-2023")


def random_world(seed: int, *, small: bool = True) -> World:
    """Two recipients and two leaders, sometimes three; about half of the pairs lawful, by any one of many accidents."""
    streams = Streams(seed, CALMS)
    of = streams.of("world")
    open_data = _open_data(streams)
    recipients = tuple(
        _recipient(streams, id, open_data) for id in sorted(of("bodies").sample(BODIES, 2 if small else 3))
    )
    leaders = tuple(_leader(streams, id) for id in PEOPLE[: of("leaders").choice((1, 2, 2) if small else (2, 3, 3))])
    governors = tuple(_governor(streams, id) for id in of("governors").choice(((), ("G1",), ("G1",), ("G1", "G2"))))
    facts = replace(open_data, **_registers(streams, recipients, leaders, governors))
    facts, leaders, governors = with_slips(facts, leaders, governors, seed)
    known = [(id, streams.of("region_of", id)("region")) for id in ("900", *SCHOOLS, *TRUSTS)]
    region_of = {id: stream.choice(REGIONS) for id, stream in known if stream.random() < 0.4}
    region_of |= {r.id: r.region for r in recipients}
    policy = random_policy(streams, recipients, leaders, governors)
    elsewhere = frozenset(id for id in (*SCHOOLS, *TRUSTS) if streams.of("elsewhere", id)("so").random() < 0.1)
    dropped = frozenset(r.id for r in recipients if streams.of("dropped", r.id)("so").random() < 0.2)
    return with_journeys(World(policy, facts, recipients, leaders, governors, region_of, dropped, elsewhere), seed)


def with_slips(facts: Facts, leaders: Any, governors: Any, seed: int) -> Any:
    """The same registers with ids that nothing has, people who may be one, and a body that is no recipient here."""
    streams = Streams(f"{seed} slips", CALMS)
    of = streams.of("registers")
    listed = {r.id for r in facts.recipients}
    spare = [id for id in BODIES if id not in listed]
    other = [_recipient(streams, id, facts) for id in spare[:1] if of("other").random() < 0.5]
    leaders = tuple(_slipped(streams, x) for x in leaders)
    strange = [Organisation(id="5999", team_days=4, outside=of("strange").choice((None, False, True)))] * of(
        "strange"
    ).choice((0, 1))
    organisations = [
        replace(o, outside=streams.of("organisation", o.id)("outside").choice((None, None, True)))
        for o in facts.organisations
    ]
    facts = replace(
        facts,
        recipients=tuple(sorted((*facts.recipients, *other), key=lambda r: r.id)),
        leaders=leaders,
        interests=tuple(_about_nobody(streams, k, i) for k, i in enumerate(facts.interests)),
        organisations=(*organisations, *strange),
    )
    return facts, leaders, governors


def _slipped(streams: Streams, leader: Leader) -> Leader:
    of = streams.of("leader", leader.id)
    return replace(
        leader,
        name=of("name").mostly(leader.name, "Ann Lee", " ann  lee", odds=0.4),
        organisation_id=of("organisation_id").mostly(leader.organisation_id, "5999", odds=0.15),
        base_urn=of("base_urn").mostly(leader.base_urn, "999", odds=0.1),
        postcode=of("postcode").choice((None, "AB1 2CD", "AB1 2CD", "EF3 4GH")),
        not_same_as=of("not_same_as").mostly((), ("L1",), ("L2", "L3"), odds=0.2),
        also=of("also").mostly((), ("L9",), odds=0.2),
    )


def _about_nobody(streams: Streams, number: int, interest: Interest) -> Interest:
    of = streams.of("interest", number)
    parties = {"authority": "A9", "diocese": "D9", "person": of("person").choice(("P9", "L9"))}
    nobody = parties.get(interest.party_kind, "O9")
    return replace(
        interest,
        party_id=of("party_id").mostly(interest.party_id, nobody, odds=0.5),
        outside=of("outside").choice((None, None, None, True)),
    )


def _open_data(streams: Streams) -> Facts:
    of = streams.of("open_data")
    urns = (*SCHOOLS, *IN_TRUST, *OLD, "120")
    ends = of("successions")
    followed = sorted({(o, ends.choice((*SCHOOLS, *IN_TRUST))) for o in ends.some((*OLD, *OLD))})
    trusts = [u for u in ("T1", "T2", "T9") if streams.of("trust", u)("known").random() < 0.9]
    members = [*of("memberships").some(IN_TRUST), *of("memberships").some(urns)[:3]]
    return Facts(
        schools={
            u: School(urn=u, name=u, region=REGIONS[0], **parish(streams.of("school", u)("parish"))) for u in urns
        },
        trusts={u: Trust(uid=u, name=u, multi=streams.of("trust", u)("multi").random() < 0.6) for u in trusts},
        memberships=tuple(_stay(streams, k, u) for k, u in enumerate(members)),
        successions=tuple(
            Succession(
                old_urn=old,
                new_urn=new,
                plain=_alone(old, new, followed),
                on=streams.of("succession", f"{old} {new}")("on").mostly(None, *DAYS, odds=0.4),
            )
            for old, new in followed
        ),
        judgements=_judgements(streams),
    )


def _judgements(streams: Streams) -> tuple[Judgement, ...]:
    """Up to three for each school and old number, no two on one day."""
    found = []
    for k, urn in enumerate((*SCHOOLS, *OLD)):
        for year in streams.of("judgements", urn)("years").some((2018, 2020, 2022)):
            of = streams.of("judgement", f"{urn} {year}")
            day = date(year, 3, 1 + k)
            found.append(
                Judgement(
                    urn=urn,
                    started=of("started").choice((day, day, None)),
                    published=of("published").choice((day, day, date(year + 1, 1, 1 + k))),
                    grade=of("grade").choice((None, 1, 2, 3, 3, 4)),
                    category=of("category").choice((None, None, "SM")),
                    regime=of("regime").choice(("headline", "headline", "sub-judgements")),
                )
            )
    return tuple(found)


def _alone(old: str, new: str, followed: list[tuple[str, str]]) -> bool:
    """A succession is plain only where no other shares either end."""
    return sum(old == o or new == n for o, n in followed) == 1


def _listed(streams: Streams, trust: str, facts: Facts) -> list[str]:
    """Schools that the register may count to this trust: those that the files put nowhere else."""
    elsewhere = {m.urn for m in facts.memberships if m.trust_uid != trust}
    old = {s.old_urn for s in facts.successions} | {s.new_urn for s in facts.successions}
    own = {"T1": ("110", "090"), "T2": ("111", "091")}[trust]
    return streams.of("recipient", trust)("schools").some([urn for urn in own if urn not in elsewhere | old])


def _recipient(streams: Streams, id: str, facts: Facts) -> Recipient:
    of = streams.of("recipient", id)
    trust = id in TRUSTS
    # Old URNs count as a school's own once it has followed them, whatever the day of the run.
    line = [s.old_urn for s in facts.successions if s.new_urn == id and s.plain and (s.on or DAYS[-1]) <= DAYS[-1]]
    home = id if trust else of("home").mostly(None, "T1", "T2", odds=0.3)
    return Recipient(
        id=id,
        name=id,
        kind="trust" if trust else "school",
        region=of("region").mostly(*REGIONS, odds=0.3),
        phases=frozenset(
            of("phases").mostly(("primary",), (), ("middle",), ("primary", "special"), ("secondary",), odds=0.35)
        ),
        **parish(of("parish")),
        **spot(of("place")),
        trust_id=of("trust_id").mostly(home, None, odds=0.1),
        faith=of("faith").choice((None, "Christian", "Christian", "Jewish", "None")),
        priority=of("priority").choice((None, 0, 1, 3)),
        governance_need=of("governance_need").choice((None, 0, 1, 3, 2)),
        eligible_since=of("eligible_since").choice((None, *DAYS)),
        areas_of_need=frozenset(of("areas_of_need").some(("send", "behaviour", "teaching"))),
        days=of("days").mostly(None, 4, 10, 11, odds=0.2),
        schools=tuple(_listed(streams, id, facts)) if trust else (id, *of("schools").some(line)),
    )


def _leader(streams: Streams, id: str) -> Leader:
    of = streams.of("leader", id)
    return Leader(
        id=id,
        name=id,
        role=of("role").mostly("trust_ceo", *LEADER_ROLES, odds=0.7),
        region=of("region").mostly(*REGIONS, odds=0.3),
        days=of("days").mostly(30, 4, 5, 9, 10, 14, 15, 20, odds=0.9),
        willing=of("willing").mostly(True, False, odds=0.08),
        phases=frozenset(
            of("phases").mostly(("primary", "secondary"), ("primary",), ("special", "middle"), (), odds=0.3)
        ),
        regions=frozenset(of("regions").mostly(REGIONS, REGIONS[:1], REGIONS[1:], (), odds=0.3)),
        organisation_id=of("organisation_id").mostly("O1", *TRUSTS, "T9", None, "101", "T8", *OLD, odds=0.7),
        base_urn=of("base_urn").mostly(None, "120", *SCHOOLS, *IN_TRUST, *OLD, odds=0.3),
        **spot(of("place")),
        max_matches=of("max_matches").mostly(None, 0, 1, 2, 3, odds=0.7),
        max_travel_metres=of("max_travel_metres").mostly(None, 0, 4_999, 5_000, 60_000, 100_000, odds=0.3),
        faith=of("faith").choice((None, "Christian", "Christian", "Jewish", "None")),
        specialisms=frozenset(of("specialisms").some(("send", "behaviour", "attendance"))),
        designated_from=of("designated_from").mostly(date(2022, 9, 1), None, *DAYS, odds=0.3),
        designated_to=of("designated_to").mostly(None, *DAYS, odds=0.2),
        interests_checked_on=of("interests_checked_on").choice((None, *DAYS)),
    )


def _governor(streams: Streams, id: str) -> GovernanceLeader:
    of = streams.of("governor", id)
    return GovernanceLeader(
        id=id,
        name=id,
        region=of("region").mostly(*REGIONS, odds=0.3),
        days=of("days").choice((4, 5, 9, 10, 15)),
        regions=frozenset(of("regions").mostly(REGIONS, REGIONS[:1], REGIONS[1:], (), odds=0.3)),
        organisation_id=of("organisation_id").mostly(None, *TRUSTS, "O1", "101", "110", "T9", odds=0.4),
        **spot(of("place")),
        max_matches=of("max_matches").mostly(None, 0, 1, 2, odds=0.5),
        interests_checked_on=of("interests_checked_on").choice((None, *DAYS)),
    )


def _registers(streams: Streams, recipients: Any, leaders: Any, governors: Any) -> dict[str, Any]:
    of = streams.of("registers")
    pool = ("T1", "T2", "T9", "O1", "101")
    pairs = [(r.id, x.id) for r in recipients for x in leaders]
    bodies = [*SCHOOLS, *IN_TRUST, *TRUSTS, *OLD]
    return {
        "recipients": recipients,
        "leaders": leaders,
        "organisations": tuple(_organisation(streams, o) for o in sorted(of("organisations").some(pool))),
        "governance_leaders": governors,
        "interests": tuple(_interest(streams, k, bodies) for k in range(of("interests").choice((0, 1, 1, 2, 4)))),
        "people": tuple(_person(streams, p) for p in of("people").some(("P1", "P2"))),
        "pairs": tuple(
            _judged_pair(streams, r, x) for r, x in of("pairs").some(pairs)[: of("pairs").choice((0, 1, 3))]
        ),
        "history": tuple(_past(streams, k, recipients) for k in range(of("history").choice((0, 1, 2, 3)))),
        "previous": of("previous").choice((None, (), tuple(sorted(of("previous").some(pairs))))),
    }


def _organisation(streams: Streams, id: str) -> Organisation:
    of = streams.of("organisation", id)
    team = of("team_days").choice((None, 0, 4, 5, 9, 10))
    return Organisation(id=id, team_days=team, broker_for=frozenset(of("broker_for").some(REGIONS)))


def _person(streams: Streams, id: str) -> Person:
    of = streams.of("person", id)
    return Person(
        id=id,
        name=id,
        role=of("role").choice(("broker", "director", "approver", "board")),
        organisation_id=of("organisation_id").choice((None, "T1", "101", "110", "O1", "090")),
        regions=frozenset(of("regions").some(REGIONS)),
    )


def _judged_pair(streams: Streams, recipient_id: str, leader_id: str) -> JudgedPair:
    of = streams.of("pair", f"{recipient_id} {leader_id}")
    return JudgedPair(
        recipient_id=recipient_id,
        leader_id=leader_id,
        score=of("score").choice((None, 0, 700)),
        days=of("days").choice((None, None, 5, 8)),
        minutes=of("minutes").choice((None, 300)),
    )


def _stay(streams: Streams, number: int, urn: str) -> Membership:
    of = streams.of("membership", number)
    return Membership(
        urn=urn,
        trust_uid=of("trust_uid").choice((*TRUSTS, "T9")),
        joined=of("joined").mostly(date(2015, 9, 1), None, *DAYS, odds=0.3),
        left=of("left").mostly(None, *DAYS, odds=0.3),
        seen_on=of("seen_on").choice((None, *DAYS)),
    )


def _interest(streams: Streams, number: int, bodies: list[str]) -> Interest:
    of = streams.of("interest", number)
    kind = of("kind").mostly("school", *PARTY_KINDS, odds=0.7)
    parties = {"authority": ["A1", "A2", " a1 "], "diocese": ["D1", "D2", "d2"], "person": list(PEOPLE)}
    if kind in ("school", "trust"):
        bodies = [b for b in bodies if (b in TRUSTS) == (kind == "trust")]
    return Interest(
        person_id=of("person_id").choice(PEOPLE),
        party_id=of("party_id").choice(parties.get(kind, bodies)),
        party_kind=kind,
        relation=of("relation").choice(RELATIONS),
        level=of("level").choice((None, None, *LEVELS, "block")),
        declared_by=of("declared_by").choice((None, "leader", "recipient", "broker")),
        declared_on=of("declared_on").choice((None, *DAYS)),
        expires_on=of("expires_on").mostly(None, *DAYS, odds=0.4),
    )


def _past(streams: Streams, number: int, recipients: Any) -> Deployment:
    of = streams.of("deployment", number)
    return Deployment(
        term=of("term").choice((*TERMS, "autumn-2022", "autumn-2022")),
        recipient_id=of("recipient_id").choice((*(r.id for r in recipients), "900", "901")),
        leader_id=of("leader_id").choice(("L1", "L1", "L2", "G1", "G2", "gone")),
        state=of("state").choice(HISTORY_STATES),
        days_agreed=of("days_agreed").choice((None, 0, 5, 10)),
        days_claimed=of("days_claimed").choice((None, 0, 4, 10)),
        team_days=of("team_days").choice((None, None, 0, 2, 5, 12)),
        pot=of("pot").choice((None, "p1", "p2", "other")),
        cost_pence=of("cost_pence").choice((None, 300_000, 600_001, 1_200_000)),
        starts_on=of("starts_on").choice((None, *DAYS)),
        ends_on=of("ends_on").choice((None, *DAYS)),
    )


def conceivable(world: World, seed: int, at_most: int) -> list[Line]:
    """Lines that anybody might write, lawful or not: every pair, days on offer and wrong ones, and strangers' ids."""
    chance, support = Stream(f"lines of a plan {seed}"), world.policy.support
    pairs = [(r.id, x.id) for r in world.recipients for x in world.leaders]
    days = {*support.standalone_days, *support.trust_days, *(p.days for p in world.facts.pairs if p.days)}
    days |= {r.days for r in world.recipients if r.days}
    usual = {r.id: (support.trust_days if r.kind == "trust" else support.standalone_days)[0] for r in world.recipients}
    likely: list[Any] = [PlannedMatch(r, x, usual[r], 0) for r, x in pairs]
    likely += [
        PlannedGovernance(r.id, g.id, support.governance_days)
        for r in world.recipients
        for g in world.governance_leaders
    ]
    share = support.team_share_at_most
    every: list[Any] = [PlannedMatch(r, x, d, t) for r, x in pairs for d in days for t in {0, int(share * d)}]
    wrong: list[Any] = [PlannedMatch(r, x, 6, chance.choice((0, 6))) for r, x in pairs]
    wrong += [PlannedGovernance(line.recipient_id, line.governance_leader_id, 4) for line in likely[len(pairs) :]]
    wrong += [PlannedMatch("999", "L1", 10, 0), PlannedMatch(pairs[0][0], "G1", 10, 0)]
    rest = sorted({*every} - {*likely}, key=repr)
    room = max(0, at_most - len(likely))
    lines = [*likely, *chance.sample(rest, min(room, len(rest)))]
    return [*lines[: at_most - 1], chance.choice(wrong)]
