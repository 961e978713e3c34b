"""What a run would reach if one thing were otherwise: solved again each time, never read off a price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.domain import REGIONS
from matcher.policy import PURPOSES, GoalChoice, Policy, Pot
from matcher.rules.limits.history import pence_held
from matcher.study.carried import carried
from matcher.study.desk import Change, Desk, Held
from matcher.study.settle import Settled, settle
from matcher.world import World

TOTAL = "all-money"
COVERAGE = (GoalChoice(goal="coverage"), GoalChoice(goal="spend"))


@dataclass(frozen=True, slots=True)
class Reached:
    """Coverage (priority points), matches and what they cost. `proved`: no more is possible."""

    coverage: int
    matched: int
    pence: int
    proved: bool
    cheapest: bool


@dataclass(frozen=True, eq=False)
class Question:
    """One scenario that is asked again and again."""

    desk: Desk
    known: Held
    policy: Policy

    def reached(self, policy: Policy | None = None, change: Change | None = None) -> Reached:
        return told(self.solved(policy, change))

    def solved(self, policy: Policy | None = None, change: Change | None = None) -> Settled:
        """Coverage, then least spending; the tie-break among equals takes most of a run's time and changes neither."""
        asked = replace(policy or self.policy, goals=COVERAGE)
        posed = self.desk.posed(self.known, asked, change)
        aims = tuple(aim for aim in posed.problem.aims if aim.goal != "canonical")
        return settle(replace(posed, problem=replace(posed.problem, aims=aims)), asked, only=False)

    def coverage(self, near: Settled, policy: Policy | None = None, change: Change | None = None) -> Reached:
        """Coverage alone, sought from the plan of a question that differs a little: what it costs is not asked."""
        asked = replace(policy or self.policy, goals=COVERAGE[:1])
        posed = self.desk.posed(self.known, asked, change)
        alone = replace(posed, problem=replace(posed.problem, aims=posed.problem.aims[:1]))
        found = settle(alone, asked, only=False, near=carried(near, alone))
        (stage,) = found.solution.stages
        spent = int(alone.problem.choices.total_pence[found.solution.chosen].sum())
        return Reached(stage.value, len(found.plan.matches), spent, stage.proved, False)

    def world(self) -> World:
        return self.desk.posed(self.known, self.policy).world


def told(found: Settled) -> Reached:
    coverage, spend = found.solution.stages[:2]
    return Reached(coverage.value, len(found.plan.matches), spend.value, coverage.proved, spend.proved)


def with_total(policy: Policy, pence: int | None) -> Policy:
    """The same with one ceiling over all spending, instead of the amounts of its pots; None: no limit at all."""
    free = tuple(replace(pot, amount_pence=None) for pot in policy.pots)
    if pence is None:
        return replace(policy, pots=free)
    ceiling = Pot(name=TOTAL, amount_pence=pence, pays_for=PURPOSES, role="ceiling")
    return replace(policy, pots=(*free, ceiling))


def with_more(policy: Policy, pot_name: str, pence: int) -> Policy:
    """One pot larger. Of a pot that this run has a share of, the share grows by this much."""
    pots = tuple(
        replace(pot, amount_pence=pot.amount_pence + -(-pence * pot.share.denominator // pot.share.numerator))
        if pot.name == pot_name and pot.amount_pence is not None and pot.share
        else pot
        for pot in policy.pots
    )
    return replace(policy, pots=pots)


def held_pence(world: World, policy: Policy) -> tuple[int, int]:
    """What earlier deployments have taken of the paying pots, and what a ceiling over all money counts as taken.

    The two differ: a ceiling has no period and no name, so it counts earlier years too.
    """
    own = sum(pence_held(world, pot) for pot in policy.pots if pot.role == "pays")
    (ceiling,) = (pot for pot in with_total(policy, 0).pots if pot.name == TOTAL)
    return own, pence_held(world, ceiling)


def regions_of(policy: Policy) -> Sequence[str]:
    return [r for r in REGIONS if policy.regions is None or r in policy.regions]
