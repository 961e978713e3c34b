"""The home page: the proposals of the project folder, each told from the others, and what to do next."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from matcher.errors import MatcherError
from matcher.ledger import PersonNotFound
from matcher.web.content.term.home import ProposalLine, TermOnHome, proposal_lines, term_on_home
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions, permissions_for
from matcher.web.serving.context import app_state, current_reader, job_owner
from matcher.web.views.runs import whole
from matcher.web.views.term.waits import waits_to_decide
from matcher.wording.terms import USUAL, speak

bp = Blueprint("start", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    lines = proposal_lines(app_state().project, current_reader())
    opened = _first_open(lines)
    if opened is not None:
        g.run = opened[0]  # the one that the navigation is about
    page = render_template(
        "runs/home.html",
        lines=lines,
        run=opened[0] if opened else None,
        permissions=opened[1] if opened else None,
        whole=whole(*opened) if opened else False,
        term=_term(*opened) if opened else None,
        waits_to_decide=_waits(*opened) if opened else 0,
        folder=app_state().project.folder.name,
        job=app_state().jobs.running(),
        who=current_reader(),
        job_owner=job_owner(),
    )
    speak(USUAL)
    return page


def _first_open(lines: tuple[ProposalLine, ...]) -> tuple[ReviewRun, Permissions] | None:
    """The newest current proposal that opens and admits the reader; its words are spoken from then on."""
    for line in sorted(lines, key=lambda x: not x.current):
        try:
            run = app_state().project.run(line.name)
            if run is not None:
                permissions = permissions_for(current_reader(), run.opened.facts.people)
                speak(run.opened.policy.words)
                return run, permissions
        except (MatcherError, PersonNotFound):
            continue  # the run's own page reports it
    return None


def _term(run: ReviewRun, permissions: Permissions) -> TermOnHome | None:
    """None where the ledger cannot be read, which every page of the run says."""
    project = app_state().project
    try:
        return term_on_home(project, run, project.record(run), permissions, project.today())
    except MatcherError:
        return None


def _waits(run: ReviewRun, permissions: Permissions) -> int:
    """0 where the ledger cannot be read, as above."""
    try:
        return waits_to_decide(run, permissions)
    except MatcherError:
        return 0
