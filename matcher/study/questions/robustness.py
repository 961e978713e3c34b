"""The robustness of a plan's matches: how many sampled near-optimal plans have each, and which are proved in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from matcher.plan import Objective, Problem
from matcher.policy import Effort
from matcher.runs.solve import SolvedRun, plan_of
from matcher.solve import solve
from matcher.study.questions.near_optimal import in_every_plan, near_optimal
from matcher.world import Bools, Ints

EFFORT = 0.5  # in the solver's effort units: a sampled plan need not be optimal for its random objective
Say = Callable[[str], None]
Pair = tuple[str, str]  # recipient, leader
Key = TypeVar("Key", str, Pair)


@dataclass(frozen=True, slots=True)
class Robustness:
    """`counts`: pair -> in how many of the `plans` sampled, the best plan included; `served`: the same by recipient.

    `always` and `always_served` are proved to be in every near-optimal plan; the `undecided` are neither proved nor
    refuted. Near-optimal: as many matched, and every other goal within `per_cent` of its best.
    """

    plans: int
    per_cent: int
    counts: dict[Pair, int]
    served: dict[str, int]
    best: frozenset[Pair]
    always: frozenset[Pair]
    undecided: frozenset[Pair]
    always_served: frozenset[str]
    undecided_served: frozenset[str]


def robustness(
    solved: SolvedRun, plans: int = 12, per_cent: int = 2, seed: int = 1, say: Say = lambda _: None
) -> Robustness:
    """Samples near-optimal plans, then tests whether the matches in all samples are in every near-optimal plan."""
    near_optimal_problem = near_optimal(solved.setup.problem, solved.solution.chosen, per_cent)
    best = frozenset((m.recipient_id, m.leader_id) for m in solved.plan.matches)
    counts, served = Counter(best), Counter(r for r, _ in best)
    for k in range(plans - 1):
        say(f"{k + 1} of {plans - 1} near-equal plans")
        pairs = _sample_plan(solved, near_optimal_problem, seed, k)
        counts.update(pairs)
        served.update(r for r, _ in pairs)
    say("which matches are in every near-equal plan")
    pairs_in_all = sorted(pair for pair in best if counts[pair] == plans)
    always_pairs, undecided = _always(
        solved, near_optimal_problem, pairs_in_all, [_of_pair(solved, pair) for pair in pairs_in_all]
    )
    bodies = sorted(r for r, _ in best if served[r] == plans)
    always_served, undecided_served = _always(
        solved, near_optimal_problem, bodies, [_of_recipient(solved, r) for r in bodies]
    )
    grouped = (always_pairs, undecided, always_served, undecided_served)
    return Robustness(plans, per_cent, dict(counts), dict(served), best, *grouped)


def _sample_plan(solved: SolvedRun, near_optimal_problem: Problem, seed: int, draw: int) -> frozenset[Pair]:
    """The matches of a near-optimal plan that maximises random weights of the choices."""
    rng = np.random.default_rng([seed, draw])
    worth = rng.integers(0, 1000, size=len(near_optimal_problem.choices), endpoint=True).astype(np.int64)
    weighted = replace(near_optimal_problem, objectives=(Objective("chance", "points", "most", worth),))
    start, effort = solved.solution.chosen, Effort(per_goal=EFFORT, seed=seed)
    other = solve(weighted, start, effort, lambda _: None, check_unique=False).chosen
    return frozenset(
        (m.recipient_id, m.leader_id) for m in plan_of(solved.setup.world, near_optimal_problem, other).matches
    )


def _always(
    solved: SolvedRun, near_optimal_problem: Problem, names: Sequence[Key], groups: Sequence[Ints]
) -> tuple[frozenset[Key], frozenset[Key]]:
    answer = in_every_plan(near_optimal_problem, solved.solution.chosen, groups, Effort(per_goal=EFFORT))
    return frozenset(names[k] for k in answer.proved), frozenset(names[k] for k in answer.undecided)


def _of_recipient(solved: SolvedRun, recipient_id: str) -> Ints:
    choices, world = solved.setup.problem.choices, solved.setup.world
    of_recipient: Bools = choices.is_match & (choices.recipient == world.recipient_row[recipient_id])
    numbers: Ints = np.flatnonzero(of_recipient)
    return numbers


def _of_pair(solved: SolvedRun, pair: Pair) -> Ints:
    """Indices of the pair's choices: one for each number of days."""
    own = _of_recipient(solved, pair[0])
    pairs: Ints = own[solved.setup.problem.choices.provider[own] == solved.setup.world.leader_row[pair[1]]]
    return pairs
