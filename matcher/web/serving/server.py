"""The two servers: one for this machine only, one for many users behind a sign-in. Neither logs a URL."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from matcher.errors import Fault, InputFaults
from matcher.read.open_data.kept_open_data import OpenDataStore
from matcher.read.review_settings import ReviewSettings, review_settings
from matcher.web.project import Project
from matcher.web.serving.app import create_app, create_served_app
from matcher.web.serving.limits import GRACE_SECONDS
from matcher.web.serving.request_log import log_server_without_values
from matcher.web.serving.session_store import SESSIONS, SessionStore
from matcher.web.serving.uploads import UploadCheck

LOOPBACK = "127.0.0.1"
EXTRA = "pip install 'matcher[server]'"


class SilentRequestHandler(WSGIRequestHandler):
    """Logs no request, since a URL may show who reads what. A client that sends nothing for so long is closed."""

    timeout = GRACE_SECONDS

    def log_request(self, *_: object) -> None:
        return


def create_local_server(
    folder: Path, port: int, store: OpenDataStore | None = None, lived_on: date | None = None
) -> tuple[BaseWSGIServer, str]:
    """The server, bound but not yet running, and its one-time link; `lived_on` as a project's. Raises InputFaults where
    the port is taken.
    """
    try:
        server = make_server(LOOPBACK, port, _not_ready, threaded=True, request_handler=SilentRequestHandler)
    except (OSError, SystemExit) as problem:
        message = "nothing can be opened on this port"
        raise InputFaults([Fault("--port", None, "", str(port), message, "Give another --port, or none")]) from problem
    hosts = [f"{name}:{server.port}" for name in (LOOPBACK, "localhost")]
    app, door = create_app(Project(folder.resolve(), store=store, lived_on=lived_on), hosts, f"matcher_{server.port}")
    server.app = app
    return server, f"http://{LOOPBACK}:{server.port}/enter/{door.token}"


def _not_ready(environ: object, start_response: object) -> list[bytes]:
    raise RuntimeError("the server was asked before it was ready")


def create_public_server(
    folder: Path, where: str, config: Path, store: OpenDataStore | None = None
) -> tuple[Any, ReviewSettings]:
    """The multi-user server, bound to HOST:PORT but not yet running. Raises InputFaults.

    TLS must end at a proxy that forwards the Host header; only the public URL of the settings is served.
    """
    host, _, port = where.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and int(port) < 65536):
        raise InputFaults([Fault("--serve", None, "", where, "is no HOST:PORT", "Write for example 127.0.0.1:8080")])
    try:
        from matcher.web.serving.connections import limited_server
        from matcher.web.serving.sign_in import Roles, SignIn
    except ImportError as absent:
        message = "the packages for signing in are not installed"
        raise InputFaults([Fault("--serve", None, "", "", message, f"Install them: {EXTRA}")]) from absent
    settings = review_settings(config)
    project = Project(folder.resolve(), store=store)
    roles = Roles(project.folder / settings.roles)
    roles.rows()  # reports faults of the register before the server starts
    sessions = SessionStore(project.folder / SESSIONS, settings.issuer)
    app = create_served_app(project, SignIn(settings, secret_of(settings), roles, project.now, sessions))
    log_server_without_values()
    try:
        server = limited_server(app, UploadCheck(app).takes_file, host.strip("[]"), int(port), settings.proxy)
    except OSError as problem:
        message = "nothing can be opened there"
        raise InputFaults([Fault("--serve", None, "", where, message, "Give another HOST:PORT")]) from problem
    return server, settings


def secret_of(settings: ReviewSettings) -> str | None:
    """The client secret from its file or environment variable; None for a public client. It is never printed."""
    if settings.client_secret_file:
        return _secret_in(Path(settings.client_secret_file))
    if not settings.client_secret_env:
        return None
    secret = os.environ.get(settings.client_secret_env, "").strip()
    if not secret:
        message = "the variable is not set, or empty"
        raise InputFaults(
            [Fault("client_secret_env", None, "", settings.client_secret_env, message, "Set it before starting")]
        )
    return secret


def _secret_in(path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        message = "the secret cannot be read"
        raise InputFaults([Fault(path.name, None, "", "", message, "Name a file with the secret alone")]) from problem
    if not secret:
        raise InputFaults([Fault(path.name, None, "", "", "the file is empty", "Write the secret in it")])
    return secret
