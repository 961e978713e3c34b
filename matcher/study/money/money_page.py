"""The minister's page: who is matched along the curve of money, and what it costs, with bands from draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.policy import Policy
from matcher.report.tables.groups import PHASE_ORDER
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.study import labels
from matcher.study.money.forecast import Band, Expectation, MoneyForecast
from matcher.study.money.money_lines import WHOLE, MoneyLine, TermLine, term_lines
from matcher.study.pages import charts
from matcher.study.pages.banded_charts import banded_bars, banded_lines
from matcher.study.pages.study_page import Page, PageSection, sections
from matcher.wording.terms import RECIPIENT
from matcher.wording.words import kind

BAND = "in nine draws of ten"
COMMITTED, EXPECTED, CLAIMED = "Committed at the most", "Expected after declines", "Claimed"
TITLES = {
    "kind": "Kinds, by money",
    "region": "Regions, by money",
    "phase": "Phases, by money",
}


@dataclass(frozen=True, eq=False)
class MoneyStudy:
    """What the minister's page shows. `lines` are those of the curve, `own` the scenario's own plan's.

    `own_pence` is the scenario's own money; None where no pot of it has an amount.
    """

    name: str
    question: str
    policy: Policy
    given: Expectation
    lines: tuple[MoneyLine, ...]
    own: tuple[MoneyLine, ...]
    own_pence: int | None

    @property
    def whole(self) -> MoneyLine:
        """The scenario's own plan, all of it."""
        return next(line for line in self.own if line.dimension == WHOLE)

    @property
    def terms(self) -> tuple[TermLine, ...]:
        return term_lines(self.whole.pence, self.whole.forecast, self.policy, self.given)


def money_page(study: MoneyStudy) -> Page:
    return Page(
        f"What the money buys: {study.name}",
        study.question,
        tuple(_findings(study)),
        sections(
            *(_who(study, dimension) for dimension in TITLES),
            _cost(study),
            _own_groups(study),
            _by_term(study),
            _given(study),
        ),
        foot="Each budget is one ceiling over all money, what earlier deployments hold included, solved with the"
        " scenario's own goals; pots of single regions or purposes do not bind along it. The scenario's own plan keeps"
        " its own pots.",
    )


def _who(study: MoneyStudy, dimension: str) -> PageSection | None:
    lines = [line for line in study.lines if line.dimension == dimension]
    groups = _groups(lines, dimension)
    if not groups:
        return None
    rows = [(line.pence / 100, float(line.forecast.matched), _group_name(dimension, line.group)) for line in lines]
    rows.sort(key=lambda row: [_group_name(dimension, g) for g in groups].index(row[2]))
    title = TITLES[dimension]
    words = f"Each column gives how many are matched under a budget, {len(groups)} groups of those to be matched."
    titles = ("All money (£)", "Matched", title)
    chart = charts.line_chart(rows, f"who-{dimension}", titles, words, mark_at=_mark(study))
    return PageSection(f"who-{dimension}", title, (), chart, _who_table(lines, groups, dimension, title))


def _groups(lines: Sequence[MoneyLine], dimension: str) -> list[str]:
    names = {line.group for line in lines}
    return sorted(names, key=lambda name: (PHASE_ORDER.index(name) if name in PHASE_ORDER else len(PHASE_ORDER), name))


def _group_name(dimension: str, group: str) -> str:
    return f"{kind(group)}s" if dimension == "kind" else group


def _who_table(lines: Sequence[MoneyLine], groups: Sequence[str], dimension: str, title: str) -> ReportTable:
    eligible = {line.group: line.eligible for line in lines}
    columns = (
        Column("Money", "pence"),
        *(Column(f"{_group_name(dimension, g)} (of {eligible[g]:,})", "count") for g in groups),
    )
    matched = {(line.pence, line.group): line.forecast.matched for line in lines}
    budgets = sorted({line.pence for line in lines})
    rows: tuple[tuple[Cell, ...], ...] = tuple((pence, *(matched.get((pence, g)) for g in groups)) for pence in budgets)
    return ReportTable(title, columns, rows)


def _cost(study: MoneyStudy) -> PageSection:
    lines = [line for line in study.lines if line.dimension == WHOLE]
    rows = [
        (line.pence / 100, band.mean / 100, band.low / 100, band.high / 100, series)
        for series in (COMMITTED, EXPECTED, CLAIMED)
        for line in lines
        if (band := _band(line.forecast, series)) is not None
    ]
    title = "What it costs, by money"
    words = "The band holds nine draws of ten. What is committed has none: it is the most that can be asked for."
    chart = banded_lines(rows, "cost", ("All money (£)", "£", title), words, _mark(study))
    columns = (Column("Money", "pence"), Column("Matched", "count"), Column("Say yes", "text"), *_money_columns())
    table = ReportTable(
        title, columns, tuple((line.pence, *_money_cells(line.forecast)) for line in lines), "Nobody can be matched."
    )
    return PageSection("cost", title, (words,), chart, table)


def _band(forecast: MoneyForecast, series: str) -> Band | None:
    committed = forecast.committed_pence
    return {
        COMMITTED: Band(committed, committed, committed),
        EXPECTED: forecast.expected,
        CLAIMED: forecast.claimed,
    }[series]


def _mark(study: MoneyStudy) -> float | None:
    """The scenario's own money in pounds, where it lies on the curve."""
    most = max((line.pence for line in study.lines), default=0)
    return study.own_pence / 100 if study.own_pence is not None and study.own_pence <= most else None


def _money_columns() -> tuple[Column, ...]:
    return (Column(COMMITTED, "pence"), Column(f"{EXPECTED}, {BAND}"), Column(f"{CLAIMED}, {BAND}"))


def _money_cells(forecast: MoneyForecast) -> tuple[Cell, ...]:
    accepted = forecast.accepted
    yes = f"{accepted.mean:,} ({accepted.low:,} to {accepted.high:,})"
    money = (band_in_words(forecast.expected), band_in_words(forecast.claimed))
    return (forecast.matched, yes, forecast.committed_pence, *money)


def band_in_words(band: Band | None) -> str:
    """`£504,000 (£470,000 to £540,000)`, to the nearest £100; `not known` where there is none."""
    if band is None:
        return "not known"
    mean, low, high = (
        labels.value(10_000 * round(pence / 10_000), "pence") for pence in (band.mean, band.low, band.high)
    )
    return f"{mean} ({low} to {high})"


def _own_groups(study: MoneyStudy) -> PageSection:
    rows = tuple(
        (_group_name(line.dimension, line.group), line.eligible, *_money_cells(line.forecast))
        for dimension in TITLES
        for line in study.own
        if line.dimension == dimension
    )
    columns = (Column("Group"), Column("To be matched", "count"), Column("Matched", "count"), Column("Say yes"))
    table = ReportTable("The scenario's own plan", (*columns, *_money_columns()), rows)
    words = ("Kinds, regions and phases each add up to the whole; their bands do not.",)
    return PageSection("own", "The scenario's own plan: who, and what it costs", words, tables=(table,))


def _by_term(study: MoneyStudy) -> PageSection:
    rows = tuple(
        (
            line.term.label,
            line.term.financial_year,
            line.committed_pence,
            band_in_words(line.expected) if line.expected else "–",
            _claimed_cell(study, line),
        )
        for line in study.terms
    )
    bars = [
        (line.term.label.replace(" term", ""), band.mean / 100, band.low / 100, band.high / 100, series)
        for line in study.terms
        for series, band in (
            (COMMITTED, Band(*(3 * (line.committed_pence,))) if line.committed_pence is not None else None),
            (EXPECTED, line.expected),
            (CLAIMED, line.claimed),
        )
        if band
    ]
    title = "The scenario's own plan by term and financial year"
    words = (
        "By convention a run of a term spends in that term, and a run of a whole year evenly over its days. Days are"
        f" claimed {_later(study.given.terms_later)}: in arrears, so that part may fall in a later financial year. What"
        " earlier deployments hold is not in it.",
    )
    columns = (Column("Term"), Column("Financial year"), *_money_columns())
    chart = banded_bars(bars, "terms", ("£", title), words[0])
    by_year = ReportTable("By financial year", (Column("Financial year"), *_money_columns()), _years(study))
    return PageSection("terms", title, words, chart, ReportTable(title, columns, rows), (by_year,))


def _claimed_cell(study: MoneyStudy, line: TermLine) -> str:
    if line.claimed:
        return band_in_words(line.claimed)
    return "–" if study.given.claimed else "not known"


def _later(terms: int) -> str:
    return (
        "in the term in which they are given"
        if not terms
        else "one term later"
        if terms == 1
        else f"{terms} terms later"
    )


def _years(study: MoneyStudy) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    for year in dict.fromkeys(line.term.financial_year for line in study.terms):
        own = [line for line in study.terms if line.term.financial_year == year]
        committed = sum(line.committed_pence or 0 for line in own)
        expected, claimed = (
            _added([band for line in own if (band := getattr(line, name))]) for name in ("expected", "claimed")
        )
        last = band_in_words(claimed) if study.given.claimed else "not known"
        rows.append((year, committed, band_in_words(expected), last))
    return tuple(rows)


def _added(bands: Sequence[Band]) -> Band:
    """Bands of parts of the same money move together, so that they add up."""
    return Band(*(sum(getattr(band, name) for band in bands) for name in ("mean", "low", "high")))


def _given(study: MoneyStudy) -> PageSection:
    given = study.given
    rows = (
        ("Say no", f"{float(given.declines):.0%}", given.declines_from),
        ("Days claimed, of those agreed", _claimed_in_words(given), given.claimed_from),
        ("Claimed", _later(given.terms_later), "the scenario's forecast; assumed unless somebody measured it"),
        ("Draws", f"{given.draws:,}, seed {given.seed}", "the scenario's forecast"),
    )
    columns = (Column("What"), Column("Value"), Column("From", "long"))
    words = (
        f"Each {RECIPIENT} says no by itself, and its place goes to nobody else. The bands tell of who says no and"
        " of what is claimed; they do not tell of how many will qualify, nor of what a day costs. Fees and grants are"
        " paid whole where support goes ahead. Those of fixed pairs have said yes.",
    )
    return PageSection("given", "What is taken for granted", words, tables=(ReportTable("Given", columns, rows),))


def _claimed_in_words(given: Expectation) -> str:
    if not given.claimed:
        return "not known"
    low, high = given.claimed[0], given.claimed[-1]
    return f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"


def _findings(study: MoneyStudy) -> list[str]:
    forecast, kinds = study.whole.forecast, {line.group: line for line in study.own if line.dimension == "kind"}
    parts = [
        f"{kinds[group].forecast.matched:,} of {kinds[group].eligible:,} {words[0].lower()}{words[1:]}"
        for group, words in ((one, _group_name("kind", one)) for one in ("school", "trust"))
        if group in kinds
    ]
    money = f" with {labels.value(study.own_pence, 'pence')}" if study.own_pence is not None else ""
    findings = [
        f"{forecast.matched:,} of {study.whole.eligible:,} are matched{money}: {' and '.join(parts)}.",
        f"At the most {labels.value(forecast.committed_pence, 'pence')} is committed. After declines"
        f" {band_in_words(forecast.expected)} is expected: the mean, and nine draws of ten.",
    ]
    if forecast.claimed:
        findings.append(f"Claimed in the end, {_later(study.given.terms_later)}: {band_in_words(forecast.claimed)}.")
    else:
        findings.append(
            "What will be claimed is not known: name shares under `forecast.claimed`, or give more history."
        )
    return findings + _first_trust(study)


def _first_trust(study: MoneyStudy) -> list[str]:
    trusts = [line for line in study.lines if (line.dimension, line.group) == ("kind", "trust") and line.eligible]
    first = next((line for line in trusts if line.forecast.matched), None)
    if first is None or first is trusts[0]:
        return []
    return [f"Of the budgets tried, {labels.value(first.pence, 'pence')} is the least at which a trust is matched."]
