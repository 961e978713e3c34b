"""The tables that only the page shows: comparisons, counts and groups, without people's names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from matcher.report import settings, words
from matcher.report.safe_cells import visible
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.result import Result
from matcher.wording.terms import RECIPIENT

_NUMBERS = ("count", "pence", "metres", "share")


def format_cell(value: Cell, column: Column) -> str:
    """A cell as text for the page; a dash for None, words for a journey that is not known."""
    if value is None:
        return words.NOT_KNOWN if column.format == "metres" else "–"
    if not isinstance(value, int):
        return visible(value)
    if column.format == "pence":
        return words.pounds(value)
    if column.format == "metres":
        return words.kilometres(value)
    return f"{value / 10:.0f}%" if column.format == "share" else f"{value:,}"


def is_number(column: Column) -> bool:
    return column.format in _NUMBERS


def flagged_by_region(view: PlanView, flags: Collection[str], caption: str) -> ReportTable:
    counts = Counter(m.recipient.region for m in view.matches if any(x.name in flags for x in m.to_settle))
    matches = Counter(m.recipient.region for m in view.matches)
    rows = tuple((region, number, matches[region]) for region, number in sorted(counts.items()))
    columns = (Column("Region"), Column("Matches concerned", "count"), Column("Of all matches", "count"))
    return ReportTable(caption, columns, rows, "No proposed match is concerned.")


def readings(scope: ReportScope) -> ReportTable:
    """England in one line for each other reading and kind; the regions stand in a table behind it."""
    into: Counter[tuple[str, str, str]] = Counter()
    out: Counter[tuple[str, str, str]] = Counter()
    unsure: Counter[tuple[str, str, str]] = Counter()
    for m in scope.result.readings:
        key = (m.switch, m.value, m.kind)
        into[key] += m.into
        out[key] += m.out
        unsure[key] += m.cannot_tell
    used = scope.result.policy.eligibility
    rows = tuple(
        (
            *(words.READINGS.get(switch, switch), words.setting(getattr(used, switch, "")), words.setting(value)),
            *(words.kind(kind), into[key], out[key], unsure[key]),
        )
        for key in dict.fromkeys((m.switch, m.value, m.kind) for m in scope.result.readings)
        for switch, value, kind in (key,)
    )
    titles = ("Switch", "Read here as", "If read as", "Kind", "More would qualify", "Fewer would", "Could not be told")
    columns = tuple(Column(t, "count" if i > 3 else "text") for i, t in enumerate(titles))
    return ReportTable("What another reading would move", columns, rows, "No other reading moves anybody.")


def priorities(result: Result) -> ReportTable:
    rows = tuple(
        (words.PRIORITIES.get(p.reading, p.reading), p.matched, len(p.gains), len(p.drops)) for p in result.priorities
    )
    titles = ("If priority were", "Matched", "Would gain a match", "Would lose theirs")
    columns = tuple(Column(t, "count" if i else "text") for i, t in enumerate(titles))
    return ReportTable("Who comes first, read otherwise", columns, rows, "No other reading was tried.")


def drops(result: Result) -> ReportTable:
    """Everybody whom another reading of priority would match instead, or leave out."""
    world = result.world
    rows = tuple(
        (words.PRIORITIES.get(p.reading, p.reading), did, body.name, words.kind(body.kind), body.region)
        for p in result.priorities
        for did, ids in (("would lose their match", p.drops), ("would gain one", p.gains))
        for body in (world.recipients[world.recipient_row[i]] for i in ids)
    )
    columns = tuple(Column(t) for t in ("If priority were", "What would happen", f"{RECIPIENT:C}", "Kind", "Region"))
    return ReportTable("By name: who would gain and who would lose", columns, rows, "Nobody.")


def unmatched(scope: ReportScope) -> ReportTable:
    """Reasons, the commonest first; each body's own stands in the workbook."""
    world = scope.result.world
    region = {r.id: r.region for r in world.recipients}
    counts = Counter((u.group, region[u.recipient_id]) for u in scope.result.unmatched)
    reasons = Counter(u.group for u in scope.result.unmatched)
    rows = tuple(
        (reason, number, ", ".join(f"{r} {counts[reason, r]}" for r in world.regions if counts[reason, r]))
        for reason, number in reasons.most_common()
    )
    columns = (Column("Reason"), Column(f"{RECIPIENT:Cs}", "count"), Column("Where"))
    empty = "Everybody is matched." if world.recipients else "There was nobody to match."
    return ReportTable("Why some have no match", columns, rows, empty)


_FIRST = ("pots", "rates", "support", "eligibility", "rules")


def numbers(result: Result, assumed: bool) -> ReportTable:
    """Every number the run rests on that is assumed, or that was published; money first."""
    assumptions = [a for a in result.policy.assumptions if a.assumed == assumed]
    place = {name: i for i, name in enumerate(_FIRST)}
    rows = tuple(
        (settings.plain_name(a.what), a.what, settings.plain_value(a, result.policy), settings.source(a), a.impact)
        for a in sorted(assumptions, key=lambda a: place.get(a.what.partition(".")[0], len(place)))
    )
    columns = tuple(Column(t) for t in ("Setting", "Its key in the scenario", "Value", "Source", "What it changes"))
    caption = "Assumed" if assumed else "Published"
    return ReportTable(caption, columns, rows, "No number is listed.")


def inputs(result: Result) -> ReportTable:
    rows = tuple((f.role, f.name, f.rows, f.sha256) for f in result.facts.files)
    columns = (Column("What it gave"), Column("File"), Column("Rows", "count"), Column("SHA-256 of its bytes"))
    return ReportTable("What was read", columns, rows, "No file was read.")


def qualify(scope: ReportScope) -> ReportTable:
    counts = Counter((a.verdict.answer, a.kind) for a in scope.assessments)
    offered = Counter(r.kind for r in scope.result.world.recipients)
    rows: list[tuple[Cell, ...]] = [
        (answer.capitalize(), counts[answer, "school"], counts[answer, "trust"])
        for answer in ("eligible", "cannot tell", "not eligible")
    ]
    left = [max(0, counts["eligible", kind] - offered[kind]) for kind in ("school", "trust")]
    if any(left):
        rows.append(("Eligible and left out: it wants no support, or is supported already", *left))
    rows.append(("To be matched in this run", offered["school"], offered["trust"]))
    columns = (Column("Answer"), Column("Standalone schools", "count"), Column("Trusts", "count"))
    return ReportTable("Who qualifies", columns, tuple(rows))
