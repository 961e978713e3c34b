"""What a solved run says of the year ahead: who waits, which leaders are kept, and the plan with and without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from matcher.bounding import SearchSpace, initial_space
from matcher.plan import PlannedMatch
from matcher.result import Hold, KeptLeader, YearFigures, YearReport
from matcher.runs.finished import FinishedRun
from matcher.runs.setup import RunSetup
from matcher.runs.year_ahead.kept import kept_room
from matcher.runs.year_ahead.plan_comparison import beside, joined
from matcher.runs.year_ahead.pose import not_built
from matcher.runs.year_ahead.solved import SolvedYear
from matcher.runs.year_ahead.whom import in_row
from matcher.runs.year_ahead.without import best_futures, coverage_of, served_in_all
from matcher.world import Bools, Ints
from matcher.year_ahead import own_trusts, words
from matcher.year_ahead.arrivals import Expectations
from matcher.year_ahead.columns import coverage_ahead
from matcher.year_ahead.draw import later_rows, undrawn
from matcher.year_ahead.holds import held_rows
from matcher.year_ahead.left import left_after
from matcher.year_ahead.tables import columns_table, declines_table, futures_table

ROOM = ("leader-days", "team-days", "pots", "deployments", own_trusts.RULE)  # limits that others can use up


def year_report(setup: RunSetup, chosen: Bools, expected: Expectations, year: SolvedYear | None) -> YearReport | None:
    """None where the year is over, or nothing is known of any and nothing was asked."""
    policy = setup.world.policy
    if policy.as_at >= policy.year_to:
        return None
    first = (words.outlook(expected, left_after(setup.world, setup.problem.choices, chosen), policy),)
    asked = policy.year_ahead.use
    if year is None:
        more = (words.not_used(asked, _why_not_used(setup, expected)),) if asked != "off" else ()
        return YearReport(asked, "off", (*first, *more))
    if year.posed.use == "even-release":
        return _evenly(setup, chosen, year, first)
    return _with_futures(setup, chosen, year, (*first, *_left_out(setup, expected)))


def _why_not_used(setup: RunSetup, expected: Expectations) -> str:
    if expected.total is None:
        return words.NO_PAST_YEAR
    if setup.world.policy.year_ahead.use == "even-release":
        return words.NOTHING_TO_RELEASE
    if not_built(setup):
        return words.NOT_BUILT
    return words.NOBODY_DRAWN if setup.world.policy.year_ahead.futures.source == "expected" else words.NO_PAST_YEAR


def _left_out(setup: RunSetup, expected: Expectations) -> tuple[str, ...]:
    """Where futures come from what somebody expects: a line about rows of other months or regions, and one about those
    for whom nobody could be drawn."""
    policy = setup.world.policy
    if policy.year_ahead.futures.source != "expected":
        return ()
    table = setup.world.facts.expected
    inside, rows = later_rows(table, policy), undrawn(expected.years, table, policy)
    outside = [row for row in table if row.number and row not in inside]
    return (*([words.outside(outside)] if outside else []), *([words.undrawn(rows)] if rows else []))


def _evenly(setup: RunSetup, chosen: Bools, year: SolvedYear, first: tuple[str, ...]) -> YearReport:
    tables = plan_tables(setup, chosen, year)
    assert year.posed.share is not None
    to_decide = _to_decide(tables.holds, setup)
    lines = (*first, words.released(year.posed.share, len(tables.holds)), *to_decide)
    return replace(tables, lines=lines, beside=beside(setup, chosen, year.without))


def _to_decide(holds: Iterable[str], setup: RunSetup) -> tuple[str, ...]:
    line = words.to_decide(holds, setup.world.policy)
    return (line,) if line else ()


def plan_tables(setup: RunSetup, chosen: Bools, year: SolvedYear) -> YearReport:
    """What follows from the facts, the two plans and the proof's multipliers: what a run seals; nothing is solved."""
    posed, asked, without = year.posed, setup.world.policy.year_ahead.use, _matches(setup, year.without)
    if posed.year is None or posed.stand_ins is None:
        rows = held_rows(setup.world, setup.problem.choices, year.without, chosen)
        holds = [Hold(setup.world.recipients[r].id, _leader_of(setup, year.without, r), 0, 0, "", 0) for r in rows]
        return YearReport(asked, posed.use, holds={hold.recipient_id: hold for hold in holds}, without=without)
    waiting = _holds(setup, chosen, year) if posed.use == "who-and-when" else ()
    return YearReport(
        asked,
        posed.use,
        holds={hold.recipient_id: hold for hold in waiting},
        kept=tuple(_kept(setup, chosen, year)),
        futures=futures_table(posed.stand_ins),
        declines=declines_table(posed.year),
        columns=columns_table(posed.year, setup.world),
        without=without,
        room=kept_room(posed.problem, year.whole.chosen),
    )


def _matches(setup: RunSetup, plan: Bools) -> tuple[PlannedMatch, ...]:
    world, choices = setup.world, setup.problem.choices
    found = [
        PlannedMatch(
            world.recipients[int(choices.recipient[k])].id,
            world.leaders[int(choices.provider[k])].id,
            int(choices.days[k]),
            int(choices.team_days[k]),
        )
        for k in np.flatnonzero(plan & choices.is_match).tolist()
    ]
    return tuple(sorted(found))


def _with_futures(setup: RunSetup, chosen: Bools, year: SolvedYear, first: tuple[str, ...]) -> YearReport:
    tables, figures = plan_tables(setup, chosen, year), _figures(setup, chosen, year)
    assert year.posed.year is not None
    number = len(year.posed.year.parts)
    use = words.use_line(tables.asked, tables.use, tables.holds.values(), len(tables.kept), number)
    fewer = words.fewer_futures(setup.world.policy, len(setup.problem.choices))
    declining, lapsing = words.who_declines(setup.world.policy, tables.use), words.trusts_lapse(setup.world.policy)
    drawn = [line for line in (fewer, declining, lapsing) if line]
    others = [line for line in (words.joined(joined(setup, chosen, year.without)),) if line and tables.holds]
    lines = [use, *others, words.both_plans(*figures, number), *drawn, *_to_decide(tables.holds, setup)]
    if tables.use == "which-leader":
        lines.append(words.journeys(*figures))
    return replace(tables, lines=(*first, *lines), figures=figures, beside=beside(setup, chosen, year.without))


def _holds(setup: RunSetup, chosen: Bools, year: SolvedYear) -> Iterator[Hold]:
    problem, choices, today = year.posed.problem, setup.problem.choices, year.posed.today
    cost = _costs_of_matching_now(year)
    for r in held_rows(setup.world, choices, year.without, chosen):
        own = np.flatnonzero(choices.is_match & (choices.recipient == r))
        best = int(np.flatnonzero(year.without[:today] & choices.is_match & (choices.recipient == r))[0])
        futures, short, whom = _no_room(setup, year, best)
        yield Hold(
            setup.world.recipients[r].id,
            _leader_of(setup, year.without, r),
            len(futures),
            coverage_ahead(problem).futures,
            short,
            int(cost[own].min()),
            whom,
        )


def _costs_of_matching_now(year: SolvedYear) -> Ints:
    """Per choice of today, tenths of a point on average that any plan that holds it loses, by the proof's own
    multipliers, with what stands before coverage kept: never too many."""
    problem = year.posed.problem
    number = problem.objectives.index(coverage_ahead(problem))
    objective, witness = problem.objectives[number], year.whole.witnesses[number]
    dual = _space_before(year, number).dual_of(objective, witness)
    reached = dual.most + np.minimum(0, dual.slack[: year.posed.today])  # in 1/scale, at most this with the choice
    lost = np.maximum(0, witness.solved_value * dual.scale - reached)
    tenths: Ints = (10 * (lost // objective.futures)) // dual.scale
    return tenths


def _space_before(year: SolvedYear, number: int) -> SearchSpace:
    """What is left to the objective of this number: the proof's multipliers speak of the rows that stand there."""
    space = initial_space(year.posed.problem)
    for objective, witness in zip(year.posed.problem.objectives[:number], year.whole.witnesses, strict=False):
        dual = None if objective.sense == "worst-share" else space.dual_of(objective, witness)
        space = space.fix(objective, witness.solved_value, dual)
    return space


def _no_room(setup: RunSetup, year: SolvedYear, choice: int) -> tuple[set[int], str, str]:
    """The futures in which those who come later leave no room for this choice, what most of those rows have too little
    of, and what most of those who have it are. Without futures where others of today have left none already; without
    any of it where no row is short."""
    problem, kinds_of = year.posed.problem, {rule.name: rule.short_of for rule in setup.rulebook.limits}
    kinds_of[own_trusts.RULE] = own_trusts.SHORT_OF
    others = _without_own(year, choice)
    now = others & (np.arange(len(others)) < year.posed.today)
    futures, later, today, whom = set[int](), list[str](), list[str](), list[str]()
    for limit in problem.limits:
        mine = (limit.choice == choice) & (limit.weight > 0)
        if not mine.any() or limit.rule not in ROOM:
            continue
        used, used_now = limit.used(others), limit.used(now)
        for k, weight in zip(limit.row[mine].tolist(), limit.weight[mine].tolist(), strict=True):
            _, _, future = limit.subject[k].rpartition(" in future ")
            if used_now[k] + weight > limit.at_most[k]:
                today.append(kinds_of[limit.rule])
            elif future.isdigit() and used[k] + weight > limit.at_most[k]:
                futures.add(int(future))
                later.append(kinds_of[limit.rule])
                whom += in_row(year, limit, k, others, setup.world.policy)
    if today:
        return set(), _most_frequent(today), ""
    return futures, _most_frequent(later), _most_frequent(whom)


def _without_own(year: SolvedYear, choice: int) -> Bools:
    """The plan without what it gives the recipient of this choice, now or in a future: that takes no room from it."""
    assert year.posed.year is not None
    body = year.posed.problem.choices.recipient % len(year.posed.year.world.recipients)
    kept: Bools = year.whole.chosen & (body != body[choice])
    return kept


def _most_frequent(names: list[str]) -> str:
    return max(sorted(set(names)), key=names.count, default="")


def _leader_of(setup: RunSetup, plan: Bools, row: int) -> str:
    choices = setup.problem.choices
    (first, *_) = np.flatnonzero(plan & choices.is_match & (choices.recipient == row)).tolist()
    return setup.world.leaders[int(choices.provider[first])].id


def _kept(setup: RunSetup, chosen: Bools, year: SolvedYear) -> Iterator[KeptLeader]:
    """Leaders of whom today's plan alone would use more days than this one does, and whom some future uses."""
    leaders = setup.world.leaders
    now, alone = (_days_by_leader(setup, plan) for plan in (chosen, year.without))
    assert year.posed.year is not None
    start, needed = year.posed.today, np.zeros(len(leaders), dtype=np.int64)
    for part in year.posed.year.parts:
        end = start + len(part.choices)
        taken = year.whole.chosen[start:end] & part.choices.is_match
        needed[np.unique(part.choices.provider[taken])] += 1
        start = end
    for k in np.flatnonzero((alone > now) & (needed > 0)).tolist():
        yield KeptLeader(leaders[k].id, int(alone[k] - now[k]), int(needed[k]), len(year.posed.year.parts))


def _days_by_leader(setup: RunSetup, plan: Bools) -> Ints:
    choices, days = setup.problem.choices, np.zeros(len(setup.world.leaders), dtype=np.int64)
    rows = np.flatnonzero(plan & choices.is_match)
    np.add.at(days, choices.provider[rows], choices.own_days[rows])
    return days


def _figures(setup: RunSetup, chosen: Bools, year: SolvedYear) -> tuple[YearFigures, YearFigures]:
    alone, is_most = best_futures(year.posed, year.without, setup.world.policy)
    with_it, without = figures_of_both(setup, chosen, year, alone)
    return with_it, replace(without, at_least=not is_most)


def figures_of_both(setup: RunSetup, chosen: Bools, year: SolvedYear, alone: Bools) -> tuple[YearFigures, YearFigures]:
    """Of the run's plan, and of today's best alone with the futures served as `alone` serves them."""
    return (
        _figures_of(setup, chosen, served_in_all(year.posed, setup.problem, year.whole.chosen)),
        _figures_of(setup, year.without, served_in_all(year.posed, setup.problem, alone)),
    )


def _figures_of(setup: RunSetup, plan: Bools, total: list[int]) -> YearFigures:
    """`total`: the points that are served by the year's end in each future."""
    choices = setup.problem.choices
    metres = choices.metres[plan & choices.is_match & (choices.metres >= 0)]
    return YearFigures(
        int((plan & choices.is_match).sum()),
        int(coverage_of(setup.problem).worth[plan].sum()),
        int(metres.mean()) if len(metres) else 0,
        10 * sum(total) // len(total),
        min(total),
        max(total),
    )


def finished_with(setup: RunSetup, chosen: Bools, report: YearReport | None) -> FinishedRun:
    """The run with its plan, those asked to wait and what is kept for later."""
    if report is None:
        return FinishedRun(setup, chosen)
    return FinishedRun(setup, chosen, report.holds, report.room)
