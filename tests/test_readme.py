"""The README says what the program does: its commands run, its figures are true, and so is its picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matcher.cli import main
from tests.test_house import FLOORS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return int(ended.value.code or 0)


@pytest.fixture
def in_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands are run where they write nothing into the project."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands() -> list[list[str]]:
    lines = [line.split("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line.split(".venv/bin/matcher ", 1)[1].split() for line in lines if ".venv/bin/matcher " in line]


def test_the_summary_is_what_the_first_command_prints(in_a_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*commands()[0]) == 0
    printed = capsys.readouterr().out.replace(f"{in_a_copy}/", "")
    shown, seal = printed.strip().rsplit("Seal: ", 1)
    assert len(seal) == 64
    assert blocks("text")[0].strip() == f"{shown}Seal: (64 characters, the same for everybody with the same inputs)"


def test_every_other_command_of_the_tour_runs(in_a_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in commands()[1:]:
        if "edited.csv" in words:
            (in_a_copy / "edited.csv").write_bytes((in_a_copy / "runs/term/matches.csv").read_bytes())
        assert run(*words) == 0, (words, capsys.readouterr().err)


def test_the_picture_of_the_house_names_every_room_on_its_floor() -> None:
    picture = next(block for block in blocks("text") if "cli commands" in block)
    shown: dict[int, set[str]] = {}
    for line in picture.splitlines():
        floor, words = line[:1].strip(), re.split(r" {2,}", line[3:])[0].split()
        number = int(floor) if floor else max(shown) if not shown else min(shown)
        shown.setdefault(number, set()).update(words)
    assert shown == {floor: rooms - {"__main__"} for floor, rooms in FLOORS.items()}


def test_every_file_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_two_commands_set_up_from_the_lock_alone() -> None:
    first, second = blocks("sh")[:2]
    for command, lock in ((first, "requirements.lock"), (second, "requirements-test.lock")):
        assert f"python3 -m venv .venv && .venv/bin/pip install -q --require-hashes -r {lock} && " in command
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert second.split(" && ")[-1].strip() in ci.splitlines()
    assert "--require-hashes -r requirements-test.lock" in ci
