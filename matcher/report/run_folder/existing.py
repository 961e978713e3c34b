"""Whether a run folder may be written where somebody wants it: asked before anything else is loaded or read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from matcher.errors import Fault, raise_faults
from matcher.read.run_folders.run_folder import RECORD


def refuse_existing(out: Path, replace: bool) -> None:
    """Raises InputFaults where the folder may not be written. Called before a long run, and again at its end."""
    out = out.absolute()
    raise_faults(_faults(out, replace))


def _faults(out: Path, replace: bool) -> Iterator[Fault]:
    if not os.path.lexists(out):
        return
    if not replace:
        yield folder_fault(
            out, "the run folder exists already", "Give another --out, or --replace to put this run there"
        )
    elif out.is_symlink() or not (out / RECORD).is_file():
        yield folder_fault(out, "this is not a run folder, so it is not replaced", "Give another --out")


def folder_fault(out: Path, message: str, suggestion: str) -> Fault:
    return Fault(str(out), None, "", "", message, suggestion)
