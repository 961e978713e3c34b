"""What one process has read and worked out once: facts by data set, and who qualifies by reading of the rules."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from matcher.candidates import find_candidates
from matcher.digest import facts_digest
from matcher.domain import Assessment, Facts, Verdict
from matcher.eligibility import assess
from matcher.explain.pins import check_pins
from matcher.policy import Policy
from matcher.problem import pose
from matcher.read import load_facts
from matcher.rules.rulebooks import RULEBOOKS
from matcher.run import Posed, run_id_of, world_of
from matcher.world import World

Made = TypeVar("Made")
Change = Callable[[World], World]
FACTS_KEPT, READINGS_KEPT = 2, 24


@dataclass(frozen=True, eq=False)
class Held:
    """Facts and their digest, which takes as long as a small run and is asked for at every point."""

    facts: Facts
    digest: str


class Desk:
    """Remembers the last few data sets and readings; everything else is worked out anew at each point.

    `evidence` keeps the reasons of every verdict, for those who will tell them; they fill memory.
    """

    def __init__(self, evidence: bool = False) -> None:
        self._evidence = evidence
        self._facts: OrderedDict[Hashable, Held] = OrderedDict()
        self._assessed: OrderedDict[Hashable, tuple[Assessment, ...]] = OrderedDict()

    def facts(self, data: Mapping[str, Path | tuple[Path, ...]], as_at: date) -> Held:
        key = (tuple(sorted((role, str(paths)) for role, paths in data.items())), as_at)
        return _kept(self._facts, key, FACTS_KEPT, lambda: held(load_facts(data, as_at)))

    def assessed(self, known: Held, policy: Policy) -> tuple[Assessment, ...]:
        """Every body's verdict, thin unless evidence is wanted: no other rule reads it."""
        gates = RULEBOOKS[policy.programme].gates
        keep = (lambda found: found) if self._evidence or policy.pins else thin
        key = (known.digest, keep is thin, *reading_of(policy))
        return _kept(self._assessed, key, READINGS_KEPT, lambda: keep(assess(known.facts, policy, gates)))

    def posed(self, known: Held, policy: Policy, change: Change | None = None) -> Posed:
        """A run up to its problem; `change` is what a draw or a marginal question does to the world first."""
        rulebook = RULEBOOKS[policy.programme]
        assessments = self.assessed(known, policy)
        world = world_of(assessments, known.facts, policy)
        check_pins(world, assessments, rulebook)
        world = change(world) if change else world
        candidates = find_candidates(world, rulebook.pairs, rulebook.flags)
        return Posed(assessments, world, candidates, pose(world, candidates.choices, rulebook), rulebook)


def held(facts: Facts) -> Held:
    return Held(facts, facts_digest(facts))


def key_of(known: Held, policy: Policy) -> str:
    """The run's id: the address under which its result is stored."""
    return run_id_of(known.facts, policy, known.digest)


def reading_of(policy: Policy) -> tuple[Any, ...]:
    """Everything of a policy that decides who qualifies. A test reads the gates to see that nothing is missing."""
    return (
        policy.programme,
        policy.as_at,
        policy.year_from,
        policy.year_to,
        policy.eligibility,
        policy.support.again,
    )


def thin(assessments: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
    return tuple(replace(a, verdict=Verdict(a.verdict.answer, "")) for a in assessments)


def _kept(shelf: OrderedDict[Hashable, Made], key: Hashable, most: int, make: Callable[[], Made]) -> Made:
    if key not in shelf:
        shelf[key] = make()
    shelf.move_to_end(key)
    while len(shelf) > most:
        shelf.popitem(last=False)
    return shelf[key]
