"""The health address: whether the server can answer, without a login and without data."""

from __future__ import annotations

import os

from flask import Blueprint, Response

from matcher.web.serving.context import app_state

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """`ok`, or 503 where the project folder cannot be read and written: then no decision could be recorded."""
    good = os.access(app_state().project.folder, os.R_OK | os.W_OK | os.X_OK)
    return Response(
        "ok\n" if good else "the project folder cannot be used\n", 200 if good else 503, mimetype="text/plain"
    )
