"""How far a school's case has come and who advises it: shown, and recorded; and the list of advisers."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.case.records import SchoolCase
from matcher.ledger import NotRecorded
from matcher.ledger.log.acts import OF_ADVISERS, OF_MILESTONES
from matcher.web.content.acts.decision_options import objections
from matcher.web.content.cases import case_on
from matcher.web.content.forms import FieldError, date_fields, date_in, day_errors, reason_errors, reason_in, text_in
from matcher.web.content.rise.advisers import adviser_lines
from matcher.web.content.rise.steps import UNTIL, StepOption, step_decision, step_options
from matcher.web.content.rise.would_follow import would_follow
from matcher.web.project import ReviewRun
from matcher.web.redaction import objection_seen
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run, own_recipient
from matcher.wording.words import capital

bp = Blueprint("advised", __name__, url_prefix="/runs/<run>")
FIELDS = ("step", "seen", *(f"{day}-{part}" for day in ("on", "until") for part in ("day", "month", "year")))


@bp.get("/advisers")
def listed(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    if not review_run.opened.world.advisers:
        abort(404)
    project = app_state().project
    lines = adviser_lines(review_run, project.record(review_run), permissions, project.today())
    return render_template("rise/advisers.html", run=review_run, permissions=permissions, lines=lines)


@bp.get("/bodies/<recipient>/steps")
def consider(run: str, recipient: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return _page(review_run, permissions, _case(review_run, permissions, recipient), {"step": _asked()}, ())


@bp.post("/bodies/<recipient>/steps")
def record(run: str, recipient: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    case = _case(review_run, permissions, recipient)
    form = {name: text_in(request.form, name, 80) for name in FIELDS} | {"reason": reason_in(request.form)}
    on, until = date_in(form, "on"), date_in(form, "until")
    if permissions.person is None:
        abort(403)
    options = _options(review_run, permissions, case)
    chosen = next((x for x in options if x.value == form["step"]), StepOption(form["step"], ""))
    wrong = _form_errors(form, chosen)
    if wrong or on is None:
        return _page(review_run, permissions, case, form, wrong)
    if not form["seen"]:
        return _before_recording(review_run, permissions, case, form, chosen)
    wanted = step_decision(chosen, review_run.opened, case, permissions.person.id, on, form["reason"], until)
    try:
        with app_state().project.ledger(review_run) as ledger:
            (result,) = ledger.decide((wanted,), review_run.opened)
    except NotRecorded as refused:
        against = objections(refused.results)
        texts = ((o, capital(objection_seen(permissions, o))) for o in against)
        errors = tuple(FieldError("on" if o.column == "on" else "step", f"{t}. {o.suggestion}") for o, t in texts)
        return _page(review_run, permissions, case, form, errors)
    flash(f"Recorded in line {result.line or result.already} of the ledger.")
    return redirect(url_for("advised.consider", run=run, recipient=recipient), 303)


def _before_recording(
    review_run: ReviewRun, permissions: Permissions, case: SchoolCase, form: dict[str, str], chosen: StepOption
) -> ResponseReturnValue:
    """The page of what would follow: nothing is recorded until it was shown."""
    known = app_state().project.record(review_run)
    return render_template(
        "rise/step_follows.html",
        run=review_run,
        permissions=permissions,
        case=case,
        chosen=chosen,
        form=form,
        sentences=would_follow(chosen, review_run, known, permissions, case),
    )


def _asked() -> str:
    return text_in(request.args, "step", 80)


def _case(review_run: ReviewRun, permissions: Permissions, recipient: str) -> SchoolCase:
    project = app_state().project
    own_recipient(review_run, permissions, recipient)
    case = case_on(review_run, project.record(review_run), permissions, recipient, project.today())
    if case.reached is None:
        abort(404)
    return case


def _options(review_run: ReviewRun, permissions: Permissions, case: SchoolCase) -> tuple[StepOption, ...]:
    if permissions.person is None:
        return ()
    project = app_state().project
    with project.ledger(review_run) as ledger:
        known = ledger.record_with(review_run.opened)
    return step_options(review_run.opened, case, known, permissions.person, project.today())


def _form_errors(form: dict[str, str], chosen: StepOption) -> tuple[FieldError, ...]:
    until = any(form[f"until-{part}"] for part in ("day", "month", "year"))
    known = chosen.act in {x.name for x in (*OF_ADVISERS, *OF_MILESTONES)}
    wrong = [] if known else [FieldError("step", "Choose what happened")]
    wrong += reason_errors(form["reason"], "Write why, in a sentence that may be read out later")
    wrong += day_errors(form, app_state().project.today(), "it happened")
    if until and date_in(form, "until") is None:
        wrong.append(FieldError("until", "Write the last day on which they cannot, or leave all three boxes empty"))
    if until and form["step"] not in UNTIL:
        wrong.append(FieldError("until", "A last day stands only beside an adviser who cannot: empty the boxes"))
    return tuple(wrong)


def _page(
    review_run: ReviewRun,
    permissions: Permissions,
    case: SchoolCase,
    form: dict[str, str],
    wrong: tuple[FieldError, ...],
) -> ResponseReturnValue:
    asked = form if wrong else form | date_fields("on", app_state().project.today())
    page = render_template(
        "rise/steps.html",
        run=review_run,
        permissions=permissions,
        case=case,
        options=_options(review_run, permissions, case),
        asks_until=case.adviser is not None,
        form=asked,
        wrong=wrong,
    )
    return page, 422 if wrong else 200
