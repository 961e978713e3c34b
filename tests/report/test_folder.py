"""A run folder is published whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

from matcher.errors import InputFaults
from matcher.read.run_folders.run_folder import RECORD
from matcher.report.run_folder import drafts, existing, folder
from matcher.report.run_folder.existing import refuse_existing
from matcher.report.run_folder.folder import publish
from matcher.result import Result

pytestmark = pytest.mark.usefixtures("no_page")

STEPS = ("write_tables", "seal", "write_workbooks", "write_page", "_flush", "swap")


def test_publishes_every_file_of_the_contract(result: Result, tmp_path: Path) -> None:
    out = publish(result, tmp_path / "run")
    named = """run.json inputs scenario.resolved.yaml assumptions.csv eligibility.csv candidates.csv
        governance_candidates.csv barred.csv barred_counts.csv matches.csv governance.csv unmatched.csv goals.json
        certificate.json pots.csv report.html"""
    assert set(named.split()) <= {p.name for p in out.iterdir()}
    assert any((out / "inputs").iterdir())


def test_nothing_else_is_left_beside_it(result: Result, tmp_path: Path) -> None:
    publish(result, tmp_path / "run")
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_makes_the_folders_above(result: Result, tmp_path: Path) -> None:
    assert (publish(result, tmp_path / "a" / "b" / "run") / "run.json").is_file()


def test_a_published_folder_is_as_open_as_any_other(result: Result, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    out = publish(result, tmp_path / "run")
    assert out.stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch], ids=["folder", "file"])
def test_refuses_a_place_that_is_taken(result: Result, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "run")
    with pytest.raises(InputFaults) as caught:
        publish(result, tmp_path / "run")
    assert "exists already" in str(caught.value.faults[0])
    assert "--replace" in str(caught.value.faults[0])


def test_replaces_a_run_folder_when_asked(result: Result, tmp_path: Path) -> None:
    out = publish(result, tmp_path / "run")
    (out / "old.txt").touch()
    publish(result, out, replace=True)
    assert (out / "run.json").is_file()
    assert not (out / "old.txt").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_never_replaces_a_folder_that_is_not_a_run(result: Result, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.doc").touch()
    with pytest.raises(InputFaults, match="fault"):
        publish(result, tmp_path / "home", replace=True)
    assert (tmp_path / "home" / "thesis.doc").exists()


def test_never_replaces_through_a_link(result: Result, tmp_path: Path) -> None:
    out = publish(result, tmp_path / "run")
    (tmp_path / "link").symlink_to(out)
    with pytest.raises(InputFaults):
        refuse_existing(tmp_path / "link", replace=True)


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_leaves_nothing_and_says_so(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(folder, step, full_disk)
    with pytest.raises(InputFaults) as caught:
        publish(result, tmp_path / "deep" / "run")
    assert "No space left on device" in str(caught.value.faults[0])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupt_leaves_nothing(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(folder, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(result, tmp_path / "run")
    assert not list(tmp_path.iterdir())


def interrupted_at_line(number: int, publishing: Callable[[], Path]) -> bool:
    """Whether the lines of publishing lasted until that one, and Ctrl-C came before it was run."""
    left = number

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., object] | None:
        nonlocal left
        if frame.f_code.co_filename not in (folder.__file__, existing.__file__, drafts.__file__):
            return None
        left -= event == "line"
        if event == "line" and left == 0:
            sys.settrace(None)
            raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        publishing()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.parametrize(("replaces", "at_once"), [(False, True), (True, True), (True, False)])
def test_an_interrupt_at_any_line_of_publishing_leaves_a_whole_folder_or_none(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaces: bool, at_once: bool
) -> None:
    def write(_: Result, draft: Path, _store: object) -> None:
        (draft / RECORD).write_text("new")
        (draft / "inputs").mkdir()

    monkeypatch.setattr(folder, "_write", write)
    if not at_once:
        monkeypatch.setattr(drafts, "_exchange", lambda *_: False)
    lines, met = 0, set()
    while True:
        lines += 1
        home = tmp_path / str(lines)
        home.mkdir()
        out = home / ("run" if replaces else "deep/run")
        if replaces:
            out.mkdir()
            (out / RECORD).write_text("old")
        if not interrupted_at_line(lines, partial(publish, result, out, replace=replaces)):
            break
        left = {str(p.relative_to(home)) for p in home.rglob("*")}
        held = (out / RECORD).read_text() if out.exists() else None
        kept = {None: set(), "old": {"run", "run/run.json"}, "new": {"run", "run/run.json", "run/inputs"}}[held]
        assert left == ({f"deep/{name}" for name in kept} | {"deep"} if kept and not replaces else kept), lines
        met.add(held)
    assert met == {"old" if replaces else None, "new"}
    assert lines > 60


@pytest.mark.parametrize("replaces", [False, True])
def test_an_interrupt_as_the_draft_is_made_leaves_nothing(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaces: bool
) -> None:
    """The system takes its time over a folder: the signal that came meanwhile is heard when it is there."""
    before = [publish(result, tmp_path / "run").name] if replaces else []
    make = os.mkdir

    def made(path: str, *words: object) -> None:
        make(path, *words)
        if ".draft-" in str(path):
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "mkdir", made)
    with pytest.raises(KeyboardInterrupt):
        publish(result, tmp_path / "run", replace=True)
    assert [p.name for p in tmp_path.iterdir()] == before


@pytest.mark.parametrize("step", STEPS)
def test_a_failed_replacement_leaves_the_old_folder(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    out = publish(result, tmp_path / "run")
    (out / "old.txt").touch()
    monkeypatch.setattr(folder, step, full_disk)
    with pytest.raises(InputFaults):
        publish(result, out, replace=True)
    assert (out / "old.txt").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "tiny"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a tiny disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_really_is_full_leaves_nothing(result: Result, tiny_disk: Path) -> None:
    with pytest.raises(InputFaults, match="fault"):
        publish(result, tiny_disk / "run")
    assert not list(tiny_disk.iterdir())


def test_what_a_killed_run_left_is_cleared_by_the_next(result: Result, tmp_path: Path) -> None:
    left = tmp_path / ".run.draft-abc"
    left.mkdir()
    (left / "matches.csv").touch()
    publish(result, tmp_path / "run")
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_the_draft_of_a_run_that_still_lives_is_left_alone(result: Result, tmp_path: Path) -> None:
    living = tmp_path / ".run.draft-abc"
    living.mkdir()
    with drafts.lock_draft(living):
        publish(result, tmp_path / "run")
        assert living.is_dir()


def test_the_draft_of_another_run_folder_is_left_alone(result: Result, tmp_path: Path) -> None:
    (tmp_path / ".other.draft-abc").mkdir()
    publish(result, tmp_path / "run")
    assert (tmp_path / ".other.draft-abc").is_dir()


def test_a_folder_set_aside_by_a_killed_run_comes_back(result: Result, tmp_path: Path) -> None:
    out = publish(result, tmp_path / "run")
    out.rename(tmp_path / ".run.old-abc")
    drafts.remove_stale_drafts(out)
    assert (out / "run.json").is_file()


def test_where_two_names_cannot_be_exchanged_at_once_the_old_folder_still_makes_way(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "_exchange", lambda *_: False)
    out = publish(result, tmp_path / "run")
    (out / "old.txt").touch()
    publish(result, out, replace=True)
    assert not (out / "old.txt").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_killed_while_writing_there_is_no_run_folder_and_the_next_run_is_clean(result: Result, tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from matcher.report.run_folder import folder
        from tests.report.results import a_result
        def slow(chosen, place):
            print("writing", flush=True)
            time.sleep(60)
        folder.write_workbooks = slow
        folder.publish(a_result(), Path(sys.argv[1]))
        """
    )
    run = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "run")], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "writing\n"
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert not (tmp_path / "run").exists()
    assert len(list(tmp_path.iterdir())) == 1
    publish(result, tmp_path / "run")
    assert [p.name for p in tmp_path.iterdir()] == ["run"]
