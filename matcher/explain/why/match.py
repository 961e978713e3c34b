"""Why this match: the parts of its fit, and which other leaders were possible, with the change in each goal."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.case.pair.facts import of_choice
from matcher.case.records import PairFacts
from matcher.explain.bodies import body, recipient_names
from matcher.explain.why.consequence import GoalChange, consequence, consequence_sentences, goal_changes, goal_sentence
from matcher.journeys import journey_of
from matcher.rules import labels
from matcher.rules.fit import fit_parts
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import solve_without
from matcher.wording import wording, words
from matcher.wording.messages import LeaderRef, Listed, Message, Passage, heading, message, one_after_another, plain
from matcher.world import Bools
from matcher.year_ahead.wait_words import TODAY_ALONE

GOALS_SHOWN = 3  # goals that would differ, shown in their order
OTHERS_SHOWN = 6  # other leaders shown, best fit first


@dataclass(frozen=True, slots=True)
class OtherLeader:
    """Another leader who may support it. `place` holds what would change if they took the match, all else unchanged;
    None where they have no room. `swap_with` is the recipient whose leader it would then have in exchange."""

    leader_id: str
    metres: int
    journey: str
    fit: int
    place: tuple[GoalChange, ...] | None
    used_by: tuple[str, ...]
    swap_with: str
    swap: tuple[GoalChange, ...] | None


@dataclass(frozen=True, slots=True)
class MatchAnswer:
    """`journey` is in words. `parts` are (label, points, out of): they add up to the fit."""

    recipient_id: str
    leader_id: str
    days: int
    team_days: int
    metres: int
    journey: str
    fit: int
    parts: tuple[tuple[str, int, int], ...]
    flags: tuple[str, ...]
    pair: PairFacts
    others: tuple[OtherLeader, ...]
    pinned: str
    agreed: bool  # the pin is of a match that people agreed to, or that runs
    said_yes: str  # what is recorded of a yes to this pair that is not agreed to; '' for none
    said: tuple[Message, ...]

    @property
    def how_fixed(self) -> str:
        """What stands behind the reason in `pinned` or, without one, in `said_yes`."""
        if self.agreed:
            return "People have agreed to this match, and so it stays"
        if self.said_yes:
            return "A yes holds this pair" if self.pinned else "A yes to this pair is kept where that can be"
        return "Somebody fixed this pair"


def why_this(run: FinishedRun, recipient_row: int) -> MatchAnswer:
    """The match of a recipient that has one."""
    choices, number = run.choices, run.match_of[recipient_row]
    leader_row = int(choices.provider[number])
    recipient, leader = run.recipient(number), run.leader(number)
    others = _others(run, recipient_row, number)
    pair = recipient.id, leader.id
    pin = next((p for p in run.policy.pins if (p.recipient_id, p.leader_id) == pair), None)
    answer = MatchAnswer(
        recipient_id=recipient.id,
        leader_id=leader.id,
        days=int(choices.days[number]),
        team_days=int(choices.team_days[number]),
        metres=int(choices.metres[number]),
        journey=journey_of(run.world, recipient_row, leader_row).text,
        fit=int(choices.fit[number]),
        parts=fit_parts(run.world, recipient_row, leader_row),
        flags=tuple(name for name, mask in run.setup.candidates.flags.items() if mask[number]),
        pair=of_choice(run, number),
        others=others,
        pinned=pin.reason if pin else "",
        agreed=pin is not None and pin.stands is not None,
        said_yes=next((p.reason for p in run.policy.yeses if (p.recipient_id, p.leader_id) == pair), ""),
        said=(),
    )
    return _with_sentences(run, answer)


def if_declined(run: FinishedRun, recipient_row: int) -> tuple[Message, ...]:
    """What the best plan would be if this pair were ruled out: solved again."""
    number = run.match_of[recipient_row]
    own = run.choices_of_pair(recipient_row, int(run.choices.provider[number]))
    difference = consequence(run, solve_without(run, own))
    recipient = run.recipient(number).id
    head = heading("If this pair were ruled out and the rest planned again:")
    new = (
        message("It would have leader {new}.", new=LeaderRef(m.to_leader))
        for m in difference.moves
        if m.recipient_id == recipient
    )
    return (head, *new, *consequence_sentences(run.world, difference, recipient))


# What else was possible.


def _others(run: FinishedRun, recipient_row: int, number: int) -> tuple[OtherLeader, ...]:
    """One per leader, by fit, then distance, then id: each leader's own best choice of days."""
    choices = run.choices
    rows = run.choices_for(recipient_row)
    rows = rows[choices.provider[rows] != choices.provider[number]]
    far = choices.nearness[rows]
    same_team = choices.team_days[rows] != choices.team_days[number]
    order = rows[np.lexsort((rows, same_team, choices.provider[rows], far, -choices.fit[rows]))]
    best: dict[int, int] = {}
    for row in order.tolist():
        best.setdefault(int(choices.provider[row]), row)
    return tuple(_other(run, number, row) for row in list(best.values())[:OTHERS_SHOWN])


def _other(run: FinishedRun, number: int, other: int) -> OtherLeader:
    place = _goal_changes_if(run, [number], [other])
    users = _users(run, int(run.choices.provider[other]))
    swap_with, swap = _best_swap(run, number, other, users) if place is None else (-1, None)
    return OtherLeader(
        leader_id=run.leader(other).id,
        metres=int(run.choices.metres[other]),
        journey=journey_of(run.world, int(run.choices.recipient[other]), int(run.choices.provider[other])).text,
        fit=int(run.choices.fit[other]),
        place=place,
        used_by=tuple(run.recipient(u).id for u in users),
        swap_with="" if swap_with < 0 else run.recipient(swap_with).id,
        swap=swap,
    )


def _users(run: FinishedRun, leader_row: int) -> list[int]:
    mine = run.chosen & run.choices.is_match & (run.choices.provider == leader_row)
    return [int(x) for x in np.flatnonzero(mine)]


def _best_swap(
    run: FinishedRun, number: int, other: int, users: list[int]
) -> tuple[int, tuple[GoalChange, ...] | None]:
    """The feasible exchange of leaders with a recipient of the other leader that is best by the goals in order.

    The choice number of that recipient's match and the changes in goals; -1 and None where no exchange is feasible.
    """
    swaps = []
    for user in users:
        back = run.choices_of_pair(int(run.choices.recipient[user]), int(run.choices.provider[number]))
        for choice in back.tolist():
            chosen = _swap_choices(run, [number, user], [other, choice])
            if not run.problem.breaks(chosen):
                swaps.append((_goal_rank(run, chosen), user, chosen))
    if not swaps:
        return -1, None
    _, user, chosen = max(swaps, key=lambda x: (x[0], -x[1]))
    return user, _goals_of(run, chosen)


def _goal_rank(run: FinishedRun, chosen: Bools) -> tuple[int, ...]:
    """Larger is better, goal by goal."""
    return tuple(-a.value(chosen) if a.sense == "least" else a.value(chosen) for a in run.problem.objectives)


def _goal_changes_if(run: FinishedRun, drop: list[int], add: list[int]) -> tuple[GoalChange, ...] | None:
    chosen = _swap_choices(run, drop, add)
    return None if run.problem.breaks(chosen) else _goals_of(run, chosen)


def _swap_choices(run: FinishedRun, drop: list[int], add: list[int]) -> Bools:
    chosen = run.chosen.copy()
    chosen[drop], chosen[add] = False, True
    return chosen


def _goals_of(run: FinishedRun, chosen: Bools) -> tuple[GoalChange, ...]:
    return goal_changes(run, {objective.goal: objective.value(chosen) for objective in run.problem.objectives})


# In words.


def _with_sentences(run: FinishedRun, a: MatchAnswer) -> MatchAnswer:
    parts = "; ".join(f"{label} {points} of {out_of}" for label, points, out_of in a.parts)
    sentences = [
        message(
            "Leader {leader} is proposed. Journey: {journey}. {standing}.",
            leader=LeaderRef(a.leader_id),
            journey=a.journey,
            standing=words.capital(wording.standing(a.pair.standing)) if a.pair.standing else "",
        ),
        message("Fit {fit} of 1,000: {parts}.", fit=a.fit, parts=parts),
        *([_fixed(a)] if a.pinned or a.said_yes else []),
        *(_flag_sentence(name, a) for name in a.flags),
        *([heading("What else was possible, best fit first:")] if a.others else []),
        *(_other_sentence(run, a, other) for other in a.others),
        *([plain(f"{TODAY_ALONE}.")] if a.others and run.keeps else []),
    ]
    return replace(a, said=tuple(sentences))


def _fixed(a: MatchAnswer) -> Message:
    return message("{how}: {reason}.", how=a.how_fixed, reason=Passage(a.pinned or a.said_yes))


def _flag_sentence(name: str, a: MatchAnswer) -> Message:
    return message("To note: {flag}.", flag=wording.flag(name, labels.flag(name), a.pair.interests))


def _other_sentence(run: FinishedRun, a: MatchAnswer, other: OtherLeader) -> Message:
    who = message(
        "Leader {leader} (journey {journey}, fit {fit})",
        leader=LeaderRef(other.leader_id),
        journey=other.journey,
        fit=other.fit,
    )
    if other.place is not None:
        return message("{who} could take the place. {cost}", who=who, cost=_cost_sentences(other.place))
    if not other.used_by:
        return message(
            "{who} could not take the place with all else as it is: ask about this pair to see why.", who=who
        )
    busy = message("{who} is proposed for {users}.", who=who, users=recipient_names(run.world, other.used_by))
    if other.swap is None:
        return message("{busy} Swapping leaders with any of them would break a rule or a limit.", busy=busy)
    return message(
        "{busy} If it swapped leaders with {whom}: {cost}",
        busy=busy,
        whom=body(run.world, other.swap_with),
        cost=_cost_sentences(other.swap),
    )


def _cost_sentences(changes: tuple[GoalChange, ...]) -> Message | Listed:
    sentences = [goal_sentence(change) for change in changes[:GOALS_SHOWN]]
    return one_after_another(sentences) if sentences else plain("No goal would change.")
