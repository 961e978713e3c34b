"""Why a school or trust is not among those to be matched: its verdict and the cells of evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain import Assessment


@dataclass(frozen=True, slots=True)
class NotInRun:
    """A school or trust that was assessed and is not to be matched in this run."""

    id: str
    answer: str
    reason: str
    evidence: tuple[str, ...]
    said: tuple[str, ...]


def why_not_in_run(body: Assessment, in_run: bool) -> NotInRun:
    """`in_run`: its region is one of this run's, so that another reason keeps it out."""
    evidence = tuple(str(cell) for cell in body.verdict.evidence)
    sentences = [f"{body.verdict_words}. {body.verdict.reason}"]
    if body.verdict.answer == "eligible":
        elsewhere = f"It is in {body.region}, which is not in this run."
        left_alone = "It is left out of this run: it wants no support, or is supported already."
        sentences.append(left_alone if in_run else elsewhere)
    return NotInRun(body.id, body.verdict.answer, body.verdict.reason, evidence, (*sentences, *evidence))
