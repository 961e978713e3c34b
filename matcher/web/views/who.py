"""Who is reading, as they say it themselves: on one machine, behind its one-time link."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from matcher.domain import REGIONS
from matcher.ledger import NotKnown
from matcher.web.context import office, reviewer
from matcher.web.forms import Wrong, text_in
from matcher.web.guard import INSIDE
from matcher.web.reviewer import ALL_ENGLAND, ROLES, Reviewer, standing

bp = Blueprint("who", __name__)


@bp.get("/start")
def begin() -> ResponseReturnValue:
    return _form({}, ())


@bp.post("/start")
def said() -> ResponseReturnValue:
    form = {name: text_in(request.form, name, 200) for name in ("name", "role", "region")}
    wrong = _wrong(form)
    if not wrong:
        regions = None if form["region"] == ALL_ENGLAND else frozenset({form["region"]})
        found = Reviewer(form["name"], form["role"], regions)
        wrong = _unknown(found)
        if not wrong:
            office().reviewers[session[INSIDE]] = found
            return redirect(url_for("start.home"), 303)
    return _form(form, wrong)


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    office().reviewers.pop(session[INSIDE], None)
    return redirect(url_for("who.begin"), 303)


def _wrong(form: dict[str, str]) -> tuple[Wrong, ...]:
    found = []
    if not form["name"]:
        found.append(Wrong("name", "Write your name or your id"))
    if form["role"] not in ROLES:
        found.append(Wrong("role", "Choose your role"))
    if form["region"] not in (*REGIONS, ALL_ENGLAND):
        found.append(Wrong("region", "Choose your region, or all England"))
    return tuple(found)


def _unknown(asked: Reviewer) -> tuple[Wrong, ...]:
    """What the newest run's register has against it; nothing where there is no run yet."""
    newest = office().project.newest()
    if newest is None:
        return ()
    try:
        standing(asked, newest.opened.facts.people)
    except NotKnown as unknown:
        return (Wrong("name", f"{unknown.what[:1].upper()}{unknown.what[1:]}. {unknown.todo}"),)
    return ()


def _form(form: dict[str, str], wrong: tuple[Wrong, ...]) -> ResponseReturnValue:
    page = render_template(
        "start.html",
        form=form,
        wrong=wrong,
        roles=ROLES,
        regions=(*REGIONS, ALL_ENGLAND),
        again=reviewer() is not None,
    )
    return page, 422 if wrong else 200
