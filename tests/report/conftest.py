"""One run and one published folder, made once and looked at by many tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.report.run_folder.folder import publish
from matcher.report.tables.plan_view import PlanView
from matcher.result import Result
from tests.report.results import a_result


@pytest.fixture(scope="session")
def result() -> Result:
    return a_result()


@pytest.fixture(scope="session")
def view(result: Result) -> PlanView:
    return PlanView(result)


@pytest.fixture(scope="session")
def published(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(result, tmp_path_factory.mktemp("runs") / "run")


@pytest.fixture
def no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing without the page and the workbooks, which take their time."""
    monkeypatch.setattr("matcher.report.run_folder.folder.write_page", lambda _, path: path.write_text("page"))
    monkeypatch.setattr("matcher.report.run_folder.folder.write_workbooks", lambda *_: None)
