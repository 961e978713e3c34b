"""A term to live through: a real run of the sample, and its workbook filled in as a broker would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from matcher.ledger import Decision, Ledger, MatchState, open_ledger
from matcher.ledger.notify.notification_order import steps_of
from matcher.runs.opened import OpenedRun

ROOT = Path(__file__).parents[2]
TERM = ROOT / "scenarios" / "term.yaml"
BROKER, DIRECTOR = "P003", "P014"  # those of the South West in the sample's register of people
DAY = date(2023, 1, 12)
NOW = datetime(2023, 1, 20, 9, 30, tzinfo=UTC)


def a_ledger(path: Path) -> Ledger:
    return open_ledger(path, now=lambda: NOW)


def a_decision(run: OpenedRun, act: str, place: int = 0, **changes: Any) -> Decision:
    """An act about the run's match at this place; by the broker, or the director where only they may."""
    match = run.published.matches[place]
    by = DIRECTOR if act in ("director-approves", "director-says-no", "appoint") else BROKER
    defaults = {"on": DAY, "by": by, "reason": "said so on the telephone", "run": run.id}
    defaults |= {"recipient": match.recipient, "leader": match.leader}
    return Decision(act=act, **(defaults | changes))


def place_of(run: OpenedRun, *, flagged: bool) -> int:
    """The first match that is, or is not, flagged in any way that stops an appointment or a director."""
    stops = {"not-checked", "sign-off", "broker-interest", "own-interest"}
    return next(i for i, m in enumerate(run.published.matches) if bool(stops & set(m.flags)) == flagged)


def addressees_of(run: OpenedRun, place: int) -> tuple[str, ...]:
    """Who is told of this match, first to last."""
    return tuple(steps_of(MatchState(term=run.term, match=run.published.matches[place], run=run.id), run))


def agreed(run: OpenedRun, place: int) -> list[Decision]:
    return [a_decision(run, "school-agrees", place), a_decision(run, "leader-agrees", place)]


def ready_to_tell(run: OpenedRun, place: int) -> list[Decision]:
    """Both have agreed, and the leader's interests are checked: now the leader's name may be told."""
    return [*agreed(run, place), a_decision(run, "interests-checked", place, detail={"outcome": "clear"})]


def fill(workbook: Path, out: Path, cells: Mapping[int, Mapping[str, Any]] | Sequence[Any]) -> Path:
    """Write into the sheet Proposals: row number (as a spreadsheet counts) -> heading -> value."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["Proposals"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row, values in dict(cells).items():
        for name, value in values.items():
            sheet.cell(row=row, column=column[name], value=value)
    book.save(out)
    return out


def decided(decision: str, **changes: Any) -> dict[str, Any]:
    """The four open cells of one row."""
    cells = {"reason": "said so on the telephone", "by": BROKER, "on": "12/01/2023"} | changes
    return {
        "Decision": decision,
        "Reason for the decision": cells["reason"],
        "Decided by": cells["by"],
        "Decided on": cells["on"],
    }
