"""Random policies: every switch, rate, pot and goal varied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from matcher.domain import LEADER_ROLES
from matcher.policy import FixedCost, GoalChoice, Policy, Pot
from tests.law_policies import GOALS_2022, Dice
from tests.worlds import a_policy, a_pot

Draw = Dice  # a field that joins is drawn from `draw.field(kind, id, name)`, so that no other draw changes
T = TypeVar("T")

SHARES = (Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(1))
TEAM_SHARES = (Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1, 2), Fraction(1))
LOSSES = {"fairness": (100, 334), "fit": (20, 150), "spend": (30_000, 600_000)}


def sometimes(draw: Draw, chance: float, value: T) -> T | None:
    return value if draw.random() < chance else None


def some(draw: Draw, of: Sequence[T], least: int = 0) -> list[T]:
    return draw.sample(list(of), draw.randint(least, len(of)))


def a_random_policy(draw: Draw, places: Sequence[str]) -> Policy:
    share = draw.choice(SHARES)
    ceos = ("trust_ceo",) if draw.random() < 0.15 else ("trust_ceo", "equivalent")
    return a_policy(
        rules={
            "max_travel_metres": draw.choice((None, 40_000, 60_000, 60_000)),
            "cross_region": draw.choice(("willing", "willing", "always", "never")),
            "conflicts_stale_after_days": draw.choice((30, 365)),
            "own_interest_share_at_most": sometimes(draw, 0.4, share),
            "trust_leader": ceos,
        },
        support={
            "standalone_days": tuple(some(draw, (5, 8, 10), least=1))[:2] if draw.random() < 0.4 else (10,),
            "trust_days": tuple(some(draw, (5, 8, 10), least=1))[:2] if draw.random() < 0.4 else (10,),
            "team_share_at_most": draw.choice(TEAM_SHARES),
            "governance_days": draw.choice((0, 3, 5, 5, 5)),
            "governance_needs_match": draw.random() < 0.7,
        },
        rates=_rates(draw),
        fit={"distance": draw.choice((500, 400)), "faith": draw.choice((100, 0)), "reference_metres": 100_000},
        priority=draw.choice(("register", "register", "days-waiting", "equal")),
        pots=_pots(draw, places),
        goals=_goals(draw),
    )


def _rates(draw: Draw) -> dict[str, object]:
    same = draw.random() < 0.5
    days = {role: 60_000 if same else draw.choice((45_000, 50_050, 60_000, 75_025)) for role in LEADER_ROLES}
    return {
        "leader_day_pence": days,
        "governance_day_pence": draw.choice((50_000, 25_000, 33_333)),
        "match_fee_pence": draw.choice((0, 0, 12_345)),
        "grant_pence": draw.choice((0, 0, 100_000)),
    }


def _pots(draw: Draw, places: Sequence[str]) -> tuple[Pot, ...]:
    """Each purpose and region is paid by exactly one pot; ceilings over all or some of it beside."""
    by_region = len(places) > 1 and draw.random() < 0.5
    parts = [(f"pot-{p}", frozenset({p})) for p in places] if by_region else [("offer", None)]
    purposes = ("leader_days", "match_fees", "grants"), ("governance_days",)
    split = purposes if draw.random() < 0.3 else ((*purposes[0], *purposes[1]),)
    named = [(name if k == 0 else f"{name}-gov", where, pays) for name, where in parts for k, pays in enumerate(split)]
    pots = [_pot(draw, *one) for one in named]
    if draw.random() < 0.3:
        where = sometimes(draw, 0.5, frozenset({draw.choice(places)}))
        pots.append(replace(_pot(draw, "ceiling", where, purposes[0]), role="ceiling"))
    return tuple(pots)


def _pot(draw: Draw, name: str, regions: frozenset[str] | None, pays_for: tuple[str, ...]) -> Pot:
    return a_pot(
        name,
        draw.choice((None, 100_000, draw.randint(0, 30_000), draw.randint(5_000, 20_000))),
        pays_for=pays_for,
        regions=regions,
        starts=sometimes(draw, 0.5, date(2022, 9, 1)),
        ends=sometimes(draw, 0.5, date(2023, 8, 31)),
        fixed=(FixedCost(what="letters", amount_pence=draw.randint(0, 100_000)),) if draw.random() < 0.2 else (),
        share=draw.choice((Fraction(1), Fraction(1), Fraction(2, 3))),
        reverts=draw.random() < 0.5,
    )


def _goals(draw: Draw) -> tuple[GoalChoice, ...]:
    """The default order a third of the time, else some goals in any order; now and then one may lose."""
    order = list(GOALS_2022) if draw.random() < 0.33 else some(draw, GOALS_2022)
    return tuple(
        GoalChoice(
            goal=goal,
            may_lose=_may_lose(draw, goal) if draw.random() < 0.2 else 0,
            within_metres=draw.choice((None, 30_000)) if goal == "strong-trust-first" else None,
            counts=draw.choice(("all", "schools")) if goal == "strong-trust-first" else "all",
        )
        for goal in order
    )


def _may_lose(draw: Draw, goal: str) -> int:
    return draw.choice(LOSSES.get(goal, (1, 2)))
