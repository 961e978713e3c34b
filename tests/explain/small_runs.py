"""Small finished runs to be asked about, and the best plan of any problem by trying every plan."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

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
from tests.world_builder import FieldStreams, Stream, Streams

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


GOALS = (("coverage", "fit", "spend"), ("coverage", "fairness", "fit"), ("coverage", "strong-trust-first", "fit"))


def random_run(seed: int, **rest: Any) -> FinishedRun:
    """Three to five recipients, one to three leaders, short of days, room or money; the same for the same seed."""
    for attempt in range(50):
        run_world = _world(Streams(f"{seed} {attempt}"), rest)
        if len(run_setup(run_world).problem.choices) <= MOST_CHOICES:
            return finished_run(run_world)
    raise AssertionError("no small world was drawn")


def _world(streams: Streams, rest: dict[str, Any]) -> World:
    of = streams.of("world")
    recipients = [_recipient(streams.of("recipient", i), i) for i in range(of("recipients").randint(2, 5))]
    leaders = [_leader(streams.of("leader", i), i) for i in range(of("leaders").randint(1, 3))]
    team = streams.of("organisation", "O0")("team_days").randrange(12)
    organisations = [worlds.an_organisation("O0", team_days=team, broker_for=(REGIONS[0],))]
    interests = [worlds.an_interest("L0", "R0", recipients[0].kind)] if of("interests").random() < 0.3 else []
    history = [worlds.a_deployment("R9", "L1", days_agreed=5)] if of("history").random() < 0.3 else []
    policy = worlds.a_policy(
        pots=tuple(_pots(of("pots"))),
        goals=of("goals").choice(GOALS),
        rules={"own_interest_share_at_most": of("share").sometimes(0.2, Fraction(1, 2))},
        priority=of("priority").choice(("register", "equal")),
        **rest,
    )
    return worlds.a_world(
        recipients, leaders, organisations=organisations, interests=interests, history=history, policy=policy
    )


def _pots(stream: Stream) -> list[Any]:
    found = [worlds.a_pot("offer", stream.choice((6_000, 9_000, 12_000, 13_000, 18_000, 1_000_000)))]
    if stream.random() < 0.3:
        found.append(worlds.a_pot("ceiling", 12_000, role="ceiling", regions=frozenset({REGIONS[0]})))
    return found


def _at(stream: Stream) -> tuple[int, int]:
    return 400_000 + stream.randrange(-30_000, 30_000), 400_000 + stream.randrange(-30_000, 30_000)


def _recipient(of: FieldStreams, i: int) -> Any:
    shared = {
        "at": _at(of("at")),
        "region": REGIONS[int(of("region").random() < 0.25)],
        "priority": of("priority").randint(1, 2),
    }
    if of("kind").random() < 0.2:
        return worlds.a_trust(f"R{i}", schools=(f"11000{i}",), **shared)
    phase = of("phase").choice((*["primary"] * 4, "secondary", "special"))
    return worlds.a_recipient(f"R{i}", phases=(phase,), **shared)


def _leader(of: FieldStreams, i: int) -> Any:
    return worlds.a_leader(
        f"L{i}",
        at=_at(of("at")),
        role=("trust_ceo", "nle")[int(of("role").random() < 0.3)],
        regions=REGIONS[: of("regions").randint(1, 2)],
        days=of("days").choice((5, 10, 10, 15, 20, 30)),
        max_matches=of("max_matches").sometimes(0.4, of("max_matches").randrange(3)),
        max_travel_metres=of("max_travel_metres").sometimes(0.5, of("max_travel_metres").randrange(10_000, 60_000)),
        willing=of("willing").random() < 0.85,
        organisation_id=of("organisation_id").sometimes(0.4, "O0"),
    )
