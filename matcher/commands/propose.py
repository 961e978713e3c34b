"""`matcher propose`: from raw files to a published run folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from matcher.commands.inputs import Say, read_inputs
from matcher.commands.rerun import propose_with_ledger, record_in_ledger
from matcher.ledger import open_ledger
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
    ledger: str | None = None,
) -> None:
    """Proposes and publishes a run. With a ledger, the run keeps what people decided and is recorded there."""
    clock = Clock(progress=_progress())
    folder = out or Path("runs") / scenario.stem
    refuse_existing(folder, replace)
    with clock.stage("reading"):
        read, facts = read_inputs(scenario, sets, blocks, project)
    with ExitStack() as stack:
        decision_ledger = stack.enter_context(closing(open_ledger(ledger))) if ledger else None
        arguments = (facts, read.policy, read.resolved, read.origins, clock, engine)
        result, messages = (
            propose_with_ledger(decision_ledger, *arguments) if decision_ledger else (run_proposal(*arguments), ())
        )
        clock.progress("writing")
        lines = summary_lines(result, folder.absolute())  # whatever fails here must fail before anything is published
        publish(result, folder, replace)
        ledger_lines = record_in_ledger(decision_ledger, result) if decision_ledger else ()
    for line in (*messages, *lines, *ledger_lines):
        say(line)


def _progress() -> Say:
    """Prints progress on standard error on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda stage: print(f"\r\033[K{stage} …", end="", file=sys.stderr, flush=True)
