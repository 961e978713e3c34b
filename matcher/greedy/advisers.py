"""A lawful first plan where a school has an organisation and an adviser: both are chosen together, or neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from matcher.greedy.room import RemainingRoom
from matcher.plan import SUPPORTED, SUPPORTS, Problem
from matcher.world import Bools, Ints


def fill_with_advisers(problem: Problem, order: Ints) -> Bools:
    """Recipients in the order of their best choice, those with a pin first, each with its best pair that fits.

    A recipient whose pin does not fit gets nothing. What follows from the matches is chosen with them.
    """
    room, rank = RemainingRoom.of(problem), np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    matches, advisers = (
        _by_recipient(problem, mask, rank) for mask in (problem.choices.is_match, problem.choices.is_adviser)
    )
    pinned, link = _pinned(problem), _links(problem)
    for recipient in _in_order({*matches, *advisers}, matches, advisers, rank, pinned):
        bundles = _bundles(matches.get(recipient, []), advisers.get(recipient, []), pinned.get(recipient, set()))
        _take_first(room, bundles, link)
    for number in np.flatnonzero(problem.choices.kind == SUPPORTED).tolist():
        room.take_together([number])
    return room.chosen


def _by_recipient(problem: Problem, mask: Bools, rank: Ints) -> Mapping[int, list[int]]:
    """The choices of each recipient, best first."""
    found: dict[int, list[int]] = defaultdict(list)
    numbers = np.flatnonzero(mask)
    for number in numbers[np.argsort(rank[numbers])].tolist():
        found[int(problem.choices.recipient[number])].append(number)
    return found


def _pinned(problem: Problem) -> Mapping[int, set[int]]:
    """By recipient, the choices that its pins ask for."""
    found: dict[int, set[int]] = defaultdict(set)
    for limit in problem.limits:
        for k in np.flatnonzero(limit.at_most < 0).tolist():
            for number in limit.choice[(limit.row == k) & (limit.weight < 0)].tolist():
                found[int(problem.choices.recipient[number])].add(number)
    return found


def _links(problem: Problem) -> Mapping[int, int]:
    """Match -> the choice that says that its organisation supports its body, where there is one."""
    kind, found = problem.choices.kind, dict[int, int]()
    for limit in problem.limits:
        if limit.rule != "supports":
            continue
        of_row: dict[int, list[int]] = defaultdict(list)
        for row, number in zip(limit.row.tolist(), limit.choice.tolist(), strict=True):
            of_row[row].append(number)
        for numbers in of_row.values():
            link = [number for number in numbers if kind[number] == SUPPORTS]
            found |= {number: link[0] for number in numbers if kind[number] < SUPPORTS and link}
    return found


def _in_order(
    recipients: Iterable[int],
    matches: Mapping[int, list[int]],
    advisers: Mapping[int, list[int]],
    rank: Ints,
    pinned: Mapping[int, set[int]],
) -> list[int]:
    best = {r: int(rank[(matches.get(r) or advisers[r])[0]]) for r in recipients}
    return sorted(best, key=lambda r: (r not in pinned, best[r]))


def _bundles(matches: list[int], advisers: list[int], pinned: set[int]) -> Iterable[list[int]]:
    """The recipient's match with an adviser, best first; then an adviser alone, which only some may have."""
    for match in matches:
        for adviser in advisers:
            if pinned <= {match, adviser}:
                yield [match, adviser]
    yield from ([adviser] for adviser in advisers if pinned <= {adviser})


def _take_first(room: RemainingRoom, bundles: Iterable[list[int]], link: Mapping[int, int]) -> None:
    for bundle in bundles:
        follows = [link[number] for number in bundle if number in link and not room.chosen[link[number]]]
        if room.take_together([*bundle, *follows]):
            return
