"""The days and deployments that a leader has, and what a run's plan leaves of them: counted here alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.rules.limits.commitments import days_committed, deployments_committed
from matcher.rules.limits.leader_days import days_left
from matcher.runs.finished import FinishedRun


@dataclass(frozen=True, slots=True)
class LeaderRoom:
    """Days are the leader's own. `held` is by earlier deployments; `room_left` is None where they gave no most."""

    days_offered: int
    days_held: int
    days_proposed: int
    days_left: int
    room_left: int | None


def leader_room(run: FinishedRun, leader_row: int) -> LeaderRoom:
    """What the leader of this row offers, and what the plan of the run leaves."""
    leader, choices = run.world.leaders[leader_row], run.choices
    mine = np.flatnonzero(run.chosen & choices.is_match & (choices.provider == leader_row))
    proposed, room = int(choices.own_days[mine].sum()), None
    if leader.max_matches is not None:
        room = max(0, leader.max_matches - deployments_committed(run.world)[leader.id] - len(mine))
    held = days_committed(run.world)[leader.id]
    return LeaderRoom(leader.days, held, proposed, int(days_left(run.world)[leader_row]) - proposed, room)
