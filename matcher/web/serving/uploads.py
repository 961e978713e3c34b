"""Which views take a file, and how long a request's body may be for that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

from matcher.web.serving.context import reviewer
from matcher.web.serving.limits import FORM_AT_MOST, UPLOAD_AT_MOST

View = TypeVar("View", bound=Callable[..., object])
MARK = "takes_file"


def takes_file(view: View) -> View:
    """Mark a view that reads `request.files`: only it is sent more than a form may hold, by somebody signed in."""
    setattr(view, MARK, True)
    return view


def _marked(app: Flask, endpoint: str | None) -> bool:
    return bool(endpoint) and hasattr(app.view_functions.get(str(endpoint)), MARK)


def limit_body() -> None:
    """Set this request's largest body: 413 as soon as a longer one is read."""
    takes = _marked(current_app, request.endpoint)
    request.max_content_length = UPLOAD_AT_MOST if takes else FORM_AT_MOST


class UploadCheck:
    """Asked by the server when only the header of a request has come: may a long body follow?"""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def takes_file(self, method: str, path: str, cookie: str) -> bool:
        """Whether the address takes a file and the session in the Cookie header is somebody's who may load one."""
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "https",
            "HTTP_COOKIE": cookie,
        }
        with self._app.request_context(environ):
            who = reviewer() if _marked(self._app, request.endpoint) else None
            return who is not None
