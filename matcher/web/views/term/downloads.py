"""What may be taken away as files: the report, the workbook, letters one by one or all in one, the mail merge."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, render_template, send_file
from flask.typing import ResponseReturnValue

from matcher.ledger import Letter, Record
from matcher.web.content.term.downloads import (
    MAIL_MERGE,
    FiledLetter,
    filed,
    match_letters,
    merge_table,
    support_letters,
    zipped,
)
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run
from matcher.web.views.runs import whole

bp = Blueprint("downloads", __name__, url_prefix="/runs/<run>/downloads")


@bp.get("")
def listed(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    first, second = _letters(review_run, permissions) if permissions.reviewer.sees_names else ((), ())
    letters = [*first, *map(filed, second)]
    return render_template(
        "term/downloads.html",
        run=review_run,
        permissions=permissions,
        whole=whole(review_run, permissions),
        ready=[x for x in letters if x.may_be_sent],
        unknown=[x for x in letters if x.to_be_found_out],
        held=[x for x in letters if x.held_back],
        merge=sum(filed(x).may_be_sent for x in second),
        zip_name=f"{review_run.name}-letters.zip",
        merge_name=MAIL_MERGE,
    )


@bp.get("/<file>")
def one(run: str, file: str) -> ResponseReturnValue:
    """One letter, all that may be sent in a zip, or the mail merge; 404 for a letter that is not this reader's."""
    review_run, permissions = load_run(run)
    if not permissions.reviewer.sees_names:
        abort(404)
    first, second = _letters(review_run, permissions)
    if file == f"{review_run.name}-letters.zip":
        return sent_as_file(zipped(first, second), file, "application/zip")
    if file == MAIL_MERGE:
        return sent_as_file(merge_table(second), file, "text/csv; charset=utf-8")
    letter = next((x for x in (*first, *map(filed, second)) if x.file == file), None)
    if letter is None:
        abort(404)
    return sent_as_file(letter.text.encode("utf-8"), file, "text/plain; charset=utf-8")


def _letters(review_run: ReviewRun, permissions: Permissions) -> tuple[tuple[FiledLetter, ...], tuple[Letter, ...]]:
    project = app_state().project
    record: Record = project.record_with(review_run)
    today = project.today()
    return (
        support_letters(review_run, record, permissions, today),
        match_letters(review_run, record, permissions, today),
    )


def sent_as_file(content: bytes, name: str, kind: str) -> ResponseReturnValue:
    """To be kept, not shown; the name holds no person's. A run's folder may have any name, which is quoted here."""
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
