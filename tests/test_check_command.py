"""`matcher check` ends with a table of links, and says what is new and gone since the last run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.hostile.commands import here
from tests.sample.shipped import SCENARIOS


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "scenarios" / "base.yaml"


def a_run(name: str, bodies: str) -> None:
    folder = Path("runs") / name
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps({"run_id": name}))
    (folder / "eligibility.csv").write_text(f"id,name,kind,region,verdict\n{bodies}")


def test_the_table_of_links_stands_at_the_end(project: Path) -> None:
    ended = here("check", project)
    assert ended.status == 0
    links = ended.out.partition("Rows per file and sheet:")[2]
    assert "leaders.csv" in links
    assert "system leaders tied to a known organisation" in links
    assert "Can bar somebody" in links
    assert "against the run" not in links


def test_new_and_gone_against_the_last_run_in_the_folder(project: Path) -> None:
    a_run("a", "123,Older School,school,London,eligible\n")
    ended = here("check", project)
    assert "Schools and trusts against the run a:" in ended.out
    school = next(line for line in ended.out.splitlines() if line.startswith("  school  ") and "123" in line)
    assert school.endswith("1     123")


def test_the_run_that_is_named_is_the_one_compared(project: Path) -> None:
    a_run("a", "123,Older School,school,London,eligible\n")
    a_run("b", "456,Other School,school,London,eligible\n")
    ended = here("check", project, "--against", "runs/a")
    assert "against the run a:" in ended.out
    assert "123" in ended.out


def test_a_run_without_its_table_of_bodies_is_a_fault(project: Path) -> None:
    Path("empty").mkdir()
    ended = here("check", project, "--against", "empty")
    assert ended.status == 2
    assert "eligibility.csv" in ended.err
