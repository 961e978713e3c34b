"""A published run reopened from its folder: world rebuilt from the sealed inputs, matches and reserves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.domain import Assessment, Facts
from matcher.eligibility import assess
from matcher.errors import Fault, raise_faults
from matcher.ledger.states import PublishedGovernance, PublishedMatch, PublishedRun
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.read.cells import pence as pence_in
from matcher.read.plans import read_plan
from matcher.read.run_folder import check_run_id
from matcher.read.sealed import read_sealed
from matcher.read.sealed_scenario import read_sealed_policy
from matcher.read.tables import Table, read_table
from matcher.report.plan_view import MatchDetails, PlanView
from matcher.result import Result
from matcher.rules.base import Rulebook
from matcher.rules.rulebooks import RULEBOOKS
from matcher.run import run_id_of, world_of
from matcher.world import World

_SEASONS = ((9, "autumn"), (4, "summer"), (1, "spring"))


@dataclass(frozen=True, eq=False, repr=False)
class OpenedRun:
    """A run that decisions are made about. `reserves` are leader ids by recipient, best first, as published."""

    folder: Path
    published: PublishedRun
    policy: Policy
    facts: Facts
    world: World
    rulebook: Rulebook
    plan: Plan
    reserves: Mapping[str, tuple[str, ...]]
    assessments: Mapping[str, Assessment]

    @property
    def id(self) -> str:
        return self.published.run

    @property
    def term(self) -> str:
        return self.published.term


def term_of(policy: Policy) -> str:
    """The term a run is for: the scenario's own, else season and year of its day (`autumn-2022`)."""
    if policy.term:
        return policy.term
    season = next(name for month, name in _SEASONS if policy.as_at.month >= month)
    return f"{season}-{policy.as_at.year}"


def open_run(folder: Path) -> OpenedRun:
    """Open a run folder. Raises InputFaults where it is none, or differs from what the run sealed."""
    policy, facts = read_sealed_policy(folder), read_sealed(folder / "inputs")
    run_id = run_id_of(facts, policy)
    check_run_id(folder, run_id)
    rulebook = RULEBOOKS[policy.programme]
    assessments = assess(facts, policy, rulebook.gates)
    world = world_of(assessments, facts, policy)
    table = _table(folder / "matches.csv", "recipient_id")
    matches = _matches(table)
    published = PublishedRun(
        run=run_id,
        term=term_of(policy),
        scenario=policy.name,
        as_at=policy.as_at.isoformat(),
        matches=matches,
        governance=_governance(folder / "governance.csv"),
        eligible=_eligible_since(world),
        regions=_regions(policy),
    )
    plan = read_plan(folder / "matches.csv", folder / "governance.csv")
    return OpenedRun(
        folder, published, policy, facts, world, rulebook, plan, _reserves(table), {a.id: a for a in assessments}
    )


def published_of(result: Result) -> PublishedRun:
    """The published form of a run that is still in memory."""
    chosen, policy = PlanView(result), result.policy
    return PublishedRun(
        run=result.run_id,
        term=term_of(policy),
        scenario=policy.name,
        as_at=policy.as_at.isoformat(),
        matches=tuple(_in_memory(m) for m in chosen.matches),
        governance=tuple(
            PublishedGovernance(recipient=g.recipient.id, leader=g.leader.id, days=g.days, pence=g.pence)
            for g in chosen.governance
        ),
        eligible=_eligible_since(result.world),
        regions=_regions(policy),
    )


def _in_memory(m: MatchDetails) -> PublishedMatch:
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


def _regions(policy: Policy) -> tuple[str, ...] | None:
    return None if policy.regions is None else tuple(sorted(policy.regions))


def _eligible_since(world: World) -> dict[str, str]:
    """Recipient id -> eligible since (ISO date), '' where not known."""
    return {r.id: r.eligible_since.isoformat() if r.eligible_since else "" for r in world.recipients}


def _table(path: Path, first: str) -> Table:
    faults: list[Fault] = []
    table = read_table(path, None, "run", faults, first)
    raise_faults(faults)
    assert table is not None
    return table


def _matches(table: Table) -> tuple[PublishedMatch, ...]:
    names = ("recipient_id", "leader_id", "region", "kind", "days", "team_days", "cost", "flags")
    return tuple(
        PublishedMatch(
            recipient=recipient,
            leader=leader,
            region=region,
            kind=kind,
            days=int(days),
            team_days=int(team),
            pence=pence_in(cost) or 0,
            flags=_list(flags),
        )
        for recipient, leader, region, kind, days, team, cost, flags in zip(
            *(table.columns[name] for name in names), strict=True
        )
    )


def _governance(path: Path) -> tuple[PublishedGovernance, ...]:
    table = _table(path, "recipient_id")
    names = ("recipient_id", "governance_leader_id", "days", "cost")
    return tuple(
        PublishedGovernance(recipient=r, leader=g, days=int(days), pence=pence_in(cost) or 0)
        for r, g, days, cost in zip(*(table.columns[name] for name in names), strict=True)
    )


def _reserves(table: Table) -> dict[str, tuple[str, ...]]:
    rows = zip(table.columns["recipient_id"], table.columns["reserves"], strict=True)
    return {recipient: _list(reserves) for recipient, reserves in rows}


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def opened_in_memory(result: Result, folder: Path) -> OpenedRun:
    """A run that was just made, as `open_run` would read it back from the folder it is published in."""
    return OpenedRun(
        folder,
        published_of(result),
        result.policy,
        result.facts,
        result.world,
        RULEBOOKS[result.policy.programme],
        result.plan,
        result.reserves,
        {a.id: a for a in result.assessments},
    )
