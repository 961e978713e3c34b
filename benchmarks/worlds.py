"""Synthetic England as people and schools, not yet as a problem: what the rules and the candidates are measured on."""

from __future__ import annotations

from datetime import date

import numpy as np

from benchmarks.instances import SIZES, People, Size, people
from matcher.domain import Facts, GovernanceLeader, Leader, Organisation, Recipient
from matcher.policy import FitScale, GoalChoice, Policy, Pot, Rates, Rules, Support
from matcher.world import World

ROLES = ("equivalent", "nle", "trust_ceo")
GOALS = ("coverage", "strong-trust-first", "governance", "fairness", "fit", "spend")
PENCE = {"uniform": (60_000, 60_000, 60_000), "mixed": (48_000, 55_000, 65_000)}  # a day, by role
AS_AT = date(2022, 12, 31)
SHARE = 0.4  # of the recipients the money reaches


def world(size_name: str, costs: str, seed: int) -> World:
    """Schools and trusts in nine regions, leaders willing in their own region and the next, one pot."""
    size, draw = SIZES[size_name], np.random.default_rng(seed)
    population = people(draw, size, costs == "mixed")
    leaders = _leaders(draw, size, population)
    team = tuple(
        Organisation(id=x.organisation_id or "", team_days=int(population.team[k])) for k, x in enumerate(leaders)
    )
    helpers = _helpers(draw, size)
    facts = Facts(leaders=leaders, organisations=team, governance_leaders=helpers)
    return World(policy(size, population, costs), facts, _recipients(draw, size, population), leaders, helpers)


def region(number: int) -> str:
    return f"Region {number + 1}"


def _recipients(draw: np.random.Generator, size: Size, population: People) -> tuple[Recipient, ...]:
    secondary = draw.random(size.recipients) < 0.2
    return tuple(
        Recipient(
            id=f"{100_000 + k}",
            name=f"School {k}",
            kind="trust" if population.trust[k] else "school",
            region=region(int(population.region[k])),
            phases=frozenset({"secondary" if secondary[k] else "primary"}),
            easting=int(population.place[k, 0]),
            northing=int(population.place[k, 1]),
            priority=int(population.priority[k]),
            governance_need=int(population.need[k]) if population.trust[k] else None,
            days=int(population.days_needed[k]),
        )
        for k in range(size.recipients)
    )


def _leaders(draw: np.random.Generator, size: Size, population: People) -> tuple[Leader, ...]:
    side, width = int(np.ceil(np.sqrt(size.regions))), size.width_km * 1000
    cell = np.clip(population.leader_place * side // width, 0, side - 1)
    home = (cell[:, 0] * side + cell[:, 1]) % size.regions
    phases = draw.integers(0, 3, size.leaders)
    other = draw.integers(0, 2, size.leaders)
    return tuple(
        Leader(
            id=f"L{k:05}",
            name=f"Leader {k}",
            role="trust_ceo" if population.chief[k] else ROLES[other[k]],
            region=region(int(home[k])),
            regions=frozenset(region(int(h) % size.regions) for h in (home[k], home[k] + 1)),
            days=int(population.leader_days[k]),
            willing=True,
            phases=frozenset(("primary", "secondary")[: 1 + int(phases[k] > 0)]),
            organisation_id=f"O{k:05}",
            easting=int(population.leader_place[k, 0]),
            northing=int(population.leader_place[k, 1]),
            max_matches=int(population.most[k]),
            designated_from=AS_AT,
            interests_checked_on=AS_AT,
        )
        for k in range(size.leaders)
    )


def _helpers(draw: np.random.Generator, size: Size) -> tuple[GovernanceLeader, ...]:
    """About one for each hundred recipients, spread evenly over the regions."""
    many = max(size.regions, size.recipients // 100)
    days = draw.integers(2, 9, many) * 5
    homes = [region(k % size.regions) for k in range(many)]
    return tuple(
        GovernanceLeader(id=f"G{k:04}", name=f"Helper {k}", region=home, regions=frozenset({home}), days=int(days[k]))
        for k, home in enumerate(homes)
    )


def policy(size: Size, population: People, costs: str) -> Policy:
    rates = dict(zip(ROLES, PENCE[costs], strict=True))
    a_match = int(population.days_needed.mean() * sum(rates.values()) / len(rates))
    pot = int(size.recipients * SHARE) * a_match + 422_500
    goals = tuple(GoalChoice(goal=g, within_metres=40_000 if g == "strong-trust-first" else None) for g in GOALS)
    return Policy(
        name=f"benchmark {costs}",
        programme="tsio-2022-23",
        as_at=AS_AT,
        year_from=date(2022, 9, 1),
        year_to=date(2023, 8, 31),
        rates=Rates(leader_day_pence=rates),
        support=Support(),
        rules=Rules(max_travel_metres=size.reach_km * 1000),
        fit=FitScale(),
        pots=(Pot(name="offer", amount_pence=pot, pays_for=("leader_days", "governance_days", "match_fees")),),
        goals=goals,
    )
