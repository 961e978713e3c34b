"""`matcher check`: read and validate everything, solve nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.commands.console import Say
from matcher.commands.kept import kept_files
from matcher.read.inputs import read_inputs


def check(scenario: Path, sets: Sequence[str], blocks: Sequence[str], project: Path | None, say: Say) -> None:
    read, facts = read_inputs(scenario, sets, blocks, project, kept_files())
    counts = {
        "schools": len(facts.schools),
        "trusts": len(facts.trusts),
        "judgements": len(facts.judgements),
        "registered recipients": len(facts.recipients),
        "leaders": len(facts.leaders),
        "governance leaders": len(facts.governance_leaders),
        "declared interests": len(facts.interests),
        "requests": len(facts.requests),
        "earlier deployments": len(facts.history),
    }
    say(f"{read.name}: no faults in the scenario or its {len(facts.files)} files.")
    for what, count in counts.items():
        say(f"  {count:>7,} {what}")
    for note in facts.notes:
        say(f"  Note: {note}")
