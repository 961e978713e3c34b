"""What the server itself logs holds no value: no address, no cell of a file, whoever formatted the message."""

from __future__ import annotations

import logging

import pytest

from matcher.web.serving.request_log import WithoutValues


@pytest.mark.parametrize(
    ("message", "args", "said"),
    [
        (
            "uncaptured python exception, closing channel <Channel 203.0.113.9:4711> (ValueError: row: x@y.org)",
            (),
            "waitress: uncaptured python exception, closing channel",
        ),
        ("Client disconnected while serving %s", ("/run/x",), "waitress: Client disconnected while serving ..."),
        ("Exception when servicing '/people/P012'", (), "waitress: Exception when servicing"),
    ],
)
def test_the_words_of_a_message_stay_and_its_values_go(message: str, args: tuple[str, ...], said: str) -> None:
    record = logging.LogRecord("waitress", logging.WARNING, "x.py", 1, message, args, None)
    assert WithoutValues().format(record) == said
