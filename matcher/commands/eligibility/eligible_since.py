"""`matcher eligible A --since B`: who joined, who left, of whom nothing can be said now, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.domain import Assessment
from matcher.eligibility import Bodies
from matcher.eligibility.changes import MOVES, Move, VerdictChange, changes
from matcher.errors import Fault, InputFaults
from matcher.read.inputs import read_inputs
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.runs.setup import assess_all

TITLES: dict[Move, str] = {
    "joined": "Joined",
    "left": "Left",
    "no longer told": "Can no longer be told",
    "now told": "Can now be told, and not eligible",
}


def earlier(
    since: str, scenario: Path, sets: Sequence[str], blocks: Sequence[str], project: Path | None
) -> tuple[str, Sequence[Assessment]]:
    """The verdicts of the other day, and what to call it: the same scenario on a date, or another scenario."""
    day = _day(since)
    if day is None:
        path = Path(since)
        if not path.exists():
            said = "is neither a date nor a scenario that is there"
            raise InputFaults([Fault("--since", None, "", since, said, "Write it as 2025-02-28, or name a YAML file")])
        read, facts = read_inputs(path, (), (), project, kept_files(), today=date.today(), matching=False)
        name = f"{read.policy.as_at} ({path.name})"
    else:
        read, facts = read_inputs(
            scenario,
            (*sets, f"as_at={day.isoformat()}"),
            blocks,
            project,
            kept_files(),
            today=date.today(),
            matching=False,
        )
        name = day.isoformat()
    return name, assess_all(facts, read.policy)


def _day(since: str) -> date | None:
    try:
        return cells.day(since)
    except Unreadable:
        return None


def tell(since: str, before: Iterable[Assessment], now: Iterable[Assessment], known_bodies: Bodies, say: Say) -> None:
    found = changes(before, now, known_bodies.id_by_alias)
    say(f"Since {since}:")
    _table(found, say)
    for move in MOVES:
        rows = [change for change in found if change.move == move]
        if rows:
            say("")
            say(f"{TITLES[move]} ({len(rows):,})")
            for change in rows:
                was = f"; before: {change.was}" if change.was else ""
                say(f"  {change.region or 'no region'}: {change.id} {change.name}: {change.reason}{was}")


def _table(found: Sequence[VerdictChange], say: Say) -> None:
    counts = Counter((change.region, change.move) for change in found)
    say(f"{'region':26}" + "".join(f"{TITLES[move][:21]:>23}" for move in MOVES))
    for region in sorted({change.region for change in found}):
        say(f"{region or 'no region':26}" + "".join(f"{counts[region, move]:>23,}" for move in MOVES))
    totals = Counter(change.move for change in found)
    say(f"{'all':26}" + "".join(f"{totals[move]:>23,}" for move in MOVES))
