"""A run opened again from its folder, the one way: its sealed inputs, what it published, and the run to explain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import matcher
from matcher.domain import Assessment, Facts
from matcher.errors import Fault, raise_faults
from matcher.garbage import nothing_collected
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.read import read_sealed
from matcher.read.open_data.kept_open_data import OpenDataStore
from matcher.read.parsing.cells import pence as pence_in
from matcher.read.run_folders.deferred import read_sealed_later
from matcher.read.run_folders.holds import read_holds, read_room
from matcher.read.run_folders.plans import read_plan
from matcher.read.run_folders.run_folder import reject_outside_links, run_record, version_of
from matcher.read.run_folders.seal import UNSEALED, Seal, read_seal, seal_of, verify_seal
from matcher.read.run_folders.sealed_scenario import read_sealed_policy
from matcher.read.table_files.tables import Table, read_table
from matcher.result import Hold
from matcher.rules.base import Rulebook
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.caches.cache import RunCache
from matcher.runs.caches.kept_eligibility import found_assessments, kept_assessments, sealed_key
from matcher.runs.finished import FinishedRun, finished_run
from matcher.runs.judged_later import JudgedLater, by_id, sealed_verdicts
from matcher.runs.published import PublishedGovernance, PublishedMatch, PublishedRun, advisers_of, published_run
from matcher.runs.setup import Assessments, build_run_setup, world_of
from matcher.world import World

MATCHES, GOVERNANCE, ADVISERS = "matches.csv", "governance.csv", "adviser_matches.csv"
_MATCH_COLUMNS = ("recipient_id", "leader_id", "region", "kind", "days", "team_days", "cost", "flags", "reserves")
_GOVERNANCE_COLUMNS = ("recipient_id", "governance_leader_id", "days", "cost")


@dataclass(frozen=True, eq=False, repr=False)
class SealedInputs:
    """What a run folder sealed, checked against its seal, and who qualified by it.

    `seal` is the digest of the seal, or `unsealed` for a folder of the format that had none.
    """

    id: str
    policy: Policy
    facts: Facts
    assessments: Assessments
    seal: str = UNSEALED

    @cached_property
    def world(self) -> World:
        return world_of(self.assessments, self.facts, self.policy)

    @property
    def rulebook(self) -> Rulebook:
        return rulebook_of(self.policy)


@dataclass(frozen=True, eq=False, repr=False)
class OpenedRun:
    """A run of a folder. `reserves` are leader ids by recipient, best first, as published."""

    folder: Path
    published: PublishedRun
    policy: Policy
    facts: Facts
    world: World
    plan: Plan
    reserves: Mapping[str, tuple[str, ...]]
    assessed: Assessments
    seal: str = UNSEALED

    @property
    def id(self) -> str:
        return self.published.run

    @property
    def term(self) -> str:
        return self.published.term

    @property
    def rulebook(self) -> Rulebook:
        return rulebook_of(self.policy)

    @cached_property
    def assessments(self) -> Mapping[str, Assessment]:
        """The verdict on every school and trust, by id."""
        return by_id(self.assessed)

    @cached_property
    def holds(self) -> Mapping[str, Hold]:
        """Those asked to wait for the year ahead, by recipient id."""
        return read_holds(self.folder)

    @cached_property
    def finished(self) -> FinishedRun:
        """The run with its problem and plan, to be explained or solved again; built on first use.

        Raises Defect where the plan holds a choice that nobody may choose.
        """
        setup = build_run_setup(self.facts, self.policy, assessments=self.assessed)
        return finished_run(setup, self.plan, self.holds, read_room(self.folder))


@nothing_collected()
def open_inputs(
    folder: Path, cache: RunCache | None = None, store: OpenDataStore | None = None, judge_later: bool = False
) -> SealedInputs:
    """What the run sealed. Raises InputFaults where it is no run folder, or not as it was sealed.

    `cache`: keeps tables and verdicts for other runs of the same bytes; `store`: verdicts from one command to the next.
    `judge_later`: where none are kept, only those in question are judged, of a run that this version made.
    """
    reject_outside_links(folder)
    policy, record = read_sealed_policy(folder), run_record(folder)
    seal = verify_seal(folder, record)
    memory = cache or RunCache(evidence=True)
    written = read_seal(folder) if seal != UNSEALED else None
    facts = _facts(folder, written, memory)
    key = sealed_key((written or seal_of(folder, "")).files, policy)
    later = written is not None and judge_later and version_of(record) == matcher.__version__

    def judged() -> Assessments:
        known, sealed = found_assessments(store, key), sealed_verdicts(folder)
        return known or (JudgedLater(facts, policy, sealed) if sealed else everybody())

    def everybody() -> Assessments:
        return kept_assessments(store, key, lambda: memory.judged(facts, policy))

    assessments = memory.sealed.get(key, judged if later else everybody)
    return SealedInputs(record["run_id"], policy, facts, assessments, seal)


def _facts(folder: Path, written: Seal | None, cache: RunCache) -> Facts:
    """What was sealed; of a folder whose seal holds, the long tables later. A folder without a seal is read whole."""
    if written is None:
        return read_sealed(folder / "inputs")
    return read_sealed_later(
        folder / "inputs", written.files, lambda name, digest, read: cache.tables.get((name, digest), read)
    )


def open_run(
    folder: Path, cache: RunCache | None = None, store: OpenDataStore | None = None, judge_later: bool = False
) -> OpenedRun:
    """Open a run folder, with what it published. Raises InputFaults as `open_inputs` does, and for its tables."""
    inputs = open_inputs(folder, cache, store, judge_later)
    advisers = folder / ADVISERS
    plan = read_plan(folder / MATCHES, folder / GOVERNANCE, advisers if advisers.is_file() else None)
    matches = _table(folder / MATCHES, _MATCH_COLUMNS)
    governance = _governance(_table(folder / GOVERNANCE, _GOVERNANCE_COLUMNS))
    return OpenedRun(
        folder=folder,
        published=published_run(
            inputs.id,
            inputs.policy,
            inputs.world,
            _matches(matches),
            governance,
            "" if inputs.seal == UNSEALED else inputs.seal,
            version_of(run_record(folder)),
            advisers_of(plan),
            read_holds(folder),
        ),
        policy=inputs.policy,
        facts=inputs.facts,
        world=inputs.world,
        plan=plan,
        reserves=_reserves(matches),
        assessed=inputs.assessments,
        seal=inputs.seal,
    )


def _table(path: Path, columns: tuple[str, ...]) -> Table:
    faults: list[Fault] = []
    table = read_table(path, None, "run", faults, columns[0])
    if table is not None:
        missing = [name for name in columns if name not in table.columns]
        faults += [Fault(table.file, table.header_row, name, "", "the column is missing") for name in missing]
    raise_faults(faults)
    assert table is not None
    return table


def _matches(table: Table) -> tuple[PublishedMatch, ...]:
    return tuple(
        PublishedMatch(
            recipient=recipient,
            leader=leader,
            region=region,
            kind=kind,
            days=int(days),
            team_days=int(team),
            pence=pence_in(cost) or 0,
            flags=_list(flags),
        )
        for recipient, leader, region, kind, days, team, cost, flags in zip(
            *(table.columns[name] for name in _MATCH_COLUMNS[:-1]), strict=True
        )
    )


def _governance(table: Table) -> tuple[PublishedGovernance, ...]:
    return tuple(
        PublishedGovernance(recipient=r, leader=g, days=int(days), pence=pence_in(cost) or 0)
        for r, g, days, cost in zip(*(table.columns[name] for name in _GOVERNANCE_COLUMNS), strict=True)
    )


def _reserves(table: Table) -> dict[str, tuple[str, ...]]:
    rows = zip(table.columns["recipient_id"], table.columns["reserves"], strict=True)
    return {recipient: _list(reserves) for recipient, reserves in rows}


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
