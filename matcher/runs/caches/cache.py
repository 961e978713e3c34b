"""What runs of one process share, kept in memory: facts by data set, and verdicts by the settings that decide them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from matcher.digest import facts_digest
from matcher.domain import Facts, Verdict
from matcher.policy import Policy
from matcher.read import load_facts
from matcher.read.inputs import with_house_ids
from matcher.read.scenarios.scenario import Scenario
from matcher.runs.caches.memory import Cache, eligibility_settings
from matcher.runs.identity import run_id_of
from matcher.runs.setup import Assessments, RunSetup, WorldChange, assess_all, build_run_setup
from matcher.runs.solve import SolvedRun, solve_run

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
        key = (loaded.digest, self._keeps_evidence(policy), *eligibility_settings(policy))
        return self._assessed.get(key, lambda: self.judged(loaded.facts, policy))

    def judged(self, facts: Facts, policy: Policy) -> Assessments:
        """As `assessed`, worked out anew: for who keeps the verdicts under a key of their own."""
        assessments = assess_all(facts, policy)
        return assessments if self._keeps_evidence(policy) else without_evidence(assessments)

    def _keeps_evidence(self, policy: Policy) -> bool:
        return self._evidence or bool(policy.pins)

    def setup(self, loaded: LoadedFacts, policy: Policy, change: WorldChange | None = None) -> RunSetup:
        """A run up to its problem. `change` is applied to the world before the problem is built."""
        return build_run_setup(loaded.facts, policy, assessments=self.assessed(loaded, policy), change=change)

    def solve(self, loaded: LoadedFacts, policy: Policy, change: WorldChange | None = None) -> SolvedRun:
        return solve_run(self.setup(loaded, policy, change))


def loaded_facts(facts: Facts) -> LoadedFacts:
    return LoadedFacts(facts, facts_digest(facts))


def without_evidence(assessments: Assessments) -> Assessments:
    return tuple(replace(a, verdict=Verdict(a.verdict.answer, "")) for a in assessments)
