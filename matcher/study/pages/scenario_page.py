"""The page of a scenario study: frontier, where to recruit, sensitivity and robustness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.policy import Policy
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.study import labels
from matcher.study.outcome import Outcome
from matcher.study.pages import charts
from matcher.study.pages.recruit_section import recruit_finding, recruit_section
from matcher.study.pages.study_page import Page, PageSection, sections
from matcher.study.questions.frontier import RE_SOLVED, Frontier
from matcher.study.questions.marginal import Marginal
from matcher.study.questions.robustness import Robustness
from matcher.study.questions.sensitivity import Effect, Variation, effects_of
from matcher.study.tables.spend import by_part, parts_of
from matcher.wording.terms import LEADER, RECIPIENT

MOST_BARS = 24
_SPENT = ("days", "governance_days", "pence")


@dataclass(frozen=True, eq=False)
class ScenarioStudy:
    """The results of every part of a scenario study. `outcomes`: index of a variation -> its result."""

    name: str
    question: str
    policy: Policy
    outcome: Outcome
    pot_pence: int | None
    frontier: Frontier
    marginal: Marginal
    variations: tuple[Variation, ...]
    outcomes: Mapping[int, Outcome]
    robustness: Robustness


def page(study: ScenarioStudy) -> Page:
    return Page(
        f"A close look at {study.name}",
        study.question,
        tuple(_findings(study)),
        sections(
            _curve(study),
            _next_pound(study.marginal),
            recruit_section(study.marginal),
            _spending(study),
            _tornado(study, "matched", "Matched"),
            _tornado(study, "matched_trusts", "Trusts matched"),
            _firm(study.robustness),
        ),
        foot="Every figure comes from solving again; nothing is read off the prices of a relaxation.",
    )


def _curve(study: ScenarioStudy) -> PageSection:
    curve = study.frontier
    rows = [(b.pence / 100, float(b.matched), "Matched") for b in curve.budgets]
    solved = sum(b.how == RE_SOLVED for b in curve.budgets)
    words = [
        f"{solved:,} budgets were solved again, {sum(b.proved for b in curve.budgets):,} of {len(curve.budgets):,} are"
        " proved best."
    ]
    if curve.match_pence:
        words.append(
            f"Every match costs {labels.value(curve.match_pence, 'pence')} and counts the same, so between the budgets"
            " solved again the curve is known by exact reasoning: dropping a match from a lawful plan leaves one."
        )
    if curve.earlier_pence:
        words.append(f"{labels.value(curve.earlier_pence, 'pence')} are held by earlier deployments.")
    if study.policy.pins:
        least = labels.value(curve.budgets[0].pence, "pence")
        words.append(
            f"The curve begins at {least}, the first of the budgets tried at which the fixed pairs can be kept."
        )
    own = None if study.pot_pence is None else study.pot_pence / 100
    words += [f"The dotted line is the scenario's own money, {labels.value(study.pot_pence, 'pence')}."] if own else []
    title = "The most that can be matched, by money"
    chart = charts.line_chart(rows, "frontier", ("All money (£)", "Matched", title), words[0], steps=True, mark_at=own)
    lines = tuple(
        (b.pence, b.matched, b.spent_pence, "proved" if b.proved else "not proved", b.how) for b in curve.budgets
    )
    columns = (Column("Money", "pence"), Column("Matched", "count"), Column("Least cost", "pence"), Column("Best?"))
    return PageSection(
        "frontier", title, tuple(words), chart, ReportTable(title, (*columns, Column("How known")), lines)
    )


def _next_pound(marginal: Marginal) -> PageSection | None:
    rows = []
    for m in marginal.money:
        following = labels.value(m.next_pence, "pence") if m.next_pence is not None else "no sum: days and room bind"
        rows.append((m.pot, f"+{m.gain:,}", following, "proved" if m.proved else "not proved"))
    titles = ("Pot", "£1,000 more gives", "Least that gives one more match", "Sure?")
    listing = ReportTable("What the next £1,000 buys", tuple(map(Column, titles)), tuple(rows))
    return PageSection("next-pound", "The next £1,000", tables=(listing,)) if rows else None


def _spending(study: ScenarioStudy) -> PageSection:
    """By the same convention as the table `spend` beside the page."""
    whole = [sum(getattr(g, name) for g in study.outcome.groups if g.dimension == "region") for name in _SPENT]
    parts = zip(parts_of(study.policy), by_part(study.policy, whole), strict=True)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (part.term.label, part.term.financial_year, *line) for part, line in parts
    )
    counts = (Column(f"{LEADER:Cs}' days", "count"), Column("Governance days", "count"), Column("Spending", "pence"))
    listing = ReportTable("Proposed spending", (Column("Term"), Column("Financial year"), *counts), rows)
    words = (
        "By convention a run of a term spends in that term, and a run of a whole year evenly over its days. What"
        " earlier deployments hold is not in it.",
    )
    return PageSection("spending", "Spending by term and financial year", words, tables=(listing,))


def _tornado(study: ScenarioStudy, figure: str, title: str) -> PageSection | None:
    if 0 not in study.outcomes:
        return None
    own, lines = effects_of(study.variations, study.outcomes, figure)
    bars = [(labels.setting(x.what), x.value, x.figure) for x in lines if x.figure != own][:MOST_BARS]
    chart = charts.tornado(
        bars, own, f"tornado-{figure}", (title, f"What moves it: {title.lower()}"), "Widest first; figures follow."
    )
    words = (
        f"As it is: {own:,}. Each assumption is changed alone. A number that stays can hide other names: see the table."
    )
    return PageSection(
        f"tornado-{figure}", f"What the answer rests on: {title.lower()}", (words,), chart, _moves(lines, title)
    )


def _moves(lines: Sequence[Effect], title: str) -> ReportTable:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (labels.setting(x.what), x.value, x.figure, x.added, x.removed) for x in lines
    )
    counts = (title, f"{RECIPIENT:Cs} in", f"{RECIPIENT:Cs} out")
    columns = (Column("Assumption"), Column("Instead"), *(Column(t, "count") for t in counts))
    return ReportTable("Every assumption tried", columns, rows)


def _firm(firmness: Robustness) -> PageSection:
    count_of_plans = Counter(firmness.counts[pair] for pair in firmness.best)
    rows = [(f"{k} of {firmness.plans}", count_of_plans[k]) for k in range(firmness.plans, 0, -1)]
    words = (
        f"Near-equal: as many are matched, and every other goal is within {firmness.per_cent} % of its best."
        f" {firmness.plans} such plans were looked at: the proposal and {firmness.plans - 1} drawn at random"
        " (sampled).",
        f"Matches: {count_of_plans[firmness.plans]:,} of {len(firmness.best):,} are in all {firmness.plans} plans;"
        + _proved(len(firmness.always), len(firmness.undecided), count_of_plans[firmness.plans]),
        f"{RECIPIENT:Cs}: {sum(firmness.served.get(r, 0) == firmness.plans for r, _ in firmness.best):,} of"
        f" {len(firmness.best):,} are matched, with anybody, in all {firmness.plans} plans;"
        + _proved(len(firmness.always_served), len(firmness.undecided_served), 1),
    )
    title = "Matches of the proposal by how many of the plans hold them"
    chart = charts.horizontal_bars([(name, float(n)) for name, n in rows if n], "firm", ("Matches", title), words[1])
    chart_table = ReportTable(title, (Column("In how many plans (sampled)"), Column("Matches", "count")), tuple(rows))
    return PageSection("firm", "Which matches are firm", words, chart, chart_table)


def _proved(always: int, undecided: int, count: int) -> str:
    if not count:
        return " so none is in every near-equal plan."
    text = f" proved to be in every near-equal plan: {always:,}." if always else " in every near-equal plan: none"
    text += "" if always else (", proved by plans that do without them." if not undecided else " that could be proved.")
    return text + (f" Of {undecided:,} it could not be told." if undecided else "")


def _findings(study: ScenarioStudy) -> list[str]:
    f, marginal, curve = study.outcome.figures, study.marginal, study.frontier
    findings = [
        f"{f['matched']:,} of {f['eligible']:,} are matched: {f['matched_schools']:,} of {f['eligible_schools']:,}"
        f" standalone schools and {f['matched_trusts']:,} of {f['eligible_trusts']:,} trusts.",
        f"Reaching everybody whom {LEADER:s}' days allow ({curve.most.matched:,}) takes"
        f" {labels.value(curve.full_pence, 'pence')}; {int(f['eligible'] or 0) - curve.most.matched:,} could be reached"
        " by no sum of money.",
    ]
    for m in marginal.money:
        following = (
            f"the next match needs {labels.value(m.next_pence, 'pence')} more"
            if m.next_pence
            else "no sum buys another"
        )
        findings.append(f"£1,000 more in the pot “{m.pot}” buys {m.gain:,} matches; {following}.")
    findings += filter(None, [recruit_finding(marginal)])
    if 0 in study.outcomes:
        own, lines = effects_of(study.variations, study.outcomes, "matched_trusts")
        widest = lines[0] if lines else None
        if widest and widest.figure != own:
            findings.append(
                f"What moves the number of trusts matched most is {labels.setting(widest.what)}: {own:,} as it is,"
                f" {widest.figure:,} with {widest.value}."
            )
    return findings
