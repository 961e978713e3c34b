"""The input files of a scenario: list them, check them, and replace one by an uploaded file without faults."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from matcher.domain import Facts
from matcher.errors import Fault, InputFaults
from matcher.read.inputs import read_inputs
from matcher.read.scenarios.scenario import load_scenario
from matcher.web.drafts import DRAFTS
from matcher.web.jobs import Job
from matcher.wording.terms import in_words

BACKUPS = ".review/before"
TABLES = {
    "recipients": "Recipients already known to qualify",
    "leaders": "System leaders",
    "organisations": "Leaders' organisations",
    "governance_leaders": "Governance leaders",
    "interests": "Declared interests",
    "people": "People who broker, approve and decide",
    "pairs": "Judgements of single pairs",
    "requests": "Requests by exception",
    "history": "Earlier and running deployments",
    "ofsted": "Ofsted inspections",
    "establishments": "Schools (GIAS establishments)",
    "groups": "Trusts (GIAS groups)",
    "group_links": "Schools in trusts (GIAS group links)",
    "establishment_links": "Predecessors and successors (GIAS links)",
    "coordinates": "Coordinates",
    "registers": "Workbook of registers",
    "advisers": "Advisers",
    "cases": "The department's case list",
    "signs": "Schools' figures for a programme's own gates",
    "expected": "How many are expected to qualify",
    "journeys": "Measured journeys",
    "crossings": "Judgements of the water between two places",
    "postcodes": "Postcodes with coordinates",
}


@dataclass(frozen=True, slots=True)
class InputSource:
    """One file a scenario names. `role` is its key under `data`."""

    role: str
    words: str
    file: str
    path: Path


def sources(folder: Path, scenario: str) -> tuple[InputSource, ...]:
    """Raises InputFaults where the scenario itself is wrong."""
    data = load_scenario(folder / scenario, project=folder).data
    listed = []
    for role, paths in data.items():
        for path in paths if isinstance(paths, tuple) else (paths,):
            if role in TABLES:
                listed.append(
                    InputSource(role, in_words(TABLES[role]), path.relative_to(folder.resolve()).as_posix(), path)
                )
    return tuple(sorted(listed, key=lambda s: list(TABLES).index(s.role)))


def check(folder: Path, scenario: str, job: Job) -> None:
    """Read every file of the scenario; the job then has row counts. Raises InputFaults with every fault."""
    job.begin_stage("reading")
    _, facts = read_inputs(folder / scenario, (), (), folder, today=date.today())
    job.outcome_lines = _counted(facts)


def _counted(facts: Facts) -> tuple[str, ...]:
    return tuple(f"{f.name}: {f.rows:,} rows" for f in facts.files) + tuple(f"Note: {note}" for note in facts.notes)


def extension_problem(source: InputSource, name: str) -> str:
    """Why a file of this name cannot replace the source; '' where it can."""
    ending = source.path.suffix.lower()
    if not name:
        return "Choose a file"
    if Path(name).suffix.lower() != ending:
        return f"Choose a file that ends in {ending}, as the one it replaces does"
    return ""


def check_draft(folder: Path, scenario: str, source: InputSource, draft: Path, job: Job) -> None:
    """Read the scenario with the draft in the source's place. A draft with faults is deleted."""
    job.begin_stage("reading")
    home = (folder / scenario).absolute().parent
    named = [s for s in sources(folder, scenario) if s.path == source.path]
    sets = [_set(s, [x for x in sources(folder, scenario) if x.role == s.role], draft, home) for s in named]
    try:
        _, facts = read_inputs(folder / scenario, sets, (), folder, today=date.today())
    except InputFaults as wrong:
        draft.unlink(missing_ok=True)
        raise InputFaults(named_as_sent(f, draft.name, Path(source.file).name) for f in wrong.faults) from wrong
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    rows = next((f.rows for f in facts.files if f.role == source.role and f.name == draft.name), None)
    job.outcome_lines = (
        f"{source.words}: {rows:,} rows and no faults" if rows is not None else f"{source.words}: no faults",
    )
    job.facts = {"scenario": scenario, "role": source.role, "file": source.file, "draft": draft.name}


def _set(source: InputSource, of_role: list[InputSource], draft: Path, home: Path) -> str:
    """A `--set` value for one role: the draft in place of the source, the role's other files unchanged."""
    paths = [draft if x.path == source.path else x.path for x in of_role]
    written = [os.path.relpath(path, home).replace(os.sep, "/") for path in paths]
    return f"data.{source.role}={json.dumps(written if len(written) > 1 else written[0])}"


def named_as_sent(fault: Fault, draft: str, file: str) -> Fault:
    """The fault with the original file name in place of the draft's."""
    file_name = fault.file.replace(draft, file)
    return Fault(file_name, fault.row, fault.column, fault.value, fault.message.replace(draft, file), fault.suggestion)


def replace_file(folder: Path, source: InputSource, draft_name: str) -> Path | None:
    """Replace the source by the checked draft. Returns the backup of the old file; None where the draft is gone."""
    draft = folder / DRAFTS / Path(draft_name).name
    if not draft.is_file():
        return None
    backup_folder = folder / BACKUPS
    backup_folder.mkdir(parents=True, exist_ok=True)
    digest = sha256(source.path.read_bytes()).hexdigest()[:8]
    before = backup_folder / f"{source.path.stem}-{digest}{source.path.suffix}"
    shutil.copy2(source.path, before)
    draft.replace(source.path)
    return before
