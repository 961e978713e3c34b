"""A school or trust put forward by exception qualifies when the request is approved, with a reason and an approver."""

from __future__ import annotations

from datetime import date

from matcher.domain import Evidence, Request, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body
from matcher.wording import wording

WEIGHT = ("refused", "pending", "approved")


def applies(body: Body) -> bool:
    return bool(body.requests)


def judge(body: Body, policy: Policy) -> Verdict:
    """Eligible if any request is approved; else cannot tell if any is open; else not eligible, by the last refusal."""
    in_order = sorted(body.requests, key=lambda r: (r.approved_on or r.received_on or date.min, r.reason))
    weightiest = max(in_order, key=lambda r: WEIGHT.index(outcome_on(r, policy.as_at)))
    cells = tuple(_cell(r, policy.as_at) for r in in_order)
    return _verdict(weightiest, outcome_on(weightiest, policy.as_at), cells)


def outcome_on(request: Request, day: date) -> str:
    """What had become of the request by a day: a decision of a later day is not known yet."""
    if request.outcome is None or (request.approved_on is not None and request.approved_on > day):
        return "pending"
    return request.outcome


def _verdict(request: Request, outcome: str, cells: tuple[Evidence, ...]) -> Verdict:
    approver = request.approver or "an approver who is not named"
    if outcome == "approved":
        since = request.approved_on or request.received_on
        return Verdict("eligible", f"By exception, approved by {approver}: {_reason(request)}.", cells, since)
    if outcome == "refused":
        return Verdict("not eligible", f"Put forward by exception, refused by {approver}: {_reason(request)}.", cells)
    reason = f"Put forward by exception and not yet decided: {_reason(request)}."
    return Verdict("cannot tell", reason, cells, cause="request-pending")


def _reason(request: Request) -> str:
    return request.reason.rstrip(".")


def _cell(request: Request, day: date) -> Evidence:
    outcome = outcome_on(request, day)
    by = f" by {request.approver}" if request.approver and outcome != "pending" else ""
    received = f"received {wording.day(request.received_on)}, " if request.received_on else ""
    decided = request.approved_on if outcome != "pending" else request.received_on
    return Evidence(request.id, decided, f"request {received}{outcome}{by}", request.source)


BY_EXCEPTION = Gate(
    "by-exception",
    Cite(
        "tsio-flyer-2022-23",
        "who can access this offer, by exception",
        "a school in need, by its own account or the Regional Director's, is considered",
    ),
    applies,
    judge,
)
