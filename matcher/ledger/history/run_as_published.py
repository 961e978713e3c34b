"""Read back what a published run folder contains about one school or trust, if it is as the run sealed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matcher.errors import Fault, InputFaults
from matcher.ledger.returned_workbook.workbook import SENT
from matcher.read.run_folders.run_folder import RECORD, reject_outside_links, run_record, version_of
from matcher.read.run_folders.seal import UNSEALED
from matcher.read.table_files.tables import read_table
from matcher.runs.opened import OpenedRun, open_run
from matcher.runs.published import PublishedRun

Row = Mapping[str, str]
_TABLES = (
    ("eligibility.csv", "id"),
    ("matches.csv", "recipient_id"),
    (SENT, "recipient_id"),
    ("unmatched.csv", "recipient_id"),
    ("governance.csv", "recipient_id"),
)
_DEPTH = ("*", "*/*")  # a run folder lies in the folder of runs, or one below


@dataclass(frozen=True, eq=False)
class RunAsPublished:
    """A run folder. `source_note` says how far it can be trusted, `verified` whether it may be quoted.

    `opened` is set only where the sealed facts could be read and give the run's id again.
    """

    folder: str
    source_note: str
    verified: bool
    opened: OpenedRun | None = None
    rows: Mapping[str, Row] = field(default_factory=dict)  # file name -> the row about this school or trust

    @property
    def recipient_name(self) -> str:
        return self.rows.get("eligibility.csv", {}).get("name", "")

    def leader_name(self, id_: str) -> str:
        """The leader's name in the run's sealed register; '' where it could not be read."""
        if self.opened is None:
            return ""
        row = self.opened.world.leader_row.get(id_)
        return "" if row is None else self.opened.world.leaders[row].name


def folders_of(runs: Path) -> dict[str, Path]:
    """Run id -> folder, for run folders in this folder or one level below."""
    folders: dict[str, Path] = {}
    for pattern in _DEPTH:
        for record in sorted(runs.glob(f"{pattern}/{RECORD}")):
            try:
                folders.setdefault(run_record(record.parent)["run_id"], record.parent)
            except InputFaults:
                continue  # another file of the same name, not a run record
    return folders


Open = Callable[[Path], OpenedRun]


def run_as_published(
    run: PublishedRun, recipient: str, folders: Mapping[str, Path], open_folder: Open = open_run
) -> RunAsPublished:
    """Read what the run's folder contains about this recipient; nothing where the folder is missing or was changed.

    `open_folder` must check the folder against its seal.
    """
    folder = folders.get(run.run)
    if folder is None:
        return RunAsPublished(
            "", "The run folder is not there any more: what it showed beyond the ledger's line is lost.", False
        )
    name = folder.name
    try:
        reject_outside_links(folder)
        opened = open_folder(folder)
        if run.seal and opened.seal != run.seal:
            source_note = f"The folder {name} has another seal than the ledger's line: nothing is quoted from it."
            return RunAsPublished(name, source_note, False)
        made_by = version_of(run_record(folder)) or "unknown"
        source_note = f"From the folder {name}, which is as it was sealed: {opened.seal[:12]}."
        if opened.seal == UNSEALED:
            source_note = f"Quoted from the folder {name} as it lies there: made by version {made_by}, it has no seal."
    except InputFaults:
        return RunAsPublished(name, f"The folder {name} is not as the run sealed it: nothing is quoted from it.", False)
    rows = _rows(folder, recipient)
    if not _as_published(rows.get("matches.csv"), run, recipient):
        source_note = f"The folder {name} shows another match than the ledger's line: nothing is quoted from it."
        return RunAsPublished(name, source_note, False)
    return RunAsPublished(name, source_note, True, opened, rows)


def _rows(folder: Path, recipient: str) -> dict[str, Row]:
    rows = ((name, _row(folder / name, column, recipient)) for name, column in _TABLES)
    return {name: row for name, row in rows if row is not None}


def _row(path: Path, column: str, recipient: str) -> Row | None:
    faults: list[Fault] = []
    table = read_table(path, None, "run", faults, column)
    if table is None or recipient not in table.columns[column]:
        return None
    place = list(table.columns[column]).index(recipient)
    return {name: values[place] for name, values in table.columns.items()}


def _as_published(row: Row | None, run: PublishedRun, recipient: str) -> bool:
    """Whether the folder's match equals the one in the ledger's line of publication."""
    published = next((m for m in run.matches if m.recipient == recipient), None)
    if published is None or row is None:
        return published is None and row is None
    return (row["leader_id"], row["days"], row["team_days"]) == (
        published.leader,
        str(published.days),
        str(published.team_days),
    )
