"""`matcher propose`: from raw files to a published run folder."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace as replace_fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say, progress_printer
from matcher.garbage import keep_all_there_is
from matcher.read.inputs import read_inputs
from matcher.read.run_folders.seal import read_seal
from matcher.report.run_folder.existing import refuse_existing
from matcher.runs.clock import Clock
from matcher.wording.messages import Message, message, texts

if TYPE_CHECKING:
    from matcher.ledger import Ledger
    from matcher.read.open_data.kept_tables import OpenDataStore
    from matcher.result import Result


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
    from matcher.run import propose as run_proposal

    arguments = (facts, read.policy, read.resolved, read.origins, clock, engine, store)
    messages: tuple[Message, ...] = ()
    if ledger is None:
        result = run_proposal(*arguments)
        lines = _published(result, folder, replace, store, clock, _ledger_beside(folder))
    else:
        from matcher.ledger.replan.propose import propose_with_ledger, record_in_ledger  # half a second

        with closing(_opened(ledger, folder, new_ledger)) as decisions:
            result, messages = propose_with_ledger(decisions, *arguments)
            lines = _published(result, folder, replace, store, clock)
            lines += record_in_ledger(decisions, result, folder)
    for line in (*texts(messages), *lines):
        say(line)


def _published(
    result: Result,
    folder: Path,
    replace: bool,
    store: OpenDataStore | None,
    clock: Clock,
    alerts: tuple[Message, ...] = (),
) -> tuple[str, ...]:
    """Publishes the run, with these alerts too; the lines to print of it."""
    from matcher.report.run_folder.folder import publish_view
    from matcher.report.summary import summary_lines
    from matcher.report.tables.plan_view import PlanView
    from matcher.runs.caches.kept_eligibility import keep_assessments

    keep_all_there_is()  # what was proposed stays: looking for garbage among it would take as long as a workbook
    result = replace_fields(result, alerts=(*result.alerts, *alerts))
    clock.progress("writing")
    view = PlanView(result)
    lines = summary_lines(view, folder.absolute())  # whatever fails here must fail before anything is published
    publish_view(view, folder, replace, store)
    keep_assessments(store, folder, result.facts, result.policy, result.assessments)
    seal = read_seal(folder)
    return (*lines, *((f"Seal: {seal.digest}",) if seal else ()))


def _opened(ledger: str, folder: Path, new: bool) -> Ledger:
    from matcher.ledger import open_ledger  # half a second, and most proposals need none of it

    return open_ledger(ledger, beside=folder.absolute().parent, new=new)


def _ledger_beside(folder: Path) -> tuple[Message, ...]:
    """A warning where a ledger stands beside the run folder and was not given: what people decided is not kept."""
    there = sorted(folder.absolute().parent.glob("*.sqlite"))
    if not there:
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
