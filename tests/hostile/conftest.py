"""A copy of the shipped scenarios that a test may spoil, and one published run that every crash is compared with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hostile.commands import SCENARIOS, matcher


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(SCENARIOS, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "run"
    ended = matcher("propose", SCENARIOS / "budget.yaml", "--out", out)
    assert ended.status == 0, ended.err
    return out


@pytest.fixture
def run(published: Path, tmp_path: Path) -> Path:
    """A published run that a test may spoil."""
    shutil.copytree(published, tmp_path / "run")
    return tmp_path / "run"
