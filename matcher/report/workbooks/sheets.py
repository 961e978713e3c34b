"""The sheets of a broker's workbook: what each holds, for all regions of a run or for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from matcher.case.reason import reason
from matcher.language import wording
from matcher.language.messages import texts
from matcher.language.terms import LEADER, RECIPIENT
from matcher.report import words, year_tables
from matcher.report.tables import doubt_tables, resource_tables, shared_tables
from matcher.report.tables.adviser_tables import adviser_sheets
from matcher.report.tables.groups import organisation
from matcher.report.tables.plan_view import MatchDetails, Reserve
from matcher.report.tables.report_table import Cell, Column, ReportTable, worded
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.tables.workload import workloads
from matcher.report.workbooks import set_aside
from matcher.result import ReserveChain
from matcher.rules import labels
from matcher.world import World

PROPOSALS = "Proposals"
DECISION = "Decision"

_PROPOSAL_COLUMNS = (
    Column("School or trust", "long", 28),
    Column("Kind", "long", 11),
    Column("Region", "long", 13),
    Column("Leader", "long", 17),
    Column("Role", "long", 14),
    Column("Organisation", "long", 22),
    Column("Days", "count", 6),
    Column("Of which team days", "count", 9),
    Column("Cost", "pence", 11),
    Column("Distance, km", "metres", 9),
    Column("Fit of 1,000", "count", 7),
    Column("To know before deciding", "long", 27),
    Column("Why this leader", "long", 34),
    Column("Reserves, in order", "long", 38),
    Column(DECISION, "long", 16, open=True),
    Column("Reason for the decision", "long", 24, open=True),
    Column("Decided by", "long", 15, open=True),
    Column("Decided on", "long", 11, open=True),
    Column("Until", "long", 11, open=True),
    Column("run_id", hidden=True),
    Column("recipient_id", hidden=True),
    Column("leader_id", hidden=True),
)


def sheets(scope: ReportScope) -> tuple[tuple[str, ReportTable], ...]:
    """Every sheet after the first, in order."""
    return (
        (PROPOSALS, proposals(scope)),
        ("Governance", governance(scope)),
        *adviser_sheets(scope),
        ("Unmatched", shared_tables.unmatched(scope)),
        *(() if not _uses_the_year(scope) else (("Asked to wait", year_tables.waiting(scope)),)),
        ("Cannot tell", doubt_tables.cannot_tell(scope)),
        ("Set aside", set_aside.set_aside(scope)),
        ("Not checked", shared_tables.not_checked(scope)),
        ("Sign-off", shared_tables.sign_off(scope)),
        ("By exception", shared_tables.by_exception(scope)),
        ("Eligibility readings", shared_tables.readings(scope)),
        ("Pots", resource_tables.pots(scope.result)),
        (f"{LEADER:Cs}", leaders(scope)),
        ("Assumptions", resource_tables.assumptions(scope.result)),
    )


def _uses_the_year(scope: ReportScope) -> bool:
    return scope.result.year is not None and scope.result.year.use != "off"


def proposals(scope: ReportScope) -> ReportTable:
    run_id, world = scope.result.run_id, scope.result.world
    states = scope.result.states
    behind = Counter(leader for leaders in scope.result.reserves.values() for leader in leaders)
    chains = scope.result.chains
    rows = tuple(
        _proposal(m, run_id, world, states.get(m.recipient.id, ""), behind, chains.get(m.recipient.id, ()))
        for m in scope.matches
    )
    return ReportTable("Proposed matches", worded(_PROPOSAL_COLUMNS), rows, "Nobody could be matched: see Unmatched.")


def _proposal(
    m: MatchDetails, run_id: str, world: World, state: str, behind: Mapping[str, int], chains: Sequence[ReserveChain]
) -> tuple[Cell, ...]:
    """`state` is that of a match which people decided before this run, and which therefore stays.

    `behind` says behind how many matches a leader stands as a reserve.
    """
    r, x = m.recipient, m.leader
    flags = (wording.flag(name, labels.flag(name), m.pair.interests) for name in m.flags)
    kept = wording.state(wording.State(state)) if state else ""
    notes = "; ".join(filter(None, (kept, *flags, *_to_ask(m, world))))
    return (
        *(r.name, words.kind(r.kind), r.region, x.name, words.role(x.role), organisation(x, world)),
        *(m.days, m.team_days, m.pence, m.metres, m.fit, notes, reason(m.pair, m.team_days)),
        _reserves(m.reserves, world, behind)
        or "\n".join(texts(c.said for c in chains))
        or wording.no_reserve(m.no_reserve),
        *("", "", "", "", "", run_id, r.id, x.id),
    )


def _to_ask(m: MatchDetails, world: World) -> Iterator[str]:
    """Questions for the broker about matches that no rule forbids."""
    if m.metres == 0:
        yield f"{words.capital('same place: ask')} whether the {LEADER} is from that very school"
    if m.leader.organisation_id in world.recipient_row and "own-trust-needs-support" not in m.flags:
        yield f"The {LEADER}'s own organisation may be supported too: ask whether it can spare them"


def _reserves(reserves: Sequence[Reserve], world: World, behind: Mapping[str, int]) -> str:
    """One a line: who, of which organisation, how far away, and whether others count on the same leader."""
    return "\n".join(
        f"{place}. {x.leader.name}, {organisation(x.leader, world)} ({x.journey.text})"
        + _shared(behind.get(x.leader.id, 1) - 1)
        for place, x in enumerate(reserves, start=1)
    )


def _shared(others: int) -> str:
    return f"; shared: a reserve for {words.count(others, 'other match', 'other matches')} too" if others else ""


def governance(scope: ReportScope) -> ReportTable:
    rows = tuple(
        (g.recipient.name, g.recipient.region, g.leader.name, g.days, g.pence, g.recipient.id, g.leader.id)
        for g in scope.view.governance
        if scope.has(g.recipient)
    )
    return ReportTable(
        "Governance days to ask for",
        (
            Column("Trust", "long", 34),
            Column("Region", width=20),
            Column("Governance leader or pool", "long", 34),
            Column("Days", "count", 8),
            Column("Cost", "pence", 12),
            Column("recipient_id", hidden=True),
            Column("governance_leader_id", hidden=True),
        ),
        rows,
        "No governance days are proposed.",
    )


def leaders(scope: ReportScope) -> ReportTable:
    """For one region: the leaders who live there, may serve it or are proposed in it."""
    here = {m.leader.id for m in scope.matches}
    rows = tuple(
        (x.leader.id, x.leader.name, *resource_tables.load_row(x, scope.result)[1:])
        for x in workloads(scope.view)
        if scope.region is None or x.leader.id in here or scope.region in {x.leader.region, *x.leader.regions}
    )
    first, *rest = worded(resource_tables.LOAD_COLUMNS)
    return ReportTable(
        f"{LEADER:Cs} and their days",
        (first, Column("Name", width=22), *rest),
        rows,
        f"The register has no {LEADER:s}.",
    )


def read_me(scope: ReportScope) -> tuple[str, ...]:
    """The first sheet, a paragraph a row."""
    policy, where = scope.result.policy, scope.region or _regions(scope)
    aside = set_aside.sentence(scope)
    return (
        f"Proposed support for {RECIPIENT:s}: {where}",
        words.PROPOSAL_ONLY,
        f"{words.count(len(scope.matches), 'match', 'matches')} proposed in {where}, as at {policy.as_at.isoformat()}."
        f" Scenario {policy.name}, run {scope.result.run_id}, seal {scope.result.seal or 'none'}.",
        *([aside] if aside else []),
        "How to use it: read the sheet Proposals, one row a match. In the yellow columns at its right choose a decision"
        " from the list, and write the reason, who decided (a name or an id of the register of people) and on what day."
        " Everything else is locked. You may filter.",
        f"To be appointed, school and {LEADER} must agree, the director approve, and interests have been checked"
        " lately.",
        "The decisions are: " + "; ".join(words.decisions()) + ". Leave the cell empty while nothing is decided.",
        f"{RECIPIENT:Ca} may decline. Talk of joining a trust binds nobody.",
        f"A match under Not checked may be proposed but not appointed until the {LEADER}'s interests have been checked."
        " One under Sign-off needs the Regional Director's consent to a declared interest.",
        f"The reserves are {LEADER:s} who have no conflict with that {RECIPIENT} and have room. One reserve may stand"
        " behind several schools.",
        f"Under Cannot tell are {RECIPIENT:s} that may qualify: a missing fact would settle it.",
        "Names in this workbook are personal data: share it with those who decide, and nobody else.",
    )


def _regions(scope: ReportScope) -> str:
    run = scope.result.policy.regions
    return "all England" if run is None else ", ".join(sorted(run))
