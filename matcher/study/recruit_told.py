"""Where to recruit, as a section of a page: the regions in their order, and every question behind them."""

from __future__ import annotations

from itertools import groupby

from matcher.report import words as house_words
from matcher.report.listing import Cell, Column, Listing
from matcher.study import drawn
from matcher.study.marginal import DAYS, ONE, TEN, Marginal, Recruit
from matcher.study.page import Section


def where(found: Marginal) -> Section:
    regions = _ordered(found)
    best = {r.region: _of(found, r.region, TEN)[0].gain_if_money for r in found.recruits if r.what == TEN}
    bars = [(region, float(best[region])) for region in regions if region in best]
    words = (
        f"Within the pots {found.base.matched:,} are matched; if money did not bind, {found.free.matched:,}. Each"
        " figure is solved again with one more leader, or ten, who live wherever in the region they are of most use"
        " and have no conflicts: the most that real ones could add.",
    )
    title = "More matched for ten more leaders in a region, if money followed"
    chart = drawn.lying(bars, "recruit", ("More matched", title), "The table below has each region's figures.")
    return Section("recruit", "Where to recruit", words, chart, _every(found), (_by_region(found, regions),))


def _ordered(found: Marginal) -> list[str]:
    """Regions by what ten leaders add, then one; then by how many wait there."""
    keys = {}
    for region in {r.region for r in found.recruits}:
        ten, one = _of(found, region, TEN), _of(found, region, ONE)
        gains = [max((r.gain for r in ten), default=0), max((r.gain_if_money for r in ten), default=0)]
        waiting = max((r.waiting for r in one), default=0)
        keys[region] = (*(-g for g in gains), -max((r.gain_if_money for r in one), default=0), -waiting, region)
    return sorted(keys, key=keys.__getitem__)


def _of(found: Marginal, region: str, what: str) -> list[Recruit]:
    return [r for r in found.recruits if r.region == region and r.what == what]


def _by_region(found: Marginal, regions: list[str]) -> Listing:
    rows: list[tuple[Cell, ...]] = []
    for region in regions:
        ten, one, days = (_of(found, region, what) for what in (TEN, ONE, DAYS))
        asked = max(one, key=lambda r: r.waiting)
        rows.append(
            (
                region,
                asked.waiting,
                asked.nobody,
                max(r.gain for r in (*one, *ten)),
                max(r.gain_if_money for r in one),
                max(r.gain_if_money for r in ten),
                _roles(one),
                ", ".join(r.phase for r in days if r.gain_if_money) or "none",
            )
        )
    counts = (
        "Unmatched there",
        "Of these, nobody may support",
        "Ten more leaders, within the pots",
        "One more leader, if money followed",
        "Ten more, if money followed",
    )
    columns = (Column("Region"), *(Column(t, "count") for t in counts))
    texts = (Column("Which kind adds a match"), Column("Phases where ten days add a match"))
    return Listing("Regions, by what ten more leaders would add", (*columns, *texts), tuple(rows))


def _roles(asked: list[Recruit]) -> str:
    useful = [r.role for r in asked if r.gain_if_money]
    if len(useful) == len(asked):
        return "any"
    return ", ".join(house_words.role(role) for role in useful) or "none"


def _every(found: Marginal) -> Listing:
    """Every question, those that add as much sharing a rank."""
    rows: list[tuple[Cell, ...]] = []
    for _, alike in groupby(found.recruits, key=lambda r: (r.gain, r.gain_if_money)):
        same = list(alike)
        rank = f"{len(rows) + 1}" + ("=" if len(same) > 1 else "")
        sure = {True: "proved", False: "not proved"}
        rows += [
            (rank, named(r), r.gain, r.gain_if_money, r.waiting, r.nobody, sure[r.proved])
            for r in sorted(same, key=lambda r: (-r.nobody, -r.waiting))
        ]
    counts = ("Within the pots", "If money followed", "Unmatched there", "Of these, nobody may support")
    columns = (Column("Rank"), Column("One more"), *(Column(t, "count") for t in counts), Column("Sure?"))
    return Listing("Every question of where to recruit", columns, tuple(rows))


def named(r: Recruit) -> str:
    if r.what == DAYS:
        return f"10 days, {r.region}, {r.phase}"
    if r.what == TEN:
        return f"Ten trust chief executives ({r.days} days each), {r.region}"
    return f"{house_words.role(r.role)} ({r.days} days), {r.region}"


def in_one_line(found: Marginal) -> str:
    """Whether leaders or money hold the programme back, and where leaders would help most."""
    ten = [r for r in found.recruits if r.what == TEN]
    most = max(ten, key=lambda r: (r.gain, r.gain_if_money), default=None)
    if most is None:
        return ""
    if most.gain:
        return f"Leaders bind: ten more in {most.region} add {most.gain:,} matches, the most of any region."
    said = "Within the pots no further leader adds a match: money binds."
    if not most.gain_if_money:
        return said + " Nor would one if money followed."
    return said + f" If money followed, ten more leaders add the most in {most.region} (+{most.gain_if_money:,})."
