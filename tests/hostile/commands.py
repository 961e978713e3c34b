"""The real command line in a process of its own: what it said, how it ended, how much memory it took, what it left."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from matcher.cli import main

# written beside every command, and loaded by Python itself: the system's own figure starts from the parent's size
MEASURE = """
import atexit, os, pathlib, re
def write():
    most = re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())
    pathlib.Path(os.environ["MATCHER_TEST_PLACE"], f"kilobytes-{os.getpid()}").write_text(most[1])
atexit.register(write)
"""

SCENARIOS = Path(__file__).parents[2] / "scenarios"
AT_MOST = 120  # seconds: a guard against a test that hangs, not a measure


@dataclass(frozen=True)
class CommandResult:
    """How a command ended. `megabytes` is the most memory its process held at once, None where that is not known."""

    status: int
    out: str
    err: str
    megabytes: int | None
    seconds: float

    @property
    def output(self) -> str:
        return self.out + self.err


class Command:
    """`python -m matcher ...`, started; its own folder for temporary files, and a mark that its children inherit."""

    def __init__(self, *words: str | Path, env: Mapping[str, str] | None = None, script: str | None = None) -> None:
        self.mark = uuid.uuid4().hex
        self.place = Path(tempfile.mkdtemp(prefix="matcher-test-"))
        self.temporary = self.place / "tmp"
        self.temporary.mkdir()
        (self.place / "sitecustomize.py").write_text(MEASURE)
        paths = os.pathsep.join((str(self.place), str(SCENARIOS.parent)))
        own = {"TMPDIR": str(self.temporary), "MATCHER_TEST_MARK": self.mark, "PYTHONPATH": paths}
        own["MATCHER_TEST_PLACE"] = str(self.place)
        program = ["-c", script] if script else ["-m", "matcher"]
        self.out, self.err = (self.place / "out").open("wb"), (self.place / "err").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, *program, *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=self.out,
            stderr=self.err,
            env={**os.environ, **own, **(env or {})},
        )

    def send(self, number: int) -> None:
        """A signal to the process itself, unless it has ended."""
        os.kill(self.process.pid, number)  # send_signal would reap it

    def speaks(self, within: float = 60) -> None:
        """Wait until it has written something to its standard output, or has ended."""
        until = time.monotonic() + within
        while not (self.place / "out").stat().st_size and not self.over() and time.monotonic() < until:
            time.sleep(0.01)

    def over(self) -> bool:
        """Whether it has ended; how is left for `ended` to ask."""
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process.pid, flags) is not None

    def ended(self) -> CommandResult:
        stop = signal.signal(signal.SIGALRM, lambda *_: self.process.kill())
        signal.alarm(AT_MOST)
        try:
            _, status, used = os.wait4(self.process.pid, 0)
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, stop)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.out.close()
        self.err.close()
        output = ((self.place / name).read_bytes().decode("utf-8", "surrogateescape") for name in ("out", "err"))
        return CommandResult(self.process.returncode, *output, self._megabytes(), used.ru_utime + used.ru_stime)

    def _megabytes(self) -> int | None:
        """None where it was killed before it could say."""
        output = self.place / f"kilobytes-{self.process.pid}"
        return int(output.read_text()) // 1024 if output.exists() else None

    def children_left(self) -> list[int]:
        """The processes that still carry this command's mark."""
        mark = f"MATCHER_TEST_MARK={self.mark}".encode()
        return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and mark in _environment(p)]

    def temporary_left(self) -> list[str]:
        return sorted(p.name for p in self.temporary.iterdir())

    def forget(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:  # it has ended, or is another user's
        return b""


def matcher(*words: str | Path, env: Mapping[str, str] | None = None, script: str | None = None) -> CommandResult:
    """Run a command to its end; nothing of it may be left running or lying about."""
    command = Command(*words, env=env, script=script)
    try:
        ended = command.ended()
        assert command.children_left() == []
        assert command.temporary_left() == []
        return ended
    finally:
        command.forget()


def here(*words: str | Path) -> CommandResult:
    """The same command line in this process, where neither memory nor what is left behind is in question."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(word) for word in words])
        except SystemExit as ended:
            status = int(ended.code or 0)
    return CommandResult(status, out.getvalue(), err.getvalue(), None, 0.0)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def refused(ended: CommandResult) -> str:
    """What a refusal said: exit 2, lines on standard error alone, no trace."""
    assert ended.status == 2, ended.output
    assert ended.out == ""
    assert "Traceback" not in ended.err
    assert "matcher failed" not in ended.err
    return ended.err
