"""Waitress with limits on each connection: time to send a whole request, size by what is asked, room for newcomers."""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from matcher.web.serving.limits import (
    CONNECTIONS,
    GRACE_SECONDS,
    SLOWEST_BYTES_A_SECOND,
    UPLOAD_AT_MOST,
    waitress_options,
)

# Whether a request with this method, path and Cookie header may carry a file. Asked before its body is read.
TakesFile = Callable[[str, str, str], bool]


class LimitedParser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Knows from the header alone how long the body may be: a longer one is refused before any of it is kept."""

    adj: Adjustments

    def __init__(self, adj: Adjustments, takes_file: TakesFile) -> None:
        super().__init__(adj)
        self._takes_file = takes_file

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is None or (not self.chunked and self.content_length < self.adj.max_request_body_size):
            return
        if self._takes_file(self.command, self.path, self.headers.get("COOKIE", "")):
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = UPLOAD_AT_MOST + 1


class LimitedChannel(HTTPChannel):  # type: ignore[misc]
    """One connection, which knows since when it has been waiting for the rest of a request."""

    def __init__(self, server: LimitedServer, sock: Any, addr: Any, adj: Adjustments, map: Any = None) -> None:
        super().__init__(server, sock, addr, adj, map=map)
        self.parser_class = partial(LimitedParser, takes_file=server.takes_file)
        self.waiting_since: float = self.creation_time
        self._asked = False

    def received(self, data: bytes) -> bool:
        before = self.request
        taken: bool = super().received(data)
        if self.request is not before:
            self.waiting_since = time.time()
        self._asked = self._asked or bool(self.requests)
        return taken

    def overdue(self, now: float) -> bool:
        """Whether the rest of a request, or the first one of this connection, should have come by now."""
        if self.requests or (self._asked and self.request is None):
            return False  # at work, or idle after an answer: that has a time of its own
        body = self.request.body_bytes_received if self.request is not None else 0
        return now > self.waiting_since + GRACE_SECONDS + float(body) / SLOWEST_BYTES_A_SECOND

    def place_in_line(self) -> tuple[bool, float]:
        """Who goes first when there is no room: those without an answer to send, and the longest waiting of them.

        A line that never asked anything has waited since it was opened, however late its first bytes were read.
        """
        return bool(self.total_outbufs_len), self.waiting_since if self._asked else self.creation_time


class LimitedServer(TcpWSGIServer):  # type: ignore[misc]
    channel_class = LimitedChannel

    def __init__(self, application: Any, takes_file: TakesFile, adj: Adjustments) -> None:
        self.takes_file = takes_file
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(adj.threads)
        super().__init__(application, dispatcher=dispatcher, adj=adj, sockinfo=adj.listen[0])

    def handle_accept(self) -> None:
        super().handle_accept()
        waiting = [c for c in list(self.active_channels.values()) if not c.will_close]
        excess = len(waiting) - CONNECTIONS
        idle = sorted((c for c in waiting if not c.requests), key=LimitedChannel.place_in_line) if excess > 0 else []
        for channel in idle[: max(excess, 0)]:
            channel.will_close = True

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.overdue(now):
                channel.will_close = True


def limited_server(application: Any, takes_file: TakesFile, host: str, port: int, proxy: str = "") -> LimitedServer:
    """The server, bound but not running. Raises OSError where nothing can be opened there."""
    adj = Adjustments(host=host, port=port, **waitress_options(proxy))
    return LimitedServer(application, takes_file, adj)
