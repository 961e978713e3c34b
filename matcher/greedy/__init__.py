"""Construction heuristics: the greedy plan that the solver starts from, and the plan people would make by hand."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matcher.bounding import worth_to_maximise
from matcher.greedy.advisers import fill_with_advisers
from matcher.greedy.room import RemainingRoom
from matcher.plan import Problem
from matcher.world import Bools, Ints


def greedy(problem: Problem) -> Bools:
    """Recipients in order of their best choice by the objectives, each with its best choice that still fits.

    It breaks no limit, except where pins compete for room that earlier recipients have used.
    """
    worth_arrays = [
        worth_to_maximise(objective)
        for objective in problem.objectives
        if objective.sense != "worst-share" and objective.goal != "canonical"
    ]
    return _fill(problem, _order(worth_arrays, len(problem.choices)))


def by_hand(problem: Problem) -> Bools:
    """Recipients in priority order, each with the nearest leader, by the run's own measure, who still has room."""
    choices = problem.choices
    first = [worth_to_maximise(objective) for objective in problem.objectives[:1] if objective.sense != "worst-share"]
    ranked = [*first, -choices.nearness, -choices.team_days]
    return _fill(problem, _order(ranked, len(choices)))


def _order(worth_arrays: list[Ints], count: int) -> Ints:
    """The choices' numbers, best first by the first worth; ties by the next, and finally by number."""
    keys = [np.arange(count), *(-worth for worth in reversed(worth_arrays))]
    order: Ints = np.lexsort(keys)
    return order


def _fill(problem: Problem, order: Ints) -> Bools:
    """Pinned pairs first, then matches recipient by recipient, then governance: each the best that fits.

    There are two rounds, because a choice may fit once others are chosen (a share of a region's matches). A recipient
    whose pin does not fit yet gets no other match.
    """
    if problem.choices.is_adviser.any():
        return fill_with_advisers(problem, order)
    room = RemainingRoom.of(problem)
    recipient, is_match = problem.choices.recipient, problem.choices.is_match
    rank: Ints = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    waiting, done = list(_pinned(problem)), set[int]()
    for _ in range(2):
        waiting = [pair for pair in waiting if not room.chosen[pair].any() and not room.take_best(pair, rank)]
        reserved = {int(r) for pair in waiting for r in recipient[pair]}
        done |= set(recipient[room.chosen & is_match].tolist()) | reserved
        _take_all(problem, room, np.flatnonzero(is_match), rank, done)
        done -= reserved
    _take_all(problem, room, np.flatnonzero(problem.choices.is_governance), rank, set())
    return room.chosen


def _take_all(problem: Problem, room: RemainingRoom, numbers: Ints, rank: Ints, done: set[int]) -> None:
    """Gives each recipient that is not done its best choice that fits, and adds it to `done`."""
    for recipient, own in _by_recipient(problem, numbers, rank):
        if recipient not in done and room.take_best(own, rank):
            done.add(recipient)


def _pinned(problem: Problem) -> Iterable[Ints]:
    """The choices of each row that asks for something to be chosen."""
    for limit in problem.limits:
        for k in np.flatnonzero(limit.at_most < 0).tolist():
            yield limit.choice[(limit.row == k) & (limit.weight < 0)]


def _by_recipient(problem: Problem, numbers: Ints, rank: Ints) -> Iterable[tuple[int, Ints]]:
    """Recipients in the order of their best choice, each with its choices' numbers."""
    if not len(numbers):
        return
    owner = problem.choices.recipient[numbers]
    order = np.argsort(owner, kind="stable")
    numbers, owner = numbers[order], owner[order]
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    ends = np.r_[starts[1:], len(numbers)]
    best = np.minimum.reduceat(rank[numbers], starts)
    for k in np.argsort(best).tolist():
        yield int(owner[starts[k]]), numbers[starts[k] : ends[k]]
