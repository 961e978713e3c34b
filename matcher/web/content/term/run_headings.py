"""What a run folder says of itself before it is opened, so that Home opens none: term, regions, day and pairs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from matcher.read.run_folders.run_folder import RECORD, run_record
from matcher.read.run_folders.sealed_scenario import read_sealed_policy
from matcher.runs.caches.memory import Cache
from matcher.runs.published import term_of
from matcher.wording.terms import USUAL, speak

KEPT_HEADINGS = 1_000  # run folders


@dataclass(frozen=True, slots=True)
class RunHeading:
    """`matches` are (recipient, leader, region); `waiting` the regions of those without a match, one entry each.
    `made` is the day on which the folder was written."""

    id: str
    term: str
    regions: frozenset[str] | None
    as_at: date
    made: date
    matches: tuple[tuple[str, str, str], ...]
    waiting: tuple[str, ...]


_HEADINGS: Cache[tuple[Path, int], RunHeading] = Cache(KEPT_HEADINGS)


def heading_of(folder: Path) -> RunHeading:
    """Raises MatcherError where the folder is none of a run."""
    written = (folder / RECORD).stat()
    return _HEADINGS.get((folder, written.st_mtime_ns), lambda: _read(folder, written.st_mtime))


def _read(folder: Path, written: float) -> RunHeading:
    policy = read_sealed_policy(folder)
    speak(USUAL)  # Home speaks of every programme
    matches = tuple((r["recipient_id"], r["leader_id"], r["region"]) for r in _rows(folder / "matches.csv"))
    waiting = tuple(r["region"] for r in _rows(folder / "unmatched.csv"))
    made = datetime.fromtimestamp(written, UTC).date()
    regions = None if policy.regions is None else frozenset(policy.regions)
    return RunHeading(str(run_record(folder)["run_id"]), term_of(policy), regions, policy.as_at, made, matches, waiting)


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table of the run; none of one that cannot be read, which the run's own page says."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [r for r in csv.DictReader(file) if {"recipient_id", "region"} <= r.keys() and r.get("region")]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
