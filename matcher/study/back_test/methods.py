"""Ways to decide through a year, one after another on the same truth: by hand, greedily, evenly, with drawn futures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np

from matcher.domain import Deployment
from matcher.greedy import by_hand, greedy
from matcher.plan import Plan, PlannedMatch, Problem
from matcher.policy import Policy
from matcher.runs.setup import RunSetup
from matcher.runs.solve import plan_of
from matcher.runs.year_ahead.expectations import expectations
from matcher.runs.year_ahead.pose import pose_year
from matcher.solve import solve
from matcher.solve.together import hint_for_today
from matcher.study.back_test.truth import TERMS, YearOfTruth
from matcher.world import Bools
from matcher.year_ahead.arrivals import Expectations

Decide = Callable[[RunSetup, Expectations], Bools]
ROUNDS = 4  # proposals on one day: the first, and those that take up what was declined
METHODS = ("by-hand", "greedy-term", "greedy-month", "even-release", "two-stage", "hindsight")


@dataclass(frozen=True)
class YearOutcome:
    """What one method came to: priority points, and those served by the term in which they came."""

    points: int
    served: Mapping[str, int]


def best_today(setup: RunSetup) -> Bools:
    return _solved(setup.problem, greedy(setup.problem), setup.world.policy)


def two_stage(setup: RunSetup, expected: Expectations) -> Bools:
    without = best_today(setup)
    posed = pose_year(setup, expected, without)
    if posed.use == "off":
        return without
    if posed.use == "even-release":
        return _solved(posed.problem, np.zeros(len(without), dtype=np.bool_), setup.world.policy)
    hint = hint_for_today(posed.problem, len(posed.problem.objectives) - 1)
    if hint is None:
        start = np.concatenate([without, np.zeros(posed.problem.futures, dtype=np.bool_)])
        hint = _solved(posed.problem, start, setup.world.policy)
    return hint[: posed.today]


def _solved(problem: Problem, start: Bools, policy: Policy) -> Bools:
    """The best plan of the goals but the last, which only tells equal plans apart."""
    bare = replace(problem, objectives=problem.objectives[:-1])
    return solve(bare, start, policy.effort, lambda _: None, "auto", check_unique=False).chosen


def through_the_year(
    truth: YearOfTruth, days: tuple[date, ...], accepting: frozenset[str], decide: Decide
) -> YearOutcome:
    """Decisions on these days in turn. A match that is declined gives its days and money back and ends the case; what
    it gives back is offered to others at once, as often as `ROUNDS`."""
    gone, history = set[str](), list[Deployment]()
    for day in days:
        for _ in range(ROUNDS):
            setup = truth.setup(day, frozenset(gone), history)
            plan = plan_of(setup.world, setup.problem, decide(setup, _expected(truth, setup, day)))
            asked = {m.recipient_id for m in plan.matches}
            gone |= asked
            history += [_agreed(m, truth.term_of(day)) for m in plan.matches if m.recipient_id in accepting]
            if asked <= accepting:
                break
    return _outcome(truth, Counter(d.recipient_id for d in history))


def _agreed(match: PlannedMatch, term: str) -> Deployment:
    return Deployment(
        term=term,
        recipient_id=match.recipient_id,
        leader_id=match.leader_id,
        state="agreed",
        days_agreed=match.days,
        team_days=match.team_days,
    )


def _expected(truth: YearOfTruth, setup: RunSetup, day: date) -> Expectations:
    """From the files' own past years before the tested one; this year's arrivals are all that had come by the day."""
    policy = replace(setup.world.policy, as_at=day)
    return expectations(truth.facts, policy, truth.assessed(day))


def hindsight(truth: YearOfTruth, accepting: frozenset[str]) -> YearOutcome:
    """The best that anybody could have done who knew who would come and who would say no."""
    setup = truth.whole_year(accepting)
    plan: Plan = plan_of(setup.world, setup.problem, best_today(setup))
    return _outcome(truth, Counter(m.recipient_id for m in plan.matches))


def _outcome(truth: YearOfTruth, served: Mapping[str, int]) -> YearOutcome:
    terms = Counter(truth.first_seen[id][1] for id in served)
    return YearOutcome(sum(truth.points[id] for id in served), {term: terms[term] for term in TERMS})


def run_method(truth: YearOfTruth, method: str, accepting: frozenset[str]) -> YearOutcome:
    """One method through the year. Raises KeyError for a method that is not in METHODS."""
    if method == "hindsight":
        return hindsight(truth, accepting)
    days = truth.month_ends if method == "greedy-month" else truth.term_ends
    return through_the_year(with_use(truth, method), days, accepting, DECISIONS[method])


def with_use(truth: YearOfTruth, method: str) -> YearOfTruth:
    """The same truth under even release, where that is the method; else with the scenario's own use of the year ahead,
    which is *who-and-when* where it has none."""
    ahead = truth.policy.year_ahead
    asked = ahead.use if ahead.use in ("which-leader", "who-and-when") else "who-and-when"
    use = "even-release" if method == "even-release" else asked
    return truth.under_policy(replace(truth.policy, year_ahead=replace(ahead, use=use)))


DECISIONS: Mapping[str, Decide] = {
    "by-hand": lambda setup, _: by_hand(setup.problem),
    "greedy-term": lambda setup, _: best_today(setup),
    "greedy-month": lambda setup, _: best_today(setup),
    "even-release": two_stage,
    "two-stage": two_stage,
}


def percent(points: int, of: int) -> Fraction:
    return Fraction(100 * points, of) if of else Fraction(100)
