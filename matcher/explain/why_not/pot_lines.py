"""Pots after a run: what was used before, what this plan commits, what is left, and what the next match lacks."""

from __future__ import annotations

import numpy as np

from matcher.plan import Problem
from matcher.policy import Pot
from matcher.result import PotLine
from matcher.rules.limits.commitments import pence_committed, spendable_pence
from matcher.rules.limits.pots import charge, left_pence
from matcher.runs.year_ahead.kept import KeptRoom
from matcher.world import Bools, Ints, World

NOTHING_KEPT: KeptRoom = {}


def pot_lines(world: World, problem: Problem, chosen: Bools, room: KeptRoom = NOTHING_KEPT) -> tuple[PotLine, ...]:
    """`room`: what the run keeps of each limit for those who come later."""
    return tuple(_line(world, problem, chosen, pot, room.get(("pots", pot.name), 0)) for pot in world.policy.pots)


def _line(world: World, problem: Problem, chosen: Bools, pot: Pot, kept: int) -> PotLine:
    pence = charge(world, problem.choices, pot)
    committed = int(pence[chosen].sum())
    left = None if pot.amount_pence is None else left_pence(world, pot) - committed
    share = None if pot.amount_pence is None else int(pot.amount_pence * pot.share)
    return PotLine(
        pot=pot.name,
        role=pot.role,
        amount_pence=share,
        fixed_pence=0 if share is None else share - spendable_pence(pot),
        committed_before_pence=pence_committed(world, pot),
        committed_pence=committed,
        left_pence=left,
        kept_pence=kept,
        next_short_pence=_next_match_shortfall(world, problem, chosen, pence, left),
        reverts=pot.reverts,
        assumed=pot.assumed,
        source=pot.source,
    )


def _next_match_shortfall(world: World, problem: Problem, chosen: Bools, pence: Ints, left: int | None) -> int | None:
    """How much the pot lacks for the cheapest match of anybody still unmatched; None where money is not short."""
    if left is None:
        return None
    choices = problem.choices
    matched = np.zeros(len(world.recipients), dtype=np.bool_)
    matched[choices.recipient[chosen & choices.is_match]] = True
    needed = choices.is_match & (pence > 0)
    if len(choices):
        needed &= ~matched[choices.recipient]
    if not needed.any():
        return None
    short = int(pence[needed].min()) - left
    return short if short > 0 else None
