"""What keeping days and money for those who come later has won or lost by a later day, against what really came.

Both plans of a run, the one it proposed and the best of its day alone, are taken as agreed whole; then the best that
the days and money left still reach on the later day is worked out for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.domain import Deployment, Facts
from matcher.ledger.log.states import Record
from matcher.ledger.wait_decisions.standing import Wait, waits_of
from matcher.plan import PlannedMatch
from matcher.policy import Policy, YearAhead
from matcher.read.run_folders.holds import read_kept_leaders, read_without
from matcher.rules.goals.coverage import priorities_of
from matcher.runs.opened import OpenedRun
from matcher.runs.setup import RunSetup, assess_all, build_run_setup
from matcher.runs.solve import solve_run
from matcher.world import World, term_day

GOALS = ("coverage", "fit")  # the others would only take time


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcome:
    """One plan by the later day: matched by it, matched since at best, and the priority points of both together."""

    matched: int
    since: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFor:
    """One wait or one kept leader: who came since and got the leader, and where whoever waited stands now.

    `recipient` is '' for a kept leader, of whom so many `days` were kept. `got` are pairs of recipient id and the day
    since which it qualifies ('' where not known); `now` is the leader that whoever waited has now, '' for nobody.
    """

    leader: str
    recipient: str = ""
    region: str = ""
    decision: str = ""
    days: int = 0
    got: tuple[tuple[str, str], ...] = ()
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """`came`: ids of those who qualify since the run; `with_it`, `alone`: its plan, and the best of its day alone."""

    came: tuple[str, ...]
    kept: tuple[KeptFor, ...]
    with_it: PlanOutcome
    alone: PlanOutcome

    @property
    def won(self) -> int:
        """Priority points that keeping has won by now; negative where it lost some."""
        return self.with_it.points - self.alone.points


def may_follow(later: Policy, policy: Policy) -> bool:
    """Whether a run of the one policy can tell what keeping brought by its day to a run of the other."""
    same = (later.year_from, later.regions) == (policy.year_from, policy.regions)
    return policy.year_ahead.use != "off" and later.as_at > policy.as_at and same


def what_it_brought(run: OpenedRun, later: OpenedRun, record: Record) -> Brought:
    """Of a run that looked ahead, by the day of a later run of the same programme year."""
    came = {id: since for id, since in later.published.eligible.items() if id not in run.published.eligible}
    came |= _of_runs_between(run, later, record)
    served = _served_since(run, later, record)
    points = _points_of(run.world)
    plans = run.plan.matches, read_without(run.folder).matches
    with_it, alone = (_outcome(plan, run, later, points) for plan in plans)
    return Brought(came=tuple(sorted(came)), kept=tuple(_kept(run, record, came, served)), with_it=with_it, alone=alone)


def _of_runs_between(run: OpenedRun, later: OpenedRun, record: Record) -> dict[str, str]:
    """Those of the runs between the two, who may have been matched before the later one."""
    between = (r for r in record.runs if run.published.as_at < r.as_at <= later.published.as_at)
    return {id: since for r in between for id, since in r.eligible.items() if id not in run.published.eligible}


def _served_since(run: OpenedRun, later: OpenedRun, record: Record) -> dict[str, str]:
    """Recipient id -> leader id: the matches of later terms that stand in the ledger, then the later run's own."""
    first = term_day(run.term)
    standing = {
        m.match.recipient: m.match.leader
        for m in record.matches.values()
        if term_day(m.term) > first and m.state not in ("proposed", "refused", "replaced")
    }
    return {m.recipient_id: m.leader_id for m in later.plan.matches} | standing


def _kept(run: OpenedRun, record: Record, came: dict[str, str], served: dict[str, str]) -> Iterator[KeptFor]:
    def got(leader: str) -> tuple[tuple[str, str], ...]:
        return tuple((id, came[id]) for id, other in sorted(served.items()) if other == leader and id in came)

    decided = {w.recipient: w for w in waits_of(record, run.term)}
    for id, hold in sorted(run.holds.items()):
        wait = decided.get(id) or Wait(term=run.term, recipient=id, leader=hold.leader_id, region="")
        region = run.world.region_of.get(id, "")
        yield KeptFor(
            leader=hold.leader_id,
            recipient=id,
            region=region,
            decision=wait.state,
            got=got(hold.leader_id),
            now=served.get(id, ""),
        )
    for leader, days in read_kept_leaders(run.folder):
        yield KeptFor(leader=leader, days=days, got=got(leader))


def _points_of(world: World) -> dict[str, int]:
    return dict(zip((r.id for r in world.recipients), priorities_of(world).tolist(), strict=True))


def _outcome(plan: Sequence[PlannedMatch], run: OpenedRun, later: OpenedRun, points: dict[str, int]) -> PlanOutcome:
    setup = _setup_after(plan, run, later)
    solved = solve_run(setup, check_unique=False, look_ahead=False)
    choices = setup.problem.choices
    rows = choices.recipient[solved.solution.chosen & choices.is_match]
    since = int(priorities_of(setup.world)[np.unique(rows)].sum())
    before = sum(points[m.recipient_id] for m in plan)
    return PlanOutcome(matched=len(plan), since=len(rows), points=before + since)


def _setup_after(plan: Sequence[PlannedMatch], run: OpenedRun, later: OpenedRun) -> RunSetup:
    """The later day with this plan agreed in the run's term, in place of what was agreed there."""
    facts, policy = _as_agreed(plan, run, later.facts), _of_that_day(later.policy)
    return build_run_setup(facts, policy, assessments=assess_all(facts, policy))


def _as_agreed(plan: Sequence[PlannedMatch], run: OpenedRun, facts: Facts) -> Facts:
    others = tuple(d for d in facts.history if d.term != run.term)
    own = tuple(
        Deployment(
            term=run.term,
            recipient_id=m.recipient_id,
            leader_id=m.leader_id,
            state="agreed",
            days_agreed=m.days,
            team_days=m.team_days or None,
        )
        for m in plan
    )
    return replace(facts, history=(*others, *own), previous=None)


def _of_that_day(policy: Policy) -> Policy:
    """Today alone is asked about, and nothing that people decided since is held against one of the two plans."""
    goals = tuple(goal for goal in policy.goals if goal.goal in GOALS)
    return replace(policy, goals=goals, pins=(), yeses=(), waits=(), year_ahead=YearAhead())
