"""A copy of the shipped scenarios that a test may spoil, and one published run that every crash is compared with."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from tests.hostile.commands import SCENARIOS, matcher


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(SCENARIOS, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(scope="session")
def published_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A run that a process of its own published, and how many seconds by the clock that took."""
    out, began = tmp_path_factory.mktemp("published") / "run", time.monotonic()
    ended = matcher("propose", SCENARIOS / "budget.yaml", "--out", out)
    assert ended.status == 0, ended.err
    return out, time.monotonic() - began


@pytest.fixture(scope="session")
def published(published_in: tuple[Path, float]) -> Path:
    return published_in[0]


@pytest.fixture(scope="session")
def seconds_of_a_run(published_in: tuple[Path, float]) -> float:
    return published_in[1]


@pytest.fixture
def run(published: Path, tmp_path: Path) -> Path:
    """A published run that a test may spoil."""
    shutil.copytree(published, tmp_path / "run")
    return tmp_path / "run"
