"""Run a proposal as a background job of the pages, with the stages and outcome of the command."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from matcher.ledger import open_ledger
from matcher.ledger.log.record import Now
from matcher.ledger.log.store import ledger_of
from matcher.ledger.replan.propose import propose_with_ledger, record_in_ledger
from matcher.read.inputs import read_inputs
from matcher.read.open_data.kept_open_data import OpenDataStore
from matcher.read.scenarios.scenario import load_scenario
from matcher.report.run_folder.existing import refuse_existing
from matcher.report.run_folder.folder import publish_view
from matcher.report.summary import finding_lines
from matcher.report.tables.plan_view import PlanView
from matcher.runs.caches.kept_eligibility import keep_assessments
from matcher.runs.clock import Clock
from matcher.runs.published import term_of
from matcher.web.content.pins_and_forbids import as_sets, of_file
from matcher.web.jobs import Job
from matcher.wording.messages import texts


def propose_in_background(
    folder: Path, scenario: str, out: Path, now: Now, job: Job, store: OpenDataStore | None = None
) -> None:
    """Publish a proposal in `out`; the job then has the summary. Raises what the command raises.

    The term's decisions, pins and forbids apply as in `matcher propose --ledger`.
    """
    refuse_existing(out, False)
    clock = Clock(progress=job.begin_stage)
    with clock.stage("reading"):
        before = load_scenario(folder / scenario, project=folder)
        out.parent.mkdir(exist_ok=True)
        with closing(open_ledger(ledger_of(out, None), now)) as ledger:
            record, term = ledger.record(), term_of(before.policy)
        file_constraints = of_file(folder, before.name, record, term)
        read, facts = read_inputs(
            folder / scenario, as_sets(before.policy, file_constraints), (), folder, store, today=date.today()
        )
    with closing(open_ledger(ledger_of(out, None), now)) as ledger:
        result, rerun_notes = propose_with_ledger(
            ledger, facts, read.policy, read.resolved, read.origins, clock, "auto", store
        )
        clock.progress("writing")
        view = PlanView(result)
        lines = finding_lines(view)
        publish_view(view, out, store=store)
        keep_assessments(store, out, result.facts, result.policy, result.assessments)
        written = record_in_ledger(ledger, result, out)
    job.outcome_lines, job.facts = (*lines, *texts(rerun_notes), *written), {"run": out.name}
