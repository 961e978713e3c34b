"""No file outside the project folder, or outside a run folder, is ever read: what one holds appears nowhere."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.commands import contents, here, refused

CANARY = "Zyxwvut-Quilterby"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the project whose files are fit to be read as anything, and hold the canary."""
    place = tmp_path / "outside"
    place.mkdir()
    (place / "leaders.csv").write_text(f"id,name,role,region,days,willing,phases\n{CANARY},{CANARY},{CANARY},,,,\n")
    (place / "matches.csv").write_text(f"recipient_id,leader_id,days,team_days\n{CANARY},{CANARY},{CANARY},0\n")
    (place / "base.yaml").write_text(f"schema: matcher/1\nname: {CANARY}\nprogramme: {CANARY}\n{CANARY}: 1\n")
    (place / "scenario.resolved.yaml").write_text(f"schema: matcher/1\nname: {CANARY}\nprogramme: {CANARY}\n")
    (place / "run.json").write_text(json.dumps({"run_id": CANARY}))
    return place


Named = Callable[[Path, Path], str]


def by_dots(project: Path, target: Path) -> str:
    return os.path.relpath(target, project)


def by_absolute_name(_: Path, target: Path) -> str:
    return str(target)


def by_link(project: Path, target: Path) -> str:
    (project / "link").symlink_to(target)
    return "link"


def by_link_to_its_folder(project: Path, target: Path) -> str:
    (project / "folder").symlink_to(target.parent)
    return f"folder/{target.name}"


def by_dots_through_a_folder(project: Path, target: Path) -> str:
    return f"sample/../../{target.parent.name}/{target.name}"


def by_the_system(_: Path, target: Path) -> str:
    return f"/proc/self/root{target}"


STRATEGIES = (by_dots, by_absolute_name, by_link, by_link_to_its_folder, by_dots_through_a_folder, by_the_system)


@pytest.mark.parametrize("way", STRATEGIES)
def test_data_a_base_and_an_earlier_run_are_refused_outside_the_project(
    way: Named, project: Path, outside: Path
) -> None:
    def spoilt(target: Path) -> str:
        for name in ("link", "folder"):
            (project / name).unlink(missing_ok=True)
        return json.dumps(way(project, target))

    for text, target in (
        ("extends: base.yaml\ndata: {{leaders: {}}}\n", outside / "leaders.csv"),
        ("extends: {}\n", outside / "base.yaml"),
        ("extends: base.yaml\ndata: {{previous: {}}}\n", outside),
    ):
        (project / "mine.yaml").write_text("schema: matcher/1\n" + text.format(spoilt(target)))
        output = refused(here("check", project / "mine.yaml"))
        assert "lies outside the project folder" in output
        assert CANARY not in output


def test_a_scenario_that_is_a_link_out_of_the_project_is_refused(project: Path, outside: Path) -> None:
    (project / "mine.yaml").symlink_to(outside / "base.yaml")
    output = refused(here("check", project / "mine.yaml"))
    assert "lies outside the project folder" in output
    assert CANARY not in output


@pytest.mark.parametrize("setting", ["data.leaders=../outside/leaders.csv", "extends=../outside/base.yaml"])
def test_a_setting_leads_no_further_than_a_file_does(setting: str, project: Path, outside: Path) -> None:
    assert CANARY not in refused(here("check", project / "budget.yaml", "--set", setting))


def test_a_larger_project_must_be_asked_for(project: Path, outside: Path) -> None:
    (project / "mine.yaml").write_text("extends: base.yaml\ndata: {people: ../outside/people.csv}\n")
    (outside / "people.csv").write_text("id,name,role\nP900,Somebody,broker\n")
    assert "lies outside the project folder" in refused(here("check", project / "mine.yaml"))
    output = here("check", project / "mine.yaml", "--project", project.parent).err
    assert "outside the project folder" not in output


def test_a_scenario_is_not_read_from_outside_the_project_that_is_named(project: Path, tmp_path: Path) -> None:
    (tmp_path / "narrow").mkdir()
    output = refused(here("check", project / "budget.yaml", "--project", tmp_path / "narrow"))
    assert "lies outside the project folder" in output


@pytest.mark.parametrize(
    "name", ["matches.csv", "scenario.resolved.yaml", "run.json", "governance.csv", "inputs/leaders.csv", "inputs"]
)
def test_a_run_folder_lends_no_file_from_outside_it(name: str, run: Path, outside: Path) -> None:
    (run / name).rename(run.parent / "moved")
    (run / name).symlink_to(outside / (Path(name).name if "." in name else ""))
    output = refused(here("audit", run))
    assert "is a link that leads out of the run folder" in output
    assert CANARY not in output


def test_a_run_folder_that_extends_a_file_outside_it_is_refused(run: Path, outside: Path) -> None:
    resolved = run / "scenario.resolved.yaml"
    resolved.write_text(f"extends: ../outside/base.yaml\n{resolved.read_text(encoding='utf-8')}", encoding="utf-8")
    output = refused(here("audit", run))
    assert "lies outside the project folder" in output
    assert CANARY not in output


def test_a_run_folder_whose_link_leads_to_itself_is_refused(run: Path) -> None:
    (run / "matches.csv").unlink()
    (run / "matches.csv").symlink_to("matches.csv")
    assert "is a link that leads out of the run folder" in refused(here("audit", run))


def test_an_earlier_run_whose_plan_is_a_link_is_refused(project: Path, run: Path, outside: Path) -> None:
    (project / "earlier").mkdir()
    (project / "earlier" / "matches.csv").symlink_to(outside / "matches.csv")
    output = refused(here("check", project / "budget.yaml", "--set", "data.previous=earlier"))
    assert "is a link that leads out of the run folder" in output
    assert CANARY not in output


@pytest.mark.parametrize(
    "plan", ["/etc/passwd", "/dev/zero", "/proc/self/environ", "inputs", "run.json", "nowhere.csv"]
)
def test_a_plan_that_is_no_plan_is_refused_and_not_shown(plan: str, run: Path) -> None:
    output = refused(here("audit", run, "--plan", run / plan))
    assert "root:" not in output
    assert "PATH=" not in output


RECORDS = {
    "no JSON": "{",
    "no mapping": "[]",
    "no id": "{}",
    "an id that is no text": '{"run_id": {"a": 1}}',
    "deep": "[" * 100_000,
    "not text": "\udcff",
    "another run": '{"run_id": "\\u001b[2J\\u202e"}',
}


@pytest.mark.parametrize("what", RECORDS)
def test_a_spoilt_record_of_a_run_is_refused(what: str, run: Path) -> None:
    (run / "run.json").write_bytes(RECORDS[what].encode("utf-8", "surrogateescape"))
    output = refused(here("audit", run))
    assert "run.json" in output or "the run says" in output
    assert not set("\x1b\u202e") & set(output)


def test_a_run_is_never_written_through_a_link_or_over_other_files(project: Path, run: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(run)
    before = contents(run)
    for out in (tmp_path / "link", project):
        output = refused(here("propose", project / "budget.yaml", "--out", out, "--replace"))
        assert "not replaced" in output
    assert contents(run) == before
    assert (project / "budget.yaml").is_file()
