"""What changed since the proposal before, by name."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from matcher.web.content.term.changes import changes_page
from matcher.web.content.term.home import days_published
from matcher.web.serving.context import app_state, load_run

bp = Blueprint("changes", __name__, url_prefix="/runs/<run>/changes")


@bp.get("")
def listed(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    project = app_state().project
    page = None
    if project.has_ledger(review_run):
        with project.ledger(review_run) as ledger:
            page = changes_page(review_run, ledger.record(), permissions, days_published(ledger))
    return render_template("term/changes.html", run=review_run, permissions=permissions, page=page)
