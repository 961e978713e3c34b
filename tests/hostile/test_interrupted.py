"""Ctrl-C at any stage: status 130, one plain line, nothing left behind, and a next run that works."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.commands import SCENARIOS, Command, here, matcher

STAGES = ("reading", "solving", "explaining", "writing")
MORE_STAGES = ("eligibility", "candidates", "posing", "start", "proving", "auditing", "readings")
SAID = "Interrupted. A run folder is there whole or not at all.\n"

SAYS_ITS_STAGE = """
    import sys, time
    from matcher.commands import propose
    from matcher.cli import main
    wanted = sys.argv[1]
    def progress():
        return lambda stage: stage == wanted and print("here", flush=True)
    propose._stages = progress
    main(sys.argv[2:])
"""


def interrupted(stage: str, delay: float, out: Path) -> bool:
    """Whether it was met alive. A stage may be said twice before the signal arrives."""
    words = ("propose", SCENARIOS / "budget.yaml", "--out", out)
    command = Command(stage, *words, script=textwrap.dedent(SAYS_ITS_STAGE))
    try:
        command.speaks()
        time.sleep(delay)
        command.send(signal.SIGINT)
        ended = command.ended()
        assert command.children_left() == []
        assert command.temporary_left() == []
        if ended.status == 0:
            assert [p.name for p in out.parent.iterdir()] == ["run"]
            shutil.rmtree(out)
            return False
        assert (ended.status, set(ended.out.split()), ended.err) == (130, {"here"}, SAID)
        assert not list(out.parent.iterdir())
    finally:
        command.forget()
    return True


def interrupted_alive(stage: str, delay: float, out: Path) -> None:
    """A machine may be so busy that the run has ended before the signal is sent: then it is tried again, sooner."""
    assert any(interrupted(stage, delay / 2**again, out) for again in range(20))


@pytest.mark.parametrize("stage", [*STAGES, *(pytest.param(stage, marks=pytest.mark.long) for stage in MORE_STAGES)])
def test_an_interrupt_is_heard_at_each_stage(stage: str, tmp_path: Path) -> None:
    interrupted_alive(stage, 0.0, tmp_path / "run")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("stage", [*STAGES, *MORE_STAGES])
def test_an_interrupt_is_heard_a_little_later_too(stage: str, seed: int, tmp_path: Path) -> None:
    """So little later that no stage is over: the shortest takes two milliseconds, writing about a second."""
    most = 0.3 if stage in ("writing", "explaining") else 0.002
    interrupted_alive(stage, random.Random(f"{stage}{seed}").uniform(0, most), tmp_path / "run")


@pytest.mark.long
def test_interrupted_at_100_random_moments_it_says_so_or_had_finished(tmp_path: Path) -> None:
    chance, met = random.Random(7), {0: 0, 130: 0}
    for number in range(100):
        out = tmp_path / str(number) / "run"
        out.parent.mkdir()
        script = "from matcher.__main__ import main; print(flush=True); main()"
        command = Command("propose", SCENARIOS / "budget.yaml", "--out", out, script=script)
        try:
            command.speaks()
            time.sleep(chance.uniform(0, 4))
            command.send(signal.SIGINT)
            ended = command.ended()
            assert "Traceback" not in ended.output
            assert command.children_left() == []
            assert command.temporary_left() == []
        finally:
            command.forget()
        # where Python itself is ending already, the signal ends it as it ends any program; a shell calls that 130 too
        status = 130 if ended.status == -signal.SIGINT else ended.status
        assert status in met, ended.output
        met[status] += 1
        left = [p.name for p in out.parent.iterdir()]
        assert left in ([], ["run"])
        assert left == ["run"] or status == 130
    assert met[130] > 20, met


def test_an_interrupt_while_the_program_is_loaded_is_no_trace() -> None:
    script = textwrap.dedent(
        """
        import sys
        class Interrupted:
            def find_spec(self, name, path=None, target=None):
                if name == "typer":
                    raise KeyboardInterrupt
        sys.meta_path.insert(0, Interrupted())
        from matcher.__main__ import main
        main()
        """
    )
    ended = matcher(script=script)
    assert (ended.status, ended.err) == (130, "Interrupted.\n")


NO_LARGER_FILE = """
    import resource, sys
    from matcher.report.run_folder import folder
    from matcher.cli import main
    right = folder._write
    def limited(*words):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
        right(*words)
    folder._write = limited
    main(sys.argv[2:])
"""


@pytest.mark.parametrize("most", [pytest.param("12000", id="a table"), pytest.param("60000", id="a later file")])
def test_a_file_that_cannot_be_written_whole_is_said_and_leaves_nothing(most: str, tmp_path: Path) -> None:
    words = ("propose", SCENARIOS / "budget.yaml", "--out", tmp_path / "run")
    ended = matcher(most, *words, script=textwrap.dedent(NO_LARGER_FILE))
    assert ended.status == 2, ended.output
    assert os.strerror(errno.EFBIG) in ended.err
    assert "nothing was published" in ended.err
    assert not list(tmp_path.iterdir())


def test_an_interrupt_that_a_library_makes_another_error_of_is_still_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def loads(*_: object, **__: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as interrupt:
            raise ImportError("a part of it could not be loaded") from interrupt

    monkeypatch.setattr("matcher.commands.check.read_inputs", loads)
    before = signal.getsignal(signal.SIGINT)
    ended = here("check", SCENARIOS / "budget.yaml")
    assert (ended.status, ended.err) == (130, SAID)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", request.param, "tmpfs", place], capture_output=True)
    if made.returncode:
        pytest.skip("a disk of one's own cannot be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("disk", ["size=16k", "size=300k", "size=500k"], indirect=True)
def test_a_disk_that_is_full_is_said_and_left_as_it_was(disk: Path) -> None:
    ended = matcher("propose", SCENARIOS / "budget.yaml", "--out", disk / "deep" / "run")
    assert ended.status == 2, ended.output
    assert os.strerror(errno.ENOSPC) in ended.err
    assert "Free some space" in ended.err
    assert ended.out == ""
    assert not list(disk.iterdir())


@pytest.mark.parametrize("disk", ["ro"], indirect=True)
@pytest.mark.parametrize("words", [("propose", SCENARIOS / "budget.yaml", "--out"), ("sample",)], ids=lambda w: w[0])
def test_an_output_that_may_not_be_written_is_said(disk: Path, words: tuple[str, ...]) -> None:
    ended = matcher(*words, disk / "run")
    assert ended.status == 2, ended.output
    assert os.strerror(errno.EROFS) in ended.err
    assert "matcher failed" not in ended.err


@pytest.mark.parametrize("where", ["file/run", "file", "/proc/run", "x" * 300])
def test_an_output_that_cannot_be_is_said(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: the run itself is not what is tried."""
    from matcher.errors import InputFaults
    from matcher.report.run_folder import folder
    from tests.report.results import a_result

    (tmp_path / "file").write_text("mine")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputFaults) as caught:
        folder.publish(a_result(), Path(where), replace=True)
    assert "not" in str(caught.value.faults[0])
    assert (tmp_path / "file").read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_reader_who_goes_away_does_not_change_the_answer(run: Path) -> None:
    edited = run.parent / "edited.csv"
    rows = (run / "matches.csv").read_text(encoding="utf-8").splitlines()
    edited.write_text("\n".join([*rows, rows[1], rows[2]]), encoding="utf-8")
    read_end, write_end = os.pipe()
    os.close(read_end)
    child = subprocess.run(
        [sys.executable, "-m", "matcher", "audit", run, "--plan", edited], stdout=write_end, stderr=subprocess.PIPE
    )
    os.close(write_end)
    assert (child.returncode, child.stderr) == (1, b"")


def test_output_that_cannot_be_written_down_does_not_unsay_a_published_run(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        child = subprocess.run(
            [sys.executable, "-m", "matcher", "propose", SCENARIOS / "budget.yaml", "--out", tmp_path / "run"],
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert (child.returncode, child.stderr) == (0, b"")
    assert (tmp_path / "run" / "run.json").is_file()
