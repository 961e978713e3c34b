"""Days and matches of each leader: offered, used before, used by this plan, and left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.domain import Leader
from matcher.report.tables.plan_view import PlanView
from matcher.rules.limits.commitments import days_committed, deployments_committed


@dataclass(frozen=True, slots=True)
class Workload:
    """Days are the leader's own; `team` is their leadership team's part of the same matches."""

    leader: Leader
    offered: int
    before: int
    now: int
    team: int
    matches: int
    running: int

    @property
    def left(self) -> int:
        return max(0, self.offered - self.before - self.now)


def workloads(view: PlanView) -> tuple[Workload, ...]:
    """Every leader of the registers, in id order."""
    if "workloads" not in view.memo:
        view.memo["workloads"] = tuple(_workloads(view))
    found: tuple[Workload, ...] = view.memo["workloads"]
    return found


def _workloads(view: PlanView) -> Iterator[Workload]:
    world = view.result.world
    before, running = days_committed(world), deployments_committed(world)
    own: Counter[str] = Counter()
    team: Counter[str] = Counter()
    matches: Counter[str] = Counter()
    for m in view.matches:
        own[m.leader.id] += m.days - m.team_days
        team[m.leader.id] += m.team_days
        matches[m.leader.id] += 1
    for x in world.leaders:
        yield Workload(x, x.days, before[x.id], own[x.id], team[x.id], matches[x.id], running[x.id])
