"""`matcher eligible`: who qualifies, who does not, who cannot be told, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from matcher.commands.console import Say
from matcher.commands.kept import kept_files
from matcher.domain import Assessment
from matcher.errors import Fault, InputFaults
from matcher.read.inputs import read_inputs
from matcher.read.spelling import write_one_of
from matcher.runs.setup import assess_all

VERDICTS = ("eligible", "cannot tell", "not eligible")


def eligible(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    verdict: str,
    id_: str,
    say: Say,
) -> None:
    wanted = _verdict(verdict)
    read, facts = read_inputs(scenario, sets, blocks, project, kept_files(), today=date.today())
    assessments = assess_all(facts, read.policy)
    if id_:
        _one(assessments, id_, say)
    elif wanted:
        for a in assessments:
            if a.verdict.answer == wanted:
                say(f"{a.id}  {a.name} ({a.kind}, {a.region}): {a.verdict.reason}")
    else:
        _counts(assessments, say)


def _verdict(text: str) -> str:
    words = text.replace("-", " ")
    if words and words not in VERDICTS:
        raise InputFaults([Fault("--verdict", None, "", text, "not a verdict", write_one_of(VERDICTS))])
    return words


def _one(assessments: tuple[Assessment, ...], id_: str, say: Say) -> None:
    matching = [a for a in assessments if a.id == id_]
    if not matching:
        raise InputFaults([Fault("--id", None, "", id_, "not a school or trust that was looked at")])
    for a in matching:
        say(f"{a.name} ({a.id}, {a.kind}, {a.region}): {a.verdict.answer}. {a.verdict.reason}")
        for cell in a.verdict.evidence:
            say(f"  {cell}")


def _counts(assessments: tuple[Assessment, ...], say: Say) -> None:
    table: Counter[tuple[str, str, str]] = Counter((a.region, a.kind, a.verdict.answer) for a in assessments)
    say(f"{'region':26}{'kind':9}" + "".join(f"{v:>14}" for v in VERDICTS))
    for region, kind in sorted({(region, kind) for region, kind, _ in table}):
        say(f"{region:26}{kind:9}" + "".join(f"{table[region, kind, v]:>14,}" for v in VERDICTS))
    totals: Counter[str] = Counter(a.verdict.answer for a in assessments)
    say(f"{'all':35}" + "".join(f"{totals[v]:>14,}" for v in VERDICTS))
