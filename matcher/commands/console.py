"""Output, errors and exit status of every command: safe lines, never a traceback."""

from __future__ import annotations

import _thread
import math
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import TextIO

from typer.core import TyperGroup
from typer.exceptions import Exit, TyperException

from matcher.errors import CheckFailed, InputFaults, MatcherError, PinsContradict

Say = Callable[[str], None]

INTERRUPTED = 130
IMPORT_SECONDS = 0.02  # after which an interrupt during an import is raised again
PROGRESS_SECONDS = 30.0  # between lines of progress in a pipe
WRONG_INPUT = InputFaults.exit_status

# control characters: they move a terminal's cursor, colour it, break the line or reverse the text direction
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def one_line(text: str) -> str:
    """The text with control characters replaced, so that a name cannot control the terminal or break the line."""
    return _UNSAFE.sub("\ufffd", text)


def say(line: str) -> None:
    _write(line, sys.stdout)


def print_error(line: str) -> None:
    _write(line, sys.stderr)


def _write(line: str, stream: TextIO) -> None:
    """Prints a line. A closed pipe (`| head`) or a full disk does not stop the command."""
    safe, coding = one_line(line), stream.encoding or "utf-8"
    try:
        print(safe.encode(coding, "replace").decode(coding), file=stream, flush=True)
    except OSError:
        _discard(stream)


def progress_printer(every: float | None = None) -> Callable[[str], None]:
    """Shows the latest line of progress on standard error: one rewritten line on a terminal.

    In a pipe a line every so many seconds; none at all where `every` is None.
    """
    if sys.stderr.isatty():
        return lambda line: print(f"\r\033[K{one_line(line)}", end="", file=sys.stderr, flush=True)
    last = -math.inf

    def now_and_then(line: str) -> None:
        nonlocal last
        if every is not None and monotonic() - last >= every:
            last = monotonic()
            print_error(line)

    return now_and_then


def _discard(stream: TextIO) -> None:
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)


def report(error: MatcherError) -> int:
    """Prints an error on standard error and returns the exit status."""
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
    """An internal error: prints where it was raised, never its message, which may hold personal data."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "matcher" in Path(f.filename).parts]
    print_error(f"matcher failed ({type(error).__name__}); nothing was published. Where, for whoever mends it:")
    for frame in frames[-6:]:
        print_error(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
    return MatcherError.exit_status


def _usage_error(error: TyperException) -> int:
    """An unknown or missing command or option; unrequested help is printed on its own lines."""
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
    """Records Ctrl-C besides raising it: a library being imported may turn it into another error.

    While a module is being imported it is raised a moment later: a library that imports from C prints it as a trace of
    its own and goes on.
    """
    interrupts: list[int] = []

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        interrupts.append(number)
        if _is_importing(frame):
            again = threading.Timer(IMPORT_SECONDS, _thread.interrupt_main, (number,))
            again.daemon = True
            again.start()
            return
        signal.default_int_handler(number, frame)

    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def run(command: Callable[[], int]) -> int:
    """Runs a command and returns its exit status; no exception leaves as a traceback."""
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
    """Invokes a command, not through Typer's `main`, which hides Ctrl-C and takes EOFError for it."""
    try:
        with group.make_context("matcher", arguments) as context:
            group.invoke(context)
    except Exit as ended:  # --help and --version end so
        return ended.exit_code
    return 0
