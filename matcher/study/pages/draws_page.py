"""The page of a study with draws: the spread of coverage, spending and unmet need, and the convergence of the mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from matcher.read.scenarios.schema.draws import MEANINGS, vary_of
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.study import labels
from matcher.study.figures import quantile
from matcher.study.outcome import Outcome
from matcher.study.pages import charts
from matcher.study.pages.study_page import Page, PageSection, sections
from matcher.study.pages.sweep_page import setting_label
from matcher.study.pages.sweep_sections import failures_section, proof_counts, sessions_section
from matcher.study.sweeps.draws import running_mean
from matcher.study.sweeps.finished_sweep import FinishedSweep
from matcher.wording import terms
from matcher.wording.words import pounds

SPREAD = (
    *("drawn_demand", "drawn_declined", "drawn_leaders_lost", "eligible", "matched", "matched_trusts", "unmet"),
    *("coverage", "spend_pence", "needed_pence", "median_metres", "worst_region_share"),
)
MAX_BINS = 20


def page(sweep: FinishedSweep, sessions: Sequence[Mapping[str, Any]]) -> Page:
    outcomes = [outcome for _, outcome in sweep.results]
    return Page(
        f"Draws of {sweep.task.scenario.stem}",
        sweep.question,
        tuple(_findings(sweep)),
        sections(
            *(_histogram(outcomes, figure, terms.in_words(title)) for figure, title in _HISTOGRAMS),
            _spread(outcomes),
            _convergence(outcomes),
            _by_setting(sweep),
            _random_inputs(sweep),
            failures_section(sweep),
            sessions_section(sweep, sessions),
        ),
        foot="Every draw is repeatable by its number and the seed; points.csv beside this page has them all.",
    )


_HISTOGRAMS = (
    ("matched", "Schools and trusts matched"),
    ("unmet", "Said yes and not matched"),
    ("needed_pence", "Money that matching everybody who can be matched would take (£ thousand)"),
)


def numbers(outcomes: Sequence[Outcome], figure: str) -> list[int]:
    values = (outcome.figures.get(figure) for outcome in outcomes)
    return [v for v in values if isinstance(v, int)]


def _histogram(outcomes: Sequence[Outcome], figure: str, title: str) -> PageSection | None:
    values = [v // 100_000 if figure.endswith("_pence") else v for v in numbers(outcomes, figure)]
    if not values:
        return None
    low, high = min(values), max(values)
    width = max(1, -(-(high - low + 1) // MAX_BINS))
    bins = [(_bin_label(k, width), sum(k <= v < k + width for v in values)) for k in range(low, high + 1, width)]
    most = max(bins, key=lambda h: h[1])
    description = f"The tallest bar is {most[0]}, with {most[1]} draws. Every figure stands in the table that follows."
    chart_table = ReportTable(f"{title}: draws in each step", (Column(title), Column("Draws", "count")), tuple(bins))
    return PageSection(
        f"heap-{figure}", title, (), charts.histogram(bins, f"heap-{figure}", (title, title), description), chart_table
    )


def _bin_label(start: int, width: int) -> str:
    return f"{start:,}" if width == 1 else f"{start:,} to {start + width - 1:,}"


def _spread(outcomes: Sequence[Outcome]) -> PageSection:
    rows: list[tuple[Cell, ...]] = []
    for figure in SPREAD:
        values = sorted(numbers(outcomes, figure))
        if values:
            unit = labels.unit(figure)
            parts = [quantile(values, q, 20) or 0 for q in (1, 5, 10, 15, 19)]
            selected = (round(sum(values) / len(values)), values[0], *parts, values[-1])
            rows.append((labels.name(figure), *(labels.value(_in_pounds(v, unit), unit) for v in selected)))
    titles = ("Mean", "Least", "5 %", "25 %", "Middle", "75 %", "95 %", "Most")
    listing = ReportTable(
        "Spread over the draws", (Column("Figure"), *(Column(t, "count") for t in titles)), tuple(rows)
    )
    return PageSection("spread", "How widely the answers spread", tables=(listing,))


def _in_pounds(number: int, unit: str) -> int:
    """Whole pounds: pence say nothing about a spread."""
    return 100 * round(number / 100) if unit == "pence" else number


def _convergence(outcomes: Sequence[Outcome]) -> PageSection | None:
    steps = running_mean(numbers(outcomes, "matched"))
    if not steps:
        return None
    selected = [s for s in steps if s[0] % max(1, len(steps) // 20) == 0 or s is steps[-1]]
    rows = tuple((n, f"{mean:.2f}", f"{error:.2f}") for n, mean, error in selected)
    titles = (Column("Draws", "count"), Column("Mean matched", "count"), Column("Its standard error", "count"))
    n, mean, error = steps[-1]
    words = (
        f"After {n:,} draws the mean number matched is {mean:.1f}, give or take {2 * error:.1f} (two standard errors)."
    )
    chart = charts.running_mean_band(
        steps, "converge", ("Mean number matched", "Running mean and two standard errors"), words
    )
    return PageSection("converge", "Were enough drawn?", (words,), chart, ReportTable("Running mean", titles, rows))


def share_within_pots(outcomes: Sequence[Outcome]) -> tuple[float, float] | None:
    """The share of draws in which the pots would pay for everybody who can be served, and its standard error."""
    within = [outcome.figures.get("within_pots") == "yes" for outcome in outcomes]
    if not within:
        return None
    share = sum(within) / len(within)
    return share, sqrt(share * (1 - share) / len(within))


def wilson_interval(yes: int, draws: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion, which has a width also where all draws agree."""
    z2 = 1.96**2
    middle, scale = (yes + z2 / 2) / (draws + z2), draws + z2
    half = 1.96 * sqrt(yes * (draws - yes) / draws + z2 / 4) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


def _by_setting(sweep: FinishedSweep) -> PageSection | None:
    """The spread at each point, where the study is also a sweep; else None."""
    if not sweep.settings:
        return None
    groups: dict[str, list[Outcome]] = {}
    for point, outcome in sweep.results:
        groups.setdefault("; ".join(setting_label(s, point.settings[s]) for s in sweep.settings), []).append(outcome)
    rows: list[tuple[Cell, ...]] = []
    for name, outcomes in groups.items():
        values, chance = sorted(numbers(outcomes, "matched")), share_within_pots(outcomes)
        parts = [quantile(values, q, 20) for q in (1, 10, 19)]
        rows.append((name, len(values), *parts, f"{100 * chance[0]:.0f} %" if chance else "–"))
    titles = ("Draws", "Matched, 5 %", "Middle", "95 %", "Within the pots")
    listing = ReportTable(
        "Spread at each point", (Column("Settings"), *(Column(t, "count") for t in titles)), tuple(rows)
    )
    return PageSection("points", "At each point of the sweep", tables=(listing,))


_WHAT = {
    "demand": "Demand",
    "declines": "Schools and trusts that say no",
    "leaders_drop_out": "Leaders who drop out",
    "rates": "What a day costs",
}


def in_words(value: Any) -> str:
    """`20 %`; `history, 3 years`; `nle £550 to £650`."""
    if isinstance(value, int | float):
        return f"{100 * value:g} %"
    if isinstance(value, Mapping) and set(value) <= {"from", "years", "level"}:
        level = "the scenario's own level" if value.get("level", "own") == "own" else "the level of those years"
        return f"{value.get('from', 'history')}, {value.get('years', 3)} years; {level}"
    if isinstance(value, Mapping):
        return "; ".join(
            f"{role.removesuffix('_day')} {pounds(round(100 * a))} to {pounds(round(100 * b))}"
            for role, (a, b) in value.items()
        )
    return str(value)


_DEMAND = {
    "own": "Demand is drawn from the years before the run's day, month by month, about the scenario's own: over many"
    " draws as many ask, in each region and phase, as qualify in the scenario. `level: history` takes the level of"
    " those years instead.",
    "history": "Demand is drawn from the years before the run's day, month by month: years in which few schools were"
    " inspected, such as 2020/21, pull it below what the files have for the run's own year. `level: own` keeps the"
    " scenario's own demand on average.",
}


def _random_inputs(sweep: FinishedSweep) -> PageSection:
    rows = tuple(
        (terms.in_words(_WHAT[name]), in_words(value), MEANINGS[name]) for name, value in sweep.task.vary.items()
    )
    columns = (Column("What"), Column("Value"), Column("How it is drawn", "long"))
    words = [
        f"Seed {sweep.task.seed}. Trusts' demand is left as it is. Who declines is known before matching, so the place"
        " goes to the next: the figures are the best that could be, not what a late refusal would leave."
    ]
    demand = vary_of(sweep.task.vary).demand
    words += [_DEMAND[demand.level]] if demand else []
    return PageSection("drawn", "What is drawn", tuple(words), tables=(ReportTable("Drawn at random", columns, rows),))


def _findings(sweep: FinishedSweep) -> list[str]:
    outcomes = [outcome for _, outcome in sweep.results]
    values, chance = sorted(numbers(outcomes, "matched")), share_within_pots(outcomes)
    if not values or chance is None:
        return ["No draw is finished."]
    low, middle, high = (quantile(values, q, 20) for q in (1, 10, 19))
    needed = sorted(numbers(outcomes, "needed_pence"))
    yes = round(chance[0] * len(outcomes))
    low_chance, high_chance = (f"{100 * part:.0f}" for part in wilson_interval(yes, len(outcomes)))
    half = _in_pounds(quantile(needed, 1, 2) or 0, "pence")
    return [
        f"In the middle draw {middle:,} are matched; in nine draws of ten between {low:,} and {high:,}.",
        f"The pots would pay to match everybody who can be matched in {yes:,} of {len(outcomes):,} draws: a probability"
        f" of {low_chance} to {high_chance} % (95 % interval). Half the draws need"
        f" {labels.value(half, 'pence')} or less.",
        f"{proof_counts(sweep)['coverage proved']:,} of {len(outcomes):,} draws have their coverage proved best.",
    ]
