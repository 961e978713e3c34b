"""What differs between the plan and another: values of goals, who gains or loses a match, who has another leader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher import words
from matcher.explain.finished_run import FinishedRun
from matcher.explain.what_if import WhatIfPlan, leaders_by_recipient
from matcher.world import World

MOST_NAMED = 5  # so many schools are named in a sentence; the rest are counted


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


def consequence_sentences(world: World, difference: Consequence, without: str = "") -> tuple[str, ...]:
    """The difference in sentences. `without` is the recipient that the reader asked about: it is not listed again."""
    sentences = [goal_sentence(change) for change in difference.goals[:3]]
    if not difference.goals:
        sentences.append("No goal would change.")
    others = [r for r in difference.joins if r != without]
    if difference.leaves:
        sentences.append(f"{recipient_names(world, difference.leaves)} would go without a match.")
    if others:
        sentences.append(f"{recipient_names(world, others)} would be matched too.")
    if difference.moves:
        sentences.append(_moves_sentence(world, [m for m in difference.moves if m.recipient_id != without]))
    if not difference.settled:
        sentences.append("This is the best plan that was found; that it is the only best one has not been proved.")
    return tuple(s for s in sentences if s)


def goal_sentence(change: GoalChange) -> str:
    if change.goal == "canonical":
        return "Both plans are as good on every goal; the tie was settled the same way as every tie."
    after = f"{change.after:,}" if words.follows(change.unit) else words.number(change.after, change.unit)
    better = (change.after > change.before) != (change.sense == "least")
    before = words.number(change.before, change.unit)
    return f"{words.goal(change.goal)}: {after} instead of {before}, which is {'better' if better else 'worse'}."


def _moves_sentence(world: World, moves: list[Move]) -> str:
    if not moves:
        return ""
    if len(moves) == 1:
        only = moves[0]
        return (
            f"{recipient_names(world, [only.recipient_id])} would have leader {only.to_leader}, not {only.from_leader}."
        )
    return f"{recipient_names(world, [m.recipient_id for m in moves])} would each have another leader."


def recipient_names(world: World, ids: Iterable[str]) -> str:
    """Recipients by name and id, the first few; the others as a number."""
    all_ids = list(ids)
    if len(all_ids) > MOST_NAMED:
        return f"{_names_and_ids(world, all_ids[: MOST_NAMED - 1])} and {len(all_ids) - MOST_NAMED + 1} others"
    if len(all_ids) > 1:
        return f"{_names_and_ids(world, all_ids[:-1])} and {_names_and_ids(world, all_ids[-1:])}"
    return _names_and_ids(world, all_ids)


def _names_and_ids(world: World, ids: list[str]) -> str:
    return ", ".join(f"{world.recipients[world.recipient_row[r]].name} ({r})" for r in ids)
