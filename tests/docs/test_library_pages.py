"""The notebook and the API page of the library are those that the program gives now."""

from __future__ import annotations

import copy
import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_notebook_runs_and_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    run_notebook = script("run_notebook")
    shown = run_notebook.read_notebook(DOCS / "library.ipynb")
    now = copy.deepcopy(shown)
    run_notebook.run_cells(now)
    cells = zip(shown["cells"], now["cells"], strict=True)
    differing = [cell["id"] for cell, again in cells if cell != again]
    assert not differing, "write it anew: python docs/run_notebook.py docs/library.ipynb"
    assert sum(bool(cell.get("outputs")) for cell in now["cells"]) > 8


def test_a_cell_gives_what_it_prints_and_its_last_value() -> None:
    run_notebook = script("run_notebook")
    notebook = {"cells": [{"cell_type": "code", "source": ["print('a')\n", "1 + 1"]}]}
    run_notebook.run_cells(notebook)
    (printed, value) = notebook["cells"][0]["outputs"]  # type: ignore[misc]
    assert (printed["text"], value["data"]["text/plain"]) == (["a\n"], ["2"])


def test_the_api_page_is_made_from_the_docstrings() -> None:
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    assert page == script("make_api_page").api_page(), "write it anew: python docs/make_api_page.py"
    assert "`matcher.load(path: str | Path, overrides: Mapping[str, Any] | None = None" in page
