"""One scenario looked at closely, as a page: its curve, where to recruit, what it rests on, which matches are firm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.policy import Policy
from matcher.report.listing import Cell, Column, Listing
from matcher.study import drawn, spoken
from matcher.study.frontier import RE_SOLVED, Frontier
from matcher.study.marginal import Marginal
from matcher.study.open_data import TERMS
from matcher.study.outcome import Outcome
from matcher.study.page import Page, Section, sections
from matcher.study.recruit_told import in_one_line, where
from matcher.study.robust import Robust
from matcher.study.sensitivity import Moved, Try, moved
from matcher.study.spend import by_part, parts_of

MOST_BARS = 24
_SPENT = ("days", "governance_days", "pence")


@dataclass(frozen=True, eq=False)
class Deep:
    """Everything asked of one scenario."""

    name: str
    question: str
    policy: Policy
    outcome: Outcome
    pot_pence: int | None
    frontier: Frontier
    marginal: Marginal
    tried: tuple[Try, ...]
    found: Mapping[int, Outcome]
    robust: Robust


def page(deep: Deep) -> Page:
    return Page(
        f"A close look at {deep.name}",
        deep.question,
        tuple(_findings(deep)),
        sections(
            _curve(deep),
            _next_pound(deep.marginal),
            where(deep.marginal),
            _spending(deep),
            _tornado(deep, "matched", "Matched"),
            _tornado(deep, "matched_trusts", "Trusts matched"),
            _firm(deep.robust),
        ),
        foot="Every figure comes from solving again; nothing is read off the prices of a relaxation.",
    )


def _curve(deep: Deep) -> Section:
    curve = deep.frontier
    rows = [(b.pence / 100, float(b.matched), "Matched") for b in curve.budgets]
    solved = sum(b.how == RE_SOLVED for b in curve.budgets)
    words = [
        f"{solved:,} budgets were solved again, {sum(b.proved for b in curve.budgets):,} of {len(curve.budgets):,} are"
        " proved best."
    ]
    if curve.match_pence:
        words.append(
            f"Every match costs {spoken.value(curve.match_pence, 'pence')} and counts the same, so between the budgets"
            " solved again the curve is known by exact reasoning: dropping a match from a lawful plan leaves one."
        )
    if curve.held_pence:
        words.append(f"{spoken.value(curve.held_pence, 'pence')} are held by earlier deployments.")
    if deep.policy.pins:
        least = spoken.value(curve.budgets[0].pence, "pence")
        words.append(f"The curve begins at {least}, the first of the budgets tried at which the pins can be kept.")
    own = None if deep.pot_pence is None else deep.pot_pence / 100
    words += [f"The dotted line is the scenario's own money, {spoken.value(deep.pot_pence, 'pence')}."] if own else []
    title = "The most that can be matched, by money"
    chart = drawn.curves(rows, "frontier", ("All money (£)", "Matched", title), words[0], steps=True, mark_at=own)
    lines = tuple(
        (b.pence, b.matched, b.spent_pence, "proved" if b.proved else "not proved", b.how) for b in curve.budgets
    )
    columns = (Column("Money", "pence"), Column("Matched", "count"), Column("Least cost", "pence"), Column("Best?"))
    return Section("frontier", title, tuple(words), chart, Listing(title, (*columns, Column("How known")), lines))


def _next_pound(found: Marginal) -> Section | None:
    rows = []
    for m in found.money:
        following = spoken.value(m.next_pence, "pence") if m.next_pence is not None else "no sum: days and room bind"
        rows.append((m.pot, f"+{m.gain:,}", following, "proved" if m.proved else "not proved"))
    titles = ("Pot", "£1,000 more gives", "Least that gives one more match", "Sure?")
    listing = Listing("What the next £1,000 buys", tuple(map(Column, titles)), tuple(rows))
    return Section("next-pound", "The next £1,000", tables=(listing,)) if rows else None


def _spending(deep: Deep) -> Section:
    """By the same convention as the table `spend` beside the page."""
    whole = [sum(getattr(g, name) for g in deep.outcome.groups if g.dimension == "region") for name in _SPENT]
    parts = zip(parts_of(deep.policy), by_part(deep.policy, whole), strict=True)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{TERMS[part.season]} {part.academic_year}/{(part.academic_year + 1) % 100:02d}", part.financial_year, *line)
        for part, line in parts
    )
    counts = (Column("Leaders' days", "count"), Column("Governance days", "count"), Column("Spending", "pence"))
    listing = Listing("Proposed spending", (Column("Term"), Column("Financial year"), *counts), rows)
    words = (
        "By convention a run of a term spends in that term, and a run of a whole year evenly over its days. What"
        " earlier deployments hold is not in it.",
    )
    return Section("spending", "Spending by term and financial year", words, tables=(listing,))


def _tornado(deep: Deep, figure: str, title: str) -> Section | None:
    if 0 not in deep.found:
        return None
    own, lines = moved(deep.tried, deep.found, figure)
    bars = [(spoken.setting(x.what), x.value, x.figure) for x in lines if x.figure != own][:MOST_BARS]
    chart = drawn.tornado(
        bars, own, f"tornado-{figure}", (title, f"What moves it: {title.lower()}"), "Widest first; figures follow."
    )
    words = (
        f"As it is: {own:,}. Each assumption is changed alone. A number that stays can hide other names: see the table."
    )
    return Section(
        f"tornado-{figure}", f"What the answer rests on: {title.lower()}", (words,), chart, _moves(lines, title)
    )


def _moves(lines: Sequence[Moved], title: str) -> Listing:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (spoken.setting(x.what), x.value, x.figure, x.came, x.went) for x in lines
    )
    counts = (title, "Bodies in", "Bodies out")
    columns = (Column("Assumption"), Column("Instead"), *(Column(t, "count") for t in counts))
    return Listing("Every assumption tried", columns, rows)


def _firm(found: Robust) -> Section:
    heap = Counter(found.counts[pair] for pair in found.best)
    rows = [(f"{k} of {found.plans}", heap[k]) for k in range(found.plans, 0, -1)]
    words = (
        f"Near-equal: as many are matched, and every other goal is within {found.per_cent} % of its best."
        f" {found.plans} such plans were looked at: the proposal and {found.plans - 1} drawn at random (sampled).",
        f"Matches: {heap[found.plans]:,} of {len(found.best):,} are in all {found.plans} plans;"
        + _proved(len(found.always), len(found.untold), heap[found.plans]),
        f"Schools and trusts: {sum(found.served.get(r, 0) == found.plans for r, _ in found.best):,} of"
        f" {len(found.best):,} are matched, with anybody, in all {found.plans} plans;"
        + _proved(len(found.always_served), len(found.untold_served), 1),
    )
    title = "Matches of the proposal by how many of the plans hold them"
    chart = drawn.lying([(name, float(n)) for name, n in rows if n], "firm", ("Matches", title), words[1])
    behind = Listing(title, (Column("In how many plans (sampled)"), Column("Matches", "count")), tuple(rows))
    return Section("firm", "Which matches are firm", words, chart, behind)


def _proved(always: int, untold: int, asked: int) -> str:
    if not asked:
        return " so none is in every near-equal plan."
    said = f" proved to be in every near-equal plan: {always:,}." if always else " in every near-equal plan: none"
    said += "" if always else (", proved by plans that do without them." if not untold else " that could be proved.")
    return said + (f" Of {untold:,} it could not be told." if untold else "")


def _findings(deep: Deep) -> list[str]:
    f, marginal, curve = deep.outcome.figures, deep.marginal, deep.frontier
    found = [
        f"{f['matched']:,} of {f['eligible']:,} are matched: {f['matched_schools']:,} of {f['eligible_schools']:,}"
        f" standalone schools and {f['matched_trusts']:,} of {f['eligible_trusts']:,} trusts.",
        f"Reaching everybody whom leaders' days allow ({curve.most.matched:,}) takes"
        f" {spoken.value(curve.full_pence, 'pence')}; {int(f['eligible'] or 0) - curve.most.matched:,} could be reached"
        " by no sum of money.",
    ]
    for m in marginal.money:
        following = (
            f"the next match needs {spoken.value(m.next_pence, 'pence')} more"
            if m.next_pence
            else "no sum buys another"
        )
        found.append(f"£1,000 more in the pot “{m.pot}” buys {m.gain:,} matches; {following}.")
    found += filter(None, [in_one_line(marginal)])
    if 0 in deep.found:
        own, lines = moved(deep.tried, deep.found, "matched_trusts")
        widest = lines[0] if lines else None
        if widest and widest.figure != own:
            found.append(
                f"What moves the number of trusts matched most is {spoken.setting(widest.what)}: {own:,} as it is,"
                f" {widest.figure:,} with {widest.value}."
            )
    return found
