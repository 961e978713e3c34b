"""Pages that load and check registers and start proposals as background jobs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.errors import Fault, InputFaults
from matcher.ledger import PersonNotFound
from matcher.read.scenarios.scenario import load_scenario
from matcher.web.content import inputs
from matcher.web.content.forms import FieldError
from matcher.web.content.pins_and_forbids import PairConstraint
from matcher.web.drafts import save_draft
from matcher.web.jobs import Work
from matcher.web.proposal_job import propose_in_background
from matcher.web.reviewer import permissions_for
from matcher.web.serving.context import app_state, current_reader, job_owner
from matcher.web.serving.uploads import takes_file

bp = Blueprint("work", __name__)
SECONDS_TO_LOOK_AGAIN = 2


@bp.get("/registers")
def registers() -> ResponseReturnValue:
    scenario = request.args.get("scenario", "")
    return _registers(scenario, ())


@bp.post("/registers/check")
def check() -> ResponseReturnValue:
    folder = app_state().project.folder
    scenario = _scenario(request.form.get("scenario", ""))
    if not current_reader().checks:
        abort(403)
    return _started(f"Checking what {scenario} reads", partial(inputs.check, folder, scenario))


@bp.post("/registers/load")
@takes_file
def load() -> ResponseReturnValue:
    _may_load()
    folder, scenario = app_state().project.folder, _scenario(request.form.get("scenario", ""))
    source = next((s for s in inputs.sources(folder, scenario) if s.file == request.form.get("file")), None)
    sent = request.files.get("upload")
    if source is None:
        return _registers(scenario, (FieldError("file", "Choose which file the new one replaces"),))
    wrong = inputs.extension_problem(source, (sent.filename or "") if sent else "")
    if wrong or sent is None:
        return _registers(scenario, (FieldError("upload", wrong),), source.file)
    draft = save_draft(folder, source.path.suffix, sent.save)
    if app_state().jobs.running() is not None:
        draft.unlink(missing_ok=True)
    return _started(f"Checking a new {source.file}", partial(inputs.check_draft, folder, scenario, source, draft))


@bp.post("/registers/replace")
def replace() -> ResponseReturnValue:
    """Replace a register by a checked draft without faults, once."""
    _may_load()
    job = app_state().jobs.by_id.get(request.form.get("job", ""))
    if job is None or job.owner != job_owner() or job.state != "done" or "draft" not in job.facts:
        abort(404)
    folder = app_state().project.folder
    source = next(s for s in inputs.sources(folder, job.facts["scenario"]) if s.file == job.facts["file"])
    before = inputs.replace_file(folder, source, job.facts["draft"])
    backup_note = f"The old file is kept as {inputs.BACKUPS}/{before.name}." if before else "This was done before."
    flash(f"{source.file} is replaced. {backup_note}")
    return redirect(url_for("work.registers", scenario=job.facts["scenario"]), 303)


@bp.get("/propose")
def propose() -> ResponseReturnValue:
    return _propose("", ())


@bp.post("/propose")
def start() -> ResponseReturnValue:
    _may_load()
    project = app_state().project
    scenario = request.form.get("scenario", "")
    if scenario not in project.scenarios():
        return _propose("", (FieldError("scenario", "Choose a scenario"),))
    _scenario(scenario)
    out = project.next_run(scenario.rsplit("/", 1)[-1].removesuffix(".yaml"))
    return _started(
        f"Proposing from {scenario}",
        partial(propose_in_background, project.folder, scenario, out, project.now, store=project.store),
    )


@bp.get("/jobs/<id>")
def job(id: str) -> ResponseReturnValue:
    """The state of a job; while it runs, a Refresh header reloads the page without a script."""
    job_found = app_state().jobs.by_id.get(id)
    if job_found is None or job_found.owner != job_owner():
        abort(404)
    answer = make_response(render_template("job.html", job=job_found, loads=current_reader().loads))
    if job_found.state == "running":
        answer.headers["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
    return answer


def _started(what: str, work: Work) -> ResponseReturnValue:
    """Start a job and redirect to it; 409 where somebody else's job is running."""
    job = app_state().jobs.start(what, work, job_owner())
    if job.owner != job_owner():
        return render_template("busy.html"), 409
    return redirect(url_for("work.job", id=job.id), 303)


def _scenario(name: str) -> str:
    """The name, if it is a scenario of the folder; else abort with 404.

    On a multi-user server abort with 403 unless the reader covers all its regions, since faults name schools.
    """
    project = app_state().project
    if name not in project.scenarios():
        abort(404)
    if app_state().sign_in and not current_reader().covers(_regions(project.folder / name)):
        abort(403)
    return name


def _regions(scenario: Path) -> Iterable[str] | None:
    try:
        return load_scenario(scenario, project=app_state().project.folder).policy.regions
    except InputFaults:
        return None


def _may_load() -> None:
    if not current_reader().loads:
        abort(403)


def _registers(scenario: str, wrong: tuple[FieldError, ...], file: str = "") -> ResponseReturnValue:
    project = app_state().project
    scenario_names = project.scenarios()
    sources: tuple[inputs.InputSource, ...] = ()
    faults: tuple[Fault, ...] = ()
    if scenario:
        try:
            sources = inputs.sources(project.folder, scenario if scenario in scenario_names else abort(404))
        except InputFaults as job_found:
            faults = job_found.faults
    page = render_template(
        "runs/registers.html",
        scenarios=scenario_names,
        scenario=scenario,
        sources=sources,
        faults=faults,
        wrong=wrong,
        loads=current_reader().loads,
        file=file,
    )
    return page, 422 if wrong else 200


def _propose(scenario: str, wrong: tuple[FieldError, ...]) -> ResponseReturnValue:
    project = app_state().project
    page = render_template(
        "runs/propose.html",
        scenarios=project.scenarios(),
        scenario=scenario,
        wrong=wrong,
        loads=current_reader().loads,
        pair_constraints=_pair_constraints(),
    )
    return page, 422 if wrong else 200


def _pair_constraints() -> tuple[PairConstraint, ...]:
    """Pins and forbids, in the reader's regions, for the next proposal of the newest run's scenario."""
    newest = app_state().project.newest()
    if newest is None:
        return ()
    try:
        seen = permissions_for(current_reader(), newest.opened.facts.people)
    except PersonNotFound:
        return ()
    region = newest.opened.world.region_of
    return tuple(w for w in app_state().project.pair_constraints(newest) if seen.sees(region.get(w.recipient, "")))
