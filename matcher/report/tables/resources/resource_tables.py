"""Tables of resources: pots of money, leaders' days, and the assumptions of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.case.tables.leaders_counted import LeadersCounted, leaders_counted
from matcher.policy import Pot
from matcher.report import settings, words
from matcher.report.tables.groups import organisation
from matcher.report.tables.report_table import Column, ReportTable, worded
from matcher.report.tables.resources.workload import Workload, workloads
from matcher.report.tables.shared_tables import ReportScope
from matcher.result import Result
from matcher.rules.limits.commitments import deployments_committed
from matcher.rules.rulebooks import rulebook_of
from matcher.wording.terms import LEADER, in_words


def pots(result: Result) -> ReportTable:
    policy = {p.name: p for p in result.policy.pots}
    rows = tuple(
        (
            *(p.pot, _pays_for(policy.get(p.pot)), _where(policy.get(p.pot)), p.amount_pence, p.fixed_pence),
            *(p.committed_before_pence, p.committed_pence, p.left_pence, words.left_over(p)),
            words.figure(p),
        )
        for p in result.pots
    )
    return ReportTable(
        "Pots of money",
        (
            Column("Pot", width=18),
            Column("Pays for", "long", 28),
            Column("Where", "long", 22),
            Column("This run may spend", "pence", 14),
            Column("Fixed costs", "pence", 14),
            Column("Used before", "pence", 14),
            Column("This proposal", "pence", 14),
            Column("Left", "pence", 14),
            Column("One more match", "long", 28),
            Column("The figure and its source", "long", 40),
        ),
        rows,
        "The scenario has no pot of money: costs are counted nowhere and bind nothing.",
    )


def _pays_for(pot: Pot | None) -> str:
    if pot is None:
        return ""
    paid = ", ".join(in_words(p.replace("_", " ")) for p in pot.pays_for)
    return f"a ceiling on {paid}; pays nothing itself" if pot.role == "ceiling" else paid


def _where(pot: Pot | None) -> str:
    if pot is None:
        return ""
    where = "all regions" if pot.regions is None else ", ".join(sorted(pot.regions))
    return where if pot.share == 1 else f"{where}; this run's share is {words.setting(pot.share)}"


LOAD_COLUMNS = (
    Column("Leader", width=12),
    Column("Organisation", "long", 34),
    Column("Role", width=26),
    Column("Region", width=20),
    Column("Days offered", "count", 10),
    Column("Used before", "count", 10),
    Column("Own days now", "count", 10),
    Column("Team days now", "count", 10),
    Column("Own days left", "count", 10),
    Column("Matches", "count", 10),
)


_ROOM_COLUMNS = (  # of organisations, which give no days and have room for so many schools at once
    *LOAD_COLUMNS[:4],
    Column("Room for", "count", 10),
    Column("Taken before", "count", 10),
    Column("Matches", "count", 10),
    Column("Room left", "count", 10),
)


def counted(scope: ReportScope) -> LeadersCounted:
    """The leaders that a report of these regions lists; of a run of all regions, all."""
    policy, world = scope.result.policy, scope.result.world
    regions = {scope.region} if scope.region else policy.regions
    return leaders_counted(world, scope.result.candidates.choices, lambda x: regions is None or x in regions)


def load_columns(result: Result) -> tuple[Column, ...]:
    return worded(LOAD_COLUMNS if rulebook_of(result.policy).counts_days else _ROOM_COLUMNS)


def load_row(x: Workload, result: Result) -> tuple[str | int | None, ...]:
    who = (x.leader.id, organisation(x.leader, result.world), words.role(x.leader.role), x.leader.region)
    if rulebook_of(result.policy).counts_days:
        return (*who, x.offered, x.before, x.now, x.team, x.left, x.matches)
    most, taken = x.leader.max_matches, deployments_committed(result.world)[x.leader.id]
    return (*who, most, taken, x.matches, None if most is None else max(0, most - taken - x.matches))


def leaders_with_matches(scope: ReportScope) -> ReportTable:
    rows = tuple(load_row(x, scope.result) for x in _busiest(workloads(scope.view)) if x.matches)
    return ReportTable(
        f"{LEADER:Cs} with a proposed match", load_columns(scope.result), rows, f"No {LEADER} has a proposed match."
    )


def _busiest(leaders: Iterable[Workload]) -> Sequence[Workload]:
    return sorted(leaders, key=lambda x: (-x.matches, x.leader.id))


def assumptions(result: Result) -> ReportTable:
    rows = tuple(
        (
            *(settings.plain_name(a.what), a.what, settings.plain_value(a, result.policy), a.value, a.unit),
            *("assumed" if a.assumed else "published", a.source, a.date, a.impact),
        )
        for a in result.policy.assumptions
    )
    return ReportTable(
        "Numbers this run rests on",
        (
            Column("What", "long", 40),
            Column("Its key in the scenario", width=28),
            Column("Value in words", "long", 26),
            Column("Value as written", width=20),
            Column("Unit", width=18),
            Column("Assumed or published", width=12),
            Column("Source", "long", 34),
            Column("Date", width=12),
            Column("What it changes", "long", 50),
        ),
        rows,
        "No numbers are listed.",
    )
