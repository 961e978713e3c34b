"""Runs a module of this package in a separate process and reads its lines of JSON; measures its time and memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parents[1]
STRETCH, SLACK = 10.0, 120.0  # a process is stopped after so many times its guard and so many seconds more
A_MOMENT = 0.03  # seconds
MARK = "@"  # before each of our lines: solvers write to the same output


def run_module(module: str, words: Sequence[str], guard: float) -> list[dict[str, Any]]:
    """The module's lines; where it was stopped or failed, a last line `ended` says so."""
    asked = [sys.executable, "-m", module, *words]
    process = subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        out, err = process.communicate(timeout=STRETCH * guard + SLACK)
        ended = "" if process.returncode == 0 else f"failed: {(err.strip().splitlines() or ['no word'])[-1]}"
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
        ended = f"did not finish: stopped after {STRETCH * guard + SLACK:.0f} s"
    lines = [json.loads(line[len(MARK) :]) for line in out.splitlines() if line.startswith(MARK)]
    return [*lines, {"goal": "ended", "said": ended}] if ended else lines


def emit(**what: Any) -> None:
    print(f"{MARK}{json.dumps(what)}", flush=True)


def peak_megabytes() -> int | None:
    """The most this process held at once, where the system says (Linux). `ru_maxrss` would start at the parent's."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    return int(found[1]) // 1024 if found else None


def clock_per_processor_second() -> float:
    """How many seconds by the clock the machine takes at the moment for one of its processor."""
    started, worked = perf_counter(), process_time()
    while process_time() - worked < A_MOMENT:
        pass
    return max(1.0, (perf_counter() - started) / (process_time() - worked))


def processor_seconds() -> float:
    """Of this process and of those it has started, running ones too: what a busy machine does not stretch."""
    spent = os.times()
    running = sum(_seconds_of(child) for child in _running_children())
    return spent.user + spent.system + spent.children_user + spent.children_system + running


def _running_children() -> list[int]:
    """The processes that this one has started and not yet waited for, where the system says (Linux)."""
    return [int(child) for path in Path("/proc/self/task").glob("*/children") for child in path.read_text().split()]


def _seconds_of(process: int) -> float:
    """Processor seconds of a process by `/proc` (proc(5): user and system time are fields 14 and 15)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))
