"""Why a school or trust is not among those to be matched: its verdict and the cells of evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain import Assessment
from matcher.language.terms import LEADER
from matcher.policy import ANY, Policy


@dataclass(frozen=True, slots=True)
class NotInRun:
    """A school or trust that was assessed and is not to be matched in this run."""

    id: str
    answer: str
    reason: str
    evidence: tuple[str, ...]
    said: tuple[str, ...]


def why_not_in_run(body: Assessment, policy: Policy) -> NotInRun:
    evidence = tuple(str(cell) for cell in body.verdict.evidence)
    sentences = [f"{body.verdict_words}. {body.verdict.reason}"]
    if body.verdict.answer == "eligible":
        sentences.append(_left_out(body, policy))
    return NotInRun(body.id, body.verdict.answer, body.verdict.reason, evidence, (*sentences, *evidence))


def _left_out(body: Assessment, policy: Policy) -> str:
    """Why one that is eligible is not in the run. Never the reason somebody wrote, which may name an interest."""
    if any((pair.recipient_id, pair.leader_id) == (body.id, ANY) for pair in policy.forbid):
        by = "in the scenario or in the ledger, as where it wants no support"
        return f"It was taken out of this run: a person ruled it out with every {LEADER}, {by}."
    return f"It is in {body.region}, which is not in this run."
