"""Where the next organisation or adviser helps most: one more of each kind in each region, and solved again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matcher.domain import PHASES, REGIONS, Adviser, Organisation
from matcher.policy import GoalChoice
from matcher.rules.supporters import supporting_leaders
from matcher.runs.setup import WorldChange
from matcher.study.questions.scenario_solver import ScenarioSolver, regions_of
from matcher.study.rise.rule_costs import Say, solve_goals
from matcher.world import World

NEW = "zz-new"  # sorts after every id, so that nobody else changes place
ROOM = 3  # schools that the new one takes at once
COVERAGE = (GoalChoice(goal="coverage"),)


@dataclass(frozen=True, slots=True)
class NextSupporter:
    """What one more organisation or adviser of a region, free of conflicts and near every school, would add."""

    what: str
    region: str
    gain: int
    waiting: int  # schools of the region that are not matched at present
    proved: bool


def next_supporters(solver: ScenarioSolver, say: Say) -> tuple[NextSupporter, ...]:
    own = solve_goals(solver, solver.policy, COVERAGE)
    value, matched = own.solution.stages[0].value, {m.recipient_id for m in own.plan.matches}
    waiting = [r.region for r in own.setup.world.recipients if r.id not in matched]
    found = []
    for region in (r for r in regions_of(solver.policy) if r in REGIONS):
        for what, change in (("organisation", _organisation(region)), ("adviser", _adviser(region))):
            say(f"one more {what} in {region}")
            solved = solve_goals(solver, solver.policy, COVERAGE, change)
            stage = solved.solution.stages[0]
            found.append(NextSupporter(what, region, stage.value - value, waiting.count(region), stage.proved))
    return tuple(found)


def _organisation(region: str) -> WorldChange:
    new = Organisation(
        id=NEW,
        type="federation",
        region=region,
        regions=frozenset({region}),
        phases=frozenset(PHASES),
        capacity=ROOM,
        willing=True,
        due_diligence="yes",
    )

    def change(world: World) -> World:
        facts = replace(world.facts, organisations=(*world.facts.organisations, new))
        return fresh(world, facts=facts, leaders=supporting_leaders(facts))

    return change


def _adviser(region: str) -> WorldChange:
    new = Adviser(id=NEW, name="", region=region, caseload=ROOM)
    return lambda world: fresh(world, advisers=(*world.advisers, new))


def fresh(world: World, **changes: object) -> World:
    """The world with these changes, and nothing remembered of the one before."""
    return replace(world, **changes, memo={})  # type: ignore[arg-type]
