"""The facts of one pair: the journey and its limit, the standing among the leaders who may, phases and needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matcher.case.pair.interests import LineBody, flags_on, interests_on
from matcher.case.records import PairFacts
from matcher.domain import Leader, Recipient
from matcher.journeys import journey_of, limit_text
from matcher.plan import NOT_NEAR, Choices
from matcher.rules.pairs.pair_wording import organisation
from matcher.rules.pairs.phase import covers
from matcher.runs.closing import Closing, closing_of
from matcher.runs.finished import FinishedRun
from matcher.wording.wording import Interests, Standing
from matcher.world import Ints, World


def standing_of(choices: Choices, own: Ints, number: int) -> Standing:
    """`own` are the numbers of all the possible matches of the recipient of choice `number`."""
    leaders, away, fit = choices.provider[own], choices.nearness[own], choices.fit[own]
    here = choices.nearness[number]
    return Standing(
        len(np.unique(leaders)),
        None if int(here) == NOT_NEAR else len(np.unique(leaders[away < here])),
        len(np.unique(leaders[fit > int(choices.fit[number])])),
    )


def shared_phases(recipient: Recipient, leader: Leader) -> tuple[str, ...]:
    return tuple(sorted(recipient.phases & covers(leader.phases)))


def needs_met(recipient: Recipient, leader: Leader) -> tuple[str, ...]:
    return tuple(sorted(area.replace("-", " ") for area in recipient.areas_of_need & leader.specialisms))


def pair_facts(
    world: World,
    recipient: Recipient,
    leader: Leader,
    *,
    fit: int | None,
    standing: Standing | None,
    flags: tuple[str, ...],
    interests: Interests,
) -> PairFacts:
    row, other = world.recipient_row[recipient.id], world.leader_row[leader.id]
    return PairFacts(
        recipient_id=recipient.id,
        leader_id=leader.id,
        role=leader.role,
        organisation=organisation(world, leader) if leader.organisation_id or leader.organisation else "",
        journey=journey_of(world, row, other),
        limit=limit_text(world, row, other),
        fit=fit,
        standing=standing,
        flags=flags,
        interests=interests,
        phases=shared_phases(recipient, leader),
        needs=needs_met(recipient, leader),
        closing=_closing(world, recipient.id),
    )


def _closing(world: World, recipient: str) -> Closing | None:
    found = closing_of(world.facts, recipient)
    return found if found and world.policy.as_at <= found.on <= world.policy.year_to else None


def of_choice(run: FinishedRun, number: int, checks: Sequence[LineBody] = (), day: date | None = None) -> PairFacts:
    """The facts of one possible match of a run, by its flags on `day` (None: on the run's own)."""
    recipient, leader, choices = run.recipient(number), run.leader(number), run.choices
    on = day or run.policy.as_at
    flags = tuple(name for name, mask in run.setup.candidates.flags.items() if mask[number])
    if day is not None or checks:
        flags = flags_on(run.world, run.setup.rulebook, checks, recipient.id, leader.id, on)
    own = run.choices_for(int(choices.recipient[number]))
    return pair_facts(
        run.world,
        recipient,
        leader,
        fit=int(choices.fit[number]),
        standing=standing_of(choices, own, number),
        flags=flags,
        interests=interests_on(run.world, flags, checks, recipient.id, leader.id, on),
    )


def of_pair(run: FinishedRun, recipient_id: str, leader_id: str, checks: Sequence[LineBody], day: date) -> PairFacts:
    """The facts of any pair of the registers; no standing and no fit where the rules bar it."""
    row, other = run.world.recipient_row[recipient_id], run.world.leader_row[leader_id]
    own = run.choices_of_pair(row, other)
    if len(own):
        return of_choice(run, int(own[0]), checks, day)
    flags = flags_on(run.world, run.setup.rulebook, checks, recipient_id, leader_id, day)
    return pair_facts(
        run.world,
        run.world.recipients[row],
        run.world.leaders[other],
        fit=None,
        standing=None,
        flags=flags,
        interests=interests_on(run.world, flags, checks, recipient_id, leader_id, day),
    )
