"""This proposal beside matching by hand: headlines, goals, regions, journeys and who is served."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from matcher.report import words
from matcher.report.tables import groups
from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.report.tables.report_table import Cell, CellFormat, Column, ReportTable
from matcher.result import Result
from matcher.rules import labels
from matcher.rules.rulebooks import rulebook_of
from matcher.wording.answers import answers
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import bare_points, proper_name


def compared(view: PlanView) -> ReportTable:
    ours, baseline = view.totals, view.by_hand
    rows: list[tuple[Cell, ...]] = [
        (f"{RECIPIENT:Cs} to be matched", f"{ours.eligible:,}", f"{baseline.eligible:,}"),
        ("Matched", f"{ours.matched:,}", f"{baseline.matched:,}"),
        ("Proposed spending", words.pounds(ours.pence), words.pounds(baseline.pence)),
        *_days(view),
        ("Median journey", words.kilometres(ours.median_metres), words.kilometres(baseline.median_metres)),
        ("Longest journey", words.kilometres(ours.worst_metres), words.kilometres(baseline.worst_metres)),
        ("Matches whose distance is not known", f"{ours.distance_unknown:,}", f"{baseline.distance_unknown:,}"),
    ]
    columns = (Column("Figure"), Column("This proposal", "count"), Column(f"Nearest {LEADER} first, by hand", "count"))
    return ReportTable("This proposal beside matching by hand", columns, tuple(rows))


def _days(view: PlanView) -> list[tuple[Cell, ...]]:
    """Rows of days; none in a programme whose supporters give none."""
    if not rulebook_of(view.result.policy).counts_days:
        return []
    ours, baseline = view.totals, view.by_hand
    return [
        (f"{LEADER:Cs}' days", f"{ours.days:,}", f"{baseline.days:,}"),
        ("Governance days", f"{ours.governance_days:,}", f"{baseline.governance_days:,}"),
    ]


def goals(result: Result) -> ReportTable:
    """Every goal in the scenario's order; the tie-break after them is described in a sentence elsewhere."""
    rows: list[tuple[Cell, ...]] = []
    for s in result.solution.stages:
        if s.goal != "canonical":
            baseline = result.by_hand.values.get(s.goal)
            best = None if s.futures else s.bound  # over futures it is no figure of today's
            figures = (words.bare(figure, s.unit) if figure is not None else "–" for figure in (s.now, baseline, best))
            rows.append((str(len(rows) + 1), labels.goal(s.goal) + words.counted_in(s.unit), *figures, words.proof(s)))
    rows += [("–", labels.goal(goal), "skipped", "", "", why) for goal, why in result.problem.skipped_goals]
    titles = ("Order", "Goal", "Reached", "By hand", "Best possible", "How sure")
    columns = tuple(Column(t, "count" if t in titles[2:5] else "text") for t in titles)
    return ReportTable("What each goal reached", columns, tuple(rows), "The scenario names no goal.")


def by_region(view: PlanView) -> ReportTable:
    world = view.result.world
    homes = Counter(m.leader.region for m in view.matches)
    rows = tuple(
        (g.group, g.matched, g.eligible - g.matched, homes[g.group])
        for g in groups.group_statistics(view, groups.region)
    )
    columns = (
        Column("Region"),
        Column("Matched", "count"),
        Column("Without a match", "count"),
        Column("Matches led from this region", "count"),
    )
    return ReportTable("The map in figures", columns, rows if world.recipients else (), "There was nobody to match.")


MOST_SHOWN = 1_000  # matches; the workbook has them all


def matches(view: PlanView) -> ReportTable:
    """By region and name of the school or trust, the leader by organisation; empty where they are too many."""
    shown = view.matches if len(view.matches) <= MOST_SHOWN else ()
    return _numbered(view, shown, f"The matches, by {RECIPIENT}")


def matches_in(view: PlanView, region: str) -> ReportTable:
    """One region's matches, as its map numbers them: what the numbers lead to where the page has no whole table."""
    shown = tuple(m for m in view.matches if m.recipient.region == region)
    first: CellFormat = "match link" if len(view.matches) <= MOST_SHOWN else "match"
    return _numbered(view, shown, f"The matches of {region}", first)


def _numbered(
    view: PlanView, shown: tuple[MatchDetails, ...], caption: str, first: CellFormat = "match"
) -> ReportTable:
    """The region stands where there are several; what is to be settled is looked up by the match's number."""
    world, number, several = view.result.world, view.number_of, len(view.result.world.regions) > 1
    recorded = view.result.answers
    rows: list[tuple[Cell, ...]] = []
    for m in sorted(shown, key=lambda m: number[m.recipient.id]):
        no, where = number[m.recipient.id], (m.recipient.region,) if several else ()
        said = ("; ".join(answers(recorded[m.recipient.id])) if m.recipient.id in recorded else "",) if recorded else ()
        rows.append(
            (no, proper_name(m.recipient.name), *where, groups.organisation(m.leader, world), m.journey.text, *said, no)
        )
    columns = (
        *(Column("No.", first), Column(f"{RECIPIENT:C}"), *([Column("Region")] if several else [])),
        *(Column(groups.organisation_heading(world)), Column("Journey")),
        *([Column("Recorded so far")] if recorded else []),
        Column("To settle first", "flags"),
    )
    return ReportTable(caption, columns, tuple(rows), "They are too many for this page.")


def longest(view: PlanView) -> ReportTable:
    longest_matches = groups.longest(view)
    return _journeys(view, longest_matches, "The five longest journeys", "There are no matches with a known distance.")


def out_of_region(view: PlanView) -> ReportTable:
    outside = groups.out_of_region(view)
    return _journeys(view, outside, f"{LEADER:Cs} from another region", f"Every {LEADER} serves their own region.")


def _journeys(
    view: PlanView, matches: tuple[MatchDetails, ...], caption: str, empty: str, first: CellFormat = "match link"
) -> ReportTable:
    world, number = view.result.world, view.number_of
    rows = tuple(
        (
            *(number[m.recipient.id], m.recipient.name, m.recipient.region, groups.organisation(m.leader, world)),
            *(m.leader.region, m.journey.text),
        )
        for m in matches
    )
    columns = (
        Column("No.", first),
        Column(f"{RECIPIENT:C}"),
        Column("Region"),
        Column(groups.organisation_heading(world)),
        Column(f"{LEADER:C}'s region"),
        Column("Journey"),
    )
    return ReportTable(caption, columns, rows, empty)


def fairness(view: PlanView) -> tuple[ReportTable, ...]:
    """One table per grouping; a grouping with one known group is left out, except the region."""
    tables = []
    for title, grouping, order in groups.GROUPINGS:
        group_statistics = groups.group_statistics(view, grouping, order)
        if len(groups.informative_groups(group_statistics)) > 1 or title == "Region":
            tables.append(_served(title, group_statistics))
    return tuple(tables)


def not_told_apart(view: PlanView) -> str:
    """The groupings that have no table, and why."""
    texts = []
    for title, grouping, order in groups.GROUPINGS:
        statistics = groups.group_statistics(view, grouping, order)
        informative = groups.informative_groups(statistics)
        if title != "Region" and len(informative) <= 1:
            texts.append(
                f"{title}: all are in the group '{informative[0]}'" if informative else f"{title}: no file says"
            )
    return f"Not shown apart. {'. '.join(texts)}." if texts else ""


def _served(title: str, group_statistics: tuple[groups.GroupStatistics, ...]) -> ReportTable:
    rows = tuple(
        (
            *(g.group, g.eligible, g.matched, words.share(g.matched, g.eligible)),
            *(words.share(g.by_hand, g.eligible), _difference(g)),
            *(g.median_metres, g.waited_matched, g.waited_others),
        )
        for g in group_statistics
    )
    columns = (
        Column(title),
        Column("To be matched", "count"),
        Column("Matched", "count"),
        Column("Share", "count"),
        Column("By hand", "count"),
        Column("Difference, percentage points", "count"),
        Column("Median journey", "metres"),
        Column("Median days waiting, matched", "count"),
        Column("Median days waiting, others", "count"),
    )
    return ReportTable(title, columns, rows, "There was nobody to match.")


def _difference(g: groups.GroupStatistics) -> str:
    """Of the two exact shares, rounded once."""
    if not g.eligible:
        return "–"
    return bare_points(Fraction(g.by_hand, g.eligible), Fraction(g.matched, g.eligible))
