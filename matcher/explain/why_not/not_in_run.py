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


def why_not_in_run(body: Assessment) -> NotInRun:
    evidence = tuple(str(cell) for cell in body.verdict.evidence)
    sentences = [f"{body.name} ({body.id}) is {body.verdict.answer}. {body.verdict.reason}"]
    if body.verdict.answer == "eligible":
        sentences.append(f"It is in {body.region}, which is not in this run.")
    return NotInRun(body.id, body.verdict.answer, body.verdict.reason, evidence, (*sentences, *evidence))
