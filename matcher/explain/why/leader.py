"""One leader in the plan: their deployments, and the days and deployments they have left."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.case.leader_room import leader_room
from matcher.explain.bodies import body
from matcher.journeys import journey_of
from matcher.runs.finished import FinishedRun
from matcher.runs.year_ahead.kept import days_kept
from matcher.wording import words
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.year_ahead.wait_words import kept_days


@dataclass(frozen=True, slots=True)
class LeaderDeployment:
    """One proposed deployment of a leader."""

    recipient_id: str
    days: int
    team_days: int
    metres: int
    journey: str
    fit: int


@dataclass(frozen=True, slots=True)
class LeaderAnswer:
    """Days are the leader's own. `room_left` is None where the leader gave no most. `possible` counts recipients."""

    leader_id: str
    deployments: tuple[LeaderDeployment, ...]
    days_offered: int
    days_held: int
    days_proposed: int
    days_left: int
    room_left: int | None
    possible: int
    said: tuple[str, ...]


def about_leader(run: FinishedRun, leader_row: int) -> LeaderAnswer:
    leader, choices = run.world.leaders[leader_row], run.choices
    mine = choices.is_match & (choices.provider == leader_row)
    deployments = tuple(_deployment(run, int(row)) for row in np.flatnonzero(mine & run.chosen))
    room, possible = leader_room(run, leader_row), len(np.unique(choices.recipient[mine]))
    bare = LeaderAnswer(
        leader_id=leader.id,
        deployments=deployments,
        days_offered=room.days_offered,
        days_held=room.days_held,
        days_proposed=room.days_proposed,
        days_left=room.days_left,
        room_left=room.room_left,
        possible=possible,
        said=(),
    )
    return replace(bare, said=_sentences(run, bare))


def _deployment(run: FinishedRun, row: int) -> LeaderDeployment:
    c = run.choices
    return LeaderDeployment(
        run.recipient(row).id,
        int(c.days[row]),
        int(c.team_days[row]),
        int(c.metres[row]),
        journey_of(run.world, int(c.recipient[row]), int(c.provider[row])).text,
        int(c.fit[row]),
    )


def _sentences(run: FinishedRun, a: LeaderAnswer) -> tuple[str, ...]:
    earlier = f" Earlier deployments hold {a.days_held} of them." if a.days_held else ""
    sentences = []
    if run.setup.rulebook.supporters == "people":
        sentences.append(f"{LEADER:C} {a.leader_id} offers {words.count(a.days_offered, 'day')} this year.{earlier}")
        left = words.count(a.days_left, "day") if a.days_left else "none"
        sentences.append(f"This proposal uses {a.days_proposed}, so {left} would be left.")
    if a.room_left is not None:
        sentences.append(f"They could hold {words.count(a.room_left, 'more deployment')}.")
    sentences.append(f"The rules let them support {words.count(a.possible, f'{RECIPIENT}', f'{RECIPIENT:s}')}.")
    kept = days_kept(run.room, a.leader_id)
    sentences += [f"{kept_days(kept)}."] if kept else []
    sentences += [_deployment_sentence(run, d) for d in a.deployments] or [_no_deployment_sentence(a)]
    return tuple(sentences)


def _deployment_sentence(run: FinishedRun, d: LeaderDeployment) -> str:
    row = run.world.recipient_row[d.recipient_id]
    others = len(np.unique(run.choices.provider[run.choices_for(row)])) - 1
    beside = (
        f"{words.count(others, f'other {LEADER}', f'other {LEADER:s}')} could support it too"
        if others
        else f"no other {LEADER} may support it"
    )
    days = f"{words.count(d.days, 'day')}, " if d.days else ""
    return f"Proposed for {body(run.world, d.recipient_id)}: {days}{d.journey}; {beside}."


def _no_deployment_sentence(a: LeaderAnswer) -> str:
    if not a.possible:
        return "No deployment is proposed, since the rules let them support nobody in this run."
    return f"No deployment is proposed: ask about one school and this {LEADER} to see why."
