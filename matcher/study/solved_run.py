"""Solves one run for a study: built, solved, proved and audited as every run is, without writing a run folder."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.explain.pot_lines import pot_lines
from matcher.plan import Plan, Solution
from matcher.policy import Policy
from matcher.proof import certify
from matcher.run import Clock, RunSetup, plan_of, refuse_breaches, solve_run_setup
from matcher.study.outcome import Outcome, outcome_of
from matcher.study.run_cache import LoadedFacts, RunCache, WorldChange, store_key
from matcher.world import Bools


@dataclass(frozen=True, eq=False)
class SolvedRun:
    """A solved run as objects: its problem, solution and plan."""

    setup: RunSetup
    solution: Solution
    plan: Plan

    def outcome(self, key: str) -> Outcome:
        chosen, solution = self.solution.chosen, self.solution
        pots = pot_lines(self.setup.world, self.setup.problem, chosen)
        return outcome_of(key, self.setup, chosen, solution.stages, solution.unique, pots)


def solve_run(setup: RunSetup, policy: Policy, check_unique: bool = True, warm_start: Bools | None = None) -> SolvedRun:
    """The best plan of a posed run, proved where it can be. Raises Defect where it breaks a rule.

    `only`: whether to check that no other plan is as good. `warm_start`: a mask of choices to start from, or None.
    """
    solution, _ = certify(
        setup.problem, solve_run_setup(setup, policy, Clock(), check_unique=check_unique, warm_start=warm_start)
    )
    plan = plan_of(setup.world, setup.problem, solution.chosen)
    refuse_breaches(setup, plan)
    return SolvedRun(setup, solution, plan)


def solve_cached(cache: RunCache, loaded: LoadedFacts, policy: Policy, change: WorldChange | None = None) -> SolvedRun:
    return solve_run(cache.setup(loaded, policy, change), policy)


def outcome_of_run(cache: RunCache, loaded: LoadedFacts, policy: Policy) -> Outcome:
    return solve_cached(cache, loaded, policy).outcome(store_key(loaded, policy))
