"""What would be, solved again: the same run with a pair fixed, a limit moved, a leader more; never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matcher.candidates import find_candidates
from matcher.explain.finished import Finished, keys_of
from matcher.plan import Choices, Limit, Problem
from matcher.policy import Policy
from matcher.problem import pose
from matcher.rules.choices import match_choices, options, pairs_at, together
from matcher.rules.pairs.columns import ints
from matcher.solve import costs_differ, pins_conflict, solve
from matcher.world import Bools, Ints, World

Conflict = tuple[tuple[str, str], ...]  # (rule, subject) rows that contradict each other


@dataclass(frozen=True, eq=False)
class Outcome:
    """The best plan of a changed run. `settled`: every goal was met to its bound, and no other plan does as well."""

    world: World
    problem: Problem
    chosen: Bools
    settled: bool

    @cached_property
    def leader_of(self) -> Mapping[str, str]:
        """Recipient id -> leader id."""
        return leaders_by_recipient(self.world, self.problem.choices, self.chosen)

    @property
    def values(self) -> Mapping[str, int]:
        return {aim.goal: aim.value(self.chosen) for aim in self.problem.aims}


def leaders_by_recipient(world: World, choices: Choices, chosen: Bools) -> dict[str, str]:
    rows = np.flatnonzero(chosen & choices.is_match).tolist()
    return {world.recipients[int(choices.recipient[i])].id: world.leaders[int(choices.provider[i])].id for i in rows}


def with_demand(run: Finished, among: Ints, subject: str) -> Outcome | Conflict:
    """The best plan that holds one of these choices; or the smallest set of rows that cannot hold together."""
    return with_wishes(run, ((among, subject),), ints([]))


def without(run: Finished, among: Ints) -> Outcome:
    """The best plan that holds none of these choices; a pin that only they could satisfy goes with them."""
    unpinned = replace(run.problem, limits=tuple(_unpinned(limit, among) for limit in run.problem.limits))
    return _mended(run.world, banned(unpinned, among), _less(run.chosen, among))


def with_wishes(run: Finished, demands: Sequence[tuple[Ints, str]], bans: Ints) -> Outcome | Conflict:
    """The best plan that holds one choice of every demand, each with whom it is about, and none of those banned.

    The search begins at the run's own plan; where costs differ from pair to pair that plan is mended around what is
    asked. Where no plan can: the smallest set of rows that cannot hold together.
    """
    problem = banned(run.problem, bans) if len(bans) else run.problem
    for among, subject in demands:
        problem = demanded(problem, among, subject)
    conflict = pins_conflict(problem)
    return conflict if conflict is not None else _mended(run.world, problem, _less(run.chosen, bans))


def demanded(problem: Problem, among: Ints, subject: str) -> Problem:
    none = np.zeros(len(among), dtype=np.int64)
    demand = Limit("pins", "matches", none, among, none - 1, ints([-1]), (subject,))
    return replace(problem, limits=(*problem.limits, demand))


def banned(problem: Problem, among: Ints) -> Problem:
    zeros = np.zeros(len(among), dtype=np.int64)
    ban = Limit("left-out", "matches", zeros, among, zeros + 1, ints([0]), ("left out",))
    return replace(problem, limits=(*problem.limits, ban))


def _less(chosen: Bools, among: Ints) -> Bools:
    left = chosen.copy()
    left[among] = False
    return left


def _unpinned(limit: Limit, among: Ints) -> Limit:
    """Without the demands that nothing but these choices could meet."""
    if limit.rule != "pins":
        return limit
    met = np.bincount(limit.row[~np.isin(limit.choice, among)], minlength=len(limit.at_most))
    named = np.bincount(limit.row, minlength=len(limit.at_most))
    return replace(limit, at_most=np.where((named > 0) & (met == 0), 0, limit.at_most))


def other_ties(run: Finished) -> Outcome:
    """A plan as good on every goal, with ties settled the other way round: where it differs, a tie decided."""
    *goals, last = run.problem.aims
    return _solved(run.world, replace(run.problem, aims=(*goals, replace(last, sense="most"))), run.chosen)


def with_policy(run: Finished, policy: Policy) -> Outcome:
    """Under a policy that moves limits or goals only: who may support whom is as it was."""
    world = replace(run.world, policy=policy, memo={})
    return _solved(world, pose(world, run.choices, run.posed.rulebook), run.chosen)


def with_world(run: Finished, world: World) -> Outcome:
    """In another world: who may support whom is found again, and the old plan is where the search begins."""
    choices = find_candidates(world, run.posed.rulebook.pairs, run.posed.rulebook.flags).choices
    return _with_choices(run, world, choices)


def with_pair(run: Finished, world: World, recipient_row: int, leader_row: int) -> Outcome:
    """With one pair allowed that a rule bars; everything else about it obeys the rules."""
    if len(run.choices_of_pair(recipient_row, leader_row)):
        return _with_choices(run, world, run.choices)
    pair = pairs_at(world, ints([recipient_row]), ints([leader_row]))
    both = together(run.choices, match_choices(world, pair, *options(world, pair)))
    order = np.lexsort((both.team_days, both.days, both.provider, both.recipient, both.kind))
    return _with_choices(run, world, both.where(order))


def with_limits(run: Finished, world: World) -> Outcome:
    """In a world where only limits and goals differ: who may support whom is as it was."""
    return _with_choices(run, world, run.choices)


def _with_choices(run: Finished, world: World, choices: Choices) -> Outcome:
    taken = {key for key, yes in zip(keys_of(run.world, run.choices), run.chosen.tolist(), strict=True) if yes}
    start = np.array([key in taken for key in keys_of(world, choices)], dtype=np.bool_)
    return _solved(world, pose(world, choices, run.posed.rulebook), start)


def _mended(world: World, problem: Problem, start: Bools) -> Outcome:
    """Where costs differ from pair to pair the best plan takes minutes to seek, and somebody waits for the answer."""
    return _solved(world, problem, start, "near" if costs_differ(problem) else "auto")


def _solved(world: World, problem: Problem, start: Bools, engine: str = "auto") -> Outcome:
    solution = solve(problem, start, world.policy.effort, lambda _: None, engine)
    return Outcome(world, problem, solution.chosen, solution.unique)
