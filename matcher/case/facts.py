"""The facts of one pair: the journey and its limit, the standing among the leaders who may, phases and needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matcher.case.interests import Body, flags_on, interests_on
from matcher.case.records import PairFacts
from matcher.domain import Leader, Recipient
from matcher.plan import Choices
from matcher.rules.pairs.pair_sets import cached
from matcher.rules.pairs.pair_wording import organisation
from matcher.rules.pairs.phase import covers
from matcher.runs.finished import FinishedRun
from matcher.wording import REGISTERED, Interests, Journey, Standing
from matcher.world import Ints, World, metres_between

WATER = ("over-water", "no-road")  # flags of journeys that no straight line measures


def standing_of(choices: Choices, own: Ints, number: int, flags: Sequence[str] = ()) -> Standing:
    """`own` are the numbers of all the possible matches of the recipient of choice `number`."""
    leaders, metres, fit = choices.provider[own], choices.metres[own], choices.fit[own]
    here = int(choices.metres[number])
    nearer = leaders[(metres >= 0) & (metres < here)]
    known = here >= 0 and not any(name in flags for name in WATER)
    return Standing(
        len(np.unique(leaders)),
        len(np.unique(nearer)) if known else None,
        len(np.unique(leaders[fit > int(choices.fit[number])])),
    )


def journey_of(world: World, recipient_id: str, leader_id: str, metres: int) -> Journey:
    """`metres` is the straight line, negative where not known; minutes are those of the register of pairs."""
    minutes = cached(world, "case.minutes", _minutes_by_pair).get((recipient_id, leader_id))
    return Journey(None if metres < 0 else metres, minutes, REGISTERED)


def _minutes_by_pair(world: World) -> dict[tuple[str, str], int]:
    return {(p.recipient_id, p.leader_id): p.minutes for p in world.facts.pairs if p.minutes is not None}


def limit_of(world: World, leader: Leader) -> int | None:
    """The shorter of the programme's limit and the leader's own, in metres; None for no limit."""
    limits = (world.policy.rules.max_travel_metres, leader.max_travel_metres)
    return min((x for x in limits if x is not None), default=None)


def shared_phases(recipient: Recipient, leader: Leader) -> tuple[str, ...]:
    return tuple(sorted(recipient.phases & covers(leader.phases)))


def needs_met(recipient: Recipient, leader: Leader) -> tuple[str, ...]:
    return tuple(sorted(area.replace("-", " ") for area in recipient.areas_of_need & leader.specialisms))


def pair_facts(
    world: World,
    recipient: Recipient,
    leader: Leader,
    *,
    metres: int,
    fit: int | None,
    standing: Standing | None,
    flags: tuple[str, ...],
    interests: Interests,
) -> PairFacts:
    return PairFacts(
        recipient_id=recipient.id,
        leader_id=leader.id,
        role=leader.role,
        organisation=organisation(world, leader) if leader.organisation_id or leader.organisation else "",
        journey=journey_of(world, recipient.id, leader.id, metres),
        limit_metres=limit_of(world, leader),
        fit=fit,
        standing=standing,
        flags=flags,
        interests=interests,
        phases=shared_phases(recipient, leader),
        needs=needs_met(recipient, leader),
    )


def of_choice(run: FinishedRun, number: int, checks: Sequence[Body] = (), day: date | None = None) -> PairFacts:
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
        metres=int(choices.metres[number]),
        fit=int(choices.fit[number]),
        standing=standing_of(choices, own, number, flags),
        flags=flags,
        interests=interests_on(run.world, flags, checks, recipient.id, leader.id, on),
    )


def of_pair(run: FinishedRun, recipient_id: str, leader_id: str, checks: Sequence[Body], day: date) -> PairFacts:
    """The facts of any pair of the registers; no standing and no fit where the rules bar it."""
    row, other = run.world.recipient_row[recipient_id], run.world.leader_row[leader_id]
    own = run.choices_of_pair(row, other)
    if len(own):
        return of_choice(run, int(own[0]), checks, day)
    metres = metres_between(run.world.recipient_place[[row]], run.world.leader_place[[other]])
    flags = flags_on(run.world, run.setup.rulebook, checks, recipient_id, leader_id, day)
    return pair_facts(
        run.world,
        run.world.recipients[row],
        run.world.leaders[other],
        metres=int(metres[0]),
        fit=None,
        standing=None,
        flags=flags,
        interests=interests_on(run.world, flags, checks, recipient_id, leader_id, day),
    )
