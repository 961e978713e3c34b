"""What the served pages add: sessions that outlive a restart, a log without persons, long bodies for some alone."""

from __future__ import annotations

import inspect
import re
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("authlib", reason="the packages for signing in are not installed")

from werkzeug.test import TestResponse

from matcher.web.serving.connections import LimitedParser, waitress_options
from matcher.web.serving.limits import FORM_AT_MOST, REQUESTS_A_MINUTE, UPLOAD_AT_MOST
from matcher.web.serving.request_rates import RequestRates
from matcher.web.serving.uploads import MARK, UploadCheck
from tests.web.conftest import MATCH
from tests.web.provider import Provider
from tests.web.served import ADDRESS, NAME, Signed, served_app

COOKIE = "__Host-matcher"
LOAD = "/registers/load"


def come_in(browser: Signed, provider: Provider) -> Signed:
    provider.person = {"sub": "sub-broker"}
    assert browser.sign_in().status_code == 303
    return browser


def restarted(browser: Signed, folder: Path, provider: Provider, register: Path) -> Signed:
    """The same browser at a server that was started again."""
    kept = browser.client.get_cookie(COOKIE, domain=NAME)
    assert kept
    after = Signed(served_app(folder, provider, register).test_client())
    after.client.set_cookie(COOKIE, kept.value, domain=NAME, secure=True)
    return after


def test_a_restart_signs_nobody_out_and_takes_the_form_of_before(
    browser: Signed, proposed: Path, provider: Provider, register: Path
) -> None:
    come_in(browser, provider)
    token = browser.token("/propose")
    after = restarted(browser, proposed, provider, register)
    assert after.get("/runs/term-1/matches").status_code == 200
    form = {"scenario": "none.yaml", "csrf_token": token}
    answer = after.client.post("/propose", data=form, base_url=ADDRESS, headers={"Origin": ADDRESS})
    assert "Choose a scenario" in answer.text


def test_a_sign_out_holds_after_a_restart(browser: Signed, proposed: Path, provider: Provider, register: Path) -> None:
    come_in(browser, provider)
    before = browser.client.get_cookie(COOKIE, domain=NAME)
    assert before
    browser.post("/leave", {}, "/propose")
    after = Signed(served_app(proposed, provider, register).test_client())
    after.client.set_cookie(COOKIE, before.value, domain=NAME, secure=True)
    assert after.get("/runs/term-1/matches").headers["Location"] == "/sign-in"


def test_the_log_tells_the_page_and_the_time_and_nobody(
    browser: Signed, provider: Provider, capfd: pytest.CaptureFixture[str]
) -> None:
    come_in(browser, provider)
    names = browser.get(f"{MATCH}?name=Hollincross").text
    browser.get("/runs/term-1/matches?id=90008")
    browser.get("/no/such/L0013")
    browser.client.open("/start", method="L0013", base_url=ADDRESS)
    logged = capfd.readouterr().err
    assert "90008" in names
    line = r"^\S+ method=GET page=decisions\.read status=200 ms=\d+ bytes=\d+ session=[0-9a-f]{8}$"
    assert re.search(line, logged, re.MULTILINE)
    assert "method=GET page=no-such-page status=404" in logged
    for told in ("90008", "L0013", "Hollincross", "sub-broker", "P003", "term-1", "127.0.0.1", "South West"):
        assert told not in logged


def test_too_many_requests_are_told_to_wait(proposed: Path, provider: Provider, register: Path) -> None:
    """Within one minute by a clock that stands still: by the machine's, a new minute could begin between two."""
    app = served_app(proposed, provider, register, rates=RequestRates(lambda: 0.0))
    browser = come_in(Signed(app.test_client()), provider)
    codes = [browser.get("/static/review.css").status_code for _ in range(REQUESTS_A_MINUTE)]
    assert codes[0] == 200
    answer = browser.get("/")
    assert answer.status_code == 429
    assert "Wait a minute" in answer.text
    assert answer.headers["Retry-After"] == "60"


def test_the_health_address_answers_anybody_by_any_name_and_says_nothing(browser: Signed) -> None:
    answer = browser.get("/healthz", host="10.0.0.3:8080")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


def test_the_health_address_says_so_when_nothing_can_be_recorded(
    browser: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = browser.client.application.extensions["matcher"].project
    monkeypatch.setattr(project, "folder", tmp_path / "gone")
    assert browser.get("/healthz").status_code == 503


# How long a body may be.


def asked(browser: Signed, path: str, length: int, cookie: str, method: str = "POST") -> int | None:
    """The status with which the server's parser refuses a request by its header alone; None where it reads on."""
    from waitress.adjustments import Adjustments

    adj = Adjustments(**waitress_options())
    parser = LimitedParser(adj, UploadCheck(browser.client.application).takes_file)
    header = f"{method} {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {length}\r\nCookie: {cookie}\r\n\r\n"
    parser.received(header.encode())
    return parser.error.code if parser.error else None


def test_only_who_is_signed_in_may_send_a_long_body_and_only_where_a_file_is_taken(
    browser: Signed, provider: Provider
) -> None:
    come_in(browser, provider)
    kept = browser.client.get_cookie(COOKIE, domain=NAME)
    assert kept
    cookie = f"{COOKIE}={kept.value}"
    assert asked(browser, LOAD, UPLOAD_AT_MOST, cookie) is None
    assert asked(browser, LOAD, UPLOAD_AT_MOST + 1, cookie) == 413
    assert asked(browser, LOAD, FORM_AT_MOST + 1, "") == 413
    assert asked(browser, LOAD, FORM_AT_MOST + 1, cookie[:-1]) == 413
    assert asked(browser, LOAD, FORM_AT_MOST + 1, cookie, "PUT") == 413
    assert asked(browser, "/propose", FORM_AT_MOST + 1, cookie) == 413
    assert asked(browser, "/propose", FORM_AT_MOST, "") is None


def sent(browser: Signed, address: str, size: int) -> TestResponse:
    form = {"scenario": "term.yaml", "file": "sample/leaders.csv", "csrf_token": browser.token("/propose")}
    data = {**form, "upload": (BytesIO(b"x" * size), "leaders.txt")}
    return browser.client.post(address, data=data, base_url=ADDRESS, headers={"Origin": ADDRESS})


def test_the_application_itself_refuses_a_long_form(browser: Signed, provider: Provider) -> None:
    come_in(browser, provider)
    assert "Choose a file that ends in .csv" in sent(browser, LOAD, 2 * FORM_AT_MOST).text
    assert sent(browser, "/propose", 2 * FORM_AT_MOST).status_code == 413


def test_every_view_that_reads_a_file_is_marked(browser: Signed) -> None:
    views = browser.client.application.view_functions
    reads = re.compile(r"request\.files|\.keep\(review_run\)")
    reading = {name for name, view in views.items() if reads.search(inspect.getsource(view))}
    assert reading == {name for name, view in views.items() if hasattr(view, MARK)}
    assert "work.load" in reading
