"""Whether a run folder's tables are what its sealed inputs, the rules and its plan give: a seal alone can be forged."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from matcher.report.run_folder.run_files import law_tables
from matcher.report.safe_cells import csv_bytes
from matcher.report.tables.plan_view import PlanView
from matcher.run import rebuilt_result
from matcher.runs.opened import OpenedRun

GOALS = "goals.json"


# columns in words, and reserves: worked out again only for a run of this very version of the program
WORDING: Mapping[str, frozenset[str]] = {
    "eligibility.csv": frozenset({"name", "reason", "evidence"}),
    "barred.csv": frozenset({"reason"}),
    "matches.csv": frozenset({"recipient", "leader", "reserves"}),
    "unmatched.csv": frozenset({"recipient", "reason", "nearest_change"}),
}


def differing_tables(run: OpenedRun, same_version: bool = True) -> Iterator[str]:
    """A sentence for each table of law that is not what it should be, with its first row that differs; no names.

    Of a run of another version the columns that both versions have are compared, and no wording.
    """
    result = rebuilt_result(run.finished, _states(run.folder / "matches.csv"))
    for name, header, rows in law_tables(result, PlanView(result)):
        wanted, written = csv_bytes(header.split(","), rows), (run.folder / name).read_bytes()
        if not same_version:
            written, wanted = _law_alone(written, wanted, WORDING.get(name, frozenset()))
        row = first_difference(written, wanted)
        if row:
            yield f"{name}: row {row} is not what the sealed inputs, the rules and the plan give"
    yield from _differing_values(run)


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


def _states(matches: Path) -> Mapping[str, str]:
    """The state of each match as the table has it: people's decisions gave it, not the rules."""
    with matches.open(encoding="utf-8-sig", newline="") as file:
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
