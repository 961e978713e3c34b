"""The tables of a run of organisations and advisers that the page and the workbook show."""

from __future__ import annotations

from collections import Counter

import numpy as np

from matcher.case.rise.progress import open_cases, progress_of
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.rules import labels
from matcher.rules.limits.commitments import advised
from matcher.rules.limits.supporters import is_fellow
from matcher.rules.pairs.pair_wording import organisation
from matcher.wording.wording import proper_name

COLUMNS = (
    Column("Id", width=10),
    Column("School", "long", 34),
    Column("Region", width=20),
    Column("Adviser", width=12),
    Column("Name", "long", 22),
    Column("Employed by", "long", 30),
    Column("Schools with this proposal", width=10),
    Column("Supporting organisation", "long", 34),
    Column("Distance", "metres", 12),
    Column("To note", "long", 50),
    Column("Milestone reached", "long", 28),
    Column("Weeks eligible", "count", 10),
    Column("Weeks since the last step", "count", 10),
)


def adviser_sheets(scope: ReportScope) -> tuple[tuple[str, ReportTable], ...]:
    """Sheets of the workbook; none in a run without advisers."""
    return (("Advisers", advisers(scope)),) if scope.result.world.advisers else ()


def page_tables(scope: ReportScope) -> tuple[ReportTable, ...]:
    """The page's tables; none in a run without advisers."""
    return (by_region(scope), advisers(scope)) if scope.result.world.advisers else ()


def advisers(scope: ReportScope) -> ReportTable:
    """Each school's proposed adviser, beside its organisation."""
    world, choices = scope.result.world, scope.result.candidates.choices
    case_of, day = open_cases(scope.result.facts), scope.result.policy.as_at
    before = advised(world)
    organisations = {m.recipient.id: proper_name(m.leader.name) for m in scope.matches}
    chosen_advisers = scope.result.solution.chosen & choices.is_adviser
    now = Counter(choices.provider[chosen_advisers].tolist())
    rows: list[tuple[Cell, ...]] = []
    for row in np.flatnonzero(chosen_advisers).tolist():
        recipient, adviser = world.recipients[int(choices.recipient[row])], world.advisers[int(choices.provider[row])]
        if scope.has(recipient):
            metres = int(choices.metres[row])
            names = [labels.flag(name) for name, mask in scope.result.candidates.flags.items() if mask[row]]
            beside = organisations.get(recipient.id, "an adviser alone")
            employer = organisation(world, adviser) if adviser.organisation_id else "not recorded"
            load = f"{before[adviser.id] + now[int(choices.provider[row])]} of {adviser.caseload}"
            place = (recipient.id, recipient.name, recipient.region, adviser.id, adviser.name, employer, load, beside)
            progress = progress_of(recipient, case_of.get(recipient.id), day)
            clocks = (progress.milestone, progress.weeks_eligible, progress.weeks_since_step)
            rows.append((*place, None if metres < 0 else metres, "; ".join(names), *clocks))
    return ReportTable(
        "Advisers proposed",
        COLUMNS,
        tuple(rows),
        "No adviser is proposed.",
    )


def by_region(scope: ReportScope) -> ReportTable:
    """Of each region's matches: advisers from elsewhere, and organisations that employ an adviser."""
    world, choices, chosen = scope.result.world, scope.result.candidates.choices, scope.result.solution.chosen
    region_of = [r.region for r in world.recipients]
    matched = Counter(region_of[r] for r in choices.recipient[chosen & choices.is_match].tolist())
    fellows = Counter(region_of[r] for r in choices.recipient[chosen & is_fellow(world, choices)].tolist())
    elsewhere = Counter(
        region_of[int(choices.recipient[k])]
        for k in np.flatnonzero(chosen & choices.is_adviser).tolist()
        if world.advisers[int(choices.provider[k])].region != region_of[int(choices.recipient[k])]
    )
    rows = tuple(
        (region, matched[region], fellows[region], 1000 * fellows[region] // max(1, matched[region]), elsewhere[region])
        for region in world.regions
        if scope.region in (None, region)
    )
    return ReportTable(
        "Organisations that employ an adviser, and advisers from another region",
        (
            Column("Region", width=20),
            Column("Matched", "count", 10),
            Column("With an adviser's employer", "count", 14),
            Column("Share", "share", 10),
            Column("Advised from another region", "count", 14),
        ),
        rows,
    )
