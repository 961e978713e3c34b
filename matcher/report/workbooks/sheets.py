"""The sheets of a broker's workbook: what each holds, for all regions of a run or for one."""

from __future__ import annotations

from matcher.case.pair.flags_shown import WEIGHTS
from matcher.domain import Leader
from matcher.explain.settling import doubts
from matcher.policy import Policy
from matcher.report import words, year_tables
from matcher.report.overview import change_tables
from matcher.report.overview.left_alone import LEFT_ALONE, left_alone
from matcher.report.tables import doubt_tables, shared_tables
from matcher.report.tables.adviser_tables import adviser_sheets
from matcher.report.tables.groups import is_supporter_an_organisation
from matcher.report.tables.report_table import Column, ReportTable
from matcher.report.tables.resources import resource_tables
from matcher.report.tables.resources.workload import workloads
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks import set_aside, wait_sheet
from matcher.report.workbooks.proposal_sheets import DETAILS, PROPOSALS, details, proposals
from matcher.report.workbooks.task_sheet import tasks
from matcher.rules.pairs.interests import leader_own_trust
from matcher.rules.pairs.interests.leader_own_trust import OWN_TRUST_SUPPORTED
from matcher.rules.rulebooks import rulebook_of
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import cannot, day, proper_name, withdrew
from matcher.wording.words import capital
from matcher.world import World

CHANGES = "What changed"


def sheets(scope: ReportScope) -> tuple[tuple[str, ReportTable], ...]:
    """Every sheet after the first, in order."""
    return (
        (PROPOSALS, proposals(scope)),
        (DETAILS, details(scope)),
        *(((CHANGES, change_tables.changes(scope, names=True)),) if change_tables.has_earlier_proposal(scope) else ()),
        ("Tasks", tasks(scope)),
        *((("Governance", governance(scope)),) if rulebook_of(scope.result.policy).gives_governance else ()),
        *adviser_sheets(scope),
        ("Unmatched", shared_tables.unmatched(scope)),
        *(((LEFT_ALONE, left_alone(scope, names=True)),) if scope.result.policy.forbid else ()),
        *_year_ahead(scope),
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


def _year_ahead(scope: ReportScope) -> tuple[tuple[str, ReportTable], ...]:
    """Those asked to wait and, of the whole run, the plan with and without the year ahead and the leaders kept."""
    year = scope.result.year
    if year is None or year.use == "off":
        return ()
    waits = (wait_sheet.WAITS, wait_sheet.waits(scope))
    if scope.region is not None:
        return (waits,)
    return (
        waits,
        *((("Year in figures", year_tables.figures(year.figures)),) if year.figures else ()),
        ("With and without", year_tables.beside(year)),
        (f"{LEADER:Cs} kept", year_tables.kept_leaders(scope)),
    )


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
    """Those who live in the regions at hand, offer to serve them or may support somebody there."""
    listed = frozenset(resource_tables.counted(scope).rows)
    theirs = 2 if is_supporter_an_organisation(scope.result.world) else 1  # the first column after the organisation's
    rows = tuple(
        (
            *(x.leader.id, proper_name(x.leader.name), *resource_tables.load_row(x, scope.result)[theirs:]),
            _out(x.leader, scope.result.policy) or _barred(scope.result.world, row),
        )
        for row, x in enumerate(workloads(scope.view))
        if row in listed
    )
    first, *rest = resource_tables.load_columns(scope.result)
    rest = rest[theirs - 1 :]
    given = "days" if rulebook_of(scope.result.policy).counts_days else "room"
    return ReportTable(
        f"{LEADER:Cs} and their {given}",
        (first, Column("Name", width=22), *rest, Column("In no new proposal", "long", 26)),
        rows,
        f"The register has no {LEADER:s}.",
    )


def _barred(world: World, leader_row: int) -> str:
    """That the leader's own trust or school keeps them out of every new match, as its rule words it; '' where it does
    not, or the programme has no such rule."""
    if OWN_TRUST_SUPPORTED not in rulebook_of(world.policy).pairs or not leader_own_trust.barred(world)[leader_row]:
        return ""
    return capital(leader_own_trust.why_of(world, leader_row))


def _out(leader: Leader, policy: Policy) -> str:
    """Why a leader is given to nobody new, as they said; '' where they may be."""
    if leader.withdrew_on:
        return capital(withdrew(leader.withdrew_on))
    away = next((x for x in policy.away if x.leader_id == leader.id), None)
    if away is not None and (away.until is None or policy.as_at <= away.until):
        return capital(cannot(away.until))
    return "" if leader.willing else f"Not willing, by the register of {LEADER:s}"


def read_me(scope: ReportScope) -> tuple[str, ...]:
    """The first sheet, a paragraph a row."""
    policy, where = scope.result.policy, scope.region or _regions(scope)
    aside = set_aside.sentence(scope)
    figures = "Days, cost" if rulebook_of(policy).counts_days else "Cost"
    decisions = "; ".join(words.decisions(bool(scope.result.world.advisers)))
    return (
        f"Proposed support for {RECIPIENT:s}: {where}",
        words.PROPOSAL_ONLY,
        f"{words.count(len(scope.matches), 'match', 'matches')} proposed in {where}, as at {day(policy.as_at)}."
        f" Scenario {policy.name}, run {scope.result.run_id}, seal {scope.result.seal or 'none'}.",
        *([aside] if aside else []),
        "Not for publication: it names people and schools.",
        "How to use it: read the sheet Proposals, one row a match. In the yellow columns at its right choose a decision"
        " from the list, and write the reason, who decided (a name or an id of the register of people) and on what day."
        f" Everything else is locked. You may filter. {figures}, fit, the reasons and the reserves stand in Details.",
        "Signs under To settle first: " + "; ".join(f"{w.sign} {w.title.lower()}" for w in WEIGHTS) + ".",
        f"To be appointed, school and {LEADER} must agree, the director approve, and interests have been checked"
        " lately.",
        "The decisions are: " + decisions + ". Leave the cell empty while nothing is decided.",
        *wait_sheet.sentences(scope),
        words.may_decline(rulebook_of(policy).voluntary),
        f"A match under Not checked may be proposed but not appointed until the {LEADER}'s interests have been checked."
        " One under Sign-off is for the Regional Director to sign off, for what its row says.",
        f"The reserves are {LEADER:s} who have no conflict with that {RECIPIENT} and have room. One reserve may stand"
        " behind several schools.",
        *_in_doubt(scope),
        *_leaders(scope),
        "Names in this workbook are personal data: share it with those who decide, and nobody else.",
    )


def _in_doubt(scope: ReportScope) -> tuple[str, ...]:
    counted = doubts(scope.assessments).sentence
    return (f"{counted} The sheet Cannot tell lists them, with what would settle each.",) if counted else ()


def _leaders(scope: ReportScope) -> tuple[str, ...]:
    listed = resource_tables.counted(scope).sentence
    return (f"The sheet {LEADER:Cs} lists {listed}",) if listed else ()


def _regions(scope: ReportScope) -> str:
    run = scope.result.policy.regions
    return "all England" if run is None else ", ".join(sorted(run))
