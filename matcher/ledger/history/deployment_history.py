"""The ledger exported as deployment history for the next term: state, and days agreed, claimed and paid separately."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from matcher.domain import Deployment
from matcher.ledger.log.acts import (
    AGREED,
    ALLOCATED,
    APPOINTED,
    APPROVED,
    CANNOT_ANY,
    DELIVERING,
    FINISHED,
    FROZEN,
    PROPOSED,
    REFUSED,
    STOPPED,
)
from matcher.ledger.log.case_steps import AdviserState
from matcher.ledger.log.states import MatchState, Record
from matcher.wording.words import amount

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
    """Every match of every term, and every allocated adviser, as a deployment, sorted.

    Left out are matches that a later run replaced, and those that ended because their leader could not support any
    school: nobody declined the pair.
    """
    deployments = [d for match_state in record.matches.values() for d in _deployments(match_state, record)]
    deployments += [_advised(s) for s in record.advisers.values() if s.state == ALLOCATED]
    return tuple(sorted(deployments, key=lambda d: (d.term, d.recipient_id, d.leader_id)))


def _deployments(match_state: MatchState, record: Record) -> Iterator[Deployment]:
    if match_state.state not in _STATE or match_state.refusal == CANNOT_ANY:
        return
    m, over = match_state.match, match_state.state in (FINISHED, STOPPED)
    yield Deployment(
        term=match_state.term,
        recipient_id=m.recipient,
        leader_id=m.leader,
        state=_STATE[match_state.state],
        days_agreed=m.days,
        days_claimed=match_state.days_claimed if over or match_state.days_claimed else None,
        team_days=m.team_days or None,
        cost_pence=m.pence * match_state.days_claimed // m.days if over and m.days else m.pence,
        starts_on=_day(match_state, "begin"),
        ends_on=_day(match_state, "finish") or _day(match_state, "stop"),
        source="ledger",
    )
    yield from _governance(match_state, record)


def _advised(state: AdviserState) -> Deployment:
    """An allocated adviser has the school among theirs; no days and no money are counted."""
    return Deployment(
        term=state.term,
        recipient_id=state.recipient,
        leader_id=state.adviser,
        state="agreed",
        days_agreed=0,
        cost_pence=0,
        source="ledger",
    )


def _governance(match_state: MatchState, record: Record) -> Iterator[Deployment]:
    """The governance days that the match's last run requested with it, where people agreed to the match."""
    run = record.run(match_state.run)
    if run is None or match_state.state not in (*FROZEN, FINISHED, STOPPED):
        return
    for g in run.governance:
        if g.recipient == match_state.match.recipient:
            yield Deployment(
                term=match_state.term,
                recipient_id=g.recipient,
                leader_id=g.leader,
                state=_STATE[match_state.state],
                days_agreed=g.days,
                cost_pence=g.pence,
                source="ledger",
            )


def _day(match_state: MatchState, act: str) -> date | None:
    body = match_state.last_line_of(act)
    return date.fromisoformat(body["on"]) if body else None


def history_csv(record: Record) -> str:
    """The text of the register `history.csv`; costs in pounds with two decimals."""
    return _csv(COLUMNS, (_history_row(d) for d in history_of(record)))


def days_csv(record: Record) -> str:
    """CSV with one row a match: days agreed, claimed and paid in columns of their own, cost in pence."""
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
    return (
        d.term,
        d.recipient_id,
        d.leader_id,
        d.state,
        d.days_agreed,
        d.days_claimed,
        d.team_days,
        d.pot,
        amount(d.cost_pence),
        d.starts_on,
        d.ends_on,
    )


def _csv(header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue()


def decided_matches(record: Record) -> frozenset[tuple[str, str, str]]:
    """Term and pair of every match with a recorded decision: the ledger replaces a register's row about it."""
    cannot = {key for key, match_state in record.matches.items() if match_state.refusal == CANNOT_ANY}
    return frozenset(term_and_pair(d) for d in history_of(record) if d.state != "proposed") | cannot


def term_and_pair(d: Deployment) -> tuple[str, str, str]:
    return d.term, d.recipient_id, d.leader_id
