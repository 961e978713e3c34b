"""A school that Ofsted says requires significant improvement takes part in RISE, from the day the setting gives."""

from __future__ import annotations

from matcher.domain import Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body
from matcher.rules.gates.inspections.below_good import EITHER, NO, YES, Ways, both, cells
from matcher.rules.gates.inspections.past import Past, pasts
from matcher.rules.gates.inspections.structure import unchanged
from matcher.rules.gates.rise.stuck_2025 import ANSWERS, together
from matcher.wording import wording

CATEGORY = "RSI"


def applies(body: Body) -> bool:
    return body.kind == "school" and any(judgement.category == CATEGORY for judgement in body.past)


def judge(body: Body, policy: Policy) -> Verdict:
    found = pasts(body, policy.as_at)
    ways = together([both(in_category(past), unchanged(past.latest, body, policy)) for past in found])
    evidence = tuple(dict.fromkeys(cell for past in found for cell in cells(past, body, policy.as_at)))
    begins = policy.eligibility.rsi_from
    if ways != NO and (begins is None or policy.as_at < begins):
        until = f"until {wording.day(begins)}" if begins else "in this programme"
        said = f"It requires significant improvement: {until} the answer to that is a change of structure by default."
        return Verdict("not eligible", said, evidence)
    answer = ANSWERS.get(ways, "cannot tell")
    if answer == "eligible":
        latest = found[0].latest.judgement
        day = max((d for d in (begins, latest.published if latest else None) if d), default=None)
        return Verdict(answer, "It requires significant improvement, as Ofsted's latest report says.", evidence, day)
    if answer == "not eligible":
        said = "It no longer requires significant improvement, or its structure has changed since it was said."
        return Verdict(answer, said, evidence)
    said = "It may require significant improvement: its latest inspection, or its structure since, is not fully known."
    return Verdict(answer, said, evidence, cause="history-forgotten")


def in_category(past: Past) -> Ways:
    latest = past.latest
    if latest.judgement is None:
        return EITHER if latest.missing == "forgotten" else NO
    return YES if latest.judgement.category == CATEGORY else NO


RSI = Gate(
    "requires-significant-improvement",
    Cite("dfe-accountability-2025", "requires significant improvement", "mandatory RISE from September 2026"),
    applies,
    judge,
    reads=("structure", "rsi_from"),
)
"""Its day is a dated setting, `eligibility.rsi_from`."""
