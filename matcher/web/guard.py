"""The door: loopback names only, forms from these pages only, a one-time link, headers that forbid the rest."""

from __future__ import annotations

from collections.abc import Iterable
from hmac import compare_digest
from secrets import token_urlsafe

from flask import Flask, Response, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
INSIDE = "inside"
OPEN_TO_ALL = ("static", "enter")


class Door:
    """Who may come in: a browser that was given the link, calling this server by a loopback name."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self.hosts = frozenset(hosts)
        self.token = token_urlsafe(24)
        self.used = False

    def enter(self, token: str) -> ResponseReturnValue:
        """The link works once; the browser then holds a cookie until it is closed."""
        if self.used or not compare_digest(token.encode(), self.token.encode()):
            abort(403)
        self.used = True
        session.clear()
        session[INSIDE] = token_urlsafe(16)
        return redirect(url_for("start.begin"), 303)

    def check(self) -> None:
        if request.host not in self.hosts:
            abort(403)
        if request.method == "POST":
            self._from_here()
        if request.endpoint not in OPEN_TO_ALL and INSIDE not in session:
            abort(403)

    def _from_here(self) -> None:
        """A form is taken only from a page of this server: every browser says where a form comes from."""
        if request.headers.get("Origin") != f"http://{request.host}":
            abort(403)
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            abort(403)


def close_off(answer: Response) -> Response:
    """Nothing from elsewhere, nothing kept in the browser, no address handed on."""
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    return answer


def guarded(app: Flask, door: Door) -> None:
    app.before_request(door.check)
    app.after_request(close_off)
    app.add_url_rule("/enter/<token>", "enter", door.enter)
