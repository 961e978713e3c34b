"""The adviser that a run proposes beside each school: the flags of the two, and the adviser's interests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matcher.case.rise.adviser import adviser_interests_on
from matcher.domain import Adviser
from matcher.result import Result
from matcher.wording.wording import Interests


@dataclass(frozen=True, slots=True)
class AdviserFacts:
    """One school's proposed adviser on the run's day. `flags` are named as their rules are."""

    adviser: Adviser
    flags: tuple[str, ...]
    interests: Interests


def advisers_proposed(result: Result) -> Mapping[str, AdviserFacts]:
    """By the school's id; empty in a programme without advisers."""
    if not result.world.advisers:
        return {}
    choices = result.candidates.choices
    rows = np.flatnonzero(result.solution.chosen & choices.is_adviser).tolist()
    return {result.world.recipients[int(choices.recipient[row])].id: _facts(result, row) for row in rows}


def _facts(result: Result, row: int) -> AdviserFacts:
    world, choices = result.world, result.candidates.choices
    school, adviser = world.recipients[int(choices.recipient[row])], world.advisers[int(choices.provider[row])]
    flags = tuple(name for name, mask in result.candidates.flags.items() if mask[row])
    day = result.policy.as_at
    return AdviserFacts(adviser, flags, adviser_interests_on(world, flags, (), school.id, adviser.id, day))
