"""One scenario looked at closely, as a page: its curve, where to recruit, what it rests on, which matches are firm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.report import words as house_words
from matcher.report.listing import Cell, Column, Listing
from matcher.study import drawn, spoken
from matcher.study.frontier import RE_SOLVED, Frontier
from matcher.study.marginal import Marginal, Recruit
from matcher.study.outcome import Outcome
from matcher.study.page import Page, Section, sections
from matcher.study.robust import Robust
from matcher.study.sensitivity import Moved, Try, moved

MOST_BARS = 24


@dataclass(frozen=True, eq=False)
class Deep:
    """Everything asked of one scenario."""

    name: str
    question: str
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
            _where(deep.marginal),
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


def named(r: Recruit) -> str:

    if r.what == "ten days":
        return f"10 days, {r.region}, {r.phase}"
    return f"{house_words.role(r.role)} ({r.days} days), {r.region}"


def _where(found: Marginal) -> Section:
    rows = tuple(
        (k + 1, named(r), r.gain, r.gain_if_money, r.waiting, r.nobody, "proved" if r.proved else "not proved")
        for k, r in enumerate(found.recruits)
    )
    counts = (
        "More matched within the pots",
        "More if money followed",
        "Unmatched there",
        "Of these, nobody may support",
    )
    columns = (Column("Rank", "count"), Column("One more"), *(Column(t, "count") for t in counts), Column("Sure?"))
    bars = [(named(r), float(r.gain_if_money)) for r in found.recruits if r.gain_if_money][:MOST_BARS]
    words = (
        "Each line is solved again with one more leader, who lives wherever in the region they are of most use and has"
        " no conflicts: the most that a real one could add.",
        f"Within the pots {found.base.matched:,} are matched; if money did not bind, {found.free.matched:,}.",
    )
    title = "More matched for one more leader, if money followed"
    chart = drawn.lying(bars, "recruit", ("More matched", title), "The ranks stand in the table that follows.")
    return Section("recruit", "Where to recruit", words, chart, tables=(Listing("Where to recruit", columns, rows),))


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
        f"{found.plans} plans in which every goal is within {found.per_cent} % of its best: the proposal itself and"
        f" others drawn at random. {heap[found.plans]:,} of its {len(found.best):,} matches are in all of them, and"
        f" {sum(found.served.get(r, 0) == found.plans for r, _ in found.best):,} of its schools and trusts are matched"
        " with somebody in all of them. Drawn, not proved: another near-equal plan may differ.",
    )
    title = "Matches of the proposal by how many near-equal plans hold them"
    chart = drawn.lying([(name, float(n)) for name, n in rows if n], "firm", ("Matches", title), words[0])
    behind = Listing(title, (Column("In how many plans"), Column("Matches", "count")), tuple(rows))
    return Section("firm", "Which matches are firm", words, chart, behind)


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
    first = next(iter(marginal.recruits), None)
    if first and not first.gain:
        found.append(
            "Within the pots no further leader adds a match: money binds. If money followed, the best is: "
            + named(first)
            + f" (+{first.gain_if_money:,})."
        )
    elif first:
        found.append(f"The best recruit: {named(first)} (+{first.gain:,}).")
    if 0 in deep.found:
        own, lines = moved(deep.tried, deep.found, "matched_trusts")
        widest = lines[0] if lines else None
        if widest and widest.figure != own:
            found.append(
                f"Trusts matched hang most on {spoken.setting(widest.what)}: {own:,} as it is,"
                f" {widest.figure:,} with “{widest.value}”."
            )
    return found
