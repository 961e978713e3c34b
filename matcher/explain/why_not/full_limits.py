"""Limits with no room for a pair: which limit, how much of it is used, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.explain.bodies import by_id, recipient_names, subject_of
from matcher.plan import Limit
from matcher.rules.limits.commitments import days_committed, deployments_committed
from matcher.runs.finished import FinishedRun
from matcher.runs.year_ahead.kept import days_kept
from matcher.wording.messages import NOTHING, Count, LeaderRef, Message, Money, message, plain


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


def days_kept_from(run: FinishedRun, recipient_row: int, leader_row: int) -> int:
    """The leader's days that are kept for those expected later, where they alone stand in the way of this pair: the
    rules allow it, it is not matched, and all limits of today have room for it beside everybody else's match. Else 0.
    """
    of_pair = run.choices_of_pair(recipient_row, leader_row)
    has_room = any(not run.overruns.get(choice) for choice in of_pair.tolist())
    in_the_way = has_room and not run.chosen[of_pair].any()
    return days_kept(run.room, run.world.leaders[leader_row].id) if in_the_way else 0


def full_limit(run: FinishedRun, k: int, row: int, by: int) -> FullLimit:
    limit = run.problem.limits[k]
    inside = limit.choice[(limit.row == row) & run.chosen[limit.choice]]
    users = sorted({run.world.recipients[r].id for r in run.choices.recipient[inside].tolist()})
    used = int(limit.used(run.chosen)[row])
    return FullLimit(limit.rule, limit.subject[row], limit.unit, used, int(limit.at_most[row]), by, tuple(users))


def full_limit_text(run: FinishedRun, full: FullLimit) -> Message:
    """How full it is and by whom, in one or two sentences."""
    say = _SENTENCES.get(full.rule)
    if say is None:
        subject = subject_of(run.world, full.rule, full.subject)
        return message("The rule '{rule}' for {subject} leaves no room.", rule=full.rule, subject=subject)
    return say(run, full)


def _users(run: FinishedRun, full: FullLimit) -> Message:
    return message(", to {users}", users=recipient_names(run.world, full.users)) if full.users else NOTHING


def _days(run: FinishedRun, full: FullLimit) -> Message:
    committed = days_committed(run.world)[full.subject]
    before = message(" after {days} held by earlier deployments", days=Count(committed, "day"))
    usage = message("The plan gives {used} of them{users}", used=full.used, users=_users(run, full))
    return message(
        "Leader {leader} has {days} to give{before}. {usage}. {more} would be needed.",
        leader=LeaderRef(full.subject),
        days=Count(full.at_most, "day"),
        before=before if committed else NOTHING,
        usage=usage if full.used else plain("The plan uses none of them"),
        more=Count(full.by, "more day"),
    )


def _team(run: FinishedRun, full: FullLimit) -> Message:
    return message(
        "The leadership team of organisation {organisation} offers {days}. The plan gives {used} of them{users}.",
        organisation=by_id(run.world, full.subject),
        days=Count(full.at_most, "day"),
        used=full.used,
        users=_users(run, full),
    )


def _room(run: FinishedRun, full: FullLimit) -> Message:
    committed = deployments_committed(run.world)[full.subject]
    now = message(" The plan gives them {used}{users}.", used=full.used, users=_users(run, full))
    return message(
        "Leader {leader} can hold {room}{before}.{now}",
        leader=LeaderRef(full.subject),
        room=Count(full.at_most, "more deployment"),
        before=message(" beside {earlier}", earlier=Count(committed, "earlier one")) if committed else NOTHING,
        now=now if full.used else NOTHING,
    )


def _pot(run: FinishedRun, full: FullLimit) -> Message:
    return message(
        "The pot '{pot}' has {left} left. That is {short} less than this match needs. It pays for {others}.",
        pot=full.subject,
        left=Money(full.at_most - full.used),
        short=Money(full.by),
        others=Count(len(full.users), "other match", "other matches"),
    )


def _own_interest(run: FinishedRun, full: FullLimit) -> Message:
    return message(
        "In {region} the broker's own organisation may serve at most {share} of the matches."
        " One more would pass that cap.",
        region=full.subject,
        share=str(run.policy.rules.own_interest_share_at_most),
    )


def _mutual_help(run: FinishedRun, full: FullLimit) -> Message:
    return message("Each leader would help the other's own school or trust{users}.", users=_with_users(run, full))


def _with_users(run: FinishedRun, full: FullLimit) -> Message:
    return (
        message(": so with the match of {users}", users=recipient_names(run.world, full.users))
        if full.users
        else NOTHING
    )


_SENTENCES = {
    "leader-days": _days,
    "team-days": _team,
    "deployments": _room,
    "pots": _pot,
    "own-interest": _own_interest,
    "mutual-help": _mutual_help,
}


def entries_of(limit: Limit, choice: int) -> Iterator[tuple[int, int]]:
    """The rows of the limit that hold the choice, each with its weight there."""
    held = limit.choice == choice
    return zip(limit.row[held].tolist(), limit.weight[held].tolist(), strict=True)
