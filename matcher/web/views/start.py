"""The first page: the runs of the folder and what to do next."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from matcher.web.context import me, office, reading

bp = Blueprint("start", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    project = office().project
    return render_template(
        "home.html",
        runs=project.run_names(),
        folder=project.folder.name,
        job=office().jobs.running(),
        who=reading(),
        me=me(),
    )
