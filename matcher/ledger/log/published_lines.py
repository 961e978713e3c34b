"""What a line of the ledger says of a published run or of a match, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.runs.published import PublishedGovernance, PublishedMatch, PublishedRun, PublishedWait

LineBody = Mapping[str, Any]


def published_match(detail: Mapping[str, Any]) -> PublishedMatch:
    """A match from the detail of a ledger line."""
    return PublishedMatch(**{**detail, "flags": tuple(detail["flags"])})


def published_by(body: LineBody) -> PublishedRun:
    """The run of a line that publishes one."""
    detail = body["detail"]
    return PublishedRun(
        run=body["run"],
        term=body["term"],
        scenario=detail["scenario"],
        as_at=detail["as_at"],
        matches=tuple(published_match(m) for m in detail["matches"]),
        governance=tuple(PublishedGovernance(**g) for g in detail["governance"]),
        advisers=detail.get("advisers", {}),
        waits=tuple(PublishedWait(**w) for w in detail.get("waits", ())),
        advised_in=detail.get("advised_in", {}),
        eligible=detail["eligible"],
        regions=None if detail.get("regions") is None else tuple(detail["regions"]),
        seal=detail.get("seal", ""),
        version=detail.get("version", ""),
        seq=body["seq"],
    )
