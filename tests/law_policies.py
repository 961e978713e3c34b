"""Random policies and dice for the law test's worlds: every number and switch that a rule reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

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

T = TypeVar("T")
GOALS_2022 = tuple(rule.name for rule in TSIO_2022.goals)  # of the programme that the law is about
REGIONS = ("London", "North West")
SPOTS = ((400_000, 400_000), (403_000, 404_000), (460_000, 400_000), (460_001, 400_000), (300_000, 500_000))
DAYS = (date(2022, 8, 31), date(2022, 9, 1), date(2022, 12, 30), date(2022, 12, 31), date(2023, 1, 1), date(2021, 6, 1))
OWN_TRUST_LEVELS = ("allow", "declare", "sign_off", "bar")
PURPOSES = ("leader_days", "governance_days", "match_fees", "grants")


class Dice(Random):
    """Random choices in the words of this page.

    A field that joins has its own stream, `field(kind, id, name)`, so that no other draw changes.
    """

    seed_of_the_rest = 0
    calm = 1.0  # how often things are other than usual, so that many worlds hold lawful plans

    def __init__(self, seed: int | str) -> None:
        super().__init__(seed)
        self.world = seed

    def field(self, kind: str, id: str, name: str) -> Dice:
        """Dice of one field of one fact of this world: the same whatever else is drawn, before or after."""
        own = Dice(f"{self.world}|{kind}|{id}|{name}")
        own.calm = self.calm
        return own

    def mostly(self, usual: T, *others: T, odds: float = 0.15) -> T:
        return self.choice(others) if self.random() < odds * self.calm else usual

    def some(self, things: Sequence[T], least: int = 0) -> list[T]:
        return self.sample(things, self.randint(least, len(things)))

    def place(self) -> dict[str, int | None]:
        easting, northing = self.choice(SPOTS[:2]) if self.random() < 0.6 else self.choice(SPOTS)
        lost = self.random()
        return {"easting": None if lost < 0.06 else easting, "northing": None if 0.03 < lost < 0.09 else northing}

    def parish(self) -> dict[str, str | None]:
        return {"local_authority": self.choice((None, "A1", "A2")), "diocese": self.choice((None, "D1", "D2"))}


def random_policy(dice: Dice, recipients: Any, leaders: Any, governors: Any) -> Policy:
    anyone = [*leaders, *governors]
    pairs = [(r.id, x.id) for r in recipients for x in anyone]
    pins = dice.sample(pairs, dice.mostly(0, 1, odds=0.5))
    later = Dice(dice.seed_of_the_rest)  # what was added since: the worlds' other facts stay as they were
    return Policy(
        name="law",
        programme="tsio-2022-23",
        as_at=dice.mostly(date(2022, 12, 31), *DAYS, odds=0.3),
        year_from=dice.mostly(date(2022, 9, 1), date(2021, 9, 1), odds=0.2),
        year_to=dice.mostly(date(2023, 8, 31), date(2022, 8, 31), odds=0.1),
        term=dice.mostly("autumn-2022", "spring-2023", ""),
        regions=dice.mostly(None, frozenset({r.region for r in recipients}), frozenset(REGIONS), odds=0.4),
        rates=Rates(
            leader_day_pence={role: dice.choice((60_000, 60_000, 50_001)) for role in LEADER_ROLES},
            own_role_day_pence=70_000 if dice.seed_of_the_rest % 3 == 0 else 0,
            governance_day_pence=dice.choice((50_000, 45_000)),
            match_fee_pence=dice.choice((0, 0, 12_345)),
            grant_pence=dice.choice((0, 0, 300_000)),
        ),
        support=Support(
            standalone_days=dice.mostly((10,), (5, 10), (3,), odds=0.4),
            trust_days=dice.mostly((10,), (5, 10), (7,), odds=0.4),
            team_share_at_most=dice.mostly(Fraction(1, 2), Fraction(0), Fraction(1, 3), Fraction(1), odds=0.4),
            governance_days=dice.mostly(5, 3, 0),
            governance_needs_match=dice.random() < 0.5,
            again=dice.random() < 0.5,
        ),
        rules=Rules(
            max_travel_metres=dice.mostly(60_000, None, 5_000, 4_999, odds=0.4),
            cross_region=dice.choice(("willing", "willing", "never", "always")),
            conflicts_stale_after_days=dice.choice((365, 121)),
            own_interest_share_at_most=dice.choice((None, Fraction(0), Fraction(1, 2), Fraction(1, 3), Fraction(1))),
            trust_leader=dice.mostly(("trust_ceo", "equivalent"), ("nle",), LEADER_ROLES, odds=0.4),
            standalone_leader=dice.mostly(LEADER_ROLES, ("trust_ceo",), ("nle", "equivalent"), odds=0.3),
            leader_own_trust=LeaderOwnTrust(
                qualifies=later.choice(("allow", *OWN_TRUST_LEVELS)),
                supported=later.choice(("allow", *OWN_TRUST_LEVELS)),
                mutual=later.choice(("bar", "allow")),
            ),
            levels={relation: dice.choice(LEVELS) for relation in RELATIONS if dice.random() < 0.8},
        ),
        fit=FitScale(
            distance=dice.choice((500, 333)),
            needs=dice.choice((200, 100)),
            phases=dice.choice((200, 50)),
            faith=dice.choice((100, 7)),
            reference_metres=dice.choice((100_000, 7_000)),
        ),
        pots=_pots(dice),
        priority=_priority(dice.choice(("register", "days-waiting", "equal")), later),
        history_points=HistoryPoints(
            below_good_twice=later.choice((3, 5)), trust=later.choice((2, 0)), school=later.choice((1, 2))
        ),
        goals=tuple(
            GoalChoice(
                goal=g,
                may_lose=dice.choice((0, 3)),
                within_metres=dice.choice((None, 5_000, 4_999)) if g == "strong-trust-first" else None,
                counts=dice.choice(("all", "schools")) if g == "strong-trust-first" else "all",
            )
            for g in dice.some(GOALS_2022, 4)
        ),
        pins=tuple(
            Pinned(
                recipient_id=r,
                leader_id=x,
                reason="agreed",
                days=dice.choice((None, 5, 5, 10)),
                team_days=dice.choice((None, None, None, 0, 5)),
                stands=later.choice((None, None, "agreed", "running")),
                source="ledger" if r < x else None,  # no draw: the worlds stay as they were
            )
            for r, x in pins
        ),
        yeses=tuple(
            Pinned(recipient_id=r, leader_id=x, reason="yes")
            for r, x in later.sample(pairs, 1)[: later.choice((0, 0, 1))]
        ),
        away=tuple(
            Away(leader_id=x.id, reason="ill", until=later.choice((None, *DAYS)))
            for x in leaders
            if later.random() < 0.06
        ),
        waits=tuple(  # no draw: it decides nothing unless the year ahead is used
            DecidedWait(recipient_id=r, decision="refused" if r < x else "approved", reason="said so")
            for r, x in pins[:1]
        ),
        forbid=tuple(
            Pinned(recipient_id=r, leader_id=x, reason="no") for r, x in dice.some(pairs)[: dice.choice((0, 0, 0, 1))]
        ),
    )


def _priority(usual: Any, later: Dice) -> Any:
    return later.choice((usual, usual, "history"))


def _pots(dice: Dice) -> tuple[Pot, ...]:
    """One pot that pays, or one for each region, or one for each purpose; perhaps a ceiling over some of it."""
    shape = dice.choice(("one", "regions", "purposes"))
    if shape == "one":
        pots = [_pot(dice, "p1", PURPOSES, None)]
    elif shape == "regions":
        pots = [_pot(dice, f"p{i}", PURPOSES, frozenset({region})) for i, region in enumerate(REGIONS, 1)]
    else:
        pots = [_pot(dice, "p1", PURPOSES[:1], None), _pot(dice, "p2", PURPOSES[1:], None)]
    if dice.random() < 0.6:
        some = frozenset(dice.some(REGIONS, 1))
        pots.append(replace(_pot(dice, "top", tuple(dice.some(PURPOSES, 1)), some), role="ceiling"))
    return tuple(pots)


def _pot(dice: Dice, name: str, pays_for: tuple[str, ...], regions: frozenset[str] | None) -> Pot:
    pence = dice.mostly(3_000_000, None, 0, 600_000, 612_345, 1_199_999, 1_200_000, 1_800_000, odds=0.9)
    fixed = (FixedCost(what="office", amount_pence=200_000), FixedCost(what="post", amount_pence=1))
    return Pot(
        name=name,
        amount_pence=pence,
        pays_for=pays_for,
        regions=regions,
        starts=dice.mostly(None, date(2022, 9, 1), date(2022, 4, 1), odds=0.4),
        ends=dice.mostly(None, date(2023, 3, 31), date(2023, 8, 31), odds=0.4),
        fixed=dice.mostly((), fixed, odds=0.3),
        share=dice.mostly(Fraction(1), Fraction(1, 3), Fraction(2, 3), odds=0.3),
    )
