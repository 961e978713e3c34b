"""Limits with no room for a pair: which limit, how much of it is used, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from matcher import words
from matcher.explain.consequence import recipient_names
from matcher.explain.finished_run import FinishedRun
from matcher.rules.limits.commitments import days_committed, deployments_committed


@dataclass(frozen=True, slots=True)
class FullLimit:
    """One limit that adding a match would exceed by `by`. `users` are ids of recipients whose matches use it."""

    rule: str
    subject: str
    unit: str
    used: int
    at_most: int
    by: int
    users: tuple[str, ...]


def full_limits(run: FinishedRun, choice: int) -> tuple[FullLimit, ...]:
    """Every limit that this match would exceed in place of its recipient's present match, all others unchanged."""
    return tuple(full_limit(run, limit, row, by) for limit, row, by in run.overruns.get(choice, ()))


def full_limit(run: FinishedRun, k: int, row: int, by: int) -> FullLimit:
    limit = run.problem.limits[k]
    inside = limit.choice[(limit.row == row) & run.chosen[limit.choice]]
    users = sorted({run.world.recipients[r].id for r in run.choices.recipient[inside].tolist()})
    used = int(limit.used(run.chosen)[row])
    return FullLimit(limit.rule, limit.subject[row], limit.unit, used, int(limit.at_most[row]), by, tuple(users))


def full_limit_text(run: FinishedRun, full: FullLimit) -> str:
    """How full it is and by whom, in one or two sentences."""
    say = _SENTENCES.get(full.rule)
    if say is None:
        return f"The rule '{full.rule}' for {full.subject} leaves no room."
    return say(run, full)


def _users(run: FinishedRun, full: FullLimit) -> str:
    return f", to {recipient_names(run.world, full.users)}" if full.users else ""


def _days(run: FinishedRun, full: FullLimit) -> str:
    committed = days_committed(run.world)[full.subject]
    before = f" after {words.count(committed, 'day')} held by earlier deployments" if committed else ""
    usage = f"The plan gives {full.used} of them{_users(run, full)}" if full.used else "The plan uses none of them"
    return (
        f"Leader {full.subject} has {words.count(full.at_most, 'day')} to give{before}. {usage}."
        f" {words.count(full.by, 'more day')} would be needed."
    )


def _team(run: FinishedRun, full: FullLimit) -> str:
    return (
        f"The leadership team of organisation {full.subject} offers {words.count(full.at_most, 'day')}."
        f" The plan gives {full.used} of them{_users(run, full)}."
    )


def _room(run: FinishedRun, full: FullLimit) -> str:
    committed = deployments_committed(run.world)[full.subject]
    before = f" beside {words.count(committed, 'earlier one')}" if committed else ""
    now = f" The plan gives them {full.used}{_users(run, full)}." if full.used else ""
    return f"Leader {full.subject} can hold {words.count(full.at_most, 'more deployment')}{before}.{now}"


def _pot(run: FinishedRun, full: FullLimit) -> str:
    left = words.pounds(full.at_most - full.used)
    return (
        f"The pot '{full.subject}' has {left} left. That is {words.pounds(full.by)} less than this match needs."
        f" It pays for {words.count(len(full.users), 'other match', 'other matches')}."
    )


def _own_interest(run: FinishedRun, full: FullLimit) -> str:
    share = run.policy.rules.own_interest_share_at_most
    return (
        f"In {full.subject} the broker's own organisation may serve at most {share} of the matches."
        " One more would pass that cap."
    )


_SENTENCES = {
    "leader-days": _days,
    "team-days": _team,
    "deployments": _room,
    "pots": _pot,
    "own-interest": _own_interest,
}
