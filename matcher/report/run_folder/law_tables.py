"""Whether a run folder's tables are what its sealed inputs, the rules and its plan give: a seal alone can be forged."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from matcher.read.run_folders.holds import FIGURES
from matcher.read.run_folders.run_folder import run_record
from matcher.report.run_folder.run_files import CHECKER, STATE, checker, law_tables, tables
from matcher.report.run_folder.year_audit import AuditedYear
from matcher.report.safe_cells import csv_bytes
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks.proposal_sheets import TO_SETTLE
from matcher.report.workbooks.workbook import sent_proposals
from matcher.result import Result
from matcher.run import rebuilt_result
from matcher.runs.opened import OpenedRun

GOALS, NOTES, PRIORITIES, SENT = "goals.json", "notes.csv", "priorities.csv", "proposals.csv"

# columns in words, and reserves: worked out again only for a run of this very version of the program
WORDING: Mapping[str, frozenset[str]] = {
    "eligibility.csv": frozenset({"name", "reason", "evidence"}),
    "barred.csv": frozenset({"reason"}),
    "matches.csv": frozenset({"recipient", "leader", "reserves"}),
    "unmatched.csv": frozenset({"recipient", "reason", "nearest_change"}),
}
# columns that say how a value came to be set, which the resolved scenario no longer tells
ORIGINS: Mapping[str, frozenset[str]] = {"assumptions.csv": frozenset({"source", "date", "assumed"})}
# beside a ledger this column tells what people answered, too
ANSWERED: Mapping[str, frozenset[str]] = {"proposals.csv": frozenset({TO_SETTLE})}
SAID_OTHERWISE = "row {row} is not what the sealed inputs, the rules and the plan give"


def differing_tables(run: OpenedRun, year: AuditedYear, same_version: bool = True) -> Iterator[str]:
    """A sentence for each table that is not what it should be, with its first row that differs; no names.

    Of a run of another version the columns of law that both versions have are compared, and no wording.
    """
    decided = {id: state for id, state in states_of(run.folder).items() if state != STATE}
    result = replace(rebuilt_result(run.finished, decided, year.report), run_id=run.id)
    yield from year.faults
    yield from _as_this_version_writes(run, result) if same_version else _law_of_both(run, result)
    yield from _differing_values(run)


def _as_this_version_writes(run: OpenedRun, result: Result) -> Iterator[str]:
    view = PlanView(result)
    wanted = {name: csv_bytes(header.split(","), rows) for name, header, rows in tables(result, view)}
    wanted |= {SENT: sent_proposals(ReportScope(view)), CHECKER: checker()}
    if result.year is not None and result.year.futures:
        wanted.setdefault(FIGURES, b"")  # its rows are told only beside those of the folder
    for name in sorted({path.name for path in run.folder.glob("*.csv")} - set(wanted)):
        yield f"{name}: the rules give no such table"
    record = run_record(run.folder)
    with_ledger = bool(record.get("ledger"))
    left_out = {**ORIGINS, **(ANSWERED if with_ledger else {})}
    for name in sorted(wanted):
        more = name == NOTES and with_ledger  # what people decided is told behind the run's own notes
        if name != PRIORITIES or not (run.folder / name).is_file():  # its plans would have to be solved
            yield from _difference(run.folder / name, wanted[name], left_out.get(name, frozenset()), more)
    counts = {"matched": len(result.plan.matches), "eligible": len(result.world.recipients)}
    yield from (f"run.json: {key} is not {number}" for key, number in counts.items() if record.get(key) != number)


def _law_of_both(run: OpenedRun, result: Result) -> Iterator[str]:
    for name, header, rows in law_tables(result, PlanView(result)):
        path = run.folder / name
        if path.is_file():  # an older version may not have written it
            wanted = csv_bytes(header.split(","), rows)
            written, wanted = _law_alone(path.read_bytes(), wanted, WORDING.get(name, frozenset()))
            row = first_difference(written, wanted)
            if row:
                yield f"{name}: {SAID_OTHERWISE.format(row=row)}"


def _difference(path: Path, wanted: bytes, left_out: frozenset[str], more: bool) -> Iterator[str]:
    """A sentence where the file differs, in other columns than those left out; `more`: rows behind those wanted are
    none of the rules' business."""
    if not path.is_file():
        yield f"{path.name}: is missing, and the rules give it"
        return
    written = path.read_bytes()
    if left_out:
        written, wanted = _law_alone(written, wanted, left_out)
    row = 0 if more and written.startswith(wanted) else first_difference(written, wanted)
    if row:
        yield f"{path.name}: {SAID_OTHERWISE.format(row=row)}"


def _law_alone(written: bytes, wanted: bytes, wording: frozenset[str]) -> tuple[bytes, bytes]:
    """Both tables with the columns that both have, without those in words."""
    one, other = (list(csv.reader(io.StringIO(b.decode("utf-8-sig", "replace")))) for b in (written, wanted))
    columns = [name for name in next(iter(other), []) if name in next(iter(one), []) and name not in wording]
    return _columns_of(one, columns), _columns_of(other, columns)


def _columns_of(rows: list[list[str]], columns: list[str]) -> bytes:
    header = next(iter(rows), [])
    places = [header.index(name) for name in columns]
    return csv_bytes(columns, ([row[k] if k < len(row) else "" for k in places] for row in rows[1:]))


def first_difference(written: bytes, wanted: bytes) -> int:
    """The number of the first row that differs, counted from 1 with the header; 0 where none does."""
    if written == wanted:
        return 0
    ours, theirs = (list(csv.reader(io.StringIO(b.decode("utf-8-sig", "replace")))) for b in (written, wanted))
    pairs = zip(ours, theirs, strict=False)
    return next((n for n, (one, other) in enumerate(pairs, 1) if one != other), min(len(ours), len(theirs)) + 1)


def states_of(folder: Path) -> Mapping[str, str]:
    """The state of each match as the table has it: people's decisions gave it, not the rules."""
    with (folder / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["recipient_id"]: row["state"] for row in csv.DictReader(file)}


def _differing_values(run: OpenedRun) -> Iterator[str]:
    finished = run.finished
    goals = {g["goal"]: g for g in json.loads((run.folder / GOALS).read_text(encoding="utf-8"))}
    for objective in finished.problem.objectives:
        value = objective.value(finished.chosen)
        entry = goals.get(objective.goal, {})
        written = entry.get("today", entry.get("value"))  # a goal that looks ahead says today's part by itself
        if written != value:
            yield f"{GOALS}: the plan is worth {value} for the goal {objective.goal}, and the file says otherwise"
