"""`matcher propose`: from raw files to a published run folder."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace as replace_fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say, progress_printer
from matcher.read.inputs import read_inputs
from matcher.read.run_folders.seal import read_seal
from matcher.report.run_folder.existing import refuse_existing
from matcher.runs.clock import Clock
from matcher.wording.messages import Message, message, texts

if TYPE_CHECKING:
    from matcher.ledger import Ledger


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
    strict: bool = False,
    new_ledger: bool = False,
) -> None:
    """Proposes and publishes a run. With a ledger, the run keeps what people decided and is recorded there."""
    clock = Clock(progress=_stages())
    folder = out or Path("runs") / scenario.stem
    refuse_existing(folder, replace)
    store = kept_files()
    with clock.stage("reading"):
        read, facts = read_inputs(scenario, sets, blocks, project, store, today=date.today(), strict=strict)
    # half a second, which nobody waits for whose input is refused
    from matcher.report.run_folder.folder import publish
    from matcher.report.summary import summary_lines
    from matcher.run import propose as run_proposal
    from matcher.runs.caches.kept_eligibility import keep_assessments

    with ExitStack() as stack:
        arguments = (facts, read.policy, read.resolved, read.origins, clock, engine)
        if ledger is None:
            result, messages = run_proposal(*arguments, store), tuple[Message, ...]()
        else:
            from matcher.ledger.replan.propose import propose_with_ledger, record_in_ledger  # half a second

            decision_ledger = stack.enter_context(closing(_opened(ledger, folder, new_ledger)))
            result, messages = propose_with_ledger(decision_ledger, *arguments, store)
        result = replace_fields(result, alerts=(*result.alerts, *_ledger_beside(folder, ledger)))
        clock.progress("writing")
        lines = summary_lines(result, folder.absolute())  # whatever fails here must fail before anything is published
        publish(result, folder, replace, store)
        keep_assessments(store, folder, result.policy, result.assessments)
        seal = read_seal(folder)
        lines += (f"Seal: {seal.digest}",) if seal else ()
        if ledger is not None:
            lines += record_in_ledger(decision_ledger, result, folder)
    for line in (*texts(messages), *lines):
        say(line)


def _opened(ledger: str, folder: Path, new: bool) -> Ledger:
    from matcher.ledger import open_ledger  # half a second, and most proposals need none of it

    return open_ledger(ledger, beside=folder.absolute().parent, new=new)


def _ledger_beside(folder: Path, ledger: str | None) -> tuple[Message, ...]:
    """A warning where a ledger stands beside the run folder and was not given: what people decided is not kept."""
    there = sorted(folder.absolute().parent.glob("*.sqlite"))
    if ledger or not there:
        return ()
    from matcher.ledger.log.store import ledger_of  # half a second, and most proposals need none of it

    usual = Path(ledger_of(folder, None))
    beside = usual if usual.exists() else there[0]
    return (
        message(
            "A ledger stands beside this run and was not used: what people decided in {file} is not in this proposal."
            " To keep it, propose again with --ledger {file}",
            file=beside.name,
        ),
    )


def _stages() -> Say:
    """Each stage as it begins, on a terminal."""
    show = progress_printer()
    return lambda stage: show(f"{stage} …")
