"""What an audit of a run folder does not work out again, in sentences: no rule gives it, or only a search would."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from matcher.read.run_folders.run_folder import run_record
from matcher.report.run_folder.law_tables import GOALS, PRIORITIES, states_of
from matcher.report.run_folder.run_files import STATE
from matcher.report.run_folder.year_audit import AuditedYear
from matcher.runs.opened import OpenedRun

OF_OTHERS = "how each value came to be set, the search's effort and seconds, the digests of the files that were read"


def taken_on_trust(run: OpenedRun, year: AuditedYear, same_version: bool) -> Iterator[str]:
    """A line for each file that holds such things; of a run of another version more than of one of this."""
    yield from year.trusted()
    second = [str(g["goal"]) for g in _json(run.folder / GOALS) if g["how"] == "second-solver"]
    if second:
        yield f"{GOALS}: that a second solver found nothing better for {', '.join(second)}"
    decided = sum(state != STATE for state in states_of(run.folder).values())
    if decided:
        yield f"matches.csv: {decided} states, which people's decisions gave"
    if run_record(run.folder).get("ledger"):
        yield "notes.csv, proposals.csv: what the ledger told when this was proposed"
    if _rows(run.folder / PRIORITIES):
        yield f"{PRIORITIES}: the plans under other priorities, which would have to be solved"
    if not same_version:
        yield "every table's wording, reserves, assumptions, readings, partners and notes"
    yield f"assumptions.csv, scenario.resolved.yaml, {GOALS}, run.json: {OF_OTHERS}"
    yield "report.html and the workbooks, which are held against the manifest alone"


def _json(path: Path) -> list[dict[str, object]]:
    return list(json.loads(path.read_text(encoding="utf-8")))


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))
