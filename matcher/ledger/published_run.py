"""The published form of a run that is still in memory, as its folder will show it."""

from __future__ import annotations

from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.result import Result
from matcher.runs.published import PublishedGovernance, PublishedMatch, PublishedRun, advisers_of, published_run


def published_of(result: Result, seal: str = "") -> PublishedRun:
    """What `open_run` will read back from the folder that the run is published in; `seal` is that folder's digest."""
    plan = PlanView(result)
    governance = tuple(
        PublishedGovernance(recipient=g.recipient.id, leader=g.leader.id, days=g.days, pence=g.pence)
        for g in plan.governance
    )
    matches = tuple(_match(m) for m in plan.matches)
    version = result.versions.get("matcher", "")
    advisers = advisers_of(result.plan)
    holds = result.year.holds if result.year is not None else {}
    return published_run(
        result.run_id, result.policy, result.world, matches, governance, seal, version, advisers, holds
    )


def _match(m: MatchDetails) -> PublishedMatch:
    return PublishedMatch(
        recipient=m.recipient.id,
        leader=m.leader.id,
        region=m.recipient.region,
        kind=m.recipient.kind,
        days=m.days,
        team_days=m.team_days,
        pence=m.pence,
        flags=m.flags,
    )
