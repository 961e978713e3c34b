"""How often a session and an address may ask within a minute. Counts are in memory and forget themselves."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from threading import Lock
from time import monotonic

from cachetools import TTLCache
from flask import Flask, request, session
from werkzeug.exceptions import TooManyRequests

from matcher.web.serving.limits import REQUESTS_A_MINUTE, REQUESTS_A_MINUTE_OF_AN_ADDRESS
from matcher.web.serving.request_guard import HEALTH, SESSION_KEY

MINUTE = 60
KEYS_AT_MOST = 20_000  # a crowd of addresses may push out counts, never fill the memory


class RequestRates:
    """Requests of the running minute by key. `seconds` is the clock, for tests."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._counts: TTLCache[tuple[str, int], int] = TTLCache(KEYS_AT_MOST, 2 * MINUTE, seconds)
        self._lock = Lock()

    def too_many(self, who: str, most: int) -> bool:
        """Count one request of `who`, and whether that is more than `most` in this minute."""
        key = who, int(self._seconds() // MINUTE)
        with self._lock:
            count = self._counts.get(key, 0) + 1
            self._counts[key] = count
        return count > most

    def check(self, proxy: str) -> None:
        """Raise TooManyRequests where this request's session, or its address, has asked too often.

        Where no proxy is named, the machine's own address stands for everybody behind one: then it counts for
        requests without a session alone.
        """
        if request.endpoint == HEALTH:
            return
        key, address = session.get(SESSION_KEY, ""), request.remote_addr or ""
        over = bool(key) and self.too_many(f"session {key}", REQUESTS_A_MINUTE)
        if not key or proxy or not _of_this_machine(address):
            over = self.too_many(f"address {address}", REQUESTS_A_MINUTE_OF_AN_ADDRESS) or over
        if over:
            raise TooManyRequests(retry_after=MINUTE)


def _of_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def install_rates(app: Flask, proxy: str, rates: RequestRates | None = None) -> None:
    counted = rates or RequestRates()
    app.before_request(lambda: counted.check(proxy))
