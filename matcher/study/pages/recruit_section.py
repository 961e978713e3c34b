"""The page section on where to recruit: regions by what more leaders would add, and the table of all questions."""

from __future__ import annotations

from itertools import groupby

from matcher.report import words as house_words
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.study.pages import charts
from matcher.study.pages.study_page import PageSection
from matcher.study.questions.marginal import DAYS, ONE, TEN, Marginal, Recruit
from matcher.wording.terms import LEADER


def recruit_section(marginal: Marginal) -> PageSection:
    regions = _ordered(marginal)
    best = {r.region: _of(marginal, r.region, TEN)[0].gain_if_money for r in marginal.recruits if r.what == TEN}
    bars = [(region, float(best[region])) for region in regions if region in best]
    words = (
        f"Within the pots {marginal.base.matched:,} are matched; if money did not bind, {marginal.free.matched:,}. Each"
        f" figure is solved again with one more {LEADER}, or ten, who live wherever in the region they are of most use"
        " and have no conflicts: the most that real ones could add.",
    )
    title = f"More matched for ten more {LEADER:s} in a region, if money followed"
    chart = charts.horizontal_bars(
        bars, "recruit", ("More matched", title), "The table below has each region's figures."
    )
    return PageSection("recruit", "Where to recruit", words, chart, _every(marginal), (_by_region(marginal, regions),))


def _ordered(marginal: Marginal) -> list[str]:
    """Regions by what ten leaders add, then one; then by how many are unmatched there."""
    keys = {}
    for region in {r.region for r in marginal.recruits}:
        ten, one = _of(marginal, region, TEN), _of(marginal, region, ONE)
        gains = [max((r.gain for r in ten), default=0), max((r.gain_if_money for r in ten), default=0)]
        waiting = max((r.waiting for r in one), default=0)
        keys[region] = (*(-g for g in gains), -max((r.gain_if_money for r in one), default=0), -waiting, region)
    return sorted(keys, key=keys.__getitem__)


def _of(marginal: Marginal, region: str, what: str) -> list[Recruit]:
    return [r for r in marginal.recruits if r.region == region and r.what == what]


def _by_region(marginal: Marginal, regions: list[str]) -> ReportTable:
    rows: list[tuple[Cell, ...]] = []
    for region in regions:
        ten, one, days = (_of(marginal, region, what) for what in (TEN, ONE, DAYS))
        widest = max(one, key=lambda r: r.waiting)
        rows.append(
            (
                region,
                widest.waiting,
                widest.nobody,
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
        f"Ten more {LEADER:s}, within the pots",
        f"One more {LEADER}, if money followed",
        "Ten more, if money followed",
    )
    columns = (Column("Region"), *(Column(t, "count") for t in counts))
    texts = (Column("Which kind adds a match"), Column("Phases where ten days add a match"))
    return ReportTable(f"Regions, by what ten more {LEADER:s} would add", (*columns, *texts), tuple(rows))


def _roles(recruits: list[Recruit]) -> str:
    useful = [r.role for r in recruits if r.gain_if_money]
    if len(useful) == len(recruits):
        return "any"
    return ", ".join(house_words.role(role) for role in useful) or "none"


def _every(marginal: Marginal) -> ReportTable:
    """Every question with its rank; questions that add equally share one."""
    rows: list[tuple[Cell, ...]] = []
    for _, alike in groupby(marginal.recruits, key=lambda r: (r.gain, r.gain_if_money)):
        same = list(alike)
        rank = f"{len(rows) + 1}" + ("=" if len(same) > 1 else "")
        sure = {True: "proved", False: "not proved"}
        rows += [
            (rank, question_label(r), r.gain, r.gain_if_money, r.waiting, r.nobody, sure[r.proved])
            for r in sorted(same, key=lambda r: (-r.nobody, -r.waiting))
        ]
    counts = ("Within the pots", "If money followed", "Unmatched there", "Of these, nobody may support")
    columns = (Column("Rank"), Column("One more"), *(Column(t, "count") for t in counts), Column("Sure?"))
    return ReportTable("Every question of where to recruit", columns, tuple(rows))


def question_label(r: Recruit) -> str:
    if r.what == DAYS:
        return f"10 days, {r.region}, {r.phase}"
    if r.what == TEN:
        return f"Ten trust chief executives ({r.days} days each), {r.region}"
    return f"{house_words.role(r.role)} ({r.days} days), {r.region}"


def recruit_finding(marginal: Marginal) -> str:
    """A sentence on whether leaders or money bind, and where more leaders would add most."""
    ten = [r for r in marginal.recruits if r.what == TEN]
    most = max(ten, key=lambda r: (r.gain, r.gain_if_money), default=None)
    if most is None:
        return ""
    if most.gain:
        return f"{LEADER:Cs} bind: ten more in {most.region} add {most.gain:,} matches, the most of any region."
    money_binds = f"Within the pots no further {LEADER} adds a match: money binds."
    if not most.gain_if_money:
        return money_binds + " Nor would one if money followed."
    return (
        money_binds
        + f" If money followed, ten more {LEADER:s} add the most in {most.region} (+{most.gain_if_money:,})."
    )
