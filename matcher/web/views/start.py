"""The home page: the runs of the project folder and what to do next."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from matcher.web.serving.context import app_state, current_reader, job_owner

bp = Blueprint("start", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    project = app_state().project
    return render_template(
        "home.html",
        runs=project.run_names(),
        folder=project.folder.name,
        job=app_state().jobs.running(),
        who=current_reader(),
        job_owner=job_owner(),
    )
