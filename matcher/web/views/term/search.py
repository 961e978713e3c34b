"""Search by POST, so that no name stands in an address."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matcher.web.content.forms import text_in
from matcher.web.content.term.search import search
from matcher.web.serving.context import app_state, load_run

bp = Blueprint("search", __name__, url_prefix="/runs/<run>/search")


@bp.get("")
def ask(run: str) -> ResponseReturnValue:
    review_run, _ = load_run(run)
    return render_template("term/search.html", run=review_run, text="", found=None)


@bp.post("")
def answer(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    text = text_in(request.form, "words", 100)
    found = search(review_run, app_state().project.record(review_run), permissions, text) if text else None
    return render_template("term/search.html", run=review_run, text=text, found=found)
