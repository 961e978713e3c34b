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
from tests.law_policies import DAYS, REGIONS, Dice, random_policy

Line = PlannedMatch | PlannedGovernance
SCHOOLS = ("100", "101", "102")  # may be recipients
IN_TRUST = ("110", "111")  # the schools of trust T1
TRUSTS = ("T1", "T2")
OLD = ("090", "091")  # old numbers
PEOPLE = ("L1", "L2", "L3", "G1", "G2", "P1", "P2")
SLIPS = 1_000_003  # added to the seed for what is changed afterwards, so that the rest of a world stays as it is
TERMS = ("summer-2022", "autumn-2022", "spring-2023", "summer-2023", "autumn-2023")


def random_world(seed: int, *, small: bool = True) -> World:
    """Two recipients and two leaders, sometimes three; about half of the pairs lawful, by any one of many accidents."""
    dice = Dice(seed)
    dice.seed_of_the_rest = seed + 1_000_000
    dice.calm = dice.choice((0.2, 0.5, 1.0))
    open_data = _open_data(dice)
    recipients = tuple(_recipient(dice, id, open_data) for id in sorted(_bodies(dice, 2 if small else 3)))
    leaders = tuple(_leader(dice, id) for id in PEOPLE[: dice.choice((1, 2, 2) if small else (2, 3, 3))])
    governors = tuple(_governor(dice, id) for id in dice.choice(((), ("G1",), ("G1",), ("G1", "G2"))))
    facts = replace(open_data, **_registers(dice, recipients, leaders, governors))
    facts, leaders, governors = with_slips(facts, leaders, governors, Dice(seed + SLIPS))
    region_of = {id: dice.choice(REGIONS) for id in ("900", *SCHOOLS, *TRUSTS) if dice.random() < 0.4}
    region_of |= {r.id: r.region for r in recipients}
    policy = random_policy(dice, recipients, leaders, governors)
    elsewhere = frozenset(id for id in (*SCHOOLS, *TRUSTS) if Dice(f"{seed} {id}").random() < 0.1)
    dropped = frozenset(r.id for r in recipients if dice.random() < 0.2)
    return with_journeys(World(policy, facts, recipients, leaders, governors, region_of, dropped, elsewhere), seed)


def with_slips(facts: Facts, leaders: Any, governors: Any, dice: Dice) -> Any:
    """The same registers with ids that nothing has, people who may be one, and a body that is no recipient here."""
    dice.calm = dice.choice((0.2, 0.5, 1.0))
    listed = {r.id for r in facts.recipients}
    spare = [id for id in ("100", "101", "T1", "T2") if id not in listed]
    other = [_recipient(dice, id, facts) for id in spare[:1] if dice.random() < 0.5]
    leaders = tuple(_slipped(dice, x) for x in leaders)
    strange = [Organisation(id="5999", team_days=4, outside=dice.choice((None, False, True)))] * dice.choice((0, 1))
    organisations = [replace(o, outside=dice.choice((None, None, True))) for o in facts.organisations]
    facts = replace(
        facts,
        recipients=tuple(sorted((*facts.recipients, *other), key=lambda r: r.id)),
        leaders=leaders,
        interests=tuple(_about_nobody(dice, i) for i in facts.interests),
        organisations=(*organisations, *strange),
    )
    return facts, leaders, governors


def _slipped(dice: Dice, leader: Leader) -> Leader:
    return replace(
        leader,
        name=dice.mostly(leader.name, "Ann Lee", " ann  lee", odds=0.4),
        organisation_id=dice.mostly(leader.organisation_id, "5999", odds=0.15),
        base_urn=dice.mostly(leader.base_urn, "999", odds=0.1),
        postcode=dice.choice((None, "AB1 2CD", "AB1 2CD", "EF3 4GH")),
        not_same_as=dice.mostly((), ("L1",), ("L2", "L3"), odds=0.2),
        also=dice.mostly((), ("L9",), odds=0.2),
    )


def _about_nobody(dice: Dice, interest: Interest) -> Interest:
    parties = {"authority": "A9", "diocese": "D9", "person": dice.choice(("P9", "L9"))}
    nobody = parties.get(interest.party_kind, "O9")
    return replace(
        interest,
        party_id=dice.mostly(interest.party_id, nobody, odds=0.5),
        outside=dice.choice((None, None, None, True)),
    )


def _bodies(dice: Dice, number: int) -> list[str]:
    return dice.sample(("100", "101", "T1", "T2"), number)


def _open_data(dice: Dice) -> Facts:
    urns = (*SCHOOLS, *IN_TRUST, *OLD, "120")
    later = Dice(dice.seed_of_the_rest + 1)
    followed = sorted({(o, dice.choice((*SCHOOLS, *IN_TRUST))) for o in dice.some((*OLD, *OLD))})
    return Facts(
        schools={u: School(urn=u, name=u, region=REGIONS[0], **dice.parish()) for u in urns},
        trusts={u: Trust(uid=u, name=u, multi=later.random() < 0.6) for u in ("T1", "T2", "T9") if dice.random() < 0.9},
        memberships=tuple(_stay(dice, u) for u in (*dice.some(IN_TRUST), *dice.some(urns)[:3])),
        successions=tuple(
            Succession(
                old_urn=old, new_urn=new, plain=_alone(old, new, followed), on=dice.mostly(None, *DAYS, odds=0.4)
            )
            for old, new in followed
        ),
        judgements=_judgements(Dice(dice.seed_of_the_rest + 2)),
    )


def _judgements(dice: Dice) -> tuple[Judgement, ...]:
    """Up to three for each school and old number, no two on one day."""
    found = []
    for k, urn in enumerate((*SCHOOLS, *OLD)):
        for year in dice.some((2018, 2020, 2022)):
            day = date(year, 3, 1 + k)
            found.append(
                Judgement(
                    urn=urn,
                    started=dice.choice((day, day, None)),
                    published=dice.choice((day, day, date(year + 1, 1, 1 + k))),
                    grade=dice.choice((None, 1, 2, 3, 3, 4)),
                    category=dice.choice((None, None, "SM")),
                    regime=dice.choice(("headline", "headline", "sub-judgements")),
                )
            )
    return tuple(found)


def _alone(old: str, new: str, followed: list[tuple[str, str]]) -> bool:
    """A succession is plain only where no other shares either end."""
    return sum(old == o or new == n for o, n in followed) == 1


def _listed(dice: Dice, trust: str, facts: Facts) -> list[str]:
    """Schools that the register may count to this trust: those that the files put nowhere else."""
    elsewhere = {m.urn for m in facts.memberships if m.trust_uid != trust}
    old = {s.old_urn for s in facts.successions} | {s.new_urn for s in facts.successions}
    own = {"T1": ("110", "090"), "T2": ("111", "091")}[trust]
    return dice.some([urn for urn in own if urn not in elsewhere | old])


def _recipient(dice: Dice, id: str, facts: Facts) -> Recipient:
    trust = id in TRUSTS
    # Old URNs count as a school's own once it has followed them, whatever the day of the run.
    line = [s.old_urn for s in facts.successions if s.new_urn == id and s.plain and (s.on or DAYS[-1]) <= DAYS[-1]]
    home = id if trust else dice.mostly(None, "T1", "T2", odds=0.3)
    return Recipient(
        id=id,
        name=id,
        kind="trust" if trust else "school",
        region=dice.mostly(*REGIONS, odds=0.3),
        phases=frozenset(dice.mostly(("primary",), (), ("middle",), ("primary", "special"), ("secondary",), odds=0.35)),
        **dice.parish(),
        **dice.place(),
        trust_id=dice.mostly(home, None, odds=0.1),
        faith=dice.choice((None, "Christian", "Christian", "Jewish", "None")),
        priority=dice.choice((None, 0, 1, 3)),
        governance_need=dice.choice((None, 0, 1, 3, 2)),
        eligible_since=dice.choice((None, *DAYS)),
        areas_of_need=frozenset(dice.some(("send", "behaviour", "teaching"))),
        days=dice.mostly(None, 4, 10, 11, odds=0.2),
        schools=tuple(_listed(dice, id, facts)) if trust else (id, *dice.some(line)),
    )


def _leader(dice: Dice, id: str) -> Leader:
    return Leader(
        id=id,
        name=id,
        role=dice.mostly("trust_ceo", *LEADER_ROLES, odds=0.7),
        region=dice.mostly(*REGIONS, odds=0.3),
        days=dice.mostly(30, 4, 5, 9, 10, 14, 15, 20, odds=0.9),
        willing=dice.mostly(True, False, odds=0.08),
        phases=frozenset(dice.mostly(("primary", "secondary"), ("primary",), ("special", "middle"), (), odds=0.3)),
        regions=frozenset(dice.mostly(REGIONS, REGIONS[:1], REGIONS[1:], (), odds=0.3)),
        organisation_id=dice.mostly("O1", *TRUSTS, "T9", None, "101", "T8", *OLD, odds=0.7),
        base_urn=dice.mostly(None, "120", *SCHOOLS, *IN_TRUST, *OLD, odds=0.3),
        **dice.place(),
        max_matches=dice.mostly(None, 0, 1, 2, 3, odds=0.7),
        max_travel_metres=dice.mostly(None, 0, 4_999, 5_000, 60_000, 100_000, odds=0.3),
        faith=dice.choice((None, "Christian", "Christian", "Jewish", "None")),
        specialisms=frozenset(dice.some(("send", "behaviour", "attendance"))),
        designated_from=dice.mostly(date(2022, 9, 1), None, *DAYS, odds=0.3),
        designated_to=dice.mostly(None, *DAYS, odds=0.2),
        interests_checked_on=dice.choice((None, *DAYS)),
    )


def _governor(dice: Dice, id: str) -> GovernanceLeader:
    return GovernanceLeader(
        id=id,
        name=id,
        region=dice.mostly(*REGIONS, odds=0.3),
        days=dice.choice((4, 5, 9, 10, 15)),
        regions=frozenset(dice.mostly(REGIONS, REGIONS[:1], REGIONS[1:], (), odds=0.3)),
        organisation_id=dice.mostly(None, *TRUSTS, "O1", "101", "110", "T9", odds=0.4),
        **dice.place(),
        max_matches=dice.mostly(None, 0, 1, 2, odds=0.5),
        interests_checked_on=dice.choice((None, *DAYS)),
    )


def _registers(dice: Dice, recipients: Any, leaders: Any, governors: Any) -> dict[str, Any]:
    pool = ("T1", "T2", "T9", "O1", "101")
    pairs = [(r.id, x.id) for r in recipients for x in leaders]
    bodies = [*SCHOOLS, *IN_TRUST, *TRUSTS, *OLD]
    return {
        "recipients": recipients,
        "leaders": leaders,
        "organisations": tuple(
            Organisation(id=o, team_days=dice.choice((None, 0, 4, 5, 9, 10)), broker_for=frozenset(dice.some(REGIONS)))
            for o in sorted(dice.some(pool))
        ),
        "governance_leaders": governors,
        "interests": tuple(_interest(dice, bodies) for _ in range(dice.choice((0, 1, 1, 2, 4)))),
        "people": tuple(
            Person(
                id=p,
                name=p,
                role=dice.choice(("broker", "director", "approver", "board")),
                organisation_id=dice.choice((None, "T1", "101", "110", "O1", "090")),
                regions=frozenset(dice.some(REGIONS)),
            )
            for p in dice.some(("P1", "P2"))
        ),
        "pairs": tuple(
            JudgedPair(
                recipient_id=r,
                leader_id=x,
                score=dice.choice((None, 0, 700)),
                days=dice.choice((None, None, 5, 8)),
                minutes=dice.choice((None, 300)),
            )
            for r, x in dice.some(pairs)[: dice.choice((0, 1, 3))]
        ),
        "history": tuple(_past(dice, recipients) for _ in range(dice.choice((0, 1, 2, 3)))),
        "previous": dice.choice((None, (), tuple(sorted(dice.some(pairs))))),
    }


def _stay(dice: Dice, urn: str) -> Membership:
    return Membership(
        urn=urn,
        trust_uid=dice.choice((*TRUSTS, "T9")),
        joined=dice.mostly(date(2015, 9, 1), None, *DAYS, odds=0.3),
        left=dice.mostly(None, *DAYS, odds=0.3),
        seen_on=dice.choice((None, *DAYS)),
    )


def _interest(dice: Dice, bodies: list[str]) -> Interest:
    kind = dice.mostly("school", *PARTY_KINDS, odds=0.7)
    parties = {"authority": ["A1", "A2", " a1 "], "diocese": ["D1", "D2", "d2"], "person": list(PEOPLE)}
    if kind in ("school", "trust"):
        bodies = [b for b in bodies if (b in TRUSTS) == (kind == "trust")]
    return Interest(
        person_id=dice.choice(PEOPLE),
        party_id=dice.choice(parties.get(kind, bodies)),
        party_kind=kind,
        relation=dice.choice(RELATIONS),
        level=dice.choice((None, None, *LEVELS, "block")),
        declared_by=dice.choice((None, "leader", "recipient", "broker")),
        declared_on=dice.choice((None, *DAYS)),
        expires_on=dice.mostly(None, *DAYS, odds=0.4),
    )


def _past(dice: Dice, recipients: Any) -> Deployment:
    return Deployment(
        term=dice.choice((*TERMS, "autumn-2022", "autumn-2022")),
        recipient_id=dice.choice((*(r.id for r in recipients), "900", "901")),
        leader_id=dice.choice(("L1", "L1", "L2", "G1", "G2", "gone")),
        state=dice.choice(HISTORY_STATES),
        days_agreed=dice.choice((None, 0, 5, 10)),
        days_claimed=dice.choice((None, 0, 4, 10)),
        team_days=dice.choice((None, None, 0, 2, 5, 12)),
        pot=dice.choice((None, "p1", "p2", "other")),
        cost_pence=dice.choice((None, 300_000, 600_001, 1_200_000)),
        starts_on=dice.choice((None, *DAYS)),
        ends_on=dice.choice((None, *DAYS)),
    )


def conceivable(world: World, seed: int, at_most: int) -> list[Line]:
    """Lines that anybody might write, lawful or not: every pair, days on offer and wrong ones, and strangers' ids."""
    dice, support = Dice(seed), world.policy.support
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
    wrong: list[Any] = [PlannedMatch(r, x, 6, dice.choice((0, 6))) for r, x in pairs]
    wrong += [PlannedGovernance(line.recipient_id, line.governance_leader_id, 4) for line in likely[len(pairs) :]]
    wrong += [PlannedMatch("999", "L1", 10, 0), PlannedMatch(pairs[0][0], "G1", 10, 0)]
    rest = sorted({*every} - {*likely}, key=repr)
    room = max(0, at_most - len(likely))
    lines = [*likely, *dice.sample(rest, min(room, len(rest)))]
    return [*lines[: at_most - 1], dice.choice(wrong)]
