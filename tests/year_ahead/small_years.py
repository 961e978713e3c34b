"""Small runs with a year ahead of them, posed and solved as a run is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from matcher.candidates import find_candidates
from matcher.domain import GovernanceLeader, Leader, Recipient
from matcher.plan import Solution
from matcher.policy import Policy
from matcher.problem import build_problem
from matcher.rules.rulebooks import TSIO_2022
from matcher.runs.setup import RunSetup
from matcher.runs.solve import search_plan
from matcher.runs.year_ahead.pose import PosedYear, pose_year
from matcher.runs.year_ahead.solved import starting_plan
from matcher.solve import solve
from matcher.world import Bools
from matcher.year_ahead.arrivals import Expectations, PastYear, expected_total
from tests.worlds import a_world
from tests.year_ahead.years import a_past_year, an_arrival

LATER = date(2022, 2, 7)


def a_setup(
    policy: Policy, recipients: Iterable[Recipient], leaders: Iterable[Leader], others: Iterable[GovernanceLeader] = ()
) -> RunSetup:
    world = a_world(recipients, leaders, others, policy=policy)
    found = find_candidates(world, TSIO_2022)
    return RunSetup((), world, found, build_problem(world, found.choices, TSIO_2022), TSIO_2022)


def expecting(policy: Policy, *later: Recipient, twice: Iterable[str] = ()) -> Expectations:
    """One past year in which these came in February; those named were below good twice."""
    names = set(twice)
    arrivals = [replace(an_arrival("x", LATER), recipient=r, twice=r.id in names) for r in later]
    years: tuple[PastYear, ...] = (a_past_year(2021, *arrivals),)
    return Expectations(years, (), 20, Fraction(0), expected_total(years, policy))


def posed_with(setup: RunSetup, expected: Expectations) -> tuple[PosedYear, Bools]:
    """The posed problem, and the best plan of today alone."""
    without = search_plan(setup).chosen
    return pose_year(setup, expected, without), without


def solved(setup: RunSetup, posed: PosedYear, without: Bools) -> Solution:
    return solve(posed.problem, starting_plan(posed, without), setup.world.policy.effort, lambda _: None)


def matched(setup: RunSetup, chosen: Bools) -> set[str]:
    choices = setup.problem.choices
    today = chosen[: len(choices)]
    return {setup.world.recipients[r].id for r in choices.recipient[today & choices.is_match].tolist()}
