"""The served pages answer while strangers hold lines half open, drip, and send bodies that nobody asked for."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

pytest.importorskip("authlib", reason="the packages for signing in are not installed")

from matcher.web.serving.limits import CONNECTIONS, GRACE_SECONDS, HEADER_AT_MOST
from tests.web.serving.abuse import HOST, Served, is_closed, project, serving

MIB = 1024 * 1024
PIECE = b"x" * MIB
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory of a process from /proc")
POST = f"POST %s HTTP/1.1\nHost: {HOST}\nOrigin: https://{HOST}\nContent-Type: %s\n"
BODIES = {
    "a form": ("/sign-in", "application/x-www-form-urlencoded"),
    "a file": ("/registers/load", "multipart/form-data; boundary=x"),
    "a file nobody signed in for": ("/registers/load", "text/csv"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(project(tmp_path_factory.mktemp("served"))) as running:
        yield running


def mib(number: int) -> Iterator[bytes]:
    return (PIECE for _ in range(number))


def chunks(number: int) -> Iterator[bytes]:
    return (b"100000\r\n" + PIECE + b"\r\n" for _ in range(number))


def half_open(server: Served, number: int, stack: ExitStack) -> list[socket.socket]:
    """Lines on which a request has begun and never ends, some in the header and some in the body."""
    starts = (b"GET / HT", b"", b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc")
    lines = [stack.enter_context(server.connect()) for _ in range(number)]
    for i, line in enumerate(lines):
        try:
            line.sendall(starts[i % 3])
        except OSError:
            assert i < number - CONNECTIONS, "a newcomer was closed before those that waited longer"
    return lines


@linux
@pytest.mark.parametrize("kind", BODIES)
def test_a_body_of_300_mb_is_refused_before_it_is_kept(server: Served, kind: str) -> None:
    before = server.memory_mib()
    header = POST % BODIES[kind]
    length = f"Content-Length: {300 * MIB}\n\n"
    assert server.send(header + length, mib(300)) in (b"HTTP/1.1 413 Request Entity Too Large", b"")
    assert server.send(header + "Transfer-Encoding: chunked\n\n", chunks(300)) in (
        b"HTTP/1.1 413 Request Entity Too Large",
        b"",
    )
    assert server.memory_mib() < before + 20
    assert server.healthy_seconds() < 5


@linux
def test_lines_held_half_open_keep_nobody_out(server: Served) -> None:
    """More than it keeps open at once: those who have waited longest give way to whoever comes."""
    before = server.memory_mib()
    with ExitStack() as stack:
        lines = half_open(server, CONNECTIONS + 60, stack)
        assert server.healthy_seconds() < 5
        assert server.page("/sign-in")[0] == 200
        assert is_closed(lines[0], 10)
        assert server.memory_mib() < before + 20


def test_a_header_without_end_is_refused(server: Served) -> None:
    header = f"GET /sign-in HTTP/1.1\nHost: {HOST}\nX-Long: {'x' * HEADER_AT_MOST}\n\n"
    assert server.send(header, iter(())).endswith(b"431 Request Header Fields Too Large")


@pytest.mark.long
@linux
def test_the_whole_of_it_at_once_and_for_a_while(server: Served) -> None:
    """1,000 half-open lines, ten bodies of 300 MB and one that drips: a sign-in page in time, at most 100 MB more."""
    before = server.memory_mib()
    with ExitStack() as stack:
        lines = half_open(server, 1000, stack)
        dripping = stack.enter_context(server.connect())
        slowest, most = 0.0, 0.0
        began = time.monotonic()
        while time.monotonic() < began + 2 * GRACE_SECONDS + 5:
            try:
                dripping.sendall(b"G")
            except OSError:
                break
            server.send(POST % BODIES["a form"] + f"Content-Length: {300 * MIB}\n\n", mib(300))
            server.send(POST % BODIES["a file"] + "Transfer-Encoding: chunked\n\n", chunks(300))
            slowest, most = max(slowest, server.healthy_seconds()), max(most, server.memory_mib() - before)
            assert server.page("/sign-in")[0] == 200
            time.sleep(1)
        else:
            pytest.fail("a line that drips was never closed")
        print(f"slowest answer {slowest:.2f} s, at most {most:.0f} MB over idle")
        assert slowest < 2
        assert most < 100
        assert all(is_closed(line, 1) for line in lines)
