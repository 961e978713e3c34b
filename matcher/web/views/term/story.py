"""The answer for the file: the story of a school or trust as it was known on a day, whole or for disclosure."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from matcher.errors import InputFaults
from matcher.identity.file_names import file_stem
from matcher.ledger.history.story import Story, mentions, story
from matcher.ledger.history.story_page import DISCLOSURE, PERSONAL, as_json, heading, page
from matcher.ledger.log.states import Record
from matcher.web.content.forms import FieldError, date_in, text_in
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run
from matcher.wording.terms import in_words

bp = Blueprint("story", __name__, url_prefix="/runs/<run>/bodies/<recipient>/story")
FIELDS = ("on-day", "on-month", "on-year", "disclosure", "file")


@bp.get("")
def read(run: str, recipient: str) -> ResponseReturnValue:
    """`on-day`, `on-month`, `on-year`: as known on that day, left empty now; `disclosure`; `file`: to be kept."""
    review_run, permissions = load_run(run)
    assessed = review_run.opened.assessments.get(recipient)
    if assessed is None or not permissions.sees(assessed.region):
        abort(404)
    form = {name: text_in(request.args, name, 20) for name in FIELDS}
    on, given = date_in(form, "on"), any(form[f"on-{part}"] for part in ("day", "month", "year"))
    wrong = (FieldError("on", "Write a day, month and year, or leave all three empty"),) if given and not on else ()
    may = _may_see_all(review_run, permissions, recipient)
    disclosure = bool(form["disclosure"]) or not may
    found = _story(review_run, recipient, on.isoformat() if on else "")
    if form["file"] and not wrong:
        return _as_file(found, disclosure)
    told = as_json(found, disclosure)
    shown = render_template(
        "term/story.html",
        run=review_run,
        recipient=recipient,
        title=heading(found),
        about=in_words(DISCLOSURE) if disclosure else PERSONAL,
        story=told,
        may=may,
        disclosure=disclosure,
        form=form,
        wrong=wrong,
        kept=f"{request.path}?{urlencode({k: v for k, v in form.items() if v} | {'file': 'yes'})}",
    )
    return shown, 422 if wrong else 200


def _story(review_run: ReviewRun, recipient: str, moment: str) -> Story:
    """404 where the ledger, or the ledger of that day, knows nothing of it."""
    project = app_state().project
    if not project.has_ledger(review_run):
        abort(404)
    try:
        with project.ledger(review_run) as ledger:
            return story(ledger, recipient, moment, review_run.opened.folder.absolute().parent, project.verified)
    except InputFaults:
        abort(404)


def _may_see_all(review_run: ReviewRun, permissions: Permissions, recipient: str) -> bool:
    """Whether every run that looked at it was of the reader's regions: what a run showed may name others' schools."""
    if not permissions.reviewer.sees_names:
        return False
    record: Record = app_state().project.record(review_run)
    mine = permissions.regions
    runs = [run for run in record.runs if mentions(run, recipient)]
    return mine is None or all(run.regions is not None and mine >= set(run.regions) for run in runs)


def _as_file(found: Story, disclosure: bool) -> ResponseReturnValue:
    answer = make_response(page(found, disclosure))
    name = f"{file_stem(found.recipient)}{'-for-disclosure' if disclosure else ''}.html"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Content-Type"] = "application/octet-stream"  # to be kept: it is no page of these
    return answer
