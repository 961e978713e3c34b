"""Random policies for the law test's worlds: every number and switch that a rule reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from matcher.domain import LEADER_ROLES, LEVELS, RELATIONS
from matcher.policy import (
    Away,
    DecidedWait,
    FitScale,
    FixedCost,
    GoalChoice,
    HistoryPoints,
    LeaderOwnTrust,
    Pinned,
    Policy,
    Pot,
    Rates,
    Rules,
    Support,
)
from matcher.rules.rulebooks import TSIO_2022
from tests.world_builder import Stream, Streams

GOALS_2022 = tuple(rule.name for rule in TSIO_2022.goals)  # of the programme that the law is about
REGIONS = ("London", "North West")
SPOTS = ((400_000, 400_000), (403_000, 404_000), (460_000, 400_000), (460_001, 400_000), (300_000, 500_000))
DAYS = (date(2022, 8, 31), date(2022, 9, 1), date(2022, 12, 30), date(2022, 12, 31), date(2023, 1, 1), date(2021, 6, 1))
OWN_TRUST_LEVELS = ("allow", "declare", "sign_off", "bar")
CALMS = (0.2, 0.5, 1.0)  # of a world: see tests/world_builder.py
PURPOSES = ("leader_days", "governance_days", "match_fees", "grants")


def spot(stream: Stream) -> dict[str, int | None]:
    """Easting and northing, metres: mostly of the first two spots, now and then one of them unknown."""
    easting, northing = stream.choice(SPOTS[:2]) if stream.random() < 0.6 else stream.choice(SPOTS)
    lost = stream.random()
    return {"easting": None if lost < 0.06 else easting, "northing": None if 0.03 < lost < 0.09 else northing}


def parish(stream: Stream) -> dict[str, str | None]:
    return {"local_authority": stream.choice((None, "A1", "A2")), "diocese": stream.choice((None, "D1", "D2"))}


def random_policy(streams: Streams, recipients: Any, leaders: Any, governors: Any) -> Policy:
    of = streams.of("policy")
    anyone = [*leaders, *governors]
    pairs = [(r.id, x.id) for r in recipients for x in anyone]
    pins = of("pins").sample(pairs, of("pins").mostly(0, 1, odds=0.5))
    return Policy(
        name="law",
        programme="tsio-2022-23",
        as_at=of("as_at").mostly(date(2022, 12, 31), *DAYS, odds=0.3),
        year_from=of("year_from").mostly(date(2022, 9, 1), date(2021, 9, 1), odds=0.2),
        year_to=of("year_to").mostly(date(2023, 8, 31), date(2022, 8, 31), odds=0.1),
        term=of("term").mostly("autumn-2022", "spring-2023", ""),
        regions=of("regions").mostly(None, frozenset({r.region for r in recipients}), frozenset(REGIONS), odds=0.4),
        rates=Rates(
            leader_day_pence={role: of("leader_day_pence").choice((60_000, 60_000, 50_001)) for role in LEADER_ROLES},
            own_role_day_pence=of("own_role_day_pence").choice((70_000, 0, 0)),
            governance_day_pence=of("governance_day_pence").choice((50_000, 45_000)),
            match_fee_pence=of("match_fee_pence").choice((0, 0, 12_345)),
            grant_pence=of("grant_pence").choice((0, 0, 300_000)),
        ),
        support=Support(
            standalone_days=of("standalone_days").mostly((10,), (5, 10), (3,), odds=0.4),
            trust_days=of("trust_days").mostly((10,), (5, 10), (7,), odds=0.4),
            team_share_at_most=of("team_share_at_most").mostly(
                Fraction(1, 2), Fraction(0), Fraction(1, 3), Fraction(1), odds=0.4
            ),
            governance_days=of("governance_days").mostly(5, 3, 0),
            governance_needs_match=of("governance_needs_match").random() < 0.5,
            again=of("again").random() < 0.5,
        ),
        rules=Rules(
            max_travel_metres=of("max_travel_metres").mostly(60_000, None, 5_000, 4_999, odds=0.4),
            cross_region=of("cross_region").choice(("willing", "willing", "never", "always")),
            conflicts_stale_after_days=of("conflicts_stale_after_days").choice((365, 121)),
            own_interest_share_at_most=of("own_interest_share_at_most").choice(
                (None, Fraction(0), Fraction(1, 2), Fraction(1, 3), Fraction(1))
            ),
            trust_leader=of("trust_leader").mostly(("trust_ceo", "equivalent"), ("nle",), LEADER_ROLES, odds=0.4),
            standalone_leader=of("standalone_leader").mostly(
                LEADER_ROLES, ("trust_ceo",), ("nle", "equivalent"), odds=0.3
            ),
            leader_own_trust=LeaderOwnTrust(
                qualifies=of("qualifies").choice(("allow", *OWN_TRUST_LEVELS)),
                supported=of("supported").choice(("allow", *OWN_TRUST_LEVELS)),
                mutual=of("mutual").choice(("bar", "allow")),
            ),
            levels={relation: of("levels").choice(LEVELS) for relation in RELATIONS if of("levels").random() < 0.8},
        ),
        fit=FitScale(
            distance=of("distance").choice((500, 333)),
            needs=of("needs").choice((200, 100)),
            phases=of("phases").choice((200, 50)),
            faith=of("faith").choice((100, 7)),
            reference_metres=of("reference_metres").choice((100_000, 7_000)),
        ),
        pots=_pots(streams),
        priority=_priority(of("priority")),
        history_points=HistoryPoints(
            below_good_twice=of("below_good_twice").choice((3, 5)),
            trust=of("trust").choice((2, 0)),
            school=of("school").choice((1, 2)),
        ),
        goals=tuple(
            GoalChoice(
                goal=g,
                may_lose=streams.of("goal", g)("may_lose").choice((0, 3)),
                within_metres=streams.of("goal", g)("within_metres").choice((None, 5_000, 4_999))
                if g == "strong-trust-first"
                else None,
                counts=streams.of("goal", g)("counts").choice(("all", "schools"))
                if g == "strong-trust-first"
                else "all",
            )
            for g in of("goals").some(GOALS_2022, 4)
        ),
        pins=tuple(
            Pinned(
                recipient_id=r,
                leader_id=x,
                reason="agreed",
                days=of("pin_days").choice((None, 5, 5, 10)),
                team_days=of("pin_team_days").choice((None, None, None, 0, 5)),
                stands=of("pin_stands").choice((None, None, "agreed", "running")),
                source=of("pin_source").choice(("ledger", None)),
            )
            for r, x in pins
        ),
        yeses=tuple(
            Pinned(recipient_id=r, leader_id=x, reason="yes")
            for r, x in of("yeses").sample(pairs, 1)[: of("yeses").choice((0, 0, 1))]
        ),
        away=tuple(
            Away(leader_id=x.id, reason="ill", until=streams.of("away", x.id)("until").choice((None, *DAYS)))
            for x in leaders
            if streams.of("away", x.id)("so").random() < 0.06
        ),
        waits=tuple(  # no draw: it decides nothing unless the year ahead is used
            DecidedWait(recipient_id=r, decision="refused" if r < x else "approved", reason="said so")
            for r, x in pins[:1]
        ),
        forbid=tuple(
            Pinned(recipient_id=r, leader_id=x, reason="no")
            for r, x in of("forbid").some(pairs)[: of("forbid").choice((0, 0, 0, 1))]
        ),
    )


def _priority(stream: Stream) -> Any:
    usual = stream.choice(("register", "days-waiting", "equal"))
    return stream.choice((usual, usual, "history"))


def _pots(streams: Streams) -> tuple[Pot, ...]:
    """One pot that pays, or one for each region, or one for each purpose; perhaps a ceiling over some of it."""
    of = streams.of("pots")
    shape = of("shape").choice(("one", "regions", "purposes"))
    if shape == "one":
        pots = [_pot(streams, "p1", PURPOSES, None)]
    elif shape == "regions":
        pots = [_pot(streams, f"p{i}", PURPOSES, frozenset({region})) for i, region in enumerate(REGIONS, 1)]
    else:
        pots = [_pot(streams, "p1", PURPOSES[:1], None), _pot(streams, "p2", PURPOSES[1:], None)]
    if of("ceiling").random() < 0.6:
        some = frozenset(of("ceiling").some(REGIONS, 1))
        pots.append(replace(_pot(streams, "top", tuple(of("ceiling").some(PURPOSES, 1)), some), role="ceiling"))
    return tuple(pots)


def _pot(streams: Streams, name: str, pays_for: tuple[str, ...], regions: frozenset[str] | None) -> Pot:
    of = streams.of("pot", name)
    pence = of("pence").mostly(3_000_000, None, 0, 600_000, 612_345, 1_199_999, 1_200_000, 1_800_000, odds=0.9)
    fixed = (FixedCost(what="office", amount_pence=200_000), FixedCost(what="post", amount_pence=1))
    return Pot(
        name=name,
        amount_pence=pence,
        pays_for=pays_for,
        regions=regions,
        starts=of("starts").mostly(None, date(2022, 9, 1), date(2022, 4, 1), odds=0.4),
        ends=of("ends").mostly(None, date(2023, 3, 31), date(2023, 8, 31), odds=0.4),
        fixed=of("fixed").mostly((), fixed, odds=0.3),
        share=of("share").mostly(Fraction(1), Fraction(1, 3), Fraction(2, 3), odds=0.3),
    )
