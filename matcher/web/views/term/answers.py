"""The round before the term: who has not answered, a sheet for all, and its upload with what it would record."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.case.visible import leader_labels
from matcher.errors import Fault, InputFaults
from matcher.ledger import DecisionResult, act_words
from matcher.ledger.returned_workbook.leader_answers import read_answers, record_answers, write_answers
from matcher.web.content.cases import ledger_view
from matcher.web.content.forms import FieldError
from matcher.web.content.term.leaders import leader_lines, leader_rows
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run
from matcher.web.serving.previews import UploadKind
from matcher.web.serving.uploads import takes_file
from matcher.web.views.term.downloads import sent_as_file
from matcher.wording.wording import day

bp = Blueprint("answers", __name__, url_prefix="/runs/<run>/answers")
SHEET, SILENT = UploadKind("answers", (".xlsx", ".csv")), "silent"
OF_NONE = "Of no school or trust in particular: where it concerns one, its number stands under Concerns"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Results = tuple[tuple[int, DecisionResult], ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One act that the sheet would record. `words` are the leader's own; '' where the sheet holds none."""

    row: int
    leader: str
    becomes: str
    detail: str
    on: str
    words: str
    already: bool


@bp.get("")
def ask(run: str) -> ResponseReturnValue:
    review_run, permissions = _may(run)
    return _page(review_run, permissions, ())


@bp.get("/sheet")
def sheet(run: str) -> ResponseReturnValue:
    """The sheet to be filled in, of all leaders of the reader or of those who have not answered."""
    review_run, permissions = _may(run)
    project = app_state().project
    view = ledger_view(review_run, project.record(review_run))
    lines = leader_lines(review_run, view, permissions, project.today())
    ids = [x.leader.id for x in lines if request.args.get("only", "") != SILENT or not x.answered]
    into = io.BytesIO()
    write_answers(into, review_run.opened, view, ids, project.today())
    return sent_as_file(into.getvalue(), f"{review_run.name}-answers.xlsx", EXCEL)


@bp.post("")
@takes_file
def preview(run: str) -> ResponseReturnValue:
    """Read the upload and show what it would record. A sheet with faults is not kept."""
    review_run, permissions = _may(run)
    kept = SHEET.keep(review_run)
    if kept is None:
        wrong = (FieldError("upload", "Choose the sheet that was filled in, a file that ends in .xlsx or .csv"),)
        return _page(review_run, permissions, wrong)
    return _preview(review_run, permissions, *kept)


@bp.post("/record")
def record(run: str) -> ResponseReturnValue:
    review_run, permissions = _may(run)
    draft = SHEET.found(review_run)
    try:
        results = _read(review_run, permissions, draft, really=True)
    except InputFaults:
        return _preview(review_run, permissions, draft)
    app_state().drafts.drop(draft)
    flash(f"{sum(x.line is not None for _, x in results)} recorded.")
    return redirect(url_for("leaders.listed", run=run), 303)


def _may(run: str) -> tuple[ReviewRun, Permissions]:
    """For who may decide; the sheet names leaders. Else 404."""
    review_run, permissions = load_run(run)
    if not permissions.decides or not permissions.reviewer.sees_names:
        abort(404)
    return review_run, permissions


def _read(review_run: ReviewRun, permissions: Permissions, draft: Path, really: bool) -> Results:
    """Of the reader's own leaders alone. For a preview nothing is recorded, and no ledger begun."""
    project, world = app_state().project, review_run.opened.world
    assert permissions.person is not None
    allowed = {world.leaders[row].id for row in leader_rows(review_run, permissions)}
    with project.ledger(review_run) if really else project.trial_ledger(review_run) as ledger:
        return record_answers(
            draft, review_run.opened, ledger, permissions.person.id, really, allowed, permissions.sees
        )


def _preview(review_run: ReviewRun, permissions: Permissions, draft: Path, sent: str = "") -> ResponseReturnValue:
    """`sent` is what the reader called the file."""
    try:
        results = _read(review_run, permissions, draft, really=False)
        words = {x.row: x.words for x in read_answers(draft, review_run.opened, "")}
    except InputFaults as refused:
        return _page(review_run, permissions, (), SHEET.refuse(draft, refused, sent))
    label = leader_labels(review_run.opened.world, reader_of(permissions))
    bodies = review_run.opened.assessments
    name = {x.decision.recipient: bodies[x.decision.recipient].name for _, x in results if x.decision.recipient}
    lines = [
        _line(row, x, label.get(x.decision.leader, x.decision.leader), words[row], name.get(x.decision.recipient, ""))
        for row, x in results
    ]
    new, of = sum(not x.already for x in lines), len({x.row for x in lines if not x.already})
    return render_template(
        "answers/answers_preview.html", run=review_run, lines=lines, new=new, of=of, draft=draft.name
    )


def _line(row: int, result: DecisionResult, leader: str, words: str, body: str) -> AnswerLine:
    wanted = result.decision
    parts = {"days": "{} days", "travel_km": "up to {} km", "outcome": "{}", "until": "until {}"}
    given = {k: day(v) if k == "until" else v for k, v in wanted.detail.items()}
    detail = ", ".join(text.format(given[key]) for key, text in parts.items() if key in given)
    if wanted.detail.get("outcome") == "sign-off":
        detail += f", concerning {body or wanted.recipient}" if wanted.recipient else f". {OF_NONE}"
    return AnswerLine(row, leader, act_words(wanted.act), detail, wanted.on.isoformat(), words, bool(result.already))


def _page(
    review_run: ReviewRun, permissions: Permissions, wrong: tuple[FieldError, ...], faults: tuple[Fault, ...] = ()
) -> ResponseReturnValue:
    project = app_state().project
    view = ledger_view(review_run, project.record(review_run))
    lines = leader_lines(review_run, view, permissions, project.today())
    page = render_template(
        "answers/answers.html",
        run=review_run,
        of=len(lines),
        silent=sum(not x.answered for x in lines),
        wrong=wrong,
        faults=faults,
    )
    return page, 422 if wrong or faults else 200
