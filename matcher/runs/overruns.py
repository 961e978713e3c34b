"""Which rows of the limits each match not chosen would exceed if it were added, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.plan import Problem
from matcher.world import Bools, Ints

# A pin is what somebody asked for, and what follows from a match comes with it: neither is a shortage of anything.
NOT_COUNTED = frozenset({"pins", "supports"})
WITH_ADVISER = "organisation-needs-adviser"


@dataclass(frozen=True, eq=False)
class Overruns:
    """Violations of adding one choice: entry i says that `choice[i]` would exceed `row[i]` of `limit[i]` by `by[i]`."""

    limit: Ints
    row: Ints
    choice: Ints
    by: Ints


def shortfall(rows: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """How far a choice is from having room, the least first: how many rows it would overrun, and by how much in all.

    `rows`: its (limit, row, by how much). Compare choices of one pair: their limits have the same units.
    """
    return len(rows), sum(by for _, _, by in rows)


def current_match(problem: Problem, chosen: Bools) -> Ints:
    """Per choice, the number of the match its recipient has now, -1 where it has none."""
    choices = problem.choices
    matches = np.flatnonzero(chosen & choices.is_match)
    size = int(choices.recipient.max(initial=-1)) + 1
    of_recipient = np.full(size, -1, dtype=np.int64)
    of_recipient[choices.recipient[matches]] = matches
    return of_recipient[choices.recipient]


def overruns(problem: Problem, chosen: Bools) -> Overruns:
    """What each match not chosen would exceed in place of its recipient's present match, all others unchanged."""
    current = current_match(problem, chosen)
    parts = [_of_limit(problem, k, chosen, current) for k in range(len(problem.limits))]
    none = np.zeros(0, dtype=np.int64)
    return Overruns(*(np.concatenate([none, *(p[i] for p in parts)]) for i in range(4)))


def _of_limit(problem: Problem, k: int, chosen: Bools, current: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    limit = problem.limits[k]
    none = np.zeros(0, dtype=np.int64)
    if limit.rule in NOT_COUNTED or not len(limit.choice):
        return none, none, none, none
    freed = _weight_in_row(limit.row, limit.choice, limit.weight, limit.row, current[limit.choice], len(chosen))
    after = limit.used(chosen)[limit.row] - freed + limit.weight - limit.at_most[limit.row]
    bad = (after > 0) & ~chosen[limit.choice] & problem.choices.is_match[limit.choice]
    if limit.rule == WITH_ADVISER:
        bad &= ~_advisable(problem, chosen, limit.choice, bad)
    return np.full(int(bad.sum()), k, dtype=np.int64), limit.row[bad], limit.choice[bad], after[bad]


def _advisable(problem: Problem, chosen: Bools, choice: Ints, asked: Bools) -> Bools:
    """Per entry asked about, whether some adviser with room left could be given to the match's school with it."""
    choices = problem.choices
    has_room = choices.is_adviser & ~_in_full_row(problem, chosen, "caseload")
    together = _choices_in_one_row(problem, "same-employer")
    found = np.zeros(len(choice), dtype=np.bool_)
    for entry in np.flatnonzero(asked).tolist():
        match = int(choice[entry])
        own = np.flatnonzero(has_room & (choices.recipient == choices.recipient[match])).tolist()
        found[entry] = any(adviser not in together.get(match, ()) for adviser in own)
    return found


def _in_full_row(problem: Problem, chosen: Bools, rule: str) -> Bools:
    """Per choice, whether a row of this rule that holds it has no room left."""
    mask = np.zeros(len(chosen), dtype=np.bool_)
    for limit in problem.limits:
        if limit.rule == rule:
            full = limit.used(chosen) >= limit.at_most
            mask[limit.choice[full[limit.row]]] = True
    return mask


def _choices_in_one_row(problem: Problem, rule: str) -> dict[int, set[int]]:
    """Match -> the advisers' choices that stand in one row of this rule with it."""
    rows: dict[int, list[int]] = {}
    for limit in problem.limits:
        for row, choice in zip(limit.row.tolist(), limit.choice.tolist(), strict=True) if limit.rule == rule else ():
            rows.setdefault(row, []).append(choice)
    is_match = problem.choices.is_match
    return {m: {c for c in row if not is_match[c]} for row in rows.values() for m in row if is_match[m]}


def _weight_in_row(row: Ints, choice: Ints, weight: Ints, ask_row: Ints, ask_choice: Ints, wide: int) -> Ints:
    """The weight of `ask_choice` in `ask_row`, zero where it has none there."""
    key = row * wide + choice
    order = np.argsort(key, kind="stable")
    ask_key = ask_row * wide + ask_choice
    place = np.minimum(np.searchsorted(key[order], ask_key), len(key) - 1)
    present = (key[order][place] == ask_key) & (ask_choice >= 0)
    return np.where(present, weight[order][place], 0)


def with_room(problem: Problem, chosen: Bools) -> Bools:
    """Per choice: whether it is a match not chosen that could replace its recipient's present one, others unchanged."""
    free = problem.choices.is_match & ~chosen
    free[overruns(problem, chosen).choice] = False
    return free
