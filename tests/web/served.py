"""The pages as a server of many people has them, and a browser that goes to the provider and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from flask import Flask
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from matcher.read.review_settings import SCHEMA, ReviewSettings
from matcher.web.project import Project
from matcher.web.serving.app import create_served_app
from matcher.web.serving.request_rates import RequestRates
from matcher.web.serving.server import LOOPBACK, SilentRequestHandler
from matcher.web.serving.session_store import SessionStore
from matcher.web.serving.sign_in import Roles, SignIn
from tests.web.conftest import NOW, Browser
from tests.web.provider import CLIENT, SECRET, Provider

NAME = "matching.example"
ADDRESS = f"https://{NAME}"
REGISTER = """subject,email,role,regions,organisation,person
sub-broker,,broker,South West,,P003
sub-director,,director,South West,,P014
,analyst@office.example,analyst,,,
sub-auditor,,auditor,,,
sub-elsewhere,,broker,East Midlands,,P001
"""


class Signed(Browser):
    """A browser of the served pages. `client` keeps its cookies, as a browser does."""

    def get(self, address: str, host: str = NAME, **headers: str) -> TestResponse:
        return self.client.get(address, base_url=f"https://{host}", headers=headers)

    def post(self, address: str, form: dict[str, object], page: str, origin: str = ADDRESS) -> TestResponse:
        sent = {**form, "csrf_token": self.token(page)}
        return self.client.post(address, data=sent, base_url=ADDRESS, headers={"Origin": origin} if origin else {})

    def to_provider(self) -> str:
        """Where the provider sends the browser back to."""
        return sent_on(self.get("/sign-in/go").headers["Location"])

    def sign_in(self) -> TestResponse:
        return self.get(self.to_provider().removeprefix(ADDRESS))


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def sent_on(address: str) -> str:
    try:
        build_opener(_Stays).open(Request(address))
    except HTTPError as redirect:
        return redirect.headers["Location"]
    raise AssertionError("the provider sent nobody on")


def settings(provider: Provider, hours: int = 8, address: str = ADDRESS) -> ReviewSettings:
    return ReviewSettings(
        schema=SCHEMA, public_url=address, issuer=provider.issuer, client_id=CLIENT, session_hours=hours
    )


def served_app(
    folder: Path,
    provider: Provider,
    register: Path,
    now: Callable[[], datetime] = lambda: NOW,
    rates: RequestRates | None = None,
) -> Flask:
    return create_served_app(_project(folder), _sign_in(settings(provider), register, now), rates)


def _sign_in(settings: ReviewSettings, register: Path, now: Callable[[], datetime]) -> SignIn:
    """Its sessions lie beside the register, so that the project folder stays as it was."""
    sessions = SessionStore(register.with_name("sessions.sqlite"), settings.issuer)
    return SignIn(settings, SECRET, Roles(register), now, sessions)


@cache
def _project(folder: Path) -> Project:
    """One for all tests of a folder: a run that is open already need not be opened again."""
    return Project(folder, lambda: NOW)


@contextmanager
def by_http(folder: Path, provider: Provider) -> Iterator[str]:
    """The served pages on a port of this machine, where a browser trusts them without TLS."""
    register = folder / "roles.csv"
    register.write_text(REGISTER, encoding="utf-8")
    server = make_server(LOOPBACK, 0, lambda *_: [], threaded=True, request_handler=SilentRequestHandler)
    address = f"http://{LOOPBACK}:{server.port}"
    sign_in = _sign_in(settings(provider, address=address), register, lambda: NOW)
    server.app = create_served_app(Project(folder, lambda: NOW), sign_in)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
