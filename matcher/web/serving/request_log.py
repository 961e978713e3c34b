"""One line a request on standard error, without personal data: which page, not whose; and what waitress has to say."""

from __future__ import annotations

import hmac
import logging
import re
import sys
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_bytes
from time import perf_counter

from flask import Flask, Response, g, request, session

from matcher.web.jobs import error_locations
from matcher.web.serving.request_guard import HEALTH, SESSION_KEY

NOT_LOGGED = ("static", HEALTH)


class RequestLog:
    """Logs the time, method, page (its name in the program, no id), status, milliseconds, bytes and a session's mark.

    The mark is keyed by a secret of this process: it tells sessions apart in one log and leads to nobody.
    """

    def __init__(self) -> None:
        self._secret = token_bytes(32)

    def line(self, answer: Response) -> str:
        milliseconds = round((perf_counter() - g.get("asked_at", perf_counter())) * 1000)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        page = request.endpoint or "no-such-page"
        size = answer.content_length or 0
        return (
            f"{now} method={_method()} page={page} status={answer.status_code} ms={milliseconds}"
            f" bytes={size} session={self.mark(session.get(SESSION_KEY, ''))}"
        )

    def mark(self, key: str) -> str:
        return hmac.new(self._secret, key.encode(), sha256).hexdigest()[:8] if key else "none"

    def write(self, answer: Response) -> Response:
        if request.endpoint not in NOT_LOGGED:
            print(self.line(answer), file=sys.stderr, flush=True)
        return answer


def _method() -> str:
    """The request's method, if it is one of ours: a client may send any word."""
    return request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other"


def _begin() -> None:
    g.asked_at = perf_counter()


def install_request_log(app: Flask) -> None:
    """Must be the first of the application's hooks, so that refused requests are logged as well."""
    app.before_request(_begin)
    app.after_request(RequestLog().write)


class WithoutValues(logging.Formatter):
    """A record's kind of message and where an error stands in the program; never its values, such as an address."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        places = (f" {type(error).__name__}", *error_locations(error)) if isinstance(error, Exception) else ()
        return "\n".join((f"{record.name}: {_without_values(record)}", *places))


def _without_values(record: logging.LogRecord) -> str:
    """The fixed words of a message. One that came without arguments may have been put together already: its words
    end where a value could begin."""
    text = str(record.msg)
    return text.replace("%s", "...") if record.args else re.split(r"[<(:'\"\d]", text, maxsplit=1)[0].strip()


def log_server_without_values() -> None:
    """The server's own warnings go to standard error without the values in them."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutValues())
    logger = logging.getLogger("waitress")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.WARNING)
