"""Loading registers, checking them, proposing: started from a form, done in the background, shown as they go."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.errors import Fault, InputFaults
from matcher.ledger import NotKnown
from matcher.read.scenario import load_scenario
from matcher.web import inputs
from matcher.web.context import me, office, reading
from matcher.web.forms import Wrong
from matcher.web.jobs import Work
from matcher.web.proposing import run_proposal
from matcher.web.reviewer import standing
from matcher.web.wishes import Wish

bp = Blueprint("work", __name__)
SECONDS_TO_LOOK_AGAIN = 2


@bp.get("/registers")
def registers() -> ResponseReturnValue:
    scenario = request.args.get("scenario", "")
    return _registers(scenario, ())


@bp.post("/registers/check")
def check() -> ResponseReturnValue:
    folder = office().project.folder
    scenario = _scenario(request.form.get("scenario", ""))
    if not reading().checks:
        abort(403)
    return _started(f"Checking what {scenario} reads", partial(inputs.check, folder, scenario))


@bp.post("/registers/load")
def load() -> ResponseReturnValue:
    _may_load()
    folder, scenario = office().project.folder, _scenario(request.form.get("scenario", ""))
    source = next((s for s in inputs.sources(folder, scenario) if s.file == request.form.get("file")), None)
    sent = request.files.get("upload")
    if source is None:
        return _registers(scenario, (Wrong("file", "Choose which file the new one replaces"),))
    wrong = inputs.fitting(source, (sent.filename or "") if sent else "")
    if wrong or sent is None:
        return _registers(scenario, (Wrong("upload", wrong),), source.file)
    draft = inputs.keep_draft(folder, sent.filename or "", sent.read())
    if office().jobs.running() is not None:
        draft.unlink(missing_ok=True)
    return _started(f"Checking a new {source.file}", partial(inputs.try_draft, folder, scenario, source, draft))


@bp.post("/registers/replace")
def replace() -> ResponseReturnValue:
    """Only what was checked and had no fault, and only once."""
    _may_load()
    job = office().jobs.known.get(request.form.get("job", ""))
    if job is None or job.owner != me() or job.state != "done" or "draft" not in job.facts:
        abort(404)
    folder = office().project.folder
    source = next(s for s in inputs.sources(folder, job.facts["scenario"]) if s.file == job.facts["file"])
    before = inputs.put_in_place(folder, source, job.facts["draft"])
    kept = f"The old file is kept as {inputs.KEPT}/{before.name}." if before else "This was done before."
    flash(f"{source.file} is replaced. {kept}")
    return redirect(url_for("work.registers", scenario=job.facts["scenario"]), 303)


@bp.get("/propose")
def propose() -> ResponseReturnValue:
    return _propose("", ())


@bp.post("/propose")
def start() -> ResponseReturnValue:
    _may_load()
    project = office().project
    scenario = request.form.get("scenario", "")
    if scenario not in project.scenarios():
        return _propose("", (Wrong("scenario", "Choose a scenario"),))
    _scenario(scenario)
    out = project.next_run(scenario.rsplit("/", 1)[-1].removesuffix(".yaml"))
    return _started(f"Proposing from {scenario}", partial(run_proposal, project.folder, scenario, out, project.now))


@bp.get("/jobs/<id>")
def job(id: str) -> ResponseReturnValue:
    """While it runs, the browser looks again by itself: the header does it, without a script."""
    found = office().jobs.known.get(id)
    if found is None or found.owner != me():
        abort(404)
    answer = make_response(render_template("job.html", job=found, loads=reading().loads))
    if found.state == "running":
        answer.headers["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
    return answer


def _started(what: str, work: Work) -> ResponseReturnValue:
    """One piece of work at a time; what somebody else started is theirs to look at."""
    job = office().jobs.start(what, work, me())
    if job.owner != me():
        return render_template("busy.html"), 409
    return redirect(url_for("work.job", id=job.id), 303)


def _scenario(name: str) -> str:
    """A scenario of this folder; on a server, one whose every region is the reader's: faults and changes name schools.

    On one machine whoever reads has the files themselves.
    """
    project = office().project
    if name not in project.scenarios():
        abort(404)
    if office().sign_in and not reading().covers(_regions(project.folder / name)):
        abort(403)
    return name


def _regions(scenario: Path) -> Iterable[str] | None:
    try:
        return load_scenario(scenario, project=office().project.folder).policy.regions
    except InputFaults:
        return None


def _may_load() -> None:
    if not reading().loads:
        abort(403)


def _registers(scenario: str, wrong: tuple[Wrong, ...], file: str = "") -> ResponseReturnValue:
    project = office().project
    known = project.scenarios()
    sources: tuple[inputs.Source, ...] = ()
    faults: tuple[Fault, ...] = ()
    if scenario:
        try:
            sources = inputs.sources(project.folder, scenario if scenario in known else abort(404))
        except InputFaults as found:
            faults = found.faults
    page = render_template(
        "registers.html",
        scenarios=known,
        scenario=scenario,
        sources=sources,
        faults=faults,
        wrong=wrong,
        loads=reading().loads,
        file=file,
    )
    return page, 422 if wrong else 200


def _propose(scenario: str, wrong: tuple[Wrong, ...]) -> ResponseReturnValue:
    project = office().project
    page = render_template(
        "propose.html",
        scenarios=project.scenarios(),
        scenario=scenario,
        wrong=wrong,
        loads=reading().loads,
        wishes=_wishes(),
    )
    return page, 422 if wrong else 200


def _wishes() -> tuple[Wish, ...]:
    """The pairs of the reader's regions that are fixed or ruled out for the next proposal of the newest run's kind."""
    newest = office().project.newest()
    if newest is None:
        return ()
    try:
        seen = standing(reading(), newest.opened.facts.people)
    except NotKnown:
        return ()
    region = newest.opened.world.region_of
    return tuple(w for w in office().project.wishes(newest) if seen.sees(region.get(w.recipient, "")))
