"""Puts the year ahead into a run: who is expected, the drawn futures, and the problem of today with them in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matcher.candidates import find_candidates
from matcher.plan import GOVERNANCE, Choices, Limit, Problem
from matcher.rules.goals.coverage import priorities_of
from matcher.rules.limits.commitments import commits_days
from matcher.runs.setup import RunSetup
from matcher.world import Bools, World
from matcher.year_ahead.arrivals import Expectations
from matcher.year_ahead.columns import YearProblem, future_parts, year_problem
from matcher.year_ahead.draw import draw_futures
from matcher.year_ahead.even_release import limits as even_release_limits
from matcher.year_ahead.even_release import released_share
from matcher.year_ahead.holds import (
    approved_rows,
    limit_on_approved,
    limit_on_holds,
    matched_rows,
    may_be_held,
    refused_ids,
    within_limits,
)
from matcher.year_ahead.stand_ins import StandIns, stand_ins_of


@dataclass(frozen=True, eq=False)
class PosedYear:
    """The problem that is solved in place of today's: `today` of its choices are today's, the rest are of `stand_ins`.

    `use` is how the year ahead is used in fact, which for equal priorities is less than was asked for.
    """

    use: str
    problem: Problem
    today: int
    stand_ins: StandIns | None = None
    year: YearProblem | None = None
    share: Fraction | None = None  # of even release


def pose_year(setup: RunSetup, expected: Expectations, without: Bools) -> PosedYear:
    """The problem with the year ahead in it. `without` is the best plan of today alone."""
    use = setup.world.policy.year_ahead.use
    if use == "off" or expected.total is None:
        return PosedYear("off", setup.problem, len(setup.problem.choices))
    if use == "even-release" and not nothing_to_release(setup):
        return _evenly_released(setup, expected.total.mean, without)
    if use == "even-release" or not_built(setup):
        return PosedYear("off", setup.problem, len(setup.problem.choices))
    return _with_futures(setup, expected, without)


def not_built(setup: RunSetup) -> bool:
    """Whether the programme has choices that the futures do not know: advisers, and what follows from the matches."""
    return bool((setup.problem.choices.kind > GOVERNANCE).any())


def nothing_to_release(setup: RunSetup) -> bool:
    """Whether the run limits neither days nor money, as where organisations support schools."""
    return not setup.rulebook.counts_days and all(pot.amount_pence is None for pot in setup.world.policy.pots)


def _evenly_released(setup: RunSetup, expected: Fraction, without: Bools) -> PosedYear:
    world, choices = setup.world, setup.problem.choices
    share = released_share(here_this_year(setup), expected)
    refused, matched = refused_ids(world.policy), matched_rows(world, choices, without)
    first = [r for r, recipient in enumerate(world.recipients) if matched[r] and recipient.id in refused]
    waits = limit_on_approved(world, choices, approved_rows(world, choices, without))
    extra = (*even_release_limits(world, choices, share, first), waits)
    return PosedYear("even-release", with_rows_added(setup.problem, extra), len(choices), share=share)


def here_this_year(setup: RunSetup) -> int:
    """Those of the run's regions who wait for support, or whose support holds days of this programme year."""
    world = setup.world
    given = {d.recipient_id for d in world.facts.history if commits_days(d, world.policy)}
    return len(set(world.recipient_row) | {id for id in given if _in_run(id, world)})


def _in_run(recipient_id: str, world: World) -> bool:
    """Whether the files know its region and the run is of that region, as those expected are."""
    region, inside = world.region_of.get(recipient_id), world.policy.regions
    return region is not None and (inside is None or region in inside)


def with_rows_added(problem: Problem, extra: Sequence[Limit]) -> Problem:
    kept = tuple(limit for limit in extra if len(limit.at_most))
    return Problem(
        problem.choices, (*problem.limits, *kept), problem.objectives, problem.skipped_goals, problem.futures
    )


def _with_futures(setup: RunSetup, expected: Expectations, without: Bools) -> PosedYear:
    world, choices, rulebook = setup.world, setup.problem.choices, setup.rulebook
    named, twice = world.facts.expected, expected.twice_share
    stand_ins = stand_ins_of(draw_futures(expected.years, world.policy, twice, named, len(choices)))
    if not stand_ins.drawn:
        return PosedYear("off", setup.problem, len(choices))
    may_wait = world.policy.year_ahead.use == "who-and-when" and not _all_alike(setup, stand_ins)
    candidates = find_candidates(stand_ins.alone(world), rulebook)
    both = stand_ins.beside(world)
    waiting = _left_for_later(world, may_wait)
    # counting on declines gains where nobody waits; where some may, keeping too much is the safe side (decision 1607)
    parts = future_parts(world, both, choices, stand_ins, candidates, waiting, may_decline=not may_wait)
    extra = _limits_on_holds(world, choices, without) if may_wait else []
    year = year_problem(setup.problem, both, parts, stand_ins, rulebook, extra, may_wait)
    return PosedYear("who-and-when" if may_wait else "which-leader", year.problem, year.today, stand_ins, year)


def _left_for_later(world: World, may_wait: bool) -> Bools:
    """A mask over the recipients: those whom today's plan may leave out, and a later one serve. Where somebody may wait
    those who may, or everybody by `futures.of_today`: who is protected and has no leader today is still here later, and
    rows of today's keep the limits on holding. Where nobody may, only how many are matched is fixed, not whom, and what
    is declined may serve the others: all of them where anybody declines, and nobody else."""
    futures = world.policy.year_ahead.futures
    if may_wait and futures.of_today == "may-wait":
        return may_be_held(world)
    return np.full(len(world.recipients), may_wait or futures.declines > 0)


def _limits_on_holds(world: World, choices: Choices, without: Bools) -> list[Limit]:
    """Who is not asked to wait, and who waits because a director approved it, where there is anybody."""
    approved = within_limits(world, choices, without, approved_rows(world, choices, without))
    waits = [limit_on_approved(world, choices, approved)] if approved else []
    return [limit_on_holds(world, choices, without), *waits]


def _all_alike(setup: RunSetup, stand_ins: StandIns) -> bool:
    """Whether everybody who may be matched, now or later, counts the same."""
    choices = setup.problem.choices
    mine = priorities_of(setup.world)[np.unique(choices.recipient[choices.is_match])]
    return len(np.unique(np.concatenate([mine, stand_ins.priorities]))) <= 1
