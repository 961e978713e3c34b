"""Request guard: Host and Origin checks, a one-time login link, and security headers."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest
from html import unescape
from secrets import token_urlsafe

from flask import Flask, Response, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\sstyle="([^"]*)"')
SESSION_KEY = "inside"
HEALTH = "health.alive"  # says nothing of anybody: whoever watches the server may ask it by any name
OPEN_TO_ALL = ("static", "enter", HEALTH)
A_YEAR = 365 * 24 * 3600


def policy_of(page: str) -> str:
    """The Content-Security-Policy of a page with inline styles: only these styles, by their hashes."""
    styles = [*_STYLE.findall(page), *map(unescape, _ATTRIBUTE.findall(page))]
    hashes = sorted({f"'sha256-{b64encode(sha256(x.encode()).digest()).decode()}'" for x in styles})
    allowed = " ".join(("'unsafe-hashes'", *hashes)) if hashes else "'none'"
    return f"default-src 'none'; style-src {allowed}; img-src data:; frame-ancestors 'none'; base-uri 'none'"


class RequestGuard:
    """Checks on every request: the Host is the server's own, and a form is sent from its own pages."""

    def __init__(self, hosts: Iterable[str], scheme: str = "https") -> None:
        self.hosts, self.scheme = frozenset(hosts), scheme

    def check(self) -> None:
        if request.host not in self.hosts and request.endpoint != HEALTH:
            abort(403)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            self._from_here()

    def _from_here(self) -> None:
        """Abort with 403 unless Origin and Sec-Fetch-Site are the server's own."""
        if request.headers.get("Origin") != f"{self.scheme}://{request.host}":
            abort(403)
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            abort(403)


class LoginLink(RequestGuard):
    """The guard on one machine: it also requires a session that was opened by the one-time link."""

    def __init__(self, hosts: Iterable[str]) -> None:
        super().__init__(hosts, "http")
        self.token = token_urlsafe(24)
        self.used = False

    def enter(self, token: str) -> ResponseReturnValue:
        """Open a session with the one-time token; abort with 403 where it is wrong or used."""
        if self.used or not compare_digest(token.encode(), self.token.encode()):
            abort(403)
        self.used = True
        session.clear()
        session[SESSION_KEY] = token_urlsafe(16)
        return redirect(url_for("who.begin"), 303)

    def check(self) -> None:
        super().check()
        if request.endpoint not in OPEN_TO_ALL and SESSION_KEY not in session:
            abort(403)


def add_security_headers(answer: Response) -> Response:
    """Set the security headers: no foreign content, no caching, no referrer to other sites.

    The referrer policy is `same-origin`, since with `no-referrer` browsers send no usable Origin with a form.
    """
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Frame-Options"] = "DENY"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    return answer


def require_tls(answer: Response) -> Response:
    answer.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    return answer


def install_guard(app: Flask, entrance: RequestGuard) -> None:
    app.before_request(entrance.check)
    app.after_request(add_security_headers)
    if isinstance(entrance, LoginLink):
        app.add_url_rule("/enter/<token>", "enter", entrance.enter)
    else:
        app.after_request(require_tls)
