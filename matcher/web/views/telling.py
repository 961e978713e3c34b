"""Who is told of a match, in the programme's order and with days; and recording that somebody was told."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.errors import InputFaults
from matcher.ledger import Decision, MatchState, Notice, NotRecorded, Objection, who_is_told
from matcher.web.context import office, run_called, theirs
from matcher.web.deciding import objections
from matcher.web.forms import Wrong, date_fields, date_in, text_in
from matcher.web.matches import match_line, who
from matcher.web.project import ShownRun
from matcher.web.reviewer import Standing
from matcher.web.views.decisions import state_of

bp = Blueprint("telling", __name__, url_prefix="/runs/<run>/matches/<recipient>/<leader>/telling")
FIELDS = ("whom", "reason", "on-day", "on-month", "on-year", "out_of_order")
IT_HAPPENED_SO = "Record that first; or, if it happened so, tick that below and say why as the reason"


@bp.get("")
def listed(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    return _page(shown, standing, _held(shown, theirs(shown, standing, recipient), leader), {}, ())


@bp.post("")
def record(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    held = _held(shown, theirs(shown, standing, recipient), leader)
    if standing.person is None:
        abort(403)
    form = {name: text_in(request.form, name, 2000) for name in FIELDS}
    on, wrong = date_in(form, "on"), _wrong(form, _notices(shown, held)[0])
    if wrong or on is None:
        return _page(shown, standing, held, form, wrong)
    wanted = _decision(form, on, standing, held, shown)
    try:
        with office().project.ledger(shown) as ledger:
            (asked,) = ledger.decide((wanted,), shown.opened)
    except NotRecorded as refused:
        return _page(shown, standing, held, form, tuple(map(_said, objections(refused.asked))))
    flash(f"Recorded in line {asked.line or asked.already} of the ledger.")
    return redirect(url_for("telling.listed", run=run, recipient=recipient, leader=leader), 303)


def _said(against: Objection) -> Wrong:
    """The ledger's words, but for what names an option of the command line."""
    message, todo = against.message, against.suggestion
    if "--out-of-order" in todo:
        todo = IT_HAPPENED_SO if todo.startswith("Record") else "Take the tick away"
    return Wrong("on" if against.column == "on" else "whom", f"{message[:1].upper()}{message[1:]}. {todo}")


def _decision(form: dict[str, str], on: date, standing: Standing, held: MatchState, shown: ShownRun) -> Decision:
    assert standing.person is not None
    detail: dict[str, object] = {"whom": form["whom"]} | ({"out_of_order": True} if form["out_of_order"] else {})
    pair = {"recipient": held.match.recipient, "leader": held.match.leader, "run": shown.opened.id}
    return Decision(act="tell", on=on, by=standing.person.id, reason=form["reason"], detail=detail, **pair)


def _wrong(form: dict[str, str], notices: tuple[Notice, ...]) -> tuple[Wrong, ...]:
    on, found = date_in(form, "on"), []
    if form["whom"] not in {n.whom for n in notices}:
        found.append(Wrong("whom", "Choose who was told"))
    if not form["reason"]:
        found.append(Wrong("reason", "Write how they were told, in a sentence that may be read out later"))
    if on is None:
        found.append(Wrong("on", "Write the day on which they were told: day, month and year"))
    elif on > office().project.today():
        found.append(Wrong("on", "The day has not come yet: write the day on which they were told"))
    return tuple(found)


def _notices(shown: ShownRun, held: MatchState) -> tuple[tuple[Notice, ...], str]:
    """In order, or why no day can be given."""
    try:
        return who_is_told(held, shown.opened, office().project.today()), ""
    except InputFaults as unknown:
        return (), str(unknown.faults[0])


def _held(shown: ShownRun, recipient: str, leader: str) -> MatchState:
    found = state_of(shown, recipient, leader)
    if found is None or leader not in shown.opened.world.leader_row:
        abort(404)
    return found


def _page(
    shown: ShownRun, standing: Standing, held: MatchState, form: dict[str, str], wrong: tuple[Wrong, ...]
) -> ResponseReturnValue:
    notices, unknown = _notices(shown, held)
    leader = who(shown.opened.world.leaders[shown.opened.world.leader_row[held.match.leader]], standing)
    page = render_template(
        "telling.html",
        run=shown,
        standing=standing,
        line=match_line(shown, held, standing),
        held=held,
        notices=[(n, leader if n.whom == "leader" else n.name) for n in notices],
        left=dict.fromkeys(n.whom for n in notices if not n.told_on),
        unknown=unknown,
        early=bool(form.get("out_of_order")) or any(IT_HAPPENED_SO in w.message for w in wrong),
        form=form or date_fields("on", office().project.today()),
        wrong=wrong,
    )
    return page, 422 if wrong else 200
