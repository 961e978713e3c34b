"""What each conflict or distance rule costs in schools: its setting taken from free to forbidden, solved each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from matcher.policy import GoalChoice, Policy, Rules
from matcher.rules.limits.supporters import is_fellow
from matcher.runs.setup import WorldChange, without_ties
from matcher.runs.solve import SolvedRun, solve_run
from matcher.study.questions.scenario_solver import ScenarioSolver

Say = Callable[[str], None]
Change = Callable[[Rules], Rules]

SHARES = ("none", "1/2", "2/5", "3/10", "1/4", "1/5", "3/20", "1/10", "1/20", "0")  # none: no cap
KILOMETRES = ("none", "100", "80", "60", "50", "40", "30", "20", "10")
ADVISER_KILOMETRES = ("none", "161", "120", "80", "60", "40", "20")
GOALS = (GoalChoice(goal="coverage"), GoalChoice(goal="fellow-advisers"))


@dataclass(frozen=True, slots=True)
class RuleCost:
    """One value of one rule: the schools that can be supported (priority points) and how many of the matches are with
    an adviser's employer, at least. `own`: the scenario's own value. `proved`: the coverage is.
    """

    rule: str
    value: str
    own: bool
    coverage: int
    matched: int
    fellows: int
    proved: bool


def rule_costs(solver: ScenarioSolver, say: Say) -> tuple[RuleCost, ...]:
    """Every value of every rule, the others as the scenario has them; from free to forbidden."""
    found = []
    for rule, value, change in variations():
        say(f"{rule}: {value}")
        rules = solver.policy.rules
        policy = replace(solver.policy, rules=change(rules))
        solved = solve_goals(solver, policy)
        found.append(_cost(rule, value, solved, own=policy.rules == rules))
    return tuple(found)


def variations() -> Iterable[tuple[str, str, Change]]:
    for share in SHARES:
        yield "fellow advisers, share of a region's matches", share, _share(share)
    for km in KILOMETRES:
        yield "an organisation's journey, km", km, _organisations_travel(km)
    for km in ADVISER_KILOMETRES:
        yield "an adviser's journey, km", km, _advisers_travel(km)
    for region in ("always", "willing", "never"):
        yield "across regions", region, _across(region)
    for level in ("allow", "bar"):
        yield "adviser and organisation of one employer", level, _of_advisers(same_employer=level)
        yield "adviser once employed by who runs the school", level, _of_advisers(former_employer=level)


def _share(text: str) -> Change:
    share = None if text == "none" else Fraction(text)
    return lambda rules: replace(rules, fellow_adviser=replace(rules.fellow_adviser, share_at_most=share))


def _metres(km: str) -> int | None:
    return None if km == "none" else int(km) * 1000


def _organisations_travel(km: str) -> Change:
    return lambda rules: replace(rules, max_travel_metres=_metres(km))


def _advisers_travel(km: str) -> Change:
    return lambda rules: replace(rules, advisers=replace(rules.advisers, max_travel_metres=_metres(km)))


def _across(region: str) -> Change:
    return lambda rules: replace(rules, cross_region=region)  # type: ignore[arg-type]


def _of_advisers(**changes: str) -> Change:
    return lambda rules: replace(rules, advisers=replace(rules.advisers, **changes))  # type: ignore[arg-type]


def solve_goals(
    solver: ScenarioSolver,
    policy: Policy,
    goals: tuple[GoalChoice, ...] = GOALS,
    change: WorldChange | None = None,
) -> SolvedRun:
    """Solved for these goals alone; the slow tie-break is left out, since it changes no figure."""
    setup = solver.cache.setup(solver.loaded, replace(policy, goals=goals), change)
    return solve_run(without_ties(setup), check_unique=False)


def _cost(rule: str, value: str, solved: SolvedRun, own: bool) -> RuleCost:
    choices, chosen = solved.setup.problem.choices, solved.solution.chosen
    coverage = solved.solution.stages[0]
    fellows = int(np.count_nonzero(is_fellow(solved.setup.world, choices) & chosen))
    return RuleCost(rule, value, own, coverage.value, len(solved.plan.matches), fellows, coverage.proved)
