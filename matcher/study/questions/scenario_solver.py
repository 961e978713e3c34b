"""Solves one scenario again under changed settings or facts. Nothing is estimated from dual prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.domain import REGIONS
from matcher.policy import PURPOSES, GoalChoice, Policy, Pot
from matcher.rules.limits.commitments import pence_committed
from matcher.runs.caches.cache import LoadedFacts, RunCache
from matcher.runs.setup import WorldChange, without_ties
from matcher.runs.solve import SolvedRun, solve_run
from matcher.runs.warm_start import warm_start
from matcher.world import World

TOTAL = "all-money"
COVERAGE = (GoalChoice(goal="coverage"), GoalChoice(goal="spend"))


@dataclass(frozen=True, slots=True)
class CoverageResult:
    """Coverage in priority points, number of matches, and their cost in pence.

    `proved`: the coverage is proved optimal. `cheapest`: the cost is proved least for that coverage.
    """

    coverage: int
    matched: int
    pence: int
    proved: bool
    cheapest: bool


@dataclass(frozen=True, eq=False)
class ScenarioSolver:
    """One scenario, to be solved again under changes; each method takes another policy or a change of the world."""

    cache: RunCache
    loaded: LoadedFacts
    policy: Policy

    def result(self, policy: Policy | None = None, change: WorldChange | None = None) -> CoverageResult:
        return coverage_result(self.solve(policy, change))

    def solve(self, policy: Policy | None = None, change: WorldChange | None = None) -> SolvedRun:
        """Solves for coverage, then least spending. The slow tie-break is left out: it changes neither."""
        reduced = replace(policy or self.policy, goals=COVERAGE)
        setup = without_ties(self.cache.setup(self.loaded, reduced, change))
        return solve_run(setup, check_unique=False, look_ahead=False)

    def coverage_from(
        self, solved: SolvedRun, policy: Policy | None = None, change: WorldChange | None = None
    ) -> CoverageResult:
        """Solves for coverage alone, warm-started from a similar run. The cost is that of the plan, not the least."""
        reduced = replace(policy or self.policy, goals=COVERAGE[:1])
        setup = self.cache.setup(self.loaded, reduced, change)
        coverage_only = replace(setup, problem=replace(setup.problem, objectives=setup.problem.objectives[:1]))
        solved = solve_run(
            coverage_only, check_unique=False, warm_start=warm_start(solved, coverage_only), look_ahead=False
        )
        (stage,) = solved.solution.stages
        spent = int(coverage_only.problem.choices.total_pence[solved.solution.chosen].sum())
        return CoverageResult(stage.value, len(solved.plan.matches), spent, stage.proved, False)

    def world(self) -> World:
        return self.cache.setup(self.loaded, self.policy).world


def coverage_result(solved: SolvedRun) -> CoverageResult:
    coverage, spend = solved.solution.stages[:2]
    return CoverageResult(coverage.value, len(solved.plan.matches), spend.value, coverage.proved, spend.proved)


def with_total(policy: Policy, pence: int | None) -> Policy:
    """The policy with one ceiling over all spending in place of the amounts of its pots; None removes every limit."""
    free = tuple(replace(pot, amount_pence=None) for pot in policy.pots)
    if pence is None:
        return replace(policy, pots=free)
    ceiling = Pot(name=TOTAL, amount_pence=pence, pays_for=PURPOSES, role="ceiling")
    return replace(policy, pots=(*free, ceiling))


def with_more(policy: Policy, pot_name: str, pence: int) -> Policy:
    """The policy with one pot enlarged so that this run's share of it grows by `pence`."""
    pots = tuple(
        replace(pot, amount_pence=pot.amount_pence + -(-pence * pot.share.denominator // pot.share.numerator))
        if pot.name == pot_name and pot.amount_pence is not None and pot.share
        else pot
        for pot in policy.pots
    )
    return replace(policy, pots=pots)


def earlier_pence(world: World, policy: Policy) -> tuple[int, int]:
    """Pence that earlier deployments take from the paying pots, and that a ceiling over all money counts as taken.

    They differ because a ceiling has no period and no name, so it counts earlier years too.
    """
    own = sum(pence_committed(world, pot) for pot in policy.pots if pot.role == "pays")
    (ceiling,) = (pot for pot in with_total(policy, 0).pots if pot.name == TOTAL)
    return own, pence_committed(world, ceiling)


def regions_of(policy: Policy) -> Sequence[str]:
    return [r for r in REGIONS if policy.regions is None or r in policy.regions]
