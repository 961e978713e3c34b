"""The tables that only the page shows: comparisons, counts and groups, without the names of people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from matcher.report import groups, words
from matcher.report.chosen import Chosen, ChosenMatch
from matcher.report.listing import Cell, Column, Listing
from matcher.report.safe_cells import visible
from matcher.report.sections import Part
from matcher.result import Result

_NUMBERS = ("count", "pence", "metres", "share")


def shown(value: Cell, column: Column) -> str:
    """A cell as the page writes it."""
    if value is None:
        return "–"
    if not isinstance(value, int):
        return visible(value)
    if column.shown == "pence":
        return words.pounds(value)
    if column.shown == "metres":
        return words.kilometres(value)
    return f"{value / 10:.0f} %" if column.shown == "share" else f"{value:,}"


def is_number(column: Column) -> bool:
    return column.shown in _NUMBERS


@dataclass(frozen=True, slots=True)
class Headline:
    """One large figure, what it is, and what matching by hand reaches."""

    figure: str
    what: str
    by_hand: str


def headlines(chosen: Chosen) -> tuple[Headline, ...]:
    ours, hand = chosen.reach, chosen.by_hand
    return (
        Headline(f"{ours.matched:,}", f"matched, of {ours.eligible:,} to be matched", f"{hand.matched:,}"),
        Headline(words.pounds(ours.pence), "proposed spending", words.pounds(hand.pence)),
        Headline(f"{ours.days + ours.governance_days:,}", "days of support", f"{hand.days + hand.governance_days:,}"),
        Headline(words.kilometres(ours.median_metres), "middle journey", words.kilometres(hand.median_metres)),
        Headline(words.kilometres(ours.worst_metres), "longest journey", words.kilometres(hand.worst_metres)),
    )


def compared(chosen: Chosen) -> Listing:
    ours, hand = chosen.reach, chosen.by_hand
    rows: list[tuple[Cell, ...]] = [
        ("Schools and trusts to be matched", f"{ours.eligible:,}", f"{hand.eligible:,}"),
        ("Matched", f"{ours.matched:,}", f"{hand.matched:,}"),
        ("Proposed spending", words.pounds(ours.pence), words.pounds(hand.pence)),
        ("Leaders' days", f"{ours.days:,}", f"{hand.days:,}"),
        ("Governance days", f"{ours.governance_days:,}", f"{hand.governance_days:,}"),
        ("Middle journey", words.kilometres(ours.median_metres), words.kilometres(hand.median_metres)),
        ("Longest journey", words.kilometres(ours.worst_metres), words.kilometres(hand.worst_metres)),
        ("Matches whose distance is not known", f"{ours.distance_unknown:,}", f"{hand.distance_unknown:,}"),
    ]
    columns = (Column("Figure"), Column("This proposal", "count"), Column("Nearest leader first, by hand", "count"))
    return Listing("This proposal beside matching by hand", columns, tuple(rows))


def goals(result: Result) -> Listing:
    """Every goal in the scenario's order; the tie-break after them is told in words."""
    rows: list[tuple[Cell, ...]] = []
    for s in result.solution.stages:
        if s.goal != "canonical":
            hand = result.by_hand.values.get(s.goal)
            figures = (words.bare(figure, s.unit) for figure in (s.value, hand, s.bound))
            rows.append((str(len(rows) + 1), words.goal(s.goal) + words.counted_in(s.unit), *figures, words.proof(s)))
    rows += [("–", words.goal(goal), "skipped", "", "", why) for goal, why in result.problem.skipped_goals]
    titles = ("Order", "Goal", "Reached", "By hand", "Best possible", "How sure")
    columns = tuple(Column(t, "count" if t in titles[2:5] else "text") for t in titles)
    return Listing("What each goal reached", columns, tuple(rows), "The scenario names no goal.")


def by_region(chosen: Chosen) -> Listing:
    world = chosen.result.world
    homes = Counter(m.leader.region for m in chosen.matches)
    rows = tuple(
        (g.group, g.matched, g.eligible - g.matched, homes[g.group]) for g in groups.served(chosen, groups.region)
    )
    columns = (
        Column("Region"),
        Column("Matched", "count"),
        Column("Without a match", "count"),
        Column("Matches led from this region", "count"),
    )
    return Listing("The map in figures", columns, rows if world.recipients else (), "There was nobody to match.")


def longest(chosen: Chosen) -> Listing:
    found = groups.longest(chosen)
    return _journeys(chosen, found, "The five longest journeys", "There are no matches with a known distance.")


def out_of_region(chosen: Chosen) -> Listing:
    found = groups.out_of_region(chosen)
    return _journeys(chosen, found, "Leaders from another region", "Every leader serves their own region.")


def _journeys(chosen: Chosen, found: tuple[ChosenMatch, ...], caption: str, empty: str) -> Listing:
    world = chosen.result.world
    rows = tuple(
        (m.recipient.name, m.recipient.region, groups.organisation(m.leader, world), m.leader.region, m.metres)
        for m in found
    )
    columns = (
        Column("School or trust"),
        Column("Region"),
        Column("Leader's organisation"),
        Column("Leader's region"),
        Column("Distance", "metres"),
    )
    return Listing(caption, columns, rows, empty)


def fairness(chosen: Chosen) -> tuple[Listing, ...]:
    """One table a grouping; a grouping that tells nobody apart is left out, the region apart."""
    found = []
    for title, grouping, order in groups.GROUPINGS:
        served = groups.served(chosen, grouping, order)
        if groups.tells_apart(served) or title == "Region":
            found.append(_served(title, served))
    return tuple(found)


def _served(title: str, served: tuple[groups.Served, ...]) -> Listing:
    rows = tuple(
        (
            *(g.group, g.eligible, g.matched, words.share(g.matched, g.eligible)),
            *(words.share(g.by_hand, g.eligible), g.median_metres),
        )
        for g in served
    )
    columns = (
        Column(title),
        Column("To be matched", "count"),
        Column("Matched", "count"),
        Column("Share", "count"),
        Column("By hand", "count"),
        Column("Middle journey", "metres"),
    )
    return Listing(title, columns, rows, "There was nobody to match.")


def own_interest(chosen: Chosen) -> Listing:
    rows = tuple(
        (x.region, x.broker, x.matches, x.own, words.share(x.own, x.matches)) for x in groups.own_interest(chosen)
    )
    columns = (
        Column("Region"),
        Column("Broker's organisation"),
        Column("Matches", "count"),
        Column("Served by it", "count"),
        Column("Share", "count"),
    )
    empty = "The registers name no broker's organisation."
    return Listing("Matches that each region's own broker would serve", columns, rows, empty)


def cannot_tell(part: Part) -> Listing:
    """Causes down, regions across."""
    found = Counter((a.cause, a.region) for a in part.assessments if a.verdict.answer == "cannot tell")
    regions = sorted({region for _, region in found})
    causes = sorted({cause for cause, _ in found}, key=lambda c: (-sum(found[c, r] for r in regions), c))
    rows: list[tuple[Cell, ...]] = [
        (words.cause(c), *(found[c, r] for r in regions), sum(found[c, r] for r in regions)) for c in causes
    ]
    if len(rows) > 1:
        rows.append(("Together", *(sum(found[c, r] for c in causes) for r in regions), found.total()))
    columns = (Column("What is missing"), *(Column(r, "count") for r in regions), Column("All", "count"))
    empty = "The files tell of everybody whether they qualify."
    return Listing("Schools and trusts that may qualify: a fact is missing", columns, tuple(rows), empty)


def flagged_by_region(chosen: Chosen, flag: str, caption: str) -> Listing:
    found = Counter(m.recipient.region for m in groups.flagged(chosen, flag))
    matches = Counter(m.recipient.region for m in chosen.matches)
    rows = tuple((region, number, matches[region]) for region, number in sorted(found.items()))
    columns = (Column("Region"), Column("Matches concerned", "count"), Column("Of all matches", "count"))
    return Listing(caption, columns, rows, "No proposed match is concerned.")


def readings(part: Part) -> Listing:
    """England in one line for each other reading and kind; the regions stand in a table behind it."""
    into: Counter[tuple[str, str, str]] = Counter()
    out: Counter[tuple[str, str, str]] = Counter()
    unsure: Counter[tuple[str, str, str]] = Counter()
    for m in part.result.readings:
        key = (m.switch, m.value, m.kind)
        into[key] += m.into
        out[key] += m.out
        unsure[key] += m.cannot_tell
    used = part.result.policy.eligibility
    rows = tuple(
        (
            *(words.READINGS.get(switch, switch), words.setting(getattr(used, switch, "")), words.setting(value)),
            *(words.kind(kind), into[key], out[key], unsure[key]),
        )
        for key in dict.fromkeys((m.switch, m.value, m.kind) for m in part.result.readings)
        for switch, value, kind in (key,)
    )
    titles = ("Switch", "Read here as", "If read as", "Kind", "More would qualify", "Fewer would", "Could not be told")
    columns = tuple(Column(t, "count" if i > 3 else "text") for i, t in enumerate(titles))
    return Listing("What another reading would move", columns, rows, "No other reading moves anybody.")


def priorities(result: Result) -> Listing:
    rows = tuple(
        (words.PRIORITIES.get(p.reading, p.reading), p.matched, len(p.gains), len(p.drops)) for p in result.priorities
    )
    titles = ("If priority were", "Matched", "Would gain a match", "Would lose theirs")
    columns = tuple(Column(t, "count" if i else "text") for i, t in enumerate(titles))
    return Listing("Who comes first, read otherwise", columns, rows, "No other reading was tried.")


def drops(result: Result) -> Listing:
    """Everybody whom another reading of priority would match instead, or leave out."""
    world = result.world
    rows = tuple(
        (words.PRIORITIES.get(p.reading, p.reading), did, body.name, words.kind(body.kind), body.region)
        for p in result.priorities
        for did, ids in (("would lose their match", p.drops), ("would gain one", p.gains))
        for body in (world.recipients[world.recipient_row[i]] for i in ids)
    )
    columns = tuple(Column(t) for t in ("If priority were", "What would happen", "School or trust", "Kind", "Region"))
    return Listing("By name: who would gain and who would lose", columns, rows, "Nobody.")


def unmatched(part: Part) -> Listing:
    """Reasons, the commonest first; each body's own stands in the workbook."""
    world = part.result.world
    region = {r.id: r.region for r in world.recipients}
    found = Counter((words.unmatched_group(u.reason), region[u.recipient_id]) for u in part.result.unmatched)
    reasons = Counter(words.unmatched_group(u.reason) for u in part.result.unmatched)
    rows = tuple(
        (reason, number, ", ".join(f"{r} {found[reason, r]}" for r in world.regions if found[reason, r]))
        for reason, number in reasons.most_common()
    )
    columns = (Column("Reason"), Column("Schools and trusts", "count"), Column("Where"))
    empty = "Everybody is matched." if world.recipients else "There was nobody to match."
    return Listing("Why some have no match", columns, rows, empty)


def inputs(result: Result) -> Listing:
    rows = tuple((f.role, f.name, f.rows, f.sha256) for f in result.facts.files)
    columns = (Column("What it gave"), Column("File"), Column("Rows", "count"), Column("SHA-256 of its bytes"))
    return Listing("What was read", columns, rows, "No file was read.")


def qualify(part: Part) -> Listing:
    found = Counter((a.verdict.answer, a.kind) for a in part.assessments)
    offered = Counter(r.kind for r in part.result.world.recipients)
    rows: list[tuple[Cell, ...]] = [
        (answer.capitalize(), found[answer, "school"], found[answer, "trust"])
        for answer in ("eligible", "cannot tell", "not eligible")
    ]
    rows.append(("To be matched in this run", offered["school"], offered["trust"]))
    columns = (Column("Answer"), Column("Standalone schools", "count"), Column("Trusts", "count"))
    return Listing("Who qualifies", columns, tuple(rows))
