"""The page of a back-test: what each way to decide came to, in per cent of hindsight, and who was served when."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import mean

from matcher.policy import Policy
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.study.back_test.back_test import YearTrial
from matcher.study.back_test.methods import METHODS
from matcher.study.back_test.truth import TERMS
from matcher.study.pages import charts
from matcher.study.pages.study_page import Page, PageSection, sections
from matcher.wording.terms import RECIPIENT
from matcher.year_ahead.draw import FEWER_FUTURES, MANY_CHOICES, USUAL_FUTURES

SAYS_LITTLE = 50  # arrivals of a year
NAMES = {
    "by-hand": "By hand, nearest leader first",
    "greedy-term": "The best plan of each term's end",
    "greedy-month": "The best plan of each month's end",
    "even-release": "Even release",
    "two-stage": "Drawn futures",
    "hindsight": "Hindsight",
}


def page(tested: Sequence[YearTrial], policy: Policy, question: str, declines: Fraction) -> Page:
    years = list(dict.fromkeys(t.year for t in tested))
    return Page(
        f"The year ahead, tested on past years: {policy.name}",
        question,
        tuple(_findings(tested, years)),
        sections(*(_of_year(tested, year) for year in years), _all_seeds(tested)),
        foot=f"The scenario's own leaders, money and rules, moved to each year. {round(100 * declines)} % say no, drawn"
        " by SHA-256; what they give back is offered to others the same day. Hindsight knows who will come and who will"
        f" say no. Coverage in priority points; decisions go by coverage, then fit. {_futures(policy)}; they are"
        " searched here, to within a millionth of the best in view, and not proved as a proposal's are.",
    )


def _futures(policy: Policy) -> str:
    drawn = policy.year_ahead.futures
    part = f"{float(100 * drawn.declines):g} %" if drawn.declines else "none"
    number = drawn.number or f"{USUAL_FUTURES} ({FEWER_FUTURES} beside more than {MANY_CHOICES:,} choices)"
    return f"Each decision with drawn futures draws {number}, in which {part} of those here and of those to come say no"


def _findings(tested: Sequence[YearTrial], years: Sequence[str]) -> list[str]:
    found = []
    for year in years:
        means = {m: _mean(tested, year, m) for m in METHODS if _of(tested, year, m)}
        greedy, ahead = means.get("greedy-term"), means.get("two-stage")
        if greedy is not None and ahead is not None:
            worst = min(
                one.outcome.points - other.outcome.points
                for one, other in zip(_of(tested, year, "two-stage"), _of(tested, year, "greedy-term"), strict=True)
            )
            found.append(
                f"{year} ({_came(tested, year)}): drawn futures reach {ahead:.1f} % of hindsight, the best plan of each"
                f" term's end {greedy:.1f} %; {_at_worst(worst)}"
            )
    return found


def _came(tested: Sequence[YearTrial], year: str) -> str:
    """How many came, by the files: of a year that they have nearly forgotten every way to decide looks as good."""
    number = next(t.came for t in tested if t.year == year)
    few = ", so few that it says little" if number < SAYS_LITTLE else ""
    return f"{number:,} {RECIPIENT:s} came{few}"


def _at_worst(points: int) -> str:
    if points < 0:
        return f"with the worst seed {-points} priority points fewer than that"
    return (
        "never fewer priority points than that" if not points else f"at least {points} priority points more than that"
    )


def _of(tested: Sequence[YearTrial], year: str, method: str) -> list[YearTrial]:
    return [t for t in tested if t.year == year and t.method == method]


def _mean(tested: Sequence[YearTrial], year: str, method: str) -> float:
    return float(mean(t.percent for t in _of(tested, year, method)))


def _of_year(tested: Sequence[YearTrial], year: str) -> PageSection:
    """The mean over seeds of each method, as bars and as a table with who was served by the term in which they came."""
    rows, bars = list[tuple[Cell, ...]](), list[tuple[str, float]]()
    for method in (m for m in METHODS if _of(tested, year, m)):
        own = _of(tested, year, method)
        shares = [float(t.percent) for t in own]
        served = (round(mean(t.outcome.served[term] for t in own)) for term in TERMS)
        rows.append((NAMES[method], f"{mean(shares):.1f}", f"{min(shares):.1f}", f"{max(shares):.1f}", *served))
        bars.append((NAMES[method], round(mean(shares), 1)))
    columns = (
        Column("Way to decide"),
        *(Column(title, "count") for title in ("% of hindsight", "Least", "Most")),
        *(Column(f"Served who came in {term}", "count") for term in TERMS),
    )
    table = ReportTable(f"{year}: mean of the seeds", columns, tuple(rows))
    title = f"{year}: coverage in per cent of hindsight"
    chart = charts.horizontal_bars(bars, f"year-{year[:4]}", ("% of hindsight", title), "Every figure is in the table.")
    return PageSection(f"year-{year[:4]}", year, (), chart, table, (table,))


def _all_seeds(tested: Sequence[YearTrial]) -> PageSection:
    columns = (
        *(Column(title) for title in ("Year", "Way to decide")),
        *(Column(title, "count") for title in ("Seed", "Priority points", "% of hindsight")),
    )
    rows = tuple(
        (t.year, NAMES[t.method], str(t.seed), f"{t.outcome.points:,}", f"{float(t.percent):.2f}") for t in tested
    )
    return PageSection(
        "seeds", "Every seed", (), tables=(ReportTable("Every year, way to decide and seed", columns, rows),)
    )
