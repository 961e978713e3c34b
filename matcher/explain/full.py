"""What is full: a limit that leaves no room for a pair, how much of it is used, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher import words
from matcher.explain.consequence import named
from matcher.explain.finished import Finished
from matcher.rules.limits.history import days_held, deployments_held


@dataclass(frozen=True, slots=True)
class Full:
    """One limit that adding a match would overrun by `by`. `users` are the recipients whose matches use it."""

    rule: str
    subject: str
    unit: str
    used: int
    at_most: int
    by: int
    users: tuple[str, ...]


def full_for(run: Finished, choice: int) -> tuple[Full, ...]:
    """Every limit that this match would overrun if it took its recipient's present place, nobody else moving."""
    return tuple(full_row(run, limit, row, by) for limit, row, by in run.broken.get(choice, ()))


def full_row(run: Finished, k: int, row: int, by: int) -> Full:
    limit = run.problem.limits[k]
    inside = limit.choice[(limit.row == row) & run.chosen[limit.choice]]
    users = sorted({run.world.recipients[r].id for r in run.choices.recipient[inside].tolist()})
    used = int(limit.used(run.chosen)[row])
    return Full(limit.rule, limit.subject[row], limit.unit, used, int(limit.at_most[row]), by, tuple(users))


def full_said(run: Finished, full: Full) -> str:
    """How full it is and by whom, in one or two sentences."""
    say = _SAYS.get(full.rule)
    if say is None:
        return f"The rule '{full.rule}' for {full.subject} leaves no room."
    return say(run, full)


def _users(run: Finished, full: Full) -> str:
    return f", to {named(run.world, full.users)}" if full.users else ""


def _days(run: Finished, full: Full) -> str:
    held = days_held(run.world)[full.subject]
    before = f" after {words.count(held, 'day')} held by earlier deployments" if held else ""
    given = f"The plan gives {full.used} of them{_users(run, full)}" if full.used else "The plan uses none of them"
    return (
        f"Leader {full.subject} has {words.count(full.at_most, 'day')} to give{before}. {given}."
        f" {words.count(full.by, 'more day')} would be needed."
    )


def _team(run: Finished, full: Full) -> str:
    return (
        f"The leadership team of organisation {full.subject} offers {words.count(full.at_most, 'day')}."
        f" The plan gives {full.used} of them{_users(run, full)}."
    )


def _room(run: Finished, full: Full) -> str:
    held = deployments_held(run.world)[full.subject]
    before = f" beside {words.count(held, 'earlier one')}" if held else ""
    now = f" The plan gives them {full.used}{_users(run, full)}." if full.used else ""
    return f"Leader {full.subject} can hold {words.count(full.at_most, 'more deployment')}{before}.{now}"


def _pot(run: Finished, full: Full) -> str:
    left = words.pounds(full.at_most - full.used)
    return (
        f"The pot '{full.subject}' has {left} left. That is {words.pounds(full.by)} less than this match needs."
        f" It pays for {words.count(len(full.users), 'other match', 'other matches')}."
    )


def _own_interest(run: Finished, full: Full) -> str:
    share = run.policy.rules.own_interest_share_at_most
    return (
        f"In {full.subject} the broker's own organisation may serve at most {share} of the matches."
        " One more would pass that cap."
    )


_SAYS = {
    "leader-days": _days,
    "team-days": _team,
    "deployments": _room,
    "pots": _pot,
    "own-interest": _own_interest,
}


def leader_is_full(run: Finished, leader_row: int) -> bool:
    """Whether every possible match of this leader that is not chosen would overrun a limit."""
    own = np.flatnonzero(run.choices.is_match & ~run.chosen & (run.choices.provider == leader_row))
    return bool(len(own)) and all(int(c) in run.broken for c in own)
