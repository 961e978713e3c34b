"""What differs between the plan and another: values of goals, who gains or loses a match, who has another leader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from matcher.explain.bodies import body, recipient_names
from matcher.rules import labels
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import WhatIfPlan, leaders_by_recipient
from matcher.wording import words
from matcher.wording.messages import LeaderRef, Message, message, plain
from matcher.world import World


@dataclass(frozen=True, slots=True)
class GoalChange:
    """One goal's value in the plan and in the other plan."""

    goal: str
    unit: str
    sense: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Move:
    """A recipient that would have another leader."""

    recipient_id: str
    from_leader: str
    to_leader: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """`settled` says that the other plan is the one best plan; without it nothing is claimed about the best."""

    goals: tuple[GoalChange, ...]
    joins: tuple[str, ...]
    leaves: tuple[str, ...]
    moves: tuple[Move, ...]
    settled: bool


def consequence(run: FinishedRun, other: WhatIfPlan) -> Consequence:
    """The plan of `run` compared with the plan of `other`. Recipients are listed in id order."""
    ours, theirs = leaders_by_recipient(run.world, run.choices, run.chosen), other.leader_of
    return Consequence(
        goals=_goals(run, other),
        joins=tuple(sorted(theirs.keys() - ours.keys())),
        leaves=tuple(sorted(ours.keys() - theirs.keys())),
        moves=tuple(Move(r, ours[r], theirs[r]) for r in sorted(ours.keys() & theirs.keys()) if ours[r] != theirs[r]),
        settled=other.settled,
    )


def _goals(run: FinishedRun, other: WhatIfPlan) -> tuple[GoalChange, ...]:
    """The goals that differ, in order; the one that settles ties only where no other does."""
    return goal_changes(run, other.values)


def goal_changes(run: FinishedRun, after: Mapping[str, int]) -> tuple[GoalChange, ...]:
    changed = [
        GoalChange(objective.goal, objective.unit, objective.sense, objective.value(run.chosen), after[objective.goal])
        for objective in run.problem.objectives
        if objective.goal in after and objective.value(run.chosen) != after[objective.goal]
    ]
    real = tuple(change for change in changed if change.goal != "canonical")
    return real or tuple(changed)


def consequence_sentences(
    world: World, difference: Consequence, without: str = "", with_leaves: bool = True
) -> tuple[Message, ...]:
    """The difference in sentences. `without` is the recipient that the reader asked about: it is not listed again.

    `with_leaves` False leaves out who would go without a match.
    """
    goals = [goal_sentence(change) for change in difference.goals[:3]] or [plain("No goal would change.")]
    others = replace(difference, leaves=difference.leaves if with_leaves else ())
    found = (*goals, *people_sentences(world, others, without))
    return found if difference.settled else (*found, plain(NOT_SETTLED))


NOT_SETTLED = "This is the best plan that was found; that it is the only best one has not been proved."


def people_sentences(world: World, difference: Consequence, without: str = "") -> Iterator[Message]:
    """Who would go without a match, who would have one, and who another leader; nobody is in it by `without`."""
    others = [r for r in difference.joins if r != without]
    moves = [m for m in difference.moves if m.recipient_id != without]
    if difference.leaves:
        yield message("{who} would go without a match.", who=recipient_names(world, difference.leaves))
    if others:
        yield message("{who} would be matched too.", who=recipient_names(world, others))
    if moves:
        yield _moves_sentence(world, moves)


def goal_sentence(change: GoalChange) -> Message:
    return message("{change}.", change=goal_change_words(change))


def goal_change_words(change: GoalChange) -> Message:
    """The sentence without its full stop."""
    if change.goal == "canonical":
        return plain("Both plans are as good on every goal; the tie was settled the same way as every tie")
    before, after = words.two_numbers(change.before, change.after, change.unit)
    better = (change.after > change.before) != (change.sense == "least")
    return message(
        "{goal}: {after} instead of {before}, which is {verdict}",
        goal=labels.goal(change.goal),
        after=f"{change.after:,}" if words.follows(change.unit) else after,
        before=before,
        verdict="better" if better else "worse",
    )


def _moves_sentence(world: World, moves: list[Move]) -> Message:
    if len(moves) == 1:
        only = moves[0]
        return message(
            "{who} would have leader {new}, not {old}.",
            who=body(world, only.recipient_id),
            new=LeaderRef(only.to_leader),
            old=LeaderRef(only.from_leader),
        )
    return message("{who} would each have another leader.", who=recipient_names(world, [m.recipient_id for m in moves]))
