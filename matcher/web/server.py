"""The local server: this machine only, no log of addresses, until it is stopped."""

from __future__ import annotations

from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from matcher.errors import Fault, InputFaults
from matcher.web.app import create_app
from matcher.web.project import Project

LOOPBACK = "127.0.0.1"


class Silent(WSGIRequestHandler):
    """An address may tell who reads what: no request is logged."""

    def log_request(self, *_: object) -> None:
        return


def serve(folder: Path, port: int) -> tuple[BaseWSGIServer, str]:
    """The server, bound but not yet running, and its one-time link. Raises InputFaults where the port is taken."""
    try:
        server = make_server(LOOPBACK, port, _not_ready, threaded=True, request_handler=Silent)
    except (OSError, SystemExit) as taken:
        message = "nothing can be opened on this port"
        raise InputFaults([Fault("--port", None, "", str(port), message, "Give another --port, or none")]) from taken
    hosts = [f"{name}:{server.port}" for name in (LOOPBACK, "localhost")]
    app, door = create_app(Project(folder.resolve()), hosts, f"matcher_{server.port}")
    server.app = app
    return server, f"http://{LOOPBACK}:{server.port}/enter/{door.token}"


def _not_ready(environ: object, start_response: object) -> list[bytes]:
    raise RuntimeError("the server was asked before it was ready")
