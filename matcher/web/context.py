"""What every page starts from: the project, the reader, the run they look at, and a 404 for what is not theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from matcher.ledger import PersonNotFound
from matcher.web.request_guard import SESSION_KEY
from matcher.web.jobs import Jobs
from matcher.web.project import Project, ReviewRun
from matcher.web.reviewer import Reviewer, Permissions, permissions_for

if TYPE_CHECKING:
    from matcher.web.sign_in import SignIn  # its packages are there only where pages are served to many

OPEN = ("static", "enter", "who.begin", "who.said", "who.go", "who.back")


@dataclass(eq=False)
class AppState:
    """What one server holds in memory. `reviewers` are kept here, not in the browser: only a random key goes there.

    `sign_in` is there on a server of many people; without it these are the pages of one machine.
    """

    project: Project
    sign_in: SignIn | None = None
    jobs: Jobs = field(default_factory=Jobs)
    reviewers: dict[str, Reviewer] = field(default_factory=dict)


class RunForbidden(HTTPException):
    """The register of the run does not know the reader; `known` says why and what to do."""

    code = 403

    def __init__(self, cause: PersonNotFound) -> None:
        super().__init__()
        self.cause = cause


def app_state() -> AppState:
    return cast(AppState, current_app.extensions["matcher"])


def reviewer() -> Reviewer | None:
    key = session.get(SESSION_KEY, "")
    sign_in = app_state().sign_in
    return sign_in.reviewer(key) if sign_in else app_state().reviewers.get(key)


def current_reader() -> Reviewer:
    """The reader; the pages that ask are closed to anybody who has not said who they are."""
    found_reviewer = reviewer()
    assert found_reviewer is not None
    return found_reviewer


def job_owner() -> object:
    """What a piece of work belongs to: this browser, as this reader."""
    return session.get(SESSION_KEY, ""), current_reader()


def require_reader() -> ResponseReturnValue | None:
    """Before any page but the first: somebody must have said who they are."""
    if request.endpoint in OPEN or reviewer() is not None:
        return None
    return redirect(url_for("who.begin"), 303)


def load_run(name: str) -> tuple[ReviewRun, Permissions]:
    """The run and what the reader may see of it. 404 where there is none; RunForbidden where the register says no."""
    run = app_state().project.run(name)
    if run is None:
        abort(404)
    try:
        permissions = permissions_for(current_reader(), run.opened.facts.people)
    except PersonNotFound as unknown:
        raise RunForbidden(unknown) from unknown
    g.run = run
    return run, permissions


def own_recipient(run: ReviewRun, of: Permissions, recipient: str) -> str:
    """The id, if it is of a school or trust of the reader's regions that the run was asked to match; else 404.

    One answer for what is not there and for what is not theirs: an address tells nobody anything.
    """
    row = run.opened.world.recipient_row.get(recipient)
    if row is None or not of.sees(run.opened.world.recipients[row].region):
        abort(404)
    return recipient
