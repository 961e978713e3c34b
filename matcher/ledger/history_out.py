"""The ledger as next term's history: what runs, is over or was declined; days agreed, claimed and paid apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from matcher.domain import Deployment
from matcher.ledger.acts import (
    AGREED,
    APPOINTED,
    APPROVED,
    DELIVERING,
    FINISHED,
    FROZEN,
    PROPOSED,
    REFUSED,
    STOPPED,
)
from matcher.ledger.states import MatchState, Record

_STATE = {
    PROPOSED: "proposed",
    **dict.fromkeys((AGREED, APPROVED, APPOINTED), "agreed"),
    DELIVERING: "running",
    **dict.fromkeys((FINISHED, STOPPED), "finished"),
    REFUSED: "declined",
}
COLUMNS = (
    "term",
    "recipient_id",
    "leader_id",
    "state",
    "days_agreed",
    "days_claimed",
    "team_days",
    "pot",
    "cost",
    "starts_on",
    "ends_on",
)
DAYS_COLUMNS = (
    "term",
    "recipient_id",
    "leader_id",
    "state",
    "days_agreed",
    "days_claimed",
    "days_paid",
    "pence_agreed",
)


def history_of(record: Record) -> tuple[Deployment, ...]:
    """Every match of every term as a deployment, sorted; a match that a later run replaced is none."""
    found = [d for held in record.matches.values() for d in _deployments(held, record)]
    return tuple(sorted(found, key=lambda d: (d.term, d.recipient_id, d.leader_id)))


def _deployments(held: MatchState, record: Record) -> Iterator[Deployment]:
    if held.state not in _STATE:
        return
    m, over = held.match, held.state in (FINISHED, STOPPED)
    yield Deployment(
        term=held.term,
        recipient_id=m.recipient,
        leader_id=m.leader,
        state=_STATE[held.state],
        days_agreed=m.days,
        days_claimed=held.days_claimed if over or held.days_claimed else None,
        team_days=m.team_days or None,
        cost_pence=m.pence * held.days_claimed // m.days if over and m.days else m.pence,
        starts_on=_day(held, "begin"),
        ends_on=_day(held, "finish") or _day(held, "stop"),
        source="ledger",
    )
    yield from _governance(held, record)


def _governance(held: MatchState, record: Record) -> Iterator[Deployment]:
    """The governance days that the last run asked for beside a match which people agreed."""
    run = record.run(held.run)
    if run is None or held.state not in (*FROZEN, FINISHED, STOPPED):
        return
    for g in run.governance:
        if g.recipient == held.match.recipient:
            yield Deployment(
                term=held.term,
                recipient_id=g.recipient,
                leader_id=g.leader,
                state=_STATE[held.state],
                days_agreed=g.days,
                cost_pence=g.pence,
                source="ledger",
            )


def _day(held: MatchState, act: str) -> date | None:
    body = held.acted(act)
    return date.fromisoformat(body["on"]) if body else None


def history_csv(record: Record) -> str:
    """The register `history.csv` of the contract."""
    return _csv(COLUMNS, (_history_row(d) for d in history_of(record)))


def days_csv(record: Record) -> str:
    """Days agreed, claimed and paid, never one number."""
    return _csv(
        DAYS_COLUMNS,
        (
            (
                h.term,
                h.match.recipient,
                h.match.leader,
                h.state,
                h.match.days,
                h.days_claimed,
                h.days_paid,
                h.match.pence,
            )
            for _, h in sorted(record.matches.items())
        ),
    )


def _history_row(d: Deployment) -> tuple[object, ...]:
    cost = "" if d.cost_pence is None else f"{d.cost_pence // 100}.{d.cost_pence % 100:02d}"
    return (
        d.term,
        d.recipient_id,
        d.leader_id,
        d.state,
        d.days_agreed,
        d.days_claimed,
        d.team_days,
        d.pot,
        cost,
        d.starts_on,
        d.ends_on,
    )


def _csv(header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue()
