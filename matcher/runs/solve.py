"""Solves a run that has been set up: searched, proved and audited, always in this order."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from matcher.errors import Defect
from matcher.greedy import greedy
from matcher.plan import (
    ADVISER,
    GOVERNANCE,
    MATCH,
    Plan,
    PlannedAdviser,
    PlannedGovernance,
    PlannedMatch,
    Problem,
    Solution,
)
from matcher.proof.audit import audit
from matcher.proof.proof import certify
from matcher.proof.second_solver import HighsSecondSolver
from matcher.runs.clock import Clock
from matcher.runs.infeasible_pins.pins import contradiction
from matcher.runs.setup import RunSetup
from matcher.runs.year_ahead.expectations import expectations
from matcher.runs.year_ahead.pose import PosedYear, pose_year
from matcher.runs.year_ahead.refused import refused_first
from matcher.runs.year_ahead.solved import SolvedYear, of_today, starting_plan
from matcher.solve import pins_conflict, resume, solve
from matcher.solver_process import shared_processes
from matcher.world import Bools, World
from matcher.year_ahead.arrivals import Expectations


@dataclass(frozen=True, eq=False)
class SolvedRun:
    """A solved run: its problem, the certified solution and its certificate, and the plan by ids."""

    setup: RunSetup
    solution: Solution
    certificate: Mapping[str, Any]
    plan: Plan
    year: SolvedYear | None = None


@shared_processes()
def solve_run(
    setup: RunSetup,
    clock: Clock | None = None,
    engine: str = "auto",
    check_unique: bool = True,
    warm_start: Bools | None = None,
    ask_second: bool = False,
    expected: Expectations | None = None,
    look_ahead: bool = True,
) -> SolvedRun:
    """The best plan of a run, proved where it can be. Raises Defect where the plan breaks a rule.

    Where the year ahead is used, the plan of today alone is found first and then the one with the futures; `expected`
    is worked out where it is not given. Without `look_ahead` only today is asked about.

    `check_unique`: whether to check that no other plan is as good. `ask_second`: whether to ask the second solver
    where the exact bound does not meet the value. The rest is as in `search_plan`.
    """
    clock = clock or Clock()
    found = search_plan(setup, clock, engine, check_unique, warm_start)
    today = refused_first(setup, found.chosen) if look_ahead and _may_ask_to_wait(setup) else found.chosen
    posed = _posed_year(setup, clock, today, expected) if look_ahead else None
    problem = setup.problem if posed is None else posed.problem
    if posed is not None:
        with clock.stage("the year ahead"):
            start = starting_plan(posed, today)
            found = solve(problem, start, setup.world.policy.effort, clock.progress, engine, check_unique)
    with clock.stage("proving"), ExitStack() as stack:
        second = stack.enter_context(HighsSecondSolver()) if ask_second else None
        going_on = partial(resume, problem, setup.world.policy.effort, clock.progress, check_unique)
        solution, certificate = certify(problem, found, second, going_on)
    year = None
    if posed is not None:
        year = SolvedYear(posed, today, solution)
        solution = of_today(solution, posed, setup.problem)
    plan = plan_of(setup.world, setup.problem, solution.chosen)
    with clock.stage("auditing"):
        refuse_breaches(setup, plan)
    return SolvedRun(setup, solution, certificate, plan, year)


def _may_ask_to_wait(setup: RunSetup) -> bool:
    return setup.world.policy.year_ahead.use in ("who-and-when", "even-release")


def _posed_year(setup: RunSetup, clock: Clock, today: Bools, expected: Expectations | None) -> PosedYear | None:
    """The problem with the year ahead in it, None where it is not used or nothing is known of the year."""
    policy = setup.world.policy
    if policy.year_ahead.use == "off":
        return None
    with clock.stage("expecting"):
        known = expected or expectations(setup.world.facts, policy, setup.assessments)
        posed = pose_year(setup, known, today)
    return None if posed.use == "off" else posed


def search_plan(
    setup: RunSetup,
    clock: Clock | None = None,
    engine: str = "auto",
    check_unique: bool = True,
    warm_start: Bools | None = None,
) -> Solution:
    """The best plan that the search finds, not yet proved. Raises PinsContradict where pins contradict limits or one
    another.

    `warm_start` is a plan to start the search from, instead of the greedy one: a mask over the choices.
    """
    clock, policy = clock or Clock(), setup.world.policy
    if setup.world.binding_pins:
        conflict = pins_conflict(setup.problem)
        if conflict is not None:
            raise contradiction(setup.world, setup.rulebook, conflict)
    with clock.stage("start"):
        start = greedy(setup.problem) if warm_start is None else warm_start
    with clock.stage("solving"):
        return solve(setup.problem, start, policy.effort, clock.progress, engine=engine, check_unique=check_unique)


def refuse_breaches(setup: RunSetup, plan: Plan) -> None:
    """Raises Defect where the plan breaks a rule. The audit works from facts and rules alone, not from the solver."""
    breaches = audit(setup.world, plan, setup.rulebook)
    if breaches:
        words = "; ".join(f"{b.rule} ({b.subject}): {b.message}" for b in breaches[:10])
        raise Defect(f"the audit found {len(breaches)} broken rule(s) in the solver's plan: {words}")


def plan_of(world: World, problem: Problem, chosen: Bools) -> Plan:
    """The chosen choices by ids, sorted; what follows from them (SUPPORTS, SUPPORTED) is no part of a plan."""
    c = problem.choices
    rows = np.flatnonzero(chosen)
    matches, governance, advisers = [], [], []
    for i in rows.tolist():
        recipient, days, kind = world.recipients[int(c.recipient[i])].id, int(c.days[i]), int(c.kind[i])
        provider = int(c.provider[i])
        if kind == MATCH:
            matches.append(PlannedMatch(recipient, world.leaders[provider].id, days, int(c.team_days[i])))
        elif kind == GOVERNANCE:
            governance.append(PlannedGovernance(recipient, world.governance_leaders[provider].id, days))
        elif kind == ADVISER:
            advisers.append(PlannedAdviser(recipient, world.advisers[provider].id))
    return Plan(tuple(sorted(matches)), tuple(sorted(governance)), tuple(sorted(advisers)))
