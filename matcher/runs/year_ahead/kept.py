"""What a run keeps for those who come later, as rows of today's problem, so that questions about it are quick.

The drawn futures are not posed again. What the run's own plan gives them stays theirs, and those who are asked to wait
go on waiting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import numpy as np

from matcher.plan import Choices, Limit, Problem
from matcher.world import Bools, Ints, World

RULE = "kept-for-later"
ROOM = ("leader-days", "team-days", "pots", "deployments", "governance-days", "governance-room")
KeptRoom = Mapping[tuple[str, str], int]  # limit and whom or what it is about -> kept, in the limit's own unit


def kept_room(problem: Problem, chosen: Bools) -> KeptRoom:
    """The most that any drawn future uses of each limit beyond what today's part of this plan uses of it: who says no
    in a future leaves its room to others there, which is not to be kept."""
    uses = [use for limit in problem.limits if limit.rule in ROOM for use in _uses(limit, chosen)]
    now = {key: used for key, future, used in uses if not future}
    kept: dict[tuple[str, str], int] = {}
    for key, _, used in (use for use in uses if use[1]):
        more = used - now.get(key, 0)
        if more > 0:
            kept[key] = max(kept.get(key, 0), more)
    return kept


def days_kept(room: KeptRoom, leader_id: str) -> int:
    """The most of one leader's own days that any drawn future uses."""
    return room.get(("leader-days", leader_id), 0)


def _uses(limit: Limit, chosen: Bools) -> Iterator[tuple[tuple[str, str], str, int]]:
    """For each row: the limit with whom it is about, the future that it is of (empty: today), and what is used."""
    for subject, used in zip(limit.subject, limit.used(chosen).tolist(), strict=True):
        about, _, future = subject.rpartition(" in future ") if " in future " in subject else (subject, "", "")
        yield (limit.rule, about), future, used


def with_kept(
    problem: Problem, world: World, holds: Collection[str], room: KeptRoom, free: Collection[int] = ()
) -> Problem:
    """The problem with less room today, and with nobody matched who is asked to wait.

    `free` are rows of recipients that are asked about: they may have what is kept, and do not wait. What is fixed fits.
    """
    if not holds and not room:
        return problem
    recipient, free_rows = problem.choices.recipient, np.array(sorted(free), dtype=np.int64)
    apart = np.isin(recipient, free_rows)
    fixed = _fixed(problem.choices, world)
    rows = [less for limit in problem.limits for less in _less_room(limit, room, apart, fixed)]
    return replace(problem, limits=(*problem.limits, *rows, _waiting(problem.choices, world, holds, apart)))


def _fixed(choices: Choices, world: World) -> Bools:
    """The choices of pairs that somebody fixed."""
    pins = {(p.recipient_id, p.leader_id) for p in world.binding_pins}
    fixed = np.zeros(len(choices), dtype=np.bool_)
    for recipient_id, leader_id in sorted(pins):
        r, j = world.recipient_row.get(recipient_id, -1), world.leader_row.get(leader_id, -1)
        fixed |= choices.is_match & (choices.recipient == r) & (choices.provider == j)
    return fixed


def _less_room(limit: Limit, room: KeptRoom, apart: Bools, fixed: Bools) -> Iterator[Limit]:
    """The rows of which something is kept, each with that much less room; none where the limit has none."""
    kept: Ints = np.array([room.get((limit.rule, about), 0) for about in limit.subject], dtype=np.int64)
    if not kept.any():
        return
    held = (kept > 0)[limit.row] & ~apart[limit.choice]
    always = held & fixed[limit.choice]
    least: Ints = np.bincount(limit.row[always], limit.weight[always], minlength=len(kept)).astype(np.int64)
    at_most = np.where(kept > 0, np.maximum(limit.at_most - kept, least), limit.at_most)
    yield Limit(RULE, limit.unit, limit.row[held], limit.choice[held], limit.weight[held], at_most, limit.subject)


def _waiting(choices: Choices, world: World, holds: Collection[str], apart: Bools) -> Limit:
    waits = np.array([r.id in holds for r in world.recipients], dtype=np.bool_)
    choice = np.flatnonzero(choices.is_match & waits[choices.recipient] & ~apart)
    rows: Ints = np.zeros(len(choice), dtype=np.int64)
    return Limit(RULE, "matches", rows, choice, rows + 1, np.zeros(1, dtype=np.int64), ("asked to wait",))
