"""What runs of one process share, kept in memory: facts by data set, and verdicts by the settings that decide them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock, RLock
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

from matcher.digest import facts_digest
from matcher.domain import Facts, Verdict
from matcher.policy import Policy
from matcher.read import load_facts
from matcher.read.inputs import with_house_ids
from matcher.read.scenarios.scenario import Scenario
from matcher.runs.identity import run_id_of
from matcher.runs.setup import Assessments, RunSetup, WorldChange, assess_all, build_run_setup
from matcher.runs.solve import SolvedRun, solve_run

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
MAX_DATA_SETS, MAX_ASSESSMENTS = 2, 24
MAX_TABLES, MAX_SEALED = 40, 4


@dataclass(frozen=True, eq=False)
class LoadedFacts:
    """Facts and their digest. The digest is kept because computing it takes as long as a small run."""

    facts: Facts
    digest: str

    def run_id(self, policy: Policy) -> str:
        """The id of the run of these facts under this policy: also the key of its stored result."""
        return run_id_of(self.facts, policy, self.digest)


class Cache(Generic[Key, Value]):
    """Values in memory by key, of at most `most` together; the least recently used goes first. Threads may share it.

    `size` weighs a value, in the unit of `most`; without it each weighs 1. One heavier than `most` is kept alone.
    """

    def __init__(self, most: int, size: Callable[[Value], int] | None = None) -> None:
        weigh = size or (lambda _: 1)
        self._entries: LRUCache[Key, Value] = LRUCache(most, getsizeof=lambda value: min(most, weigh(value)))
        self._lock = Lock()
        self._making: dict[Key, RLock] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of this key, made where there is none: once, while others who ask for the same key wait.

        Who asks for another key does not wait.
        """
        with self._lock:
            if key in self._entries:
                return self._entries[key]
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                if key in self._entries:
                    return self._entries[key]
            try:
                value = make()
                with self._lock:
                    self._entries[key] = value
            finally:
                with self._lock:
                    self._making.pop(key, None)
            return value


class RunCache:
    """Keeps the most recently used data sets and assessments; a run's world and problem are built each time.

    `evidence`: whether to keep the evidence behind each verdict, which takes much memory and only reports need.
    """

    def __init__(self, evidence: bool = False) -> None:
        self._evidence = evidence
        self._facts: Cache[Hashable, LoadedFacts] = Cache(MAX_DATA_SETS)
        self._assessed: Cache[Hashable, Assessments] = Cache(MAX_ASSESSMENTS)
        self.tables: Cache[tuple[str, str], tuple[Any, ...]] = Cache(MAX_TABLES)  # sealed ones, by name and digest
        self.sealed: Cache[str, Assessments] = Cache(MAX_SEALED)  # verdicts of opened runs, by what they rest on

    def inputs(self, scenario: Scenario, today: date | None) -> tuple[Scenario, LoadedFacts]:
        """The scenario under the ids of its facts, and the facts, as `propose` reads them on the day `today`. Raises
        InputFaults.
        """
        policy = scenario.policy
        loaded = self.facts(scenario.data, policy, today=today, regions=policy.regions)
        return with_house_ids(scenario, loaded.facts), loaded

    def facts(
        self,
        data: Mapping[str, Path | tuple[Path, ...]],
        policy: Policy,
        *,
        today: date | None = None,
        regions: Collection[str] | None = None,
    ) -> LoadedFacts:
        """The facts of these files on the policy's day, with the roles and figures that its programme knows.

        `today` and `regions` as for `load_facts`: a table of another region or day is read and checked anew.
        """
        roles, figures = policy.words.role_names, policy.own.columns if policy.own else ()
        files = tuple(sorted((role, str(paths)) for role, paths in data.items()))
        key = (files, policy.as_at, today, None if regions is None else tuple(sorted(regions)), roles, figures)
        return self._facts.get(
            key,
            lambda: loaded_facts(
                load_facts(data, policy.as_at, today=today, regions=regions, roles=roles, figures=figures)
            ),
        )

    def assessed(self, loaded: LoadedFacts, policy: Policy) -> Assessments:
        """The verdict of every school and trust, without its evidence unless that is wanted: no rule reads it."""
        keep = (lambda assessments: assessments) if self._evidence or policy.pins else without_evidence
        key = (loaded.digest, keep is without_evidence, *eligibility_settings(policy))
        return self._assessed.get(key, lambda: keep(assess_all(loaded.facts, policy)))

    def setup(self, loaded: LoadedFacts, policy: Policy, change: WorldChange | None = None) -> RunSetup:
        """A run up to its problem. `change` is applied to the world before the problem is built."""
        return build_run_setup(loaded.facts, policy, assessments=self.assessed(loaded, policy), change=change)

    def solve(self, loaded: LoadedFacts, policy: Policy, change: WorldChange | None = None) -> SolvedRun:
        return solve_run(self.setup(loaded, policy, change))


def loaded_facts(facts: Facts) -> LoadedFacts:
    return LoadedFacts(facts, facts_digest(facts))


def eligibility_settings(policy: Policy) -> tuple[Any, ...]:
    """The settings that decide who qualifies: the cache key. A test checks that no gate reads another setting."""
    return (
        policy.programme,
        policy.own,
        policy.words,
        policy.as_at,
        policy.year_from,
        policy.year_to,
        policy.eligibility,
        policy.support.again,
    )


def without_evidence(assessments: Assessments) -> Assessments:
    return tuple(replace(a, verdict=Verdict(a.verdict.answer, "")) for a in assessments)
