"""Sign-in pages: redirect to the provider, callback and sign-out. Only people in the register of roles get in."""

from __future__ import annotations

import sys

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from matcher.errors import InputFaults
from matcher.web.serving.context import app_state
from matcher.web.serving.request_guard import SESSION_KEY
from matcher.web.serving.sign_in import BACK, SignIn, SignInFailed

bp = Blueprint("who", __name__)


@bp.get("/sign-in")
def begin() -> ResponseReturnValue:
    return render_template("sign_in.html", problem="")


@bp.get("/sign-in/go")
def go() -> ResponseReturnValue:
    session.clear()
    try:
        return _sign_in().go()
    except SignInFailed as refused:
        return _refused(refused, "The service that signs people in does not answer as it should.", 502)


@bp.get(BACK)
def back() -> ResponseReturnValue:
    """The provider's callback: starts a new session, never reuses the old one."""
    try:
        identity = _sign_in().come_back()
    except SignInFailed as refused:
        return _refused(refused, "The sign-in was not completed, or its answer was not one to trust.", 403)
    finally:
        session.clear()
    try:
        role = _sign_in().roles.of(identity)
    except InputFaults:
        return _refused(SignInFailed("RegisterOfRoles"), "The project's register of roles cannot be read.", 503)
    if role is None:
        return render_template("not_in_register.html", subject=identity.subject, verified=bool(identity.email)), 403
    session[SESSION_KEY] = _sign_in().enter(identity)
    return redirect(url_for("start.home"), 303)


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    _sign_in().leave(session.get(SESSION_KEY, ""))
    session.clear()
    return redirect(url_for("who.begin"), 303)


def _sign_in() -> SignIn:
    sign_in_service = app_state().sign_in
    assert sign_in_service is not None
    return sign_in_service


def _refused(refused: SignInFailed, message: str, code: int) -> ResponseReturnValue:
    """The error page; the kind of fault goes to stderr, without the content of the response."""
    print(f"matcher: a sign-in was not taken ({refused.kind})", file=sys.stderr)
    session.clear()
    return render_template("sign_in.html", problem=message), code
