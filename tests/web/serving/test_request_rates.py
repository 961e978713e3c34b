"""A session and an address may ask so often within a minute, and no oftener."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from matcher.web.serving.limits import REQUESTS_A_MINUTE, REQUESTS_A_MINUTE_OF_AN_ADDRESS
from matcher.web.serving.request_guard import HEALTH, SESSION_KEY
from matcher.web.serving.request_rates import KEYS_AT_MOST, RequestRates, install_rates

HERE, OFFICE = "127.0.0.1", "192.0.2.7"


class Hands:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


def client(hands: Hands, proxy: str = "", key: str = "") -> FlaskClient:
    app = Flask("small")
    app.secret_key = "x"
    app.add_url_rule("/", "page", lambda: session.setdefault(SESSION_KEY, key) if key else "")
    app.add_url_rule("/healthz", HEALTH, lambda: "ok")
    install_rates(app, proxy, RequestRates(hands))
    return app.test_client()


def codes(browser: FlaskClient, number: int, address: str, page: str = "/") -> Iterator[int]:
    return (browser.get(page, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(number))


def test_one_session_is_told_to_wait_and_may_ask_again_a_minute_later(hands: Hands) -> None:
    browser = client(hands, key="somebody")
    assert set(codes(browser, REQUESTS_A_MINUTE, HERE)) == {200}
    assert list(codes(browser, 2, HERE)) == [200, 429]  # the first of all had no cookie yet
    hands.now = 60
    assert list(codes(browser, 1, HERE)) == [200]


def test_an_address_without_a_session_is_counted(hands: Hands) -> None:
    browser = client(hands)
    assert set(codes(browser, REQUESTS_A_MINUTE_OF_AN_ADDRESS, OFFICE)) == {200}
    assert list(codes(browser, 1, OFFICE)) == [429]
    assert list(codes(browser, 1, "192.0.2.8")) == [200]


def test_an_unnamed_proxy_on_this_machine_is_not_taken_for_one_person(hands: Hands) -> None:
    """Strangers use up their own share: those who are signed in are still answered."""
    browser, app = client(hands, key="somebody"), None
    app = browser.application
    next(codes(browser, 1, HERE))
    assert list(codes(app.test_client(use_cookies=False), REQUESTS_A_MINUTE_OF_AN_ADDRESS, HERE))[-1] == 429
    assert list(codes(browser, 1, HERE)) == [200]


def test_the_health_address_is_never_counted(hands: Hands) -> None:
    browser = client(hands)
    list(codes(browser, REQUESTS_A_MINUTE_OF_AN_ADDRESS + 1, OFFICE))
    assert list(codes(browser, 1, OFFICE, "/healthz")) == [200]


def test_counts_cannot_fill_the_memory(hands: Hands) -> None:
    rates = RequestRates(hands)
    for i in range(KEYS_AT_MOST + 100):
        rates.too_many(f"address {i}", 10)
    assert len(rates._counts) == KEYS_AT_MOST
