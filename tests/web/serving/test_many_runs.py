"""Runs that others open keep no reader waiting: a list stays within twice its time while twelve runs are opened."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Event
from time import perf_counter

import pytest

from matcher.commands.propose import propose
from matcher.sample import write_sample
from matcher.web import project as web_project
from matcher.web.project import memory_of
from tests.web.conftest import HERE, SCENARIOS, Browser, come_in

RUNS = 12


def england(folder: Path, size: str) -> Path:
    """Twelve runs of an invented England."""
    for name in ("base.yaml", "term.yaml"):
        shutil.copy(SCENARIOS / name, folder)
    write_sample(folder / "sample", size)
    propose(folder / "term.yaml", ("regions=all",), (), None, folder / "runs" / "run-1", False, "auto", lambda _: None)
    for number in range(2, RUNS + 1):
        shutil.copytree(folder / "runs" / "run-1", folder / "runs" / f"run-{number}")
    return folder


def seconds(browser: Browser, run: str) -> float:
    begun = perf_counter()
    assert browser.get(f"/runs/{run}/matches").status_code == 200
    return perf_counter() - begun


def open_all(browser: Browser, enough: Event) -> int:
    """Open the other runs one after the other, again and again: only four fit into memory."""
    number = 0
    while not enough.is_set():
        seconds(browser, f"run-{2 + number % (RUNS - 1)}")
        number += 1
    return number


@pytest.mark.long
def test_a_readers_list_stays_within_twice_its_time_while_others_open_twelve_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = come_in(england(tmp_path, "2400x300"), "Anybody", "auditor", "All England")
    project = reader.client.application.extensions["matcher"].project
    opened = project.run("run-1")
    assert opened
    monkeypatch.setattr(project, "_open", web_project.Cache(4 * memory_of(opened), memory_of))
    idle = median(seconds(reader, "run-1") for _ in range(25))
    other, enough = Browser(reader.client.application.test_client()), Event()
    with reader.client.session_transaction(base_url=HERE) as mine, other.client.session_transaction(base_url=HERE) as s:
        s.update(mine)
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(open_all, other, enough)
        busy = median(seconds(reader, "run-1") for _ in range(60))
        enough.set()
        number = opening.result()
    print(f"median of a list {idle:.3f} s, {busy:.3f} s while {number} runs were opened")
    assert number > 3
    assert busy <= 2 * idle
