"""Today's problem with drawn futures in it: future choices as 0/1 columns of the same matrix, under the same rules.

Beside today's choices x: for each future f of K, choices y of its stand-ins and of today's bodies that may wait. Every
limit rule gives its rows twice, over x alone, and for each f over x and y together: what is used today and in f is at
most what there is, without what those of today use who say no in f. A goal that looks ahead is the sum over f of (worth
today of those who say yes in f) + (worth in f), in its own unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.plan import Choices, Limit, Objective, Problem
from matcher.policy import Pot
from matcher.policy.year_ahead import LOOK_AHEAD
from matcher.result import Candidates
from matcher.rules.base import Rulebook
from matcher.rules.choices import concatenate_choices
from matcher.rules.goals.coverage import priorities_of
from matcher.rules.limits.governance import GOVERNANCE_NEEDS_MATCH
from matcher.rules.limits.pots import charge
from matcher.world import Bools, Ints, World
from matcher.year_ahead.declines import limit_on, of_whom_says_yes, saying_no, times_counted
from matcher.year_ahead.lapses import no_longer_here
from matcher.year_ahead.own_trusts import homes, limit_later
from matcher.year_ahead.stand_ins import StandIns

# limits on today's plan alone: what is fixed is fixed for today, and whether two stand-ins would help each other is no
# fact about those who will come
TODAY_ALONE = ("pins", "mutual-help")
MATCH_NOW, KEEP_LEADERS = "match-now", "keep-leaders"


@dataclass(frozen=True, eq=False)
class FuturePart:
    """The choices of one future; `recipient` is a row of the world of today's bodies and all stand-ins together.

    `declining` is a mask over today's bodies: those who say no in it.
    """

    number: int
    choices: Choices
    declining: Bools


@dataclass(frozen=True, eq=False)
class YearProblem:
    """The problem with the futures in it: today's choices come first, as many as `today`, then each future's in order.

    `world` holds today's bodies first, then the stand-ins.
    """

    problem: Problem
    today: int
    parts: tuple[FuturePart, ...]
    world: World


def future_parts(
    world: World,
    both: World,
    choices: Choices,
    stand_ins: StandIns,
    candidates: Candidates,
    waiting: Bools,
    may_decline: bool = False,
) -> tuple[FuturePart, ...]:
    """The choices of every future: those of today's bodies that may be served later, then of its stand-ins.

    `both` holds today's bodies and then the stand-ins; `candidates` are of the world of stand-ins alone; `waiting` is a
    mask over today's bodies. With `may_decline` some of today's say no in a future, and have no
    choices there, and trusts that lapse have none.
    """
    later = choices.is_match | world.policy.support.governance_needs_match  # else its days come now or not at all
    wait = choices.where(np.flatnonzero(waiting[choices.recipient] & later))
    shifted = replace(candidates.choices, recipient=candidates.choices.recipient + len(world.recipients))
    gone = no_longer_here(world.recipients, world.policy, list(stand_ins.by_future))
    parts, nobody = [], np.zeros(len(world.recipients), dtype=np.bool_)
    for number, rows in stand_ins.by_future.items():
        own = shifted.where(np.flatnonzero(np.isin(candidates.choices.recipient, rows)))
        own = own.where(np.flatnonzero(_can_be_paid(both, own, stand_ins.months, len(world.recipients))))
        declining = saying_no(world.recipients, world.policy, number) if may_decline else nobody
        left = wait.where(np.flatnonzero(~(declining | gone[number])[wait.recipient]))
        parts.append(FuturePart(number, concatenate_choices(left, own), declining))
    return tuple(parts)


def _can_be_paid(both: World, choices: Choices, months: Sequence[str], first: int) -> Bools:
    """Those that no pot would pay whose period has ended by the month in which the stand-in comes."""
    keep = np.ones(len(choices), dtype=np.bool_)
    when = np.array(months, dtype="U7")[choices.recipient - first] if len(choices) else np.zeros(0, dtype="U7")
    for pot in both.policy.pots:
        if pot.ends is not None and pot.ends < both.policy.year_to:
            keep &= (when <= _last_month(pot)) | (charge(both, choices, pot) == 0)
    return keep


def _last_month(pot: Pot) -> str:
    assert pot.ends is not None
    return pot.ends.isoformat()[:7]


def year_problem(
    today: Problem,
    both: World,
    parts: Sequence[FuturePart],
    stand_ins: StandIns,
    rulebook: Rulebook,
    extra: Sequence[Limit],
    may_wait: bool,
) -> YearProblem:
    """The whole problem. `extra` are rows on today's choices (who may not be held); `both` as in `future_parts`.

    Where nobody `may_wait`, today's coverage stays the first goal by itself, and the futures decide among the plans
    that reach it.
    """
    here, starts = today.choices, [len(today.choices)]
    for part in parts:
        starts.append(starts[-1] + len(part.choices))
    limits = list(today.limits)
    worth: dict[str, list[Ints]] = {}
    at_home = homes(both, here)
    for part, start in zip(parts, starts, strict=False):
        together = concatenate_choices(here, part.choices)
        counts = of_whom_says_yes(together, part.declining)
        for rule in rulebook.limits:
            if rule.name not in TODAY_ALONE:
                alone = rule.name == GOVERNANCE_NEEDS_MATCH.name  # with a match of today they come today or not at all
                asked = limit_on(rule.rows(both, together), counts)
                limit = _future_rows(asked, len(here), start, part.number, alone)
                limits += [limit] if len(limit.at_most) else []
        home = [pair for pair in at_home if not part.declining[pair[0]]]
        limits += _in_future(limit_later(both, home, here, part.choices, start), part.number)
        for goal, own in _worths(both, part.choices, rulebook, stand_ins).items():
            worth.setdefault(goal, []).append(own)
    objectives = _objectives(today, parts, worth, may_wait)
    columns = _columns(here, parts, len(both.recipients))
    futures = starts[-1] - len(here)
    return YearProblem(
        Problem(columns, (*limits, *extra), objectives, today.skipped_goals, futures), len(here), tuple(parts), both
    )


def _future_rows(limit: Limit, today: int, start: int, future: int, alone: bool) -> Limit:
    """The limit's rows that hold a choice of the future: over today's columns and the future's, or these `alone`."""
    held = np.zeros(len(limit.at_most), dtype=np.bool_)
    held[limit.row[limit.choice >= today]] = True
    number, kept = np.cumsum(held) - 1, held[limit.row] & ((limit.choice >= today) | (not alone))
    choice = limit.choice[kept]
    subjects = tuple(in_future(s, future) for s, yes in zip(limit.subject, held, strict=True) if yes)
    return Limit(
        limit.rule,
        limit.unit,
        number[limit.row[kept]],
        np.where(choice < today, choice, choice - today + start),
        limit.weight[kept],
        limit.at_most[held],
        subjects,
    )


def _in_future(limit: Limit, future: int) -> list[Limit]:
    """The limit with the future in its subjects, or nothing where it has no row."""
    named = replace(limit, subject=tuple(in_future(subject, future) for subject in limit.subject))
    return [named] if len(limit.at_most) else []


def in_future(subject: str, future: int) -> str:
    return f"{subject} in future {future}"


def _worths(both: World, choices: Choices, rulebook: Rulebook, stand_ins: StandIns) -> Mapping[str, Ints]:
    """What each choice of a future is worth to each goal that looks ahead."""
    asked = {setting.goal: setting for setting in both.policy.goals}
    found: dict[str, Ints] = {"coverage": _priorities(both, stand_ins)[choices.recipient] * choices.is_match}
    for rule in rulebook.goals:
        if rule.name in LOOK_AHEAD[1:] and rule.name in asked:
            objective = rule.objective(both, choices, asked[rule.name])
            if isinstance(objective, Objective):
                found[rule.name] = objective.worth
    return found


def _priorities(both: World, stand_ins: StandIns) -> Ints:
    """Of today's bodies by the scenario, of stand-ins as they were drawn."""
    mine = len(both.recipients) - len(stand_ins.priorities)
    return np.concatenate([priorities_of(both)[:mine], stand_ins.priorities])


def _objectives(
    today: Problem, parts: Sequence[FuturePart], worth: Mapping[str, list[Ints]], may_wait: bool
) -> tuple[Objective, ...]:
    """Today's goals in order, those that look ahead with the futures in them.

    After coverage a tie goes to matching now; where nobody may wait, coverage is today's, and keeping leaders is next.
    """
    futures = sum(len(part.choices) for part in parts)
    times = times_counted(today.choices, (part.declining for part in parts))
    none: Ints = np.zeros(futures, dtype=np.int64)
    found = list[Objective]()
    for objective in today.objectives:
        alone = _with_columns(objective, none)
        if objective.goal not in LOOK_AHEAD or objective.goal not in worth:
            found.append(alone)
            continue
        own = np.concatenate([none[:0], *worth[objective.goal]])
        ahead = replace(
            objective,
            worth=np.concatenate([times * objective.worth, own]),
            may_lose=len(parts) * objective.may_lose,
            futures=len(parts),
        )
        if objective.goal != "coverage":
            found.append(ahead)
        elif may_wait:
            found += [ahead, replace(alone, goal=MATCH_NOW, may_lose=0)]
        else:
            found += [alone, replace(ahead, goal=KEEP_LEADERS, may_lose=0)]
    return tuple(found)


def coverage_ahead(problem: Problem) -> Objective:
    """The goal that counts whom today and the futures serve, by its name: other goals look ahead too.

    Its scenario has coverage before them (`year_faults`).
    """
    return next(o for o in problem.objectives if o.futures and o.goal in ("coverage", KEEP_LEADERS))


def _with_columns(objective: Objective, none: Ints) -> Objective:
    group = objective.group if not len(objective.group) else np.concatenate([objective.group, none - 1])
    return replace(objective, worth=np.concatenate([objective.worth, none]), group=group)


def _columns(here: Choices, parts: Sequence[FuturePart], recipients: int) -> Choices:
    """All choices; a body of a future has a row of its own, so that a search takes the futures' bodies one by one."""
    shifted = [replace(p.choices, recipient=p.choices.recipient + p.number * recipients) for p in parts]
    return concatenate_choices(here, *shifted)
