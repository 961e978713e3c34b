"""The days and deployments that a leader has, and what a run's plan leaves of them: counted here alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.case.records import LeaderSaid
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


def room_as_said(room: LeaderRoom, said: LeaderSaid) -> LeaderRoom:
    """The room by the days that the leader offers now; what is left may be less than nothing."""
    if said.days is None:
        return room
    return replace(room, days_offered=said.days, days_left=room.days_left + said.days - room.days_offered)
