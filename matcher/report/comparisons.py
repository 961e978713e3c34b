"""This proposal beside matching by hand: headlines, goals, regions, journeys and who is served."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from matcher.report import groups, words
from matcher.report.chosen import Chosen, ChosenMatch
from matcher.report.listing import Cell, Column, Listing
from matcher.result import Result


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
        Headline(words.kilometres(ours.median_metres), "median journey", words.kilometres(hand.median_metres)),
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
        ("Median journey", words.kilometres(ours.median_metres), words.kilometres(hand.median_metres)),
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


MOST_SHOWN = 200  # matches; the workbook has them all


def matches(chosen: Chosen) -> Listing:
    """By name of the school or trust, the leader by organisation; too many for a page stand in the workbook alone."""
    found = chosen.matches if len(chosen.matches) <= MOST_SHOWN else ()
    found = tuple(sorted(found, key=lambda m: (m.recipient.region, m.recipient.name, m.recipient.id)))
    return _journeys(chosen, found, "The matches, by school or trust", "They are too many for this page.")


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
        if len(groups.known(served)) > 1 or title == "Region":
            found.append(_served(title, served))
    return tuple(found)


def not_told_apart(chosen: Chosen) -> str:
    """The groupings that have no table, and why."""
    said = []
    for title, grouping, order in groups.GROUPINGS:
        found = groups.served(chosen, grouping, order)
        known = groups.known(found)
        if title != "Region" and len(known) <= 1:
            said.append(f"{title}: all are in the group '{known[0]}'" if known else f"{title}: no file says")
    return f"Not shown apart. {'. '.join(said)}." if said else ""


def _served(title: str, served: tuple[groups.Served, ...]) -> Listing:
    rows = tuple(
        (
            *(g.group, g.eligible, g.matched, words.share(g.matched, g.eligible)),
            *(words.share(g.by_hand, g.eligible), g.median_metres, g.waited_matched, g.waited_others),
        )
        for g in served
    )
    columns = (
        Column(title),
        Column("To be matched", "count"),
        Column("Matched", "count"),
        Column("Share", "count"),
        Column("By hand", "count"),
        Column("Median journey", "metres"),
        Column("Median days waiting, matched", "count"),
        Column("Median days waiting, others", "count"),
    )
    return Listing(title, columns, rows, "There was nobody to match.")
