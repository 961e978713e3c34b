"""`matcher propose`: from raw files to a published run folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from matcher.commands.inputs import Say, read_inputs
from matcher.report.folder import publish, refuse_existing
from matcher.report.summary import summary_lines
from matcher.run import Clock
from matcher.run import propose as run_proposal


def propose(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    out: Path | None,
    replace: bool,
    engine: str,
    say: Say,
) -> None:
    clock = Clock(progress=_progress())
    folder = out or Path("runs") / scenario.stem
    refuse_existing(folder, replace)
    with clock.stage("reading"):
        read, facts = read_inputs(scenario, sets, blocks, project)
    result = run_proposal(facts, read.policy, read.resolved, read.origins, clock, engine)
    clock.progress("writing")
    lines = summary_lines(result, folder.absolute())  # whatever fails here must fail before anything is published
    publish(result, folder, replace)
    for line in lines:
        say(line)


def _progress() -> Say:
    """Progress on standard error where a person is looking; silence in a pipe."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda stage: print(f"\r\033[K{stage} …", end="", file=sys.stderr, flush=True)
