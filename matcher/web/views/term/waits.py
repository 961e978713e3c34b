"""Those asked to wait for the year ahead, as a page: why, for whom, and the director's decision on each."""

from __future__ import annotations

from contextlib import closing
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.case.visible import leader_labels
from matcher.ledger import ACT, Decision, NotRecorded, Objection, open_ledger
from matcher.ledger.log.acts import APPROVE_WAIT, OF_WAIT
from matcher.ledger.wait_decisions.standing import APPROVED, Wait, waits_of_run
from matcher.ledger.wait_decisions.wait_checks import last_day_here
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.run_folders.holds import read_figures, read_without
from matcher.report.tables.report_table import ReportTable
from matcher.report.year_tables import beside_table, figures
from matcher.runs.choice_keys import plan_mask
from matcher.runs.year_ahead.plan_comparison import beside
from matcher.web.content.acts.decision_options import objections, would_object
from matcher.web.content.forms import FieldError, date_fields, date_in, day_errors, reason_errors, reason_in, text_in
from matcher.web.content.term.brought import brought_by, later_runs
from matcher.web.content.term.wait_follows import would_follow
from matcher.web.project import ReviewRun
from matcher.web.redaction import objection_seen, reader_of
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run
from matcher.wording.wording import day
from matcher.wording.words import capital

bp = Blueprint("waits", __name__, url_prefix="/runs/<run>/waits")
FIELDS = ("recipient", "act", "until", "seen", "on-day", "on-month", "on-year")
FIELD_OF = {"recipient": "recipient", "until": "until", "on": "on", "reason": "reason"}  # others: the act


@bp.get("")
def listed(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return _page(review_run, permissions, {}, ())


@bp.post("")
def record(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    if permissions.person is None:
        abort(403)
    form = {name: text_in(request.form, name, 80) for name in FIELDS} | {"reason": reason_in(request.form)}
    seen = waits_seen(review_run, permissions)
    wrong = _form_errors(form, seen, permissions)
    on = date_in(form, "on")
    if wrong or on is None:
        return _page(review_run, permissions, form, wrong)
    wanted = _wanted(form, on, permissions.person.id, review_run)
    if form["seen"] != "yes":
        against = _beside_fields(permissions, _would_object(review_run, wanted))
        return (
            _page(review_run, permissions, form, against)
            if against
            else _follows(review_run, permissions, form, wanted, seen)
        )
    try:
        with app_state().project.ledger(review_run) as ledger:
            (result,) = ledger.decide((wanted,), review_run.opened)
    except NotRecorded as refused:
        return _page(review_run, permissions, form, _beside_fields(permissions, objections(refused.results)))
    flash(f"Recorded in line {result.line or result.already} of the ledger.")
    return redirect(url_for("waits.listed", run=run), 303)


def _wanted(form: dict[str, str], on: date, by: str, review_run: ReviewRun) -> Decision:
    until = cells.day(form["until"])
    return Decision(
        act=form["act"],
        on=on,
        by=by,
        reason=form["reason"],
        recipient=form["recipient"],
        run=review_run.opened.id,
        detail={"until": until.isoformat()} if until else {},
    )


def _would_object(review_run: ReviewRun, wanted: Decision) -> tuple[Objection, ...]:
    """What would keep it out of the ledger; nothing is recorded, and no ledger begun."""
    project = app_state().project
    if project.has_ledger(review_run):
        with project.ledger(review_run) as ledger:
            return would_object(ledger, (wanted,), review_run)
    with closing(open_ledger(":memory:", project.now)) as ledger:
        return would_object(ledger, (wanted,), review_run)


def _beside_fields(permissions: Permissions, against: tuple[Objection, ...]) -> tuple[FieldError, ...]:
    return tuple(
        FieldError(FIELD_OF.get(o.column, "act"), f"{capital(objection_seen(permissions, o))}. {o.suggestion}")
        for o in against
    )


def _follows(
    review_run: ReviewRun, permissions: Permissions, form: dict[str, str], wanted: Decision, seen: tuple[Wait, ...]
) -> ResponseReturnValue:
    """The page of what would follow: nothing is recorded until it was shown."""
    opened = review_run.opened
    return render_template(
        "wait_follows.html",
        run=review_run,
        form=form,
        name=opened.world.recipients[opened.world.recipient_row[wanted.recipient]].name,
        act=capital(ACT[wanted.act].words),
        sentences=would_follow(wanted, seen, review_run, permissions),
    )


def waits_seen(review_run: ReviewRun, permissions: Permissions) -> tuple[Wait, ...]:
    """The waits that this run asks for in the reader's regions."""
    record = app_state().project.record_with(review_run)
    return tuple(w for w in waits_of_run(record, review_run.opened.id) if permissions.sees(w.region))


def waits_to_decide(review_run: ReviewRun, permissions: Permissions) -> int:
    """How many of them the director has not decided yet."""
    return sum(w.decision is None for w in waits_seen(review_run, permissions))


def acts_offered(permissions: Permissions) -> tuple[str, ...]:
    """What this reader may record of a wait."""
    return tuple(name for name in OF_WAIT if permissions.person and permissions.person.role in ACT[name].roles)


def _form_errors(form: dict[str, str], waits: tuple[Wait, ...], permissions: Permissions) -> tuple[FieldError, ...]:
    wrong = (
        [] if form["recipient"] in {w.recipient for w in waits if w.stands} else [FieldError("recipient", "Choose one")]
    )
    if form["act"] not in acts_offered(permissions):
        wrong.append(FieldError("act", "Choose what is decided"))
    wrong += [
        *_until_errors(form),
        *reason_errors(form["reason"], "Write why, in a sentence that may be read out later"),
        *day_errors(form, app_state().project.today()),
    ]
    return tuple(wrong)


def _until_errors(form: dict[str, str]) -> list[FieldError]:
    try:
        until = cells.day(form["until"])
    except Unreadable:
        return [
            FieldError("until", "Write the last day as 1/3/2023, or leave it empty: it then waits as long as it may")
        ]
    if until is not None and form["act"] != APPROVE_WAIT:
        return [FieldError("until", "A last day stands only beside an approval: leave it empty")]
    return []


def _beside(review_run: ReviewRun, permissions: Permissions) -> ReportTable:
    """The plan with and without the year ahead, of the reader's regions."""
    setup, opened = review_run.finished.setup, review_run.opened
    without = plan_mask(setup.world, setup.problem.choices, read_without(opened.folder))
    rows = beside(setup, review_run.finished.chosen, without, permissions.regions) if opened.holds else ()
    return beside_table(rows)


def _page(
    review_run: ReviewRun, permissions: Permissions, form: dict[str, str], wrong: tuple[FieldError, ...]
) -> ResponseReturnValue:
    opened, found = review_run.opened, waits_seen(review_run, permissions)
    project, later = app_state().project, text_in(request.args, "later", 80)
    today, record = project.today(), project.record_with(review_run)
    whole = permissions.regions is None  # the figures are of the whole run
    page = render_template(
        "term/waits.html",
        run=review_run,
        permissions=permissions,
        waits=found,
        beside=_beside(review_run, permissions),
        later_runs=later_runs(project, review_run, record),
        brought=brought_by(project, review_run, record, permissions, later) if later else (),
        figures=figures(read_figures(opened.folder) if whole else None),
        name={r.id: r.name for r in opened.world.recipients},
        label=leader_labels(opened.world, reader_of(permissions)),
        why={id: why.reason for id, why in review_run.unmatched.items()},
        to_decide=sum(w.to_decide for w in found),
        to_tell=sum(w.stands and w.state == APPROVED and w.told is None for w in found),
        last_day=day(last_day_here(opened.policy, opened.term, today)),
        acts=[(name, ACT[name].words) for name in acts_offered(permissions)],
        form=form or date_fields("on", today),
        wrong=wrong,
    )
    return page, 422 if wrong else 200
