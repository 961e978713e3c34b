"""The pairs that an earlier run proposed."""

from __future__ import annotations

from pathlib import Path

from matcher.errors import Fault
from matcher.read.run_folders.run_folder import HINT, links_outside
from matcher.read.table_files.tables import read_table

Pairs = tuple[tuple[str, str], ...]


def read_previous(run: Path, faults: list[Fault]) -> Pairs | None:
    """The (recipient, leader) pairs of a run folder's `matches.csv`, sorted; None and a fault where it has none."""
    if not run.is_dir():
        message = "Name the folder of an earlier run under data.previous"
        faults.append(Fault(run.name, None, "", "", "is not a run folder", message))
        return None
    if links_outside(run, "matches.csv"):
        faults.append(Fault("matches.csv", None, "", "", "is a link that leads out of the run folder", HINT))
        return None
    table = read_table(run / "matches.csv", None, "previous", faults, "recipient_id")
    if table is None:
        return None
    if "leader_id" not in table.columns:
        message = "Take the run folder as the program wrote it"
        faults.append(Fault(table.file, table.header_row, "leader_id", "", "the required column is missing", message))
        return None
    matches = zip(table.columns["recipient_id"], table.columns["leader_id"], strict=True)
    return tuple(sorted({*matches, *_advised(run, faults)}))


def _advised(run: Path, faults: list[Fault]) -> Pairs:
    """The (recipient, adviser) pairs, where the run had advisers."""
    path = run / "adviser_matches.csv"
    if not path.is_file() or links_outside(run, path.name):
        return ()
    table = read_table(path, None, "previous", faults, "recipient_id")
    if table is None or "adviser_id" not in table.columns:
        return ()
    return tuple(zip(table.columns["recipient_id"], table.columns["adviser_id"], strict=True))
