"""Whether a decision is in the ledger already, so that doing it again records nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from matcher.ledger.checks.people import PersonNotFound, person_called
from matcher.ledger.log.acts import PAIR_CONSTRAINT_ACTS, Decision
from matcher.ledger.log.chain import PersonalText, digest_of
from matcher.runs.opened import OpenedRun


def recorded_line(
    decision: Decision, run: OpenedRun, bodies: Iterable[Mapping[str, Any]], texts: Mapping[str, PersonalText]
) -> int | None:
    """The number of the line with the same run, pair, act, day, person, details and reason; None for none.

    Of a pair's pins, forbids and withdrawals only the last line counts, since a pair may be fixed again.
    """
    candidates = [*bodies]
    if decision.act in PAIR_CONSTRAINT_ACTS:
        about = (run.term, decision.recipient, decision.leader)
        candidates = [
            b
            for b in candidates
            if b["act"] in PAIR_CONSTRAINT_ACTS and (b["term"], b["recipient"], b["leader"]) == about
        ][-1:]
    for body in candidates:
        if (
            body["act"] == decision.act
            and body["run"] == run.id
            and body["leader"] == decision.leader
            and body["recipient"] == decision.recipient
            and body["on"] == decision.on.isoformat()
            and dict(body["detail"]) == dict(decision.detail)
            and _recorded_by(body, decision, run)
            and _has_reason(body, decision.reason.strip(), texts)
        ):
            return int(body["seq"])
    return None


def _recorded_by(body: Mapping[str, Any], decision: Decision, run: OpenedRun) -> bool:
    try:
        return bool(person_called(decision.by, run.facts.people).id == body["by"])
    except PersonNotFound:
        return False


def _has_reason(body: Mapping[str, Any], reason: str, texts: Mapping[str, PersonalText]) -> bool:
    """Whether the line's reason is this one; an erased reason cannot be compared and counts as the same."""
    if "words" in body:
        return bool(body["words"] == reason)
    text = texts.get(body["why"])
    if text is None or text.salt is None:
        return True
    return digest_of(text.salt, reason) == text.digest
