"""One published run of the sample's term for all tests of the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.cli import main
from matcher.ledger import Ledger
from matcher.runs.opened import OpenedRun, open_run
from tests.ledger.term import TERM, a_ledger


def exit_status(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    return int(ended.value.code or 0)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("term") / "autumn"
    assert exit_status("propose", TERM, "--out", out) == 0
    return out


@pytest.fixture(scope="session")
def run(folder: Path) -> OpenedRun:
    return open_run(folder)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return a_ledger(tmp_path / "ledger.sqlite")
