"""Marginal values by solving again: matches gained from £1,000, from ten days and from one or ten more leaders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import gcd
from statistics import median_high

import numpy as np

from matcher.domain import LEADER_ROLES, PHASES, Leader
from matcher.runs.solve import SolvedRun
from matcher.study.questions.scenario_solver import (
    CoverageResult,
    ScenarioSolver,
    coverage_result,
    regions_of,
    with_more,
    with_total,
)
from matcher.world import World

THOUSAND = 1_000_00
TEN_DAYS = 10
NEW = "zz-new-leader"  # sorts after every id, so that no other leader changes place
ONE, TEN, DAYS = "leader", "ten leaders", "ten days"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ExtraMoney:
    """What £1,000 more in one pot buys. `next_pence`: the least more that buys anything; None: no sum does."""

    pot: str
    gain: int
    next_pence: int | None
    proved: bool


@dataclass(frozen=True, slots=True)
class Recruit:
    """What one more leader (or ten) would add: within the pots, and if money followed. `days` are each leader's.

    The leader lives wherever in the region they are of most use, has no conflicts and leads any kind of support that
    the role may lead: so the figure is the most that a real one could add. `waiting`: unmatched bodies whom they might
    support; `nobody`: those of them whom nobody on the register may support.
    """

    what: str
    region: str
    phase: str
    role: str
    days: int
    gain: int
    gain_if_money: int
    waiting: int
    nobody: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Marginal:
    base: CoverageResult
    free: CoverageResult
    money: tuple[ExtraMoney, ...]
    recruits: tuple[Recruit, ...]


def marginal(solver: ScenarioSolver, say: Say = lambda _: None) -> Marginal:
    within, free_policy = solver.solve(), with_total(solver.policy, None)
    most = solver.solve(free_policy)
    base, free = coverage_result(within), coverage_result(most)
    money = tuple(_of_pot(solver, within, free, pot) for pot in _binding(within))
    waiting = _waiting(within)
    recruits, questions = [], list(recruit_questions(within.setup.world, solver))
    for k, (what, leaders, phase) in enumerate(questions):
        say(f"{k + 1} of {len(questions)} questions of where to recruit")
        change = with_leaders(leaders)
        more = solver.coverage_from(within, change=change)
        richer = solver.coverage_from(most, free_policy, change)
        recruits.append(_recruit(what, leaders[0], phase, (base, more), (free, richer), waiting))
    ranked = sorted(
        recruits, key=lambda r: (-r.gain, -r.gain_if_money, -r.nobody, -r.waiting, r.region, r.phase, r.role)
    )
    return Marginal(base, free, money, tuple(ranked))


def _binding(solved: SolvedRun) -> list[str]:
    return [pot.name for pot in solved.setup.world.policy.pots if pot.amount_pence is not None]


def _of_pot(solver: ScenarioSolver, within: SolvedRun, free: CoverageResult, pot: str) -> ExtraMoney:
    base, more = coverage_result(within), solver.coverage_from(within, with_more(solver.policy, pot, THOUSAND))
    gain = more.coverage - base.coverage
    if base.coverage >= free.coverage:
        return ExtraMoney(pot, gain, None, base.proved and more.proved)
    return ExtraMoney(pot, gain, _least_more(solver, within, pot), base.proved and more.proved)


def _least_more(solver: ScenarioSolver, within: SolvedRun, pot: str) -> int | None:
    """The least extra pence that adds a match, by bisection over multiples of `_unit`; None where no sum does."""
    unit = _unit(solver)
    low, high = 0, -(-_highest_match_pence(solver) // unit)

    def enough(units: int) -> bool:
        more = solver.coverage_from(within, with_more(solver.policy, pot, units * unit))
        return more.coverage > coverage_result(within).coverage

    if not enough(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high * unit


def _unit(solver: ScenarioSolver) -> int:
    """The greatest common divisor in pence of all costs and pots: the optimum changes only at its multiples."""
    setup = solver.cache.setup(solver.loaded, solver.policy)
    amounts = [pot.amount_pence or 0 for pot in solver.policy.pots]
    return max(1, gcd(*amounts, *np.unique(setup.problem.choices.total_pence).tolist()))


def _highest_match_pence(solver: ScenarioSolver) -> int:
    choices = solver.cache.setup(solver.loaded, solver.policy).problem.choices
    return int(choices.total_pence[choices.is_match].max(initial=0))


def recruit_questions(world: World, solver: ScenarioSolver) -> Iterable[tuple[str, tuple[Leader, ...], str]]:
    """Yields (what, leaders to add, phase): ten days per region and phase with recipients; then, per region, one
    leader of each role, and ten leaders.
    """
    wanted = Counter((r.region, phase) for r in world.recipients for phase in r.phases)
    for region in regions_of(solver.policy):
        for phase in PHASES:
            if wanted[region, phase]:
                yield DAYS, (_new(region, frozenset({phase}), "trust_ceo", TEN_DAYS),), phase
    for region in regions_of(solver.policy):
        for role in LEADER_ROLES:
            yield ONE, (_new(region, frozenset(PHASES), role, _usual_days(world, role)),), ""
        chief = _new(region, frozenset(PHASES), "trust_ceo", _usual_days(world, "trust_ceo"))
        yield TEN, tuple(replace(chief, id=f"{NEW}-{k}") for k in range(10)), ""


def _usual_days(world: World, role: str) -> int:
    return median_high([x.days for x in world.leaders if x.role == role] or [TEN_DAYS])


def _new(region: str, phases: frozenset[str], role: str, days: int) -> Leader:
    """A leader without a location, so that no travel limit applies."""
    return Leader(
        id=NEW,
        name="",
        role=role,
        region=region,
        days=days,
        willing=True,
        phases=phases,
        regions=frozenset({region}),
    )


def with_leaders(leaders: tuple[Leader, ...]) -> Callable[[World], World]:
    return lambda world: replace(world, leaders=(*world.leaders, *leaders), memo={})


def _waiting(solved: SolvedRun) -> list[tuple[str, frozenset[str], str, bool]]:
    """Region, phases and kind of every unmatched school or trust, and whether nobody on the register may support it."""
    world, choices = solved.setup.world, solved.setup.problem.choices
    matched = {m.recipient_id for m in solved.plan.matches}
    possible = set(choices.recipient[choices.is_match].tolist())
    return [
        (r.region, r.phases, r.kind, k not in possible) for k, r in enumerate(world.recipients) if r.id not in matched
    ]


def _recruit(
    what: str,
    leader: Leader,
    phase: str,
    within: tuple[CoverageResult, CoverageResult],
    free: tuple[CoverageResult, CoverageResult],
    waiting: list[tuple[str, frozenset[str], str, bool]],
) -> Recruit:
    nobody_flags = [
        nobody for region, phases, _, nobody in waiting if region == leader.region and phases & leader.phases
    ]
    gain, if_money = (after.coverage - before.coverage for before, after in (within, free))
    proved = all(x.proved for x in (*within, *free))
    where = (leader.region, phase, leader.role, leader.days)
    return Recruit(what, *where, gain, if_money, len(nobody_flags), sum(nobody_flags), proved)
