"""A cache per process: facts by data set, and eligibility assessments by the settings that decide them."""

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
from matcher.problem import build_problem
from matcher.read import load_facts
from matcher.rules.rulebooks import RULEBOOKS
from matcher.run import RunSetup, run_id_of, world_of
from matcher.world import World

Cached = TypeVar("Cached")
WorldChange = Callable[[World], World]
MAX_DATA_SETS, MAX_ASSESSMENTS = 2, 24


@dataclass(frozen=True, eq=False)
class LoadedFacts:
    """Facts and their digest. The digest is kept because computing it takes as long as a small run."""

    facts: Facts
    digest: str


class RunCache:
    """Keeps the most recently used data sets and assessments; a run's world and problem are built each time.

    `evidence`: whether to keep the evidence behind each verdict, which takes much memory and only reports need.
    """

    def __init__(self, evidence: bool = False) -> None:
        self._evidence = evidence
        self._facts: OrderedDict[Hashable, LoadedFacts] = OrderedDict()
        self._assessed: OrderedDict[Hashable, tuple[Assessment, ...]] = OrderedDict()

    def facts(self, data: Mapping[str, Path | tuple[Path, ...]], as_at: date) -> LoadedFacts:
        key = (tuple(sorted((role, str(paths)) for role, paths in data.items())), as_at)
        return _cached(self._facts, key, MAX_DATA_SETS, lambda: loaded_facts(load_facts(data, as_at)))

    def assessed(self, loaded: LoadedFacts, policy: Policy) -> tuple[Assessment, ...]:
        """The verdict of every school and trust, without its evidence unless that is wanted: no rule reads it."""
        gates = RULEBOOKS[policy.programme].gates
        keep = (lambda assessments: assessments) if self._evidence or policy.pins else without_evidence
        key = (loaded.digest, keep is without_evidence, *eligibility_settings(policy))
        return _cached(self._assessed, key, MAX_ASSESSMENTS, lambda: keep(assess(loaded.facts, policy, gates)))

    def setup(self, loaded: LoadedFacts, policy: Policy, change: WorldChange | None = None) -> RunSetup:
        """A run up to its problem. `change` is applied to the world before the problem is built."""
        rulebook = RULEBOOKS[policy.programme]
        assessments = self.assessed(loaded, policy)
        world = world_of(assessments, loaded.facts, policy)
        check_pins(world, assessments, rulebook)
        world = change(world) if change else world
        candidates = find_candidates(world, rulebook.pairs, rulebook.flags)
        return RunSetup(assessments, world, candidates, build_problem(world, candidates.choices, rulebook), rulebook)


def loaded_facts(facts: Facts) -> LoadedFacts:
    return LoadedFacts(facts, facts_digest(facts))


def store_key(loaded: LoadedFacts, policy: Policy) -> str:
    """The run's id, used as the key of its stored result."""
    return run_id_of(loaded.facts, policy, loaded.digest)


def eligibility_settings(policy: Policy) -> tuple[Any, ...]:
    """The settings that decide who qualifies: the cache key. A test checks that no gate reads another setting."""
    return (
        policy.programme,
        policy.as_at,
        policy.year_from,
        policy.year_to,
        policy.eligibility,
        policy.support.again,
    )


def without_evidence(assessments: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
    return tuple(replace(a, verdict=Verdict(a.verdict.answer, "")) for a in assessments)


def _cached(entries: OrderedDict[Hashable, Cached], key: Hashable, most: int, make: Callable[[], Cached]) -> Cached:
    if key not in entries:
        entries[key] = make()
    entries.move_to_end(key)
    while len(entries) > most:
        entries.popitem(last=False)
    return entries[key]
