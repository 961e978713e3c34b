"""What would differ between the plan and another: goals won and lost, who joins, who goes without, who moves."""

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
    """Recipients are told in id order."""
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


def consequence_sentences(world: World, found: Consequence, without: str = "") -> tuple[str, ...]:
    """Sentences; `without` is a recipient that the reader asked about, so that it is not told as news."""
    said = [goal_sentence(change) for change in found.goals[:3]]
    if not found.goals:
        said.append("No goal would change.")
    others = [r for r in found.joins if r != without]
    if found.leaves:
        said.append(f"{recipient_names(world, found.leaves)} would go without a match.")
    if others:
        said.append(f"{recipient_names(world, others)} would be matched too.")
    if found.moves:
        said.append(_moves_sentence(world, [m for m in found.moves if m.recipient_id != without]))
    if not found.settled:
        said.append("This is the best plan that was found; that it is the only best one has not been proved.")
    return tuple(s for s in said if s)


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
    known = list(ids)
    if len(known) > MOST_NAMED:
        return f"{_names_and_ids(world, known[: MOST_NAMED - 1])} and {len(known) - MOST_NAMED + 1} others"
    if len(known) > 1:
        return f"{_names_and_ids(world, known[:-1])} and {_names_and_ids(world, known[-1:])}"
    return _names_and_ids(world, known)


def _names_and_ids(world: World, ids: list[str]) -> str:
    return ", ".join(f"{world.recipients[world.recipient_row[r]].name} ({r})" for r in ids)
