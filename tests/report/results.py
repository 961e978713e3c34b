"""A small finished run, made by the real rooms from a world written by hand: thirty recipients, fifteen leaders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from matcher.candidates import find_candidates
from matcher.domain import Assessment, Evidence, Facts, InputFile, ReadingNote, Recipient, Request, Verdict
from matcher.explain.why.reserves import reserves
from matcher.explain.why_not.pot_lines import pot_lines
from matcher.explain.why_not.shortages import shortages
from matcher.explain.why_not.unmatched import unmatched_by_id
from matcher.greedy import by_hand, greedy
from matcher.plan import Problem, Solution, Stage
from matcher.policy import Assumption, Policy
from matcher.problem import build_problem
from matcher.result import ByHand, PriorityReading, ReadingEffect, Result
from matcher.rules.rulebooks import RULEBOOKS
from matcher.runs.finished import FinishedRun
from matcher.runs.setup import RunSetup
from matcher.runs.solve import plan_of
from matcher.wording.messages import plain
from matcher.world import Bools, World
from tests import worlds

REGIONS = {"North West": (370_000, 400_000), "South West": (300_000, 120_000), "London": (530_000, 180_000)}
PHASES = (("primary",), ("secondary",), ("primary",), ("secondary", "16-plus"), ("special",))
DECLARED = "formerly_employed_by"
Naming = Callable[[str], str]


def plain_name(said: str) -> str:
    return said


def a_policy(**rest: Any) -> Policy:
    pots = (
        worlds.a_pot("offer", 90_000, source="Schools Week, 11 October 2022"),
        worlds.a_pot("ceiling", None, role="ceiling", regions=frozenset({"London"})),
    )
    given = {
        "pots": pots,
        "goals": ("coverage", "governance", "fairness", "fit", "spend"),
        "assumptions": (
            Assumption(what="rates.nle_day", value="600", unit="pounds a day", source="S6", date="2021", assumed=True),
            Assumption(what="support.days", value="10", unit="days", source="flyer", date="2022", assumed=False),
        ),
    } | rest
    return worlds.a_policy(**given)


def some_facts(name: Naming = plain_name, recipients: int = 30, leaders: int = 15) -> Facts:
    return worlds.facts(
        recipients=[_recipient(i, name) for i in range(recipients)],
        leaders=[_leader(i, name) for i in range(leaders)],
        governance_leaders=[
            worlds.a_governance_leader(f"G{i}", name=name(f"Governor {i}"), region=region)
            for i, region in enumerate(REGIONS)
        ],
        organisations=[
            worlds.an_organisation(f"O{i}", name=name(f"Trust {i} of leaders"), broker_for=(region,), team_days=10)
            for i, region in enumerate(REGIONS)
        ],
        interests=[
            worlds.an_interest("L01", "R01", level="sign_off", relation=DECLARED),
            worlds.an_interest("L04", "R01", level="block", relation=DECLARED),
        ],
        history=[worlds.a_deployment("R99", "L02", days_agreed=10)],
        requests=[_request(name)],
        schools=[
            worlds.a_school(
                f"2{i:05}", name=name(f"Old {i}"), easting=300_000 + i * 4_000, northing=120_000 + i * 5_000
            )
            for i in range(40)
        ],
        files=(InputFile(role="leaders", name=name("leaders.csv"), sha256="ab" * 32, rows=leaders),),
        notes=(ReadingNote("files", name("leaders.csv: 2 rows with no region were left out")),),
    )


def _recipient(i: int, name: Naming) -> Recipient:
    region, (east, north) = list(REGIONS.items())[i % 3]
    at = (east + 1_700 * i, north - 1_300 * i) if i != 7 else None
    since = date(2022, 10, 1 + i % 28) if i % 4 else None
    common = {"region": region, "name": name(f"Recipient {i}"), "priority": 1 + i % 3, "at": at}
    common["eligible_since"] = since
    if i % 5 == 0:
        return worlds.a_trust(f"R{i:02}", phases=("primary", "secondary"), governance_need=i % 4, **common)
    return worlds.a_recipient(
        f"R{i:02}",
        phases=PHASES[i % 5],
        sector=("maintained", "academy")[i % 2],
        deprivation_quintile=1 + i % 5,
        faith="Roman Catholic" if i % 4 == 0 else None,
        rural=None if i % 3 else bool(i % 2),
        **common,
    )


def _leader(i: int, name: Naming) -> Any:
    region, (east, north) = list(REGIONS.items())[i % 3]
    regions = {region, "London"} if i % 4 == 0 else {region}
    return worlds.a_leader(
        f"L{i:02}",
        name=name(f"Person {i}"),
        role=("trust_ceo", "nle", "equivalent")[i % 3],
        region=region,
        regions=regions,
        at=(east + 2_900 * i, north + 900 * i),
        days=10 + 10 * (i % 3),
        organisation_id=f"O{i % 3}",
        organisation=name(f"Trust {i % 3} of leaders"),
        interests_checked_on=None if i % 5 == 1 else date(2022, 9, 1),
    )


def _request(name: Naming) -> Request:
    return Request(
        id="R02",
        kind="school",
        reason=name("The board put it forward"),
        requested_by=name("The school"),
        approver=name("A director"),
        outcome="approved",
        approved_on=date(2022, 11, 1),
    )


def a_result(name: Naming = plain_name, policy: Policy | None = None, facts: Facts | None = None) -> Result:
    policy, facts = policy or a_policy(), facts or some_facts(name)
    world = World(policy, facts, facts.recipients, facts.leaders, facts.governance_leaders)
    book = RULEBOOKS["tsio-2022-23"]
    candidates = find_candidates(world, book)
    problem = build_problem(world, candidates.choices, book)
    chosen, hand = greedy(problem), by_hand(problem)
    setup = RunSetup((), world, candidates, problem, book)
    plan = plan_of(world, problem, chosen)
    first = tuple(m.recipient_id for m in plan.matches[:2])
    return Result(
        run_id="0123456789abcdef",
        policy=policy,
        facts=facts,
        assessments=(*map(_assessed, facts.recipients), *_unsure(name)),
        readings=_moved(),
        world=world,
        candidates=candidates,
        problem=problem,
        solution=_solution(problem, chosen),
        plan=plan,
        reserves=reserves(world, candidates, problem, chosen),
        unmatched=tuple(unmatched_by_id(FinishedRun(setup, chosen)).values()),
        pots=pot_lines(world, problem, chosen),
        shortages=shortages(world, candidates, problem, chosen),
        by_hand=ByHand(plan_of(world, problem, hand), dict(zip(_goals(problem), problem.values(hand), strict=True))),
        priorities=(PriorityReading("equal", len(plan.matches), (), first),),
        scenario={
            "name": name("test"),
            "pots": [{"name": "offer", "amount": 90_000}],
            "rules": {"own_interest_share_at_most": None, "share": Fraction(1, 2)},
        },
        origins={"pots.offer.amount": name("budget.yaml:12"), "rules.share": "the programme"},
        notes=(plain(name("The goal 'stability' was skipped")),),
        seconds={"reading": 1.25},
        versions={"matcher": "0.1"},
    )


def _goals(problem: Problem) -> list[str]:
    return [objective.goal for objective in problem.objectives]


def _solution(problem: Problem, chosen: Bools) -> Solution:
    """The first goal proved, the second within ten, the rest not known."""
    known = [(0, True, "certificate"), (10, False, "none")]
    stages = []
    for place, (objective, value) in enumerate(zip(problem.objectives, problem.values(chosen), strict=True)):
        extra, proved, how = known[place] if place < len(known) else (None, False, "none")
        bound = None if extra is None else value + extra
        stages.append(Stage(objective.goal, objective.unit, objective.sense, value, bound, proved, how, effort=1.5))
    return Solution(chosen, tuple(stages), False, "greedy", "a test needs no solver")


def _assessed(r: Recipient) -> Assessment:
    cell = Evidence(r.id, date(2022, 10, 3), "3 Requires Improvement", "mi.csv")
    verdict = Verdict("eligible", f"{r.name} was judged Requires Improvement in the year.", (cell,))
    return Assessment(
        id=r.id, name=r.name, kind=r.kind, region=r.region, route="standalone", verdict=verdict, recipient=r
    )


def _unsure(name: Naming) -> list[Assessment]:
    verdict = Verdict("cannot tell", "A judgement's date is missing.")
    return [
        Assessment(
            id=f"U{i}",
            name=name(f"Unsure {i}"),
            kind="school",
            region=list(REGIONS)[i % 3],
            route="",
            verdict=verdict,
            cause=("date-missing", "several-predecessors")[i % 2],
        )
        for i in range(5)
    ]


def _moved() -> tuple[ReadingEffect, ...]:
    return tuple(ReadingEffect("decline", "mean", region, "trust", i, 2 - i, 0) for i, region in enumerate(REGIONS))


def nobody(**given: Any) -> Result:
    """A run that matches nobody: `recipients=0`, `leaders=0` or a policy whose pot is empty."""
    policy = given.pop("policy", None)
    return a_result(policy=policy, facts=some_facts(**given))


def with_seconds(result: Result, seconds: float) -> Result:
    return replace(result, seconds={"reading": seconds})
