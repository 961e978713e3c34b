"""Checks of a finished run's folder: its record, and no links that lead outside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matcher.errors import Fault, InputFaults
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.tables import check_file

RECORD = "run.json"
MOST_RECORD = 1_000_000  # bytes
HINT = "Take the run folder from its archive, or run again"


def links_outside(folder: Path, name: str) -> bool:
    """Whether a file of the folder is a link to somewhere else."""
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to itself
        return True


def reject_outside_links(run: Path) -> None:
    """Raises InputFaults where any file of the run, sealed ones included, is a link that leads out of it."""
    names = sorted({p.relative_to(run).as_posix() for pattern in ("*", "inputs/*") for p in run.glob(pattern)})
    message = "is a link that leads out of the run folder"
    faults = [Fault(str(run / name), None, "", "", message, HINT) for name in names if links_outside(run, name)]
    if faults:
        raise InputFaults(faults)


def run_record(run: Path) -> Mapping[str, Any]:
    """What `run.json` says. Raises InputFaults where it is no record of a run."""
    path = run / RECORD
    try:
        check_file(path)
        if path.stat().st_size > MOST_RECORD:
            raise Unreadable("is larger than any record of a run")
        record = json.loads(path.read_text(encoding="utf-8"))
    except Unreadable as problem:
        raise _damaged(run, problem.message) from None
    except (OSError, ValueError, RecursionError):
        raise _damaged(run, "cannot be read as the record of a run") from None
    if not isinstance(record, dict) or not isinstance(record.get("run_id"), str):
        raise _damaged(run, "does not say which run this is")
    return record


def _damaged(run: Path, message: str) -> InputFaults:
    return InputFaults([Fault(str(run / RECORD), None, "", "", message, HINT)])


def version_of(record: Mapping[str, Any]) -> str:
    """The version of the program that made the run; '' where its record does not say."""
    versions = record.get("versions")
    return str(versions.get("matcher", "")) if isinstance(versions, dict) else ""
