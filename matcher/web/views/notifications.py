"""Whom to notify of a match, in order and with days; recording that somebody was notified."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.ledger import Decision, MatchState, Notice, NotRecorded, Objection, notices_of
from matcher.ledger.notify.notification_order import TooEarly
from matcher.web.content.acts.decision_options import objections, suggestion_on_page
from matcher.web.content.forms import FieldError, date_fields, date_in, day_errors, reason_errors, reason_in, text_in
from matcher.web.content.matches import leader_label, match_line
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run, own_recipient
from matcher.web.views.decisions import state_of

bp = Blueprint("notifications", __name__, url_prefix="/runs/<run>/matches/<recipient>/<leader>/telling")
FIELDS = ("whom", "reason", "on-day", "on-month", "on-year", "out_of_order")


@bp.get("")
def listed(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return _page(
        review_run,
        permissions,
        _match_state_or_404(review_run, own_recipient(review_run, permissions, recipient), leader),
        {},
        (),
    )


@bp.post("")
def record(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    match_state = _match_state_or_404(review_run, own_recipient(review_run, permissions, recipient), leader)
    if permissions.person is None:
        abort(403)
    form = {name: text_in(request.form, name, 200) for name in FIELDS} | {"reason": reason_in(request.form)}
    on, wrong = date_in(form, "on"), _form_errors(form, _notices(review_run, match_state)[0])
    if wrong or on is None:
        return _page(review_run, permissions, match_state, form, wrong)
    wanted = _decision(form, on, permissions, match_state, review_run)
    try:
        with app_state().project.ledger(review_run) as ledger:
            (result,) = ledger.decide((wanted,), review_run.opened)
        for warning in ledger.warnings:
            flash(warning)
    except NotRecorded as refused:
        against = objections(refused.results)
        early = any(isinstance(one, TooEarly) for one in against)
        return _page(review_run, permissions, match_state, form, tuple(map(_field_error, against)), early)
    flash(f"Recorded in line {result.line or result.already} of the ledger.")
    return redirect(url_for("notifications.listed", run=run, recipient=recipient, leader=leader), 303)


def _field_error(against: Objection) -> FieldError:
    """The ledger's objection as a field error, without command-line options."""
    message, todo = against.message, suggestion_on_page(against)
    return FieldError("on" if against.column == "on" else "whom", f"{message[:1].upper()}{message[1:]}. {todo}")


def _decision(
    form: dict[str, str], on: date, permissions: Permissions, match_state: MatchState, review_run: ReviewRun
) -> Decision:
    assert permissions.person is not None
    detail: dict[str, object] = {"whom": form["whom"]} | ({"out_of_order": True} if form["out_of_order"] else {})
    return Decision(
        act="tell",
        on=on,
        by=permissions.person.id,
        reason=form["reason"],
        detail=detail,
        recipient=match_state.match.recipient,
        leader=match_state.match.leader,
        run=review_run.opened.id,
    )


def _form_errors(form: dict[str, str], notices: tuple[Notice, ...]) -> tuple[FieldError, ...]:
    errors = []
    if form["whom"] not in {n.whom for n in notices}:
        errors.append(FieldError("whom", "Choose who was told"))
    errors += reason_errors(form["reason"], "Write how they were told, in a sentence that may be read out later")
    errors += day_errors(form, app_state().project.today(), "they were told")
    return tuple(errors)


def _notices(review_run: ReviewRun, match_state: MatchState) -> tuple[tuple[Notice, ...], str]:
    """The notices in order, and '' or what to know: that no calendar covers the days."""
    notices = notices_of(match_state, review_run.opened, app_state().project.today())
    unknown = any(n.on is None for n in notices)
    return notices, "No school calendar covers these days: look up the school's own terms." if unknown else ""


def _match_state_or_404(review_run: ReviewRun, recipient: str, leader: str) -> MatchState:
    match_state = state_of(review_run, recipient, leader)
    if match_state is None or leader not in review_run.opened.world.leader_row:
        abort(404)
    return match_state


def _page(
    review_run: ReviewRun,
    permissions: Permissions,
    match_state: MatchState,
    form: dict[str, str],
    wrong: tuple[FieldError, ...],
    early: bool = False,
) -> ResponseReturnValue:
    """`early`: it may be ticked that it happened out of order."""
    notices, unknown = _notices(review_run, match_state)
    leader = leader_label(
        review_run.opened.world.leaders[review_run.opened.world.leader_row[match_state.match.leader]], permissions
    )
    project = app_state().project
    page = render_template(
        "decisions/notifications.html",
        run=review_run,
        permissions=permissions,
        line=match_line(review_run, project.record(review_run), match_state, permissions, project.today()),
        match_state=match_state,
        notices=[(n, leader if n.whom == "leader" else n.name) for n in notices],
        left=dict.fromkeys(n.whom for n in notices if not n.notified_on),
        unknown=unknown,
        early=early or bool(form.get("out_of_order")),
        form=form or date_fields("on", app_state().project.today()),
        wrong=wrong,
    )
    return page, 422 if wrong else 200
