"""Why somebody is not among those to be matched: what was found of them, and the cells that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain import Assessment


@dataclass(frozen=True, slots=True)
class NotInRun:
    """A school or trust that was looked at and was not to be matched in this run."""

    id: str
    answer: str
    reason: str
    evidence: tuple[str, ...]
    said: tuple[str, ...]


def why_not_in_run(body: Assessment) -> NotInRun:
    evidence = tuple(str(cell) for cell in body.verdict.evidence)
    said = [f"{body.name} ({body.id}) is {body.verdict.answer}. {body.verdict.reason}"]
    if body.verdict.answer == "eligible":
        said.append(f"It is in {body.region}, which is not in this run.")
    return NotInRun(body.id, body.verdict.answer, body.verdict.reason, evidence, (*said, *evidence))
