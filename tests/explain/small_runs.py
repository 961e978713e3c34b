"""Small finished runs to be asked about, and the best plan of any problem by trying every plan."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.candidates import find_candidates
from matcher.domain import Assessment, Verdict
from matcher.greedy import greedy
from matcher.plan import Problem
from matcher.problem import build_problem
from matcher.rules.rulebooks import TSIO_2022
from matcher.runs.finished import FinishedRun
from matcher.runs.setup import RunSetup
from matcher.solve import solve
from matcher.world import Bools, World
from tests import worlds
from tests.solve.problems import by_brute_force, lawful_plans

MOST_CHOICES = 13  # so that every plan can be tried
REGIONS = ("North West", "South West")


def run_setup(world: World) -> RunSetup:
    candidates = find_candidates(world, TSIO_2022)
    problem = build_problem(world, candidates.choices, TSIO_2022)
    bodies = tuple(
        Assessment(id=r.id, name=r.name, kind=r.kind, region=r.region, route="", recipient=r, verdict=JUDGED)
        for r in world.recipients
    )
    return RunSetup(bodies, world, candidates, problem, TSIO_2022)


JUDGED = Verdict("eligible", "It stands alone and was judged Requires Improvement")


def finished_run(world: World) -> FinishedRun:
    """The world with its best plan, found by the solver."""
    ready = run_setup(world)
    solution = solve(ready.problem, greedy(ready.problem), world.policy.effort, lambda _: None)
    return FinishedRun(ready, solution.chosen)


def best_plans(problem: Problem) -> list[Bools]:
    """Every plan that is best on every goal in its turn, found by trying them all."""
    return by_brute_force(problem)[1]


def every_lawful_plan(problem: Problem) -> list[Bools]:
    return lawful_plans(problem)


def matched_ids(world: World, problem: Problem, chosen: Bools) -> set[str]:
    choices = problem.choices
    return {world.recipients[r].id for r in choices.recipient[chosen & choices.is_match].tolist()}


def random_run(seed: int, **rest: Any) -> FinishedRun:
    """Three to five recipients, one to three leaders, short of days, room or money; the same for the same seed."""
    for attempt in range(50):
        draw = np.random.default_rng([seed, attempt])
        run_world = _world(draw, rest)
        if len(run_setup(run_world).problem.choices) <= MOST_CHOICES:
            return finished_run(run_world)
    raise AssertionError("no small world was drawn")


def _world(draw: np.random.Generator, rest: dict[str, Any]) -> World:
    recipients = [_recipient(draw, i) for i in range(int(draw.integers(2, 6)))]
    leaders = [_leader(draw, i) for i in range(int(draw.integers(1, 4)))]
    organisations = [worlds.an_organisation("O0", team_days=int(draw.integers(0, 12)), broker_for=(REGIONS[0],))]
    interests = [worlds.an_interest("L0", "R0", recipients[0].kind)] if draw.random() < 0.3 else []
    history = [worlds.a_deployment("R9", "L1", days_agreed=5)] if draw.random() < 0.3 else []
    goals = [("coverage", "fit", "spend"), ("coverage", "fairness", "fit"), ("coverage", "strong-trust-first", "fit")]
    pots = tuple(_pots(draw))
    policy = worlds.a_policy(
        pots=pots,
        goals=goals[int(draw.integers(0, 3))],
        rules={"own_interest_share_at_most": _share(draw)},
        priority=("register", "equal")[int(draw.integers(0, 2))],
        **rest,
    )
    return worlds.a_world(
        recipients, leaders, organisations=organisations, interests=interests, history=history, policy=policy
    )


def _share(draw: np.random.Generator) -> Any:
    from fractions import Fraction

    return Fraction(1, 2) if draw.random() < 0.2 else None


def _pots(draw: np.random.Generator) -> list[Any]:
    pounds = int(draw.choice([6_000, 9_000, 12_000, 13_000, 18_000, 1_000_000]))
    found = [worlds.a_pot("offer", pounds)]
    if draw.random() < 0.3:
        found.append(worlds.a_pot("ceiling", 12_000, role="ceiling", regions=frozenset({REGIONS[0]})))
    return found


def _recipient(draw: np.random.Generator, i: int) -> Any:
    at = (400_000 + int(draw.integers(-30_000, 30_000)), 400_000 + int(draw.integers(-30_000, 30_000)))
    region = REGIONS[int(draw.random() < 0.25)]
    priority = int(draw.integers(1, 3))
    if draw.random() < 0.2:
        return worlds.a_trust(f"R{i}", at=at, region=region, priority=priority, schools=(f"11000{i}",))
    phase = ("primary", "secondary", "special")[int(draw.choice([0, 0, 0, 0, 1, 2]))]
    return worlds.a_recipient(f"R{i}", at=at, region=region, phases=(phase,), priority=priority)


def _leader(draw: np.random.Generator, i: int) -> Any:
    at = (400_000 + int(draw.integers(-30_000, 30_000)), 400_000 + int(draw.integers(-30_000, 30_000)))
    return worlds.a_leader(
        f"L{i}",
        at=at,
        role=("trust_ceo", "nle")[int(draw.random() < 0.3)],
        regions=REGIONS[: 1 + int(draw.random() < 0.5)],
        days=int(draw.choice([5, 10, 10, 15, 20, 30])),
        max_matches=None if draw.random() < 0.6 else int(draw.integers(0, 3)),
        max_travel_metres=None if draw.random() < 0.5 else int(draw.integers(10_000, 60_000)),
        willing=bool(draw.random() < 0.85),
        organisation_id="O0" if draw.random() < 0.4 else None,
    )
