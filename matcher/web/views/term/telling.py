"""Telling, part one, as a page: each body once for all its schools and trusts, recorded with one reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.ledger import NotRecorded
from matcher.ledger.notify.telling import SupportNotice, telling_decision
from matcher.web.content.acts.decision_options import objections, suggestion_on_page
from matcher.web.content.forms import FieldError, date_fields, date_in, day_errors, reason_errors, reason_in, text_in
from matcher.web.content.term.downloads import own_notices
from matcher.web.project import ReviewRun
from matcher.web.redaction import objection_seen
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run
from matcher.wording.words import capital

bp = Blueprint("telling", __name__, url_prefix="/runs/<run>/telling")
FIELDS = ("out_of_order", "on-day", "on-month", "on-year")
KEY_AT_MOST = 100


@bp.get("")
def listed(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return _page(review_run, permissions, {}, (), ())


@bp.post("")
def record(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    if permissions.person is None:
        abort(403)
    form = {name: text_in(request.form, name, KEY_AT_MOST) for name in FIELDS} | {"reason": reason_in(request.form)}
    known, on = _open(review_run, permissions), date_in(form, "on")
    ticked = [key[:KEY_AT_MOST] for key in request.form.getlist("whom")]
    told = [known[key] for key in ticked if key in known]
    wrong = _form_errors(form, told, len(told) == len(ticked))
    if wrong or on is None:
        return _page(review_run, permissions, form, wrong, ticked)
    late = bool(form["out_of_order"])
    by, reason = permissions.person.id, form["reason"]
    wanted = tuple(telling_decision(n, review_run.opened, by, on, reason, late) for n in told)
    try:
        with app_state().project.ledger(review_run) as ledger:
            results = ledger.decide(wanted, review_run.opened)
    except NotRecorded as refused:
        against = tuple(
            FieldError("whom", f"{capital(objection_seen(permissions, o))}. {suggestion_on_page(o)}")
            for o in objections(refused.results)
        )
        return _page(review_run, permissions, form, against, ticked)
    flash(f"{len(results)} recorded as told.")
    return redirect(url_for("telling.listed", run=run), 303)


def notices(review_run: ReviewRun, permissions: Permissions) -> tuple[SupportNotice, ...]:
    """Those about schools and trusts of the reader's regions, with these alone."""
    return own_notices(review_run, app_state().project.record_with(review_run), permissions)


def _key(notice: SupportNotice) -> str:
    """The form's value for one notice: also of one of several bodies whose names are still to be found out."""
    whose = "\n".join((notice.name, *notice.recipients))
    return f"{notice.step}-{notice.whom}-{sha256(whose.encode()).hexdigest()[:12]}"


def _open(review_run: ReviewRun, permissions: Permissions) -> Mapping[str, SupportNotice]:
    return {_key(n): n for n in notices(review_run, permissions) if n.open}


def _form_errors(form: dict[str, str], told: Sequence[SupportNotice], known: bool) -> tuple[FieldError, ...]:
    """`known`: every box that was ticked is still among those to be told."""
    wrong = [] if told else [FieldError("whom", "Tick who was told")]
    if told and not known:
        wrong.append(FieldError("whom", "Somebody recorded some of these while you were writing: look again"))
    wrong += reason_errors(form["reason"], "Write how they were told, in a sentence that may be read out later")
    wrong += day_errors(form, app_state().project.today(), "they were told")
    return tuple(wrong)


def _page(
    review_run: ReviewRun,
    permissions: Permissions,
    form: dict[str, str],
    wrong: tuple[FieldError, ...],
    ticked: Sequence[str],
) -> ResponseReturnValue:
    name = {r.id: r.name for r in review_run.opened.world.recipients}
    found = notices(review_run, permissions)
    page = render_template(
        "term/telling.html",
        run=review_run,
        permissions=permissions,
        notices=[(n, _key(n), [name[r] for r in n.recipients]) for n in found],
        open=[(_key(n), n) for n in found if n.open],
        name_of=lambda ids: ", ".join(name[r] for r in ids),
        ticked=ticked,
        form=form or date_fields("on", app_state().project.today()),
        wrong=wrong,
    )
    return page, 422 if wrong else 200
