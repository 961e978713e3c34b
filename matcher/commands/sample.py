"""`matcher sample`: write the synthetic sample."""

from __future__ import annotations

from pathlib import Path

from matcher.commands.console import Say
from matcher.errors import Fault, InputFaults
from matcher.sample import write_sample


def sample(folder: Path, size: str, programme: str, say: Say) -> None:
    if folder.exists() and any(folder.iterdir()):
        fault = Fault(str(folder), None, "", "", "the folder exists and is not empty", "Name a new folder")
        raise InputFaults([fault])
    write_sample(folder, int(size) if size.isdigit() else size, programme=programme)
    say(f"A synthetic sample is in {folder}. Every school, trust and person in it is invented.")
