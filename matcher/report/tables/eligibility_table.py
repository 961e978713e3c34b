"""`eligibility.csv`: every school and trust that was looked at, with its verdict and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from matcher.domain import Assessment
from matcher.errors import Fault, InputFaults
from matcher.report.safe_cells import csv_bytes

HEADER = "id,name,kind,region,verdict,route,reason,evidence,rests_on_forgotten"


def rows(assessments: Iterable[Assessment]) -> Iterator[Sequence[Any]]:
    for a in assessments:
        evidence = "; ".join(str(e) for e in a.verdict.evidence)
        rests = "yes" if a.rests_on_forgotten else "no"
        yield a.id, a.name, a.kind, a.region, a.verdict.answer, a.route, a.verdict.reason, evidence, rests


def refuse_existing(path: Path) -> None:
    """Raises InputFaults where the file is there: asked before anything is worked out."""
    if path.exists():
        said = "the file exists already, and nothing is written over"
        raise InputFaults([Fault(str(path), None, "", "", said, "Give another --csv")])


def write(assessments: Iterable[Assessment], path: Path) -> None:
    """Whole or not at all."""
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(csv_bytes(HEADER.split(","), rows(assessments)))
        aside.rename(path)
    except OSError as problem:
        aside.unlink(missing_ok=True)
        said = f"cannot be written: {problem.strerror}"
        raise InputFaults([Fault(str(path), None, "", "", said, "Give another --csv")]) from problem
