"""The page of a close look at a programme of organisations and advisers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.study.pages import charts
from matcher.study.pages.study_page import Page, PageSection, sections
from matcher.study.rise.rule_costs import RuleCost
from matcher.study.rise.triggers import Trigger

if TYPE_CHECKING:
    from matcher.study.rise.study import SupporterStudy

FOOT = "Every figure comes from solving again under the changed rule; nothing is read off the prices of a relaxation."


def page_of(study: SupporterStudy) -> Page:
    return Page(
        f"A close look at {study.name}",
        study.question,
        tuple(_findings(study)),
        sections(
            *_costs(study.rule_costs),
            _triggers(study.triggers),
            _next(study),
            _waiting(study),
            _advisers(study),
            _bodies(study),
        ),
        foot=FOOT,
    )


def by_rule(costs: Sequence[RuleCost]) -> dict[str, list[RuleCost]]:
    found: dict[str, list[RuleCost]] = defaultdict(list)
    for cost in costs:
        found[cost.rule].append(cost)
    return found


def _findings(study: SupporterStudy) -> Iterator[str]:
    for rule, costs in by_rule(study.rule_costs).items():
        most, least = max(costs, key=lambda c: c.matched), min(costs, key=lambda c: c.matched)
        if most.matched > least.matched:
            yield (
                f"{rule[0].upper()}{rule[1:]}: {most.matched:,} schools matched at {most.value}, "
                f"{least.matched:,} at {least.value}."
            )
    best = max(study.next_supporters, key=lambda n: n.gain, default=None)
    if best is not None and best.gain:
        yield f"The next {best.what} helps most in {best.region}: {best.gain:,} priority points more."


def _costs(costs: Sequence[RuleCost]) -> list[PageSection]:
    return [_one_rule(number, rule, of) for number, (rule, of) in enumerate(by_rule(costs).items())]


def _one_rule(number: int, rule: str, costs: list[RuleCost]) -> PageSection:
    free = costs[0]
    title = f"What a rule costs in schools: {rule}"
    columns = ("Value", "Matched", "Fewer than when free", "With an adviser's employer", "Proved")
    kinds = (Column(columns[0]), *(Column(c, "count") for c in columns[1:4]), Column(columns[4]))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"{c.value} (as it is)" if c.own else c.value,
            c.matched,
            free.matched - c.matched,
            c.fellows,
            "yes" if c.proved else "no",
        )
        for c in costs
    )
    bars = [(f"{c.value} (as it is)" if c.own else c.value, float(c.matched)) for c in costs]
    words = "From free, at the top, to forbidden; every other rule is as the scenario has it."
    chart = charts.horizontal_bars(bars, f"rule-{number}", ("Schools matched", title), words)
    return PageSection(f"rule-{number}", title, (words,), chart, ReportTable(title, kinds, rows))


def _triggers(found: Sequence[Trigger]) -> PageSection:
    names = list(dict.fromkeys(t.trigger for t in found))
    own = {t.region: t for t in found if t.trigger == names[0]} if names else {}
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        of = [t for t in found if t.trigger == name]
        eligible, open_ones = sum(t.eligible for t in of), sum(t.cannot_tell for t in of)
        more = eligible - sum(t.eligible for t in own.values())
        rows.append((name, eligible, more, open_ones))
    columns = (Column("Trigger"), Column("Eligible", "count"), Column("More", "count"), Column("Cannot tell", "count"))
    words = "What each trigger adds before anybody chooses it; by region in the table beside this page."
    listing = ReportTable("Schools by trigger", columns, tuple(rows))
    return PageSection("triggers", "What each trigger adds", (words,), tables=(listing,))


def _next(study: SupporterStudy) -> PageSection:
    columns = (
        Column("One more"),
        Column("Region"),
        Column("Priority points gained", "count"),
        Column("Not matched there", "count"),
        Column("Proved"),
    )
    ordered = sorted(study.next_supporters, key=lambda n: (-n.gain, n.what, n.region))
    rows = tuple((n.what, n.region, n.gain, n.waiting, "yes" if n.proved else "no") for n in ordered)
    words = "The new one takes three schools at once, has no conflict and is near every school: the most it could add."
    title = "Where the next organisation or adviser helps most"
    return PageSection("next", title, (words,), tables=(ReportTable(title, columns, rows),))


def _waiting(study: SupporterStudy) -> PageSection:
    columns = (
        Column("Region"),
        Column("Milestone reached"),
        Column("Schools", "count"),
        Column("Longest, weeks", "count"),
        Column("Median, weeks", "count"),
        Column("Longest since the last step", "count"),
        Column("Median since the last step", "count"),
    )
    rows = tuple(
        (
            w.region,
            w.milestone,
            w.schools,
            w.longest_weeks,
            w.median_weeks,
            w.longest_weeks_since_step,
            w.median_weeks_since_step,
        )
        for w in study.waiting
    )
    title = "Who waits longest, and at which milestone"
    words = "Two clocks: since the school became eligible, and since the last step that its case records."
    return PageSection("waiting", title, (words,), tables=(ReportTable(title, columns, rows),))


def _advisers(study: SupporterStudy) -> PageSection:
    columns = (
        Column("Adviser"),
        Column("Region"),
        Column("Caseload", "count"),
        Column("Has now", "count"),
        Column("Proposed", "count"),
        Column("Outside the region", "count"),
        Column("Barred by a conflict", "count"),
    )
    rows = tuple(
        (x.adviser, x.region, x.caseload, x.before, x.proposed, x.outside_region, x.barred_by_conflict)
        for x in study.advisers
    )
    title = "Load and conflicts per adviser"
    return PageSection("advisers", title, tables=(ReportTable(title, columns, rows),))


def _bodies(study: SupporterStudy) -> PageSection:
    columns = (
        Column("Responsible bodies"),
        Column("Schools each", "count"),
        Column("Matched each", "count"),
        Column("Supporters each", "count"),
    )
    rows = tuple((b.body, b.schools, b.matched, b.supporters) for b in study.bodies)
    title = "Supporters per responsible body, of those with two schools or more"
    return PageSection("bodies", title, tables=(ReportTable(title, columns, rows),))
