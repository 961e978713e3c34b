"""`matcher template`: every register as a workbook to fill in."""

from __future__ import annotations

from pathlib import Path

from matcher.commands.console import Say
from matcher.errors import Fault, InputFaults
from matcher.report.workbooks.register_templates import FILE, write_register_templates


def template(folder: Path, say: Say) -> None:
    path = folder / FILE
    if path.exists() or (folder.exists() and not folder.is_dir()):
        wrong = path if folder.is_dir() else folder
        raise InputFaults([Fault(str(wrong), None, "", "", "is there already", "Name another folder, or move it away")])
    folder.mkdir(parents=True, exist_ok=True)
    say(f"Registers to fill in: {write_register_templates(folder)}")
