"""How every command speaks and ends: one safe line at a time, the exit status of the contract, never a trace."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from typer.core import TyperGroup
from typer.exceptions import Exit, TyperException

from matcher.errors import CheckFailed, InputFaults, MatcherError, PinsContradict

INTERRUPTED = 130
WRONG_INPUT = InputFaults.exit_status

# what moves a terminal's cursor, colours it, breaks the line or turns the reading direction round
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def one_line(text: str) -> str:
    """Text that does nothing to a terminal, whatever name stands in it, and that no name makes into two lines."""
    return _UNSAFE.sub("\ufffd", text)


def say(line: str) -> None:
    _write(line, sys.stdout)


def print_error(line: str) -> None:
    _write(line, sys.stderr)


def _write(line: str, stream: TextIO) -> None:
    """A reader who has gone away (`| head`) or a full disk under `> file` changes nothing of what the command does."""
    safe, coding = one_line(line), stream.encoding or "utf-8"
    try:
        print(safe.encode(coding, "replace").decode(coding), file=stream, flush=True)
    except OSError:
        _discard(stream)


def _discard(stream: TextIO) -> None:
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)


def report(error: MatcherError) -> int:
    """Say what went wrong on standard error, in the words of its kind, and give the exit status."""
    if isinstance(error, InputFaults):
        for fault in error.faults:
            print_error(str(fault))
        count = len(error.faults)
        print_error(f"{count} fault{'s' if count > 1 else ''} found; nothing was written.")
    elif isinstance(error, PinsContradict):
        print_error(error.heading)
        for member in error.members:
            print_error(f"  - {member}")
        print_error(f"{error.way_out}. Nothing was written.")
    elif not isinstance(error, CheckFailed):
        print_error(f"Nothing was published: {error}")
    return error.exit_status


def _internal_error(error: Exception) -> int:
    """A fault of ours: say where, never with what values, since they may be personal data."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "matcher" in Path(f.filename).parts]
    print_error(f"matcher failed ({type(error).__name__}); nothing was published. Where, for whoever mends it:")
    for frame in frames[-6:]:
        print_error(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
    return MatcherError.exit_status


def _usage_error(error: TyperException) -> int:
    """An unknown command or option, or one left out. Help that was not asked for is shown as it is, on many lines."""
    for line in error.format_message().splitlines():
        print_error(line)
    if type(error).__name__ != "NoArgsIsHelpError":
        print_error("See `matcher --help`, or `matcher COMMAND --help`.")
    return WRONG_INPUT


def _os_error(error: OSError) -> int:
    where = f": {error.filename}" if error.filename else ""
    print_error(f"Nothing was published: {error.strerror or type(error).__name__}{where}")
    return WRONG_INPUT


@contextmanager
def _record_interrupts() -> Iterator[list[int]]:
    """Ctrl-C as ever, and remembered: a library being loaded may make another error of it."""
    interrupts: list[int] = []

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        signal.default_int_handler(number, frame)

    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)


def run(command: Callable[[], int]) -> int:
    """The exit status of a command: nothing that it raises escapes as a trace."""
    with _record_interrupts() as interrupts:
        try:
            return command()
        except KeyboardInterrupt:
            return _interrupted()
        except Exception as error:  # noqa: BLE001 - the last line of defence: names must not reach a trace
            return _interrupted() if interrupts else _report_any(error)


def _interrupted() -> int:
    print_error("Interrupted. A run folder is there whole or not at all.")
    return INTERRUPTED


def _report_any(error: Exception) -> int:
    if isinstance(error, MatcherError):
        return report(error)
    if isinstance(error, TyperException):
        return _usage_error(error)
    return _os_error(error) if isinstance(error, OSError) else _internal_error(error)


def invoke(group: TyperGroup, arguments: list[str]) -> int:
    """Call a command by its words; not through `main`, which takes an EOFError for Ctrl-C and keeps Ctrl-C quiet."""
    try:
        with group.make_context("matcher", arguments) as context:
            group.invoke(context)
    except Exit as ended:  # --help and --version end so
        return ended.exit_code
    return 0
