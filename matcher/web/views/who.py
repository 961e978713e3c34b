"""The start page on one machine: the reader enters name, role and region."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from matcher.domain import REGIONS
from matcher.ledger import PersonNotFound
from matcher.web.content.forms import FieldError, text_in
from matcher.web.reviewer import ALL_ENGLAND, ROLES, Reviewer, permissions_for
from matcher.web.serving.context import app_state, reviewer
from matcher.web.serving.request_guard import SESSION_KEY

bp = Blueprint("who", __name__)


@bp.get("/start")
def begin() -> ResponseReturnValue:
    return _form({}, ())


@bp.post("/start")
def submit() -> ResponseReturnValue:
    form = {name: text_in(request.form, name, 200) for name in ("name", "role", "region")}
    wrong = _form_errors(form)
    if not wrong:
        regions = None if form["region"] == ALL_ENGLAND else frozenset({form["region"]})
        candidate = Reviewer(form["name"], form["role"], regions)
        wrong = _unknown(candidate)
        if not wrong:
            app_state().reviewers[session[SESSION_KEY]] = candidate
            return redirect(url_for("start.home"), 303)
    return _form(form, wrong)


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    app_state().reviewers.pop(session[SESSION_KEY], None)
    return redirect(url_for("who.begin"), 303)


def _form_errors(form: dict[str, str]) -> tuple[FieldError, ...]:
    errors = []
    if not form["name"]:
        errors.append(FieldError("name", "Write your name or your id"))
    if form["role"] not in ROLES:
        errors.append(FieldError("role", "Choose your role"))
    if form["region"] not in (*REGIONS, ALL_ENGLAND):
        errors.append(FieldError("region", "Choose your region, or all England"))
    return tuple(errors)


def _unknown(candidate: Reviewer) -> tuple[FieldError, ...]:
    """Errors where the newest run's register does not admit the reader; none where there is no run yet."""
    newest = app_state().project.newest()
    if newest is None:
        return ()
    try:
        permissions_for(candidate, newest.opened.facts.people)
    except PersonNotFound as unknown:
        return (FieldError("name", f"{unknown.what[:1].upper()}{unknown.what[1:]}. {unknown.todo}"),)
    return ()


def _form(form: dict[str, str], wrong: tuple[FieldError, ...]) -> ResponseReturnValue:
    page = render_template(
        "start.html",
        form=form,
        wrong=wrong,
        roles=ROLES,
        regions=(*REGIONS, ALL_ENGLAND),
        again=reviewer() is not None,
    )
    return page, 422 if wrong else 200
