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


def open_all(browser: Browser, enough: Event, opened: list[float]) -> None:
    """Open the other runs one after the other, again and again: only four fit into memory. Notes the seconds."""
    while not enough.is_set():
        opened.append(seconds(browser, f"run-{2 + len(opened) % (RUNS - 1)}"))


@pytest.mark.long
def test_a_readers_list_stays_within_twice_its_time_while_others_open_twelve_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = come_in(england(tmp_path, "2400x300"), "Anybody", "auditor", "All England")
    project = reader.client.application.extensions["matcher"].project
    mine = project.run("run-1")
    assert mine
    monkeypatch.setattr(project, "_open", web_project.Cache(4 * memory_of(mine), memory_of))
    alone = median(seconds(reader, f"run-{n}") for n in (2, 3, 4))
    seconds(reader, "run-1")
    idle = median(seconds(reader, "run-1") for _ in range(25))
    other, enough, opened = Browser(reader.client.application.test_client()), Event(), list[float]()
    with reader.client.session_transaction(base_url=HERE) as own, other.client.session_transaction(base_url=HERE) as s:
        s.update(own)
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(open_all, other, enough, opened)
        read = list[float]()
        while len(read) < 60 or len(opened) < RUNS:
            read.append(seconds(reader, "run-1"))
        enough.set()
        opening.result()
    busy, number = median(read), len(opened)
    print(
        f"median of a list {idle:.4f} s; {busy:.4f} s over {len(read)} lists while {number} runs were opened,"
        f" {median(opened):.2f} s each instead of {alone:.2f}"
    )
    assert busy <= 2 * idle
    assert median(opened) <= 8 * alone, "readers go first, and not for ever"
