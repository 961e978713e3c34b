"""Random policies: every switch, rate, pot and goal varied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from matcher.domain import LEADER_ROLES
from matcher.policy import FixedCost, GoalChoice, Policy, Pot
from tests.law_policies import GOALS_2022
from tests.world_builder import Stream, Streams
from tests.worlds import a_policy, a_pot

SHARES = (Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(1))
TEAM_SHARES = (Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1, 2), Fraction(1))
LOSSES = {"fairness": (100, 334), "fit": (20, 150), "spend": (30_000, 600_000)}


def a_random_policy(streams: Streams, places: Sequence[str]) -> Policy:
    of = streams.of("policy")
    share = of("share").choice(SHARES)
    ceos = ("trust_ceo",) if of("ceos").random() < 0.15 else ("trust_ceo", "equivalent")
    return a_policy(
        rules={
            "max_travel_metres": of("max_travel_metres").choice((None, 40_000, 60_000, 60_000)),
            "cross_region": of("cross_region").choice(("willing", "willing", "always", "never")),
            "conflicts_stale_after_days": of("conflicts_stale_after_days").choice((30, 365)),
            "own_interest_share_at_most": of("own_interest_share_at_most").sometimes(0.4, share),
            "trust_leader": ceos,
        },
        support={
            "standalone_days": tuple(of("standalone_days").some((5, 8, 10), least=1))[:2]
            if of("standalone_days").random() < 0.4
            else (10,),
            "trust_days": tuple(of("trust_days").some((5, 8, 10), least=1))[:2]
            if of("trust_days").random() < 0.4
            else (10,),
            "team_share_at_most": of("team_share_at_most").choice(TEAM_SHARES),
            "governance_days": of("governance_days").choice((0, 3, 5, 5, 5)),
            "governance_needs_match": of("governance_needs_match").random() < 0.7,
        },
        rates=_rates(streams),
        fit={
            "distance": of("distance").choice((500, 400)),
            "faith": of("faith").choice((100, 0)),
            "reference_metres": 100_000,
        },
        priority=of("priority").choice(("register", "register", "days-waiting", "equal")),
        pots=_pots(streams, places),
        goals=_goals(streams),
    )


def _rates(streams: Streams) -> dict[str, object]:
    of = streams.of("rates")
    same = of("same").random() < 0.5
    days = {role: 60_000 if same else of("days").choice((45_000, 50_050, 60_000, 75_025)) for role in LEADER_ROLES}
    return {
        "leader_day_pence": days,
        "governance_day_pence": of("governance_day_pence").choice((50_000, 25_000, 33_333)),
        "match_fee_pence": of("match_fee_pence").choice((0, 0, 12_345)),
        "grant_pence": of("grant_pence").choice((0, 0, 100_000)),
    }


def _pots(streams: Streams, places: Sequence[str]) -> tuple[Pot, ...]:
    """Each purpose and region is paid by exactly one pot; ceilings over all or some of it beside."""
    of = streams.of("pots")
    by_region = len(places) > 1 and of("by_region").random() < 0.5
    parts = [(f"pot-{p}", frozenset({p})) for p in places] if by_region else [("offer", None)]
    purposes = ("leader_days", "match_fees", "grants"), ("governance_days",)
    split = purposes if of("split").random() < 0.3 else ((*purposes[0], *purposes[1]),)
    named = [(name if k == 0 else f"{name}-gov", where, pays) for name, where in parts for k, pays in enumerate(split)]
    pots = [_pot(streams, *one) for one in named]
    if of("ceiling").random() < 0.3:
        where = of("where").sometimes(0.5, frozenset({of("where").choice(places)}))
        pots.append(replace(_pot(streams, "ceiling", where, purposes[0]), role="ceiling"))
    return tuple(pots)


def _pot(streams: Streams, name: str, regions: frozenset[str] | None, pays_for: tuple[str, ...]) -> Pot:
    of = streams.of("pot", name)
    return a_pot(
        name,
        of("amount").choice((None, 100_000, of("amount").randint(0, 30_000), of("amount").randint(5_000, 20_000))),
        pays_for=pays_for,
        regions=regions,
        starts=of("starts").sometimes(0.5, date(2022, 9, 1)),
        ends=of("ends").sometimes(0.5, date(2023, 8, 31)),
        fixed=(FixedCost(what="letters", amount_pence=of("amount_pence").randint(0, 100_000)),)
        if of("fixed").random() < 0.2
        else (),
        share=of("share").choice((Fraction(1), Fraction(1), Fraction(2, 3))),
        reverts=of("reverts").random() < 0.5,
    )


def _goals(streams: Streams) -> tuple[GoalChoice, ...]:
    """The default order a third of the time, else some goals in any order; now and then one may lose."""
    of = streams.of("goals")
    order = list(GOALS_2022) if of("order").random() < 0.33 else of("order").some(GOALS_2022)
    return tuple(
        GoalChoice(
            goal=goal,
            may_lose=_may_lose(streams.of("goal", goal)("may_lose"), goal),
            within_metres=streams.of("goal", goal)("within_metres").choice((None, 30_000))
            if goal == "strong-trust-first"
            else None,
            counts=streams.of("goal", goal)("counts").choice(("all", "schools"))
            if goal == "strong-trust-first"
            else "all",
        )
        for goal in order
    )


def _may_lose(stream: Stream, goal: str) -> int:
    return stream.choice(LOSSES.get(goal, (1, 2))) if stream.random() < 0.2 else 0
