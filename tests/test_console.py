"""Progress: one rewritten line on a terminal, a line now and then in a pipe, none where none was asked for."""

from __future__ import annotations

import sys

import pytest

from matcher.commands import console


def test_a_terminal_has_one_line_that_is_written_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    show = console.progress_printer()
    show("reading \x1b[31m…")
    show("solving …")
    assert capsys.readouterr().err == "\r\033[Kreading \ufffd[31m…\r\033[Ksolving …"


def test_a_pipe_has_a_line_every_so_many_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([100.0, 100.0, 120.0, 130.0, 130.0])
    monkeypatch.setattr(console, "monotonic", lambda: next(clock))
    show = console.progress_printer(30.0)
    for line in ("one", "two", "three"):
        show(line)
    assert capsys.readouterr().err == "one\nthree\n"


def test_a_pipe_has_nothing_unless_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    console.progress_printer()("reading …")
    assert capsys.readouterr().err == ""
