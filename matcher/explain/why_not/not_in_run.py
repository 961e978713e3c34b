"""Why a school or trust is not among those to be matched: its verdict and the cells of evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain import Assessment
from matcher.wording import wording


@dataclass(frozen=True, slots=True)
class NotInRun:
    """A school or trust that was assessed and is not to be matched in this run."""

    id: str
    answer: str
    reason: str
    evidence: tuple[str, ...]
    said: tuple[str, ...]


RULED_OUT = "a person ruled it out and gave a reason"
SUPPORTED = "it is supported already, or was in this programme"


def why_not_in_run(body: Assessment, in_run: bool, alone: str = "") -> NotInRun:
    """`in_run`: its region is one of this run's, so that another reason keeps it out. `alone`: why nobody may be
    proposed for it, where the ledger or the scenario says so."""
    evidence = tuple(wording.evidence(e.urn, e.on, e.grade, e.source) for e in body.verdict.evidence)
    sentences = [f"{body.verdict_words}. {body.verdict.reason}"]
    if body.verdict.answer == "eligible":
        elsewhere = f"It is in {body.region}, which is not in this run."
        left_out = f"It is left out of this run: {alone or SUPPORTED}."
        sentences.append(left_out if in_run else elsewhere)
    return NotInRun(body.id, body.verdict.answer, body.verdict.reason, evidence, (*sentences, *evidence))
