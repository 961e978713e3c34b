"""The workbook that came back: what it would record, odd days to confirm, then the record; all or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.case.visible import leader_labels
from matcher.errors import InputFaults
from matcher.ledger import ACT, DecisionResult, act_words, record_workbook
from matcher.web.content.acts.decision_options import suggestion_on_page
from matcher.web.content.forms import FieldError
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run
from matcher.web.serving.previews import UploadKind
from matcher.web.serving.uploads import takes_file
from matcher.web.views.runs import whole
from matcher.wording.words import capital, count

bp = Blueprint("returned", __name__, url_prefix="/runs/<run>/returned")
WORKBOOK, OTHERS = UploadKind("workbook", (".xlsx",)), "others"
TICK_OTHERS = "Tick that they decided so themselves, or take these rows out of the workbook"
DryRun = Sequence[tuple[int, DecisionResult]]


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """One row of the workbook with what it would record. `odd`: its day contradicts the record and is asked about.
    `by` is who is said to have decided, with their role; `not_yours`: the reader's role may not decide it."""

    row: int
    school: str
    leader: str
    becomes: str
    on: str
    reason: str
    odd: str
    already: bool
    by: str
    not_yours: bool


@bp.get("")
def ask(run: str) -> ResponseReturnValue:
    review_run, _ = _may(run)
    return render_template("answers/returned.html", run=review_run, wrong=(), faults=())


@bp.post("")
@takes_file
def preview(run: str) -> ResponseReturnValue:
    """Read the upload and show what it would record. A workbook with faults is not kept."""
    review_run, permissions = _may(run)
    kept = WORKBOOK.keep(review_run)
    if kept is None:
        wrong = (FieldError("upload", "Choose the workbook that came back, a file that ends in .xlsx"),)
        return render_template("answers/returned.html", run=review_run, wrong=wrong, faults=()), 422
    draft, called = kept
    return _preview(review_run, permissions, draft, sent=called)


@bp.post("/record")
def record(run: str) -> ResponseReturnValue:
    """Record the previewed workbook, with the odd days that were ticked."""
    review_run, permissions = _may(run)
    draft = WORKBOOK.found(review_run)
    ticked = {int(row) for row in request.form.getlist("odd") if row.isascii() and row.isdigit()}
    try:
        asked = any(x.not_yours for x in _lines(review_run, permissions, _dry_run(review_run, draft)))
        if asked and request.form.get(OTHERS) != "yes":
            return _preview(review_run, permissions, draft, (FieldError(OTHERS, TICK_OTHERS),))
        with app_state().project.ledger(review_run) as ledger:
            done = record_workbook(draft, review_run.opened, ledger, True, ticked)
    except InputFaults:
        return _preview(review_run, permissions, draft)
    app_state().drafts.drop(draft)
    new = sum(x.line is not None for _, x in done)
    left = len({row for row, x in done if x.objection})
    unsure = f" Of {count(left, 'row')} the day was not confirmed, and nothing recorded." if left else ""
    flash(f"{new} recorded.{unsure} Was something recorded by mistake? The page of the match says how to mend it.")
    return redirect(url_for("returned.ask", run=run), 303)


def _may(run: str) -> tuple[ReviewRun, Permissions]:
    """For who may decide and see everything in the run: a workbook holds all of it. Else 404."""
    review_run, permissions = load_run(run)
    if not permissions.decides or not whole(review_run, permissions):
        abort(404)
    return review_run, permissions


def _preview(
    review_run: ReviewRun, permissions: Permissions, draft: Path, wrong: tuple[FieldError, ...] = (), sent: str = ""
) -> ResponseReturnValue:
    try:
        results = _dry_run(review_run, draft)
    except InputFaults as refused:
        faults = WORKBOOK.refuse(draft, refused, sent)
        page = render_template("answers/returned.html", run=review_run, wrong=(), faults=faults)
        return page, 422
    lines = _lines(review_run, permissions, results)
    new = sum(not x.already and not x.odd for x in lines)
    page = render_template(
        "answers/returned_preview.html", run=review_run, lines=lines, new=new, draft=draft.name, wrong=wrong
    )
    return page, 422 if wrong else 200


def _dry_run(review_run: ReviewRun, draft: Path) -> DryRun:
    """Nothing is recorded, and no ledger begun, for a preview."""
    with app_state().project.trial_ledger(review_run) as ledger:
        return record_workbook(draft, review_run.opened, ledger, False)


def _lines(review_run: ReviewRun, permissions: Permissions, results: DryRun) -> tuple[ReturnedLine, ...]:
    name = {r.id: r.name for r in review_run.opened.world.recipients}
    label = leader_labels(review_run.opened.world, reader_of(permissions))
    who = {p.id: f"{p.name} ({p.id}), {p.role}" for p in review_run.opened.facts.people}
    return tuple(
        ReturnedLine(
            row=row,
            school=name.get(x.decision.recipient, x.decision.recipient),
            leader=label.get(x.decision.leader, x.decision.leader),
            becomes=act_words(x.decision.act),
            on=x.decision.on.isoformat(),
            reason=x.decision.reason,
            odd=capital(f"{x.objection.message}. {suggestion_on_page(x.objection)}") if x.objection else "",
            already=bool(x.already),
            by=who.get(x.decision.by, x.decision.by),
            not_yours=not x.already and permissions.reviewer.role not in ACT[x.decision.act].roles,
        )
        for row, x in results
    )
