"""Build the Flask application of the review pages: request guard, blueprints, templates and error pages."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from secrets import token_bytes
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from matcher.errors import InputFaults, MatcherError
from matcher.ledger.upkeep.losses import LedgerLost
from matcher.web.jobs import error_locations
from matcher.web.project import Project
from matcher.web.serving.context import AppState, RunForbidden, app_state, end_of_reading, require_reader, reviewer
from matcher.web.serving.limits import FORM_AT_MOST
from matcher.web.serving.request_guard import LoginLink, RequestGuard, install_guard
from matcher.web.serving.request_log import install_request_log
from matcher.web.serving.request_rates import RequestRates, install_rates
from matcher.web.serving.templating import add_templates, jinja_options
from matcher.web.serving.uploads import limit_body
from matcher.web.views import acts, decisions, health, notifications, offers, runs, start, who, work
from matcher.web.views.rise import advised
from matcher.web.views.term import (
    answers,
    changes,
    corrections,
    downloads,
    leaders,
    returned,
    search,
    story,
    telling,
    waits,
    week,
)
from matcher.wording.terms import USUAL, speak
from matcher.wording.wording import day

if TYPE_CHECKING:
    from matcher.web.serving.sign_in import SignIn

LINK_IS_SPENT = (
    "The link that opened these pages works once, in one browser. Start `matcher review` again for a new one."
)
NOT_FOR_YOU = "Your role does not do this, or the request did not come from these pages. Nothing was recorded."
TOO_OFTEN = "More was asked within a minute than these pages answer. Nothing was recorded. Wait a minute and try again."
TITLES = {
    403: "You cannot see this page",
    404: "Page not found",
    413: "The file is too large",
    429: "Too many requests",
}


class RedactingFlask(Flask):
    """Logs an unhandled error by file and line only: its message may contain a name."""

    jinja_options = jinja_options()  # of the class, since Flask makes its environment once and early

    def log_exception(self, exc_info: Any) -> None:
        print("\n".join((f"matcher failed ({exc_info[0].__name__}):", *error_locations(exc_info[1]))), file=sys.stderr)


def create_app(project: Project, hosts: Iterable[str], cookie: str = "matcher") -> tuple[Flask, LoginLink]:
    """The application for one user on this machine, and its one-time login link. `hosts`: the accepted Host names."""
    door = LoginLink(hosts)
    app = _build_app(AppState(project), door, who.bp)
    app.config.update(SESSION_COOKIE_NAME=cookie, SESSION_COOKIE_SAMESITE="Strict")
    return app, door


def create_served_app(project: Project, sign_in_service: SignIn, rates: RequestRates | None = None) -> Flask:
    """The application for many users behind OpenID Connect, at the public URL of the settings. `rates`: for tests."""
    from matcher.web.views import sign_in

    address = urlsplit(sign_in_service.settings.public_url)
    state, guard = AppState(project, sign_in_service), RequestGuard({address.netloc}, address.scheme)
    app = _build_app(state, guard, sign_in.bp, sign_in_service.settings.proxy, rates)
    app.config.update(
        SECRET_KEY=sign_in_service.sessions.secret_key(),
        SESSION_COOKIE_NAME="__Host-matcher",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_SAMESITE="Lax",  # with Strict the cookie is missing in the provider's callback
    )
    sign_in_service.attach(app)
    return app


def _build_app(
    what: AppState, entrance: RequestGuard, asking: Blueprint, proxy: str = "", rates: RequestRates | None = None
) -> Flask:
    app = RedactingFlask("matcher.web")
    if what.sign_in is not None:
        install_request_log(app)
    app.config.update(
        SECRET_KEY=token_bytes(32),
        SESSION_COOKIE_HTTPONLY=True,
        MAX_CONTENT_LENGTH=FORM_AT_MOST,  # more for a view that takes a file: `limit_body`
        MAX_FORM_MEMORY_SIZE=FORM_AT_MOST,
        WTF_CSRF_TIME_LIMIT=None,  # valid as long as the session, so that a slowly written reason is not lost
        WTF_CSRF_SSL_STRICT=False,  # the request guard checks Origin, which every browser sends with a form
    )
    app.extensions["matcher"] = what
    install_guard(app, entrance)
    app.before_request(_usual_words)
    if what.sign_in is not None:
        install_rates(app, proxy, rates)
    app.before_request(require_reader)
    app.before_request(limit_body)
    app.teardown_request(end_of_reading)
    CSRFProtect(app)
    of_term = (leaders, telling, waits, week, returned, search, corrections, story, downloads, changes, answers)
    parts = (runs, decisions, acts, notifications, offers, work, *of_term, advised)
    for part in (health.bp, asking, start.bp, *(view.bp for view in parts)):
        app.register_blueprint(part)
    add_templates(app)
    app.context_processor(_common)
    _errors(app)
    return app


def _usual_words() -> None:
    """A thread of the server answers for one run after another: each request begins in the usual words."""
    speak(USUAL)


def _common() -> dict[str, object]:
    """Template context of every page: the reader, the endpoint, and the run that the navigation links to."""
    run, reader = getattr(g, "run", None), reviewer()
    name = run.name if run else next(iter(app_state().project.run_names()), "") if reader else ""
    served = app_state().sign_in is not None
    return {
        "reviewer": reader,
        "run_name": name,
        "run_open": run is not None,
        "counts_days": run is None or run.opened.rulebook.counts_days,
        "has_advisers": run is not None and bool(run.opened.facts.advisers),
        "here": request.endpoint or "",
        "today_is": app_state().project.today(),
        "lived_on": app_state().project.lived_on,
        "real_day": app_state().project.real_day(),
        "as_of": _as_of,
        "served": served,
    }


def _as_of(on: date) -> str:
    """`As of today, 23 January 2023`; without `today` where the pages judge by another day than today's."""
    return f"As of {'' if app_state().project.lived_on else 'today, '}{day(on)}"


def _errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(RunForbidden, _not_yours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(MatcherError, _matcher)
    app.register_error_handler(Exception, _failed)


def _stale(_: Exception) -> ResponseReturnValue:
    message = (
        "The page you sent is older than this session. Nothing was recorded. Go back, load the page again and send it."
    )
    return _error("The form was not taken", (message,), 400)


def _not_yours(error: RunForbidden) -> ResponseReturnValue:
    what = error.cause.what
    return _error("This run is not open to you", (f"{what[:1].upper()}{what[1:]}.", f"{error.cause.todo}."), 403)


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if 300 <= code < 400:
        return error
    message = {
        403: NOT_FOR_YOU if app_state().sign_in or reviewer() else LINK_IS_SPENT,
        404: "There is nothing at this address, or it is not of your region.",
        429: TOO_OFTEN,
    }.get(code, error.name)
    page, status = _error(TITLES.get(code, error.name), (message,), code)
    return page, status, {k: v for k, v in error.get_headers() if k == "Retry-After"}


def _matcher(error: MatcherError) -> ResponseReturnValue:
    lines = [str(f) for f in error.faults] if isinstance(error, InputFaults) else [str(error)]
    lost = isinstance(error, LedgerLost) and getattr(g, "run", None) is not None
    loss = url_for("corrections.loss", run=g.run.name) if lost else ""
    return _error("This cannot be opened", tuple(lines), 409, loss)


def _failed(error: Exception) -> ResponseReturnValue:
    """The page for an unexpected error: file and line only, since values may be personal data."""
    lines = (
        f"matcher failed ({type(error).__name__}). Nothing was recorded. Where, for whoever mends it:",
        *error_locations(error),
    )
    return _error("Something went wrong", lines, 500)


def _error(title: str, lines: tuple[str, ...], code: int, loss: str = "") -> tuple[str, int]:
    """`loss`: the address at which a loss of the ledger may be accepted, '' for another error."""
    return render_template("error.html", title=title, lines=lines, loss=loss), code
