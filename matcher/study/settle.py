"""One run for a study: posed, solved, proved and audited as every run is, without the pages."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.explain.pot_lines import pot_lines
from matcher.plan import Plan, Solution
from matcher.policy import Policy
from matcher.proof import certify
from matcher.run import Clock, Posed, plan_of, refuse_breaches, solve_posed
from matcher.study.desk import Change, Desk, Held, key_of
from matcher.study.outcome import Outcome, outcome_of
from matcher.world import Bools


@dataclass(frozen=True, eq=False)
class Settled:
    """A run as objects, for studies that go on asking about it."""

    posed: Posed
    solution: Solution
    plan: Plan

    def outcome(self, key: str) -> Outcome:
        chosen, solution = self.solution.chosen, self.solution
        pots = pot_lines(self.posed.world, self.posed.problem, chosen)
        return outcome_of(key, self.posed, chosen, solution.stages, solution.unique, pots)


def settle(posed: Posed, policy: Policy, only: bool = True, near: Bools | None = None) -> Settled:
    """The best plan of a posed run, proved where it can be. Raises Defect where it breaks a rule.

    `only`: whether to ask if it is the only one. `near`: a plan to start from.
    """
    solution, _ = certify(posed.problem, solve_posed(posed, policy, Clock(), only=only, near=near))
    plan = plan_of(posed.world, posed.problem, solution.chosen)
    refuse_breaches(posed, plan)
    return Settled(posed, solution, plan)


def settled(desk: Desk, known: Held, policy: Policy, change: Change | None = None) -> Settled:
    return settle(desk.posed(known, policy, change), policy)


def run_once(desk: Desk, known: Held, policy: Policy) -> Outcome:
    return settled(desk, known, policy).outcome(key_of(known, policy))
