"""A run that was just made, opened without a folder."""

from __future__ import annotations

from pathlib import Path

from matcher.ledger import published_of
from matcher.result import Result
from matcher.runs.opened import OpenedRun


def opened_in_memory(result: Result, folder: Path) -> OpenedRun:
    """A run that was just made, as `open_run` would read it back from the folder it is published in."""
    return OpenedRun(
        folder,
        published_of(result),
        result.policy,
        result.facts,
        result.world,
        result.plan,
        result.reserves,
        result.assessments,
    )
