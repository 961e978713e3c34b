"""Signing in on a server: to the provider and back; who is not in the register of roles sees nothing."""

from __future__ import annotations

import sys

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from matcher.errors import InputFaults
from matcher.web.context import office
from matcher.web.guard import INSIDE
from matcher.web.sign_in import BACK, NotSignedIn, SignIn

bp = Blueprint("who", __name__)


@bp.get("/sign-in")
def begin() -> ResponseReturnValue:
    return render_template("sign_in.html")


@bp.get("/sign-in/go")
def go() -> ResponseReturnValue:
    session.clear()
    try:
        return _desk().go()
    except NotSignedIn as refused:
        return _refused(refused, "The service that signs people in does not answer as it should.", 502)


@bp.get(BACK)
def back() -> ResponseReturnValue:
    """From the provider: a new session, never the one from before."""
    try:
        identity = _desk().come_back()
    except NotSignedIn as refused:
        return _refused(refused, "The sign-in was not completed, or its answer was not one to trust.", 403)
    finally:
        session.clear()
    try:
        role = _desk().roles.of(identity)
    except InputFaults:
        return _refused(NotSignedIn("RegisterOfRoles"), "The project's register of roles cannot be read.", 503)
    if role is None:
        return render_template("not_in_register.html", subject=identity.subject, verified=bool(identity.email)), 403
    session[INSIDE] = _desk().enter(identity)
    return redirect(url_for("start.home"), 303)


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    _desk().leave(session.get(INSIDE, ""))
    session.clear()
    return redirect(url_for("who.begin"), 303)


def _desk() -> SignIn:
    found = office().sign_in
    assert found is not None
    return found


def _refused(refused: NotSignedIn, said: str, code: int) -> ResponseReturnValue:
    """The keeper of the server learns the kind of fault, and nothing that the answer held."""
    print(f"matcher: a sign-in was not taken ({refused.kind})", file=sys.stderr)
    session.clear()
    return render_template("sign_in.html", problem=said), code
