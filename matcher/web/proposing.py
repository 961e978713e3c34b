"""A proposal run from the pages: the command's own story, with its stages shown as they begin."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from matcher.commands.decide import ledger_of
from matcher.commands.inputs import read_inputs
from matcher.commands.rerun import propose_on, written_down
from matcher.ledger import open_ledger, term_of
from matcher.ledger.record import Now
from matcher.read.scenario import load_scenario
from matcher.report.folder import publish, refuse_existing
from matcher.report.summary import summary_lines
from matcher.run import Clock
from matcher.web.jobs import Job
from matcher.web.wishes import as_sets, of_file


def run_proposal(folder: Path, scenario: str, out: Path, now: Now, job: Job) -> None:
    """A published run folder, or a job that says why not.

    What people decided this term stays as it is; the pairs that they fixed or ruled out go with it.
    """
    refuse_existing(out, False)
    clock = Clock(progress=job.begins)
    with clock.stage("reading"):
        before = load_scenario(folder / scenario, project=folder)
        out.parent.mkdir(exist_ok=True)
        with closing(open_ledger(ledger_of(out, None), now)) as kept:
            record, term = kept.record(), term_of(before.policy)
        wished = of_file(folder, before.name, record, term)
        read, facts = read_inputs(folder / scenario, as_sets(before.policy, wished), (), folder)
    with closing(open_ledger(ledger_of(out, None), now)) as kept:
        result, said = propose_on(kept, facts, read.policy, read.resolved, read.origins, clock, "auto")
        clock.progress("writing")
        lines = summary_lines(result, out)
        publish(result, out)
        written = written_down(kept, result)
    shown = (line for line in (*lines, *said, *written) if not line.startswith(("Page:", "Workbook:")))
    job.told, job.facts = tuple(shown), {"run": out.name}
