"""The run solved again with a change: a pair required or forbidden, a limit moved, another leader."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matcher.bounding import Witness
from matcher.candidates import find_candidates
from matcher.plan import Choices, Limit, Problem
from matcher.policy import Policy
from matcher.problem import build_problem, with_goals_of
from matcher.rules.choices import concatenate_choices, pairs_at
from matcher.rules.goals import canonical
from matcher.rules.limits.supporter_links import relinked, with_links
from matcher.rules.pairs.pair_sets import ints
from matcher.runs.choice_keys import keys_of, still_possible
from matcher.runs.finished import FinishedRun
from matcher.runs.year_ahead.kept import with_kept
from matcher.solve import costs_differ, pins_conflict, resolve_among, solve
from matcher.world import Bools, Ints, World
from matcher.year_ahead.holds import refused_ids

Conflict = tuple[tuple[str, str], ...]  # (rule, subject) rows that contradict each other


@dataclass(frozen=True, eq=False)
class WhatIfPlan:
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
        return {objective.goal: objective.value(self.chosen) for objective in self.problem.objectives}


def leaders_by_recipient(world: World, choices: Choices, chosen: Bools) -> dict[str, str]:
    rows = np.flatnonzero(chosen & choices.is_match).tolist()
    return {world.recipients[int(choices.recipient[i])].id: world.leaders[int(choices.provider[i])].id for i in rows}


def solve_with_pair_required(
    run: FinishedRun, among: Ints, subject: str, matched: Collection[int] = ()
) -> WhatIfPlan | Conflict:
    """The best plan that holds one of these choices, or the smallest infeasible set of rows, which names `subject`.
    The recipients of the rows `matched` are matched in it too.

    The search begins at the run's own plan; where costs differ from pair to pair that plan is mended around the pair.
    """
    asked = run.choices.recipient[among].tolist()
    problem = require_one_of(_kept(run, run.world, run.problem, asked), among, subject)
    for row in matched:
        problem = require_one_of(problem, run.choices_for(row), f"{run.world.recipients[row].id}+any leader")
    conflict = pins_conflict(problem)
    return _solve_by_repair(run.world, problem, run.chosen) if conflict is None else conflict


def solve_without(run: FinishedRun, among: Ints) -> WhatIfPlan:
    """The best plan that holds none of these choices; a pin that only they could satisfy goes with them."""
    return _solve_by_repair(run.world, _forbidding(run, among), _without_choices(run.chosen, among))


def _forbidding(run: FinishedRun, among: Ints) -> Problem:
    return forbid_choices(_unpinned(_kept(run, run.world, run.problem), among), among)


def _unpinned(problem: Problem, among: Ints) -> Problem:
    return replace(problem, limits=tuple(_drop_unsatisfiable_pins(limit, among) for limit in problem.limits))


def values_without(run: FinishedRun, barred: Ints, known: Sequence[Witness] = ()) -> Mapping[str, int]:
    """The value of each goal but the one that settles ties, in the best plan that holds none of these choices.

    `known` are the witnesses of the run's own solve, where they are at hand: what they prove need not be asked again.
    """
    problem = _unpinned(_kept(run, run.world, run.problem), barred)
    bare = replace(problem, objectives=tuple(o for o in problem.objectives if o.goal != canonical.NAME))
    among = np.ones(len(run.chosen), dtype=np.bool_)
    among[barred] = False
    start = _without_choices(run.chosen, barred)
    plan = resolve_among(bare, start, run.policy.effort, among, known, _repairing(bare))
    return {objective.goal: objective.value(plan) for objective in bare.objectives}


def require_one_of(problem: Problem, among: Ints, subject: str) -> Problem:
    none = np.zeros(len(among), dtype=np.int64)
    demand = Limit("pins", "matches", none, among, none - 1, ints([-1]), (subject,))
    return replace(problem, limits=(*problem.limits, demand))


def forbid_choices(problem: Problem, among: Ints) -> Problem:
    zeros = np.zeros(len(among), dtype=np.int64)
    ban = Limit("left-out", "matches", zeros, among, zeros + 1, ints([0]), ("left out",))
    return replace(problem, limits=(*problem.limits, ban))


def _without_choices(chosen: Bools, among: Ints) -> Bools:
    left = chosen.copy()
    left[among] = False
    return left


def _drop_unsatisfiable_pins(limit: Limit, among: Ints) -> Limit:
    """The limit without the pins that only these choices could satisfy."""
    if limit.rule != "pins":
        return limit
    met = np.bincount(limit.row[~np.isin(limit.choice, among)], minlength=len(limit.at_most))
    rows_of_limit = np.bincount(limit.row, minlength=len(limit.at_most))
    unmet = (rows_of_limit > 0) & (met == 0)
    return replace(limit, at_most=np.where(unmet, 0, limit.at_most)) if unmet.any() else limit


def solve_with_reversed_ties(run: FinishedRun) -> WhatIfPlan:
    """A plan as good on every goal, with ties settled the other way round: where it differs, a tie decided."""
    problem = _kept(run, run.world, run.problem)
    *goals, last = problem.objectives
    return _solve(run.world, replace(problem, objectives=(*goals, replace(last, sense="most"))), run.chosen)


def solve_with_policy(run: FinishedRun, policy: Policy) -> WhatIfPlan:
    """Under a policy that moves limits or goals only: who may support whom is as it was."""
    world, problem = problem_under(run, policy)
    return _solve(world, _kept(run, world, problem), run.chosen)


def problem_under(run: FinishedRun, policy: Policy) -> tuple[World, Problem]:
    """The world and problem under such a policy, over the run's own choices."""
    world = replace(run.world, policy=policy, memo={})
    return world, build_problem(world, run.choices, run.setup.rulebook)


def problem_with_goals(run: FinishedRun, policy: Policy) -> tuple[World, Problem]:
    """The world and problem under a policy of other goals, or of another `priority`: the limits rest on neither."""
    world = replace(run.world, policy=policy, memo={})
    return world, with_goals_of(world, run.problem, run.setup.rulebook)


def solve_with_world(run: FinishedRun, world: World) -> WhatIfPlan:
    """In another world: who may support whom is found again, and the old plan is where the search begins."""
    choices = find_candidates(world, run.setup.rulebook).choices
    return _with_choices(run, world, choices)


def solve_among(run: FinishedRun, world: World, remaining: Ints) -> FinishedRun | Conflict:
    """In another world, among these of the run's choices only: the run with the best plan, or what cannot hold."""
    choices = run.choices.where(remaining)
    problem = build_problem(world, choices, run.setup.rulebook)
    conflict = pins_conflict(problem)
    if conflict is not None:
        return conflict
    waits = run.holds.keys() - refused_ids(world.policy)
    refused = [world.recipient_row[id] for id in run.holds if id not in waits and id in world.recipient_row]
    solved = _solve(world, with_kept(problem, world, waits, run.room, refused), run.chosen[remaining])
    flags = {name: mask[remaining] for name, mask in run.setup.candidates.flags.items()}
    candidates = replace(run.setup.candidates, choices=choices, flags=flags)
    setup = replace(run.setup, world=world, candidates=candidates, problem=problem)
    holds = {id: run.holds[id] for id in waits}
    return FinishedRun(setup, solved.chosen, holds, run.room)


def solve_allowing_pair(run: FinishedRun, world: World, recipient_row: int, leader_row: int) -> WhatIfPlan:
    """With one pair allowed that a rule bars; everything else about it obeys the rules."""
    if len(run.choices_of_pair(recipient_row, leader_row)):
        return _with_choices(run, world, run.choices, [recipient_row])
    pair = pairs_at(world, ints([recipient_row]), ints([leader_row]))
    provider = run.setup.rulebook.provider(pair.kind)
    both = concatenate_choices(run.choices, provider.choices(world, pair, *provider.days.options(world, pair)))
    order = np.lexsort((both.team_days, both.days, both.provider, both.recipient, both.kind))
    return _with_choices(run, world, relinked(world, both.where(order)), [recipient_row])


def solve_with_limits(run: FinishedRun, world: World) -> WhatIfPlan:
    """In a world where only limits and goals differ: who may support whom is as it was."""
    return _with_choices(run, world, run.choices)


def _with_choices(run: FinishedRun, world: World, choices: Choices, free: Collection[int] = ()) -> WhatIfPlan:
    start = still_possible(world, choices, keys_of(run.world, run.choices.where(np.flatnonzero(run.chosen))))
    start = with_links(world, choices, start)
    return _solve(world, _kept(run, world, build_problem(world, choices, run.setup.rulebook), free), start)


def _kept(run: FinishedRun, world: World, problem: Problem, free: Collection[int] = ()) -> Problem:
    """The problem with what the run keeps for those who come later; `free` as in `with_kept`."""
    return with_kept(problem, world, run.holds.keys(), run.room, free)


def _solve_by_repair(world: World, problem: Problem, start: Bools) -> WhatIfPlan:
    return _solve(world, problem, start, _repairing(problem))


def _repairing(problem: Problem) -> str:
    """The repair engine where costs differ from pair to pair: the full search takes minutes there."""
    return "near" if costs_differ(problem) else "auto"


def _solve(world: World, problem: Problem, start: Bools, engine: str = "auto") -> WhatIfPlan:
    solution = solve(problem, start, world.policy.effort, lambda _: None, engine)
    return WhatIfPlan(world, problem, solution.chosen, solution.unique)
