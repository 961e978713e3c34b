"""One run for a study: posed, solved, proved and audited as every run is, without the pages."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.explain.pot_lines import pot_lines
from matcher.plan import Plan, Solution
from matcher.policy import Policy
from matcher.proof import certify
from matcher.run import Clock, RunSetup, plan_of, refuse_breaches, solve_run_setup
from matcher.study.run_cache import WorldChange, RunCache, LoadedFacts, store_key
from matcher.study.outcome import Outcome, outcome_of
from matcher.world import Bools


@dataclass(frozen=True, eq=False)
class SolvedRun:
    """A run as objects, for studies that go on asking about it."""

    setup: RunSetup
    solution: Solution
    plan: Plan

    def outcome(self, key: str) -> Outcome:
        chosen, solution = self.solution.chosen, self.solution
        pots = pot_lines(self.setup.world, self.setup.problem, chosen)
        return outcome_of(key, self.setup, chosen, solution.stages, solution.unique, pots)


def solve_run(setup: RunSetup, policy: Policy, check_unique: bool = True, warm_start: Bools | None = None) -> SolvedRun:
    """The best plan of a posed run, proved where it can be. Raises Defect where it breaks a rule.

    `only`: whether to ask if it is the only one. `near`: a plan to start from.
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
