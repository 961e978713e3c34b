"""The bodies that an earlier run looked at, from its folder: to tell what is new and what is gone."""

from __future__ import annotations

from pathlib import Path

from matcher.errors import Fault, raise_faults
from matcher.read.run_folders.run_folder import HINT, RECORD, links_outside
from matcher.read.table_files.tables import read_table

BODIES = "eligibility.csv"


def last_run(runs: Path) -> Path | None:
    """The run folder in `runs` that was written last; None where there is none."""
    records = [path for path in sorted(runs.glob(f"*/{RECORD}")) if (path.parent / BODIES).is_file()]
    return max(records, key=lambda path: path.stat().st_mtime_ns).parent if records else None


def bodies_of_run(run: Path) -> dict[str, str]:
    """The schools and trusts of its `eligibility.csv`: school or trust, by id. Raises InputFaults where it has none."""
    faults: list[Fault] = []
    if links_outside(run, BODIES):
        raise_faults([Fault(BODIES, None, "", "", "is a link that leads out of the run folder", HINT)])
    table = read_table(run / BODIES, None, "last run", faults, "verdict", only=("id", "kind", "verdict"))
    raise_faults(faults)
    if table is None or not {"id", "kind"} <= table.columns.keys():
        raise_faults([Fault(BODIES, None, "", "", "has no columns id and kind", HINT)])
        return {}
    return dict(zip(table.columns["id"], table.columns["kind"], strict=True))
