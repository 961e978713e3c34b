"""Request context: application state, the reader, access to a run, and 404 for what the reader may not see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from matcher.ledger import PersonNotFound
from matcher.web.drafts import DraftOf, UploadDrafts
from matcher.web.jobs import Jobs
from matcher.web.project import Project, ReviewRun
from matcher.web.reviewer import Permissions, Reviewer, permissions_for
from matcher.web.serving.request_guard import SESSION_KEY
from matcher.wording.terms import speak

if TYPE_CHECKING:
    from matcher.web.serving.sign_in import SignIn  # its packages are optional, installed for the multi-user server

OPEN = ("static", "health.alive", "enter", "who.begin", "who.submit", "who.go", "who.back")


@dataclass(eq=False)
class AppState:
    """State of one server process. `reviewers` maps session keys to readers; the browser holds only the random key.

    `sign_in` is set on a multi-user server, None on a single machine.
    """

    project: Project
    sign_in: SignIn | None = None
    jobs: Jobs = field(default_factory=Jobs)
    drafts: UploadDrafts = field(default_factory=UploadDrafts)
    reviewers: dict[str, Reviewer] = field(default_factory=dict)


class RunForbidden(HTTPException):
    """403: the run's register of people does not admit the reader; `cause` says why and what to do."""

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
    """The reader of this request; only for pages behind `require_reader`."""
    found_reviewer = reviewer()
    assert found_reviewer is not None
    return found_reviewer


def job_owner() -> object:
    """The owner of a background job: this session and reader."""
    return session.get(SESSION_KEY, ""), current_reader()


def draft_of(run: ReviewRun, kind: str) -> DraftOf:
    """This session's draft of one kind for one run."""
    return DraftOf(job_owner(), run.name, kind)


def require_reader() -> ResponseReturnValue | None:
    """Redirect to the start page or sign-in unless the reader is known or the endpoint is public."""
    if request.endpoint in OPEN or reviewer() is not None:
        return None
    return redirect(url_for("who.begin"), 303)


def load_run(name: str) -> tuple[ReviewRun, Permissions]:
    """The run and the reader's permissions on it. Aborts with 404 for an unknown run; raises RunForbidden."""
    project = app_state().project
    run = project.run(name)
    if run is None:
        abort(404)
    if not g.get("reads"):  # until the page is made: `end_of_reading`
        g.reads = True
        project.readers.begin()
    try:
        permissions = permissions_for(current_reader(), run.opened.facts.people)
    except PersonNotFound as unknown:
        raise RunForbidden(unknown) from unknown
    g.run = run
    speak(run.opened.policy.words)
    return run, permissions


def end_of_reading(_: BaseException | None = None) -> None:
    """Called at the end of every request: whoever opens a run need not wait for this page any more."""
    if g.pop("reads", False):
        app_state().project.readers.end()


def own_recipient(run: ReviewRun, of: Permissions, recipient: str) -> str:
    """The id, if it is a recipient of the run in the reader's regions; else abort with 404.

    Unknown and forbidden ids get the same answer, so that a URL reveals nothing.
    """
    row = run.opened.world.recipient_row.get(recipient)
    if row is None or not of.sees(run.opened.world.recipients[row].region):
        abort(404)
    return recipient
