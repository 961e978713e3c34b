"""A ledger of an older format is migrated in one transaction, its chain intact and the older one kept."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from matcher import __version__
from matcher.errors import InputFaults
from matcher.ledger import Ledger, open_ledger
from matcher.ledger.log.chain import Line
from matcher.ledger.log.ledger_format import FORMAT, keep_copy, kept_copies
from matcher.ledger.upkeep.ledger_acts import migrate
from matcher.runs.opened import OpenedRun
from tests.formats.examples import an_example
from tests.ledger.conftest import exit_status
from tests.ledger.postgres_server import NEEDS_SERVER, filled_from, running_server
from tests.ledger.term import NOW, ROOT, a_decision, a_ledger

OLD = ROOT / "tests" / "formats" / "format-1" / "ledger.sqlite"
LINES = 17


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "ledger.sqlite"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_server() as address:
        yield address


def lines_of(path: Path) -> tuple[Line, ...]:
    with closing(an_example(path) if path == OLD else sqlite3.connect(path)) as raw:
        return tuple(Line(*row) for row in raw.execute("SELECT seq, payload, hash FROM lines ORDER BY seq"))


def migrated_rightly(ledger: Ledger, before: tuple[Line, ...]) -> None:
    assert ledger.store.format_number() == FORMAT
    assert ledger.lines()[: len(before)] == before, "every line is as it was"
    assert len(ledger.lines()) == len(before) + 1
    body = ledger.lines()[-1].body
    assert body["act"] == "migrate"
    assert {k: body["detail"][k] for k in ("from", "to", "version")} == {
        "from": 1,
        "to": FORMAT,
        "version": __version__,
    }
    assert ledger.integrity_faults(before[-1].hash) == ()


def test_reading_changes_nothing(old: Path) -> None:
    ledger = open_ledger(old)
    assert ledger.store.format_number() == 1
    assert ledger.record().matches
    ledger.close()
    assert lines_of(old) == lines_of(OLD)
    assert kept_copies(old) == ()


def test_is_migrated_once_and_the_older_file_is_kept(old: Path) -> None:
    ledger = open_ledger(old)
    assert migrate(ledger)
    migrated_rightly(ledger, lines_of(OLD))
    assert "kept as it was: ledger.sqlite.format-1" in ledger.warnings[0]
    assert not migrate(ledger)
    assert len(ledger.lines()) == LINES + 1
    (kept,) = kept_copies(old)
    assert lines_of(kept) == lines_of(OLD)
    assert open_ledger(kept).integrity_faults() == ()


@NEEDS_SERVER
def test_is_migrated_in_a_database_with_the_older_lines_beside_it(url: str) -> None:
    import psycopg

    filled_from(OLD, url)
    ledger = open_ledger(url)
    assert migrate(ledger)
    migrated_rightly(ledger, lines_of(OLD))
    assert not migrate(ledger)
    with psycopg.connect(url) as raw:
        kept = raw.execute("SELECT seq, payload, hash FROM lines_format_1 ORDER BY seq").fetchall()
    assert tuple(Line(*row) for row in kept) == lines_of(OLD)
    ledger.close()


def test_the_first_record_migrates_it_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(OLD.parent, tmp_path / "kept")
    run = tmp_path / "kept" / "run"
    about = ("--recipient", "940073", "--by", "P010", "--on", "2023-02-01", "--reason", "more", "--days", "1")
    assert exit_status("ledger", "act", run, "claim", *about) == 0
    said = capsys.readouterr().out
    assert "The ledger was of format 1 and is now of format 2; kept as it was: ledger.sqlite.format-1" in said
    assert "days claimed: recorded as line 19" in said


def test_who_is_erased_is_erased_in_the_ledger_that_was_kept_too(old: Path) -> None:
    ledger = open_ledger(old)
    migrate(ledger)
    (kept,) = kept_copies(old)
    assert b"Selina Ivelscar" in kept.read_bytes()
    assert ledger.erase("P010", "P007", "director", "they asked") == 1
    ledger.close()
    assert all(b"Selina Ivelscar" not in path.read_bytes() for path in old.parent.glob("ledger.sqlite*"))
    for path in (old, kept):
        assert open_ledger(path).integrity_faults() == (), path.name


@pytest.mark.skipif(os.name != "posix", reason="who may read a file is told otherwise here")
@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_who_may_not_read_the_ledger_may_not_read_the_one_that_was_kept(old: Path, mode: int) -> None:
    old.chmod(mode)
    before = os.umask(0o022)
    try:
        ledger = open_ledger(old)
        migrate(ledger)
        ledger.close()
    finally:
        os.umask(before)
    (kept,) = kept_copies(old)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, kept)] == [mode, mode]


def test_an_erasure_adds_nothing_to_the_ledger_that_was_kept(old: Path) -> None:
    def schema(path: Path) -> tuple[object, ...]:
        with sqlite3.connect(path) as raw:
            (journal,) = raw.execute("PRAGMA journal_mode").fetchone()
            return journal, raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()

    with sqlite3.connect(old) as raw:
        raw.execute("DROP TABLE IF EXISTS notes")  # a ledger of before there were notes
    number = keep_copy(old, 1)
    before = schema(number)
    ledger = open_ledger(old)
    assert ledger.erase("P010", "P007", "director", "they asked") == 1
    ledger.close()
    assert b"Selina Ivelscar" not in number.read_bytes()
    assert schema(number) == before
    assert before[0] == "delete"


def test_a_copy_is_closed_where_its_erasure_fails(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, closed = open_ledger(old), list[str]()

    class Failing:
        def erase_notes(self, *_: object) -> int:
            raise OSError("no room")

        def close(self) -> None:
            closed.append("copy")

    monkeypatch.setattr(ledger.store, "copies", lambda: (Failing(),))
    with pytest.raises(OSError, match="no room"):
        ledger.erase("P010", "P007", "director", "they asked")
    ledger.close()
    assert closed == ["copy"]


def test_a_later_format_is_refused_and_says_which_version_began_it(old: Path) -> None:
    ledger = open_ledger(old)
    migrate(ledger)
    ledger.store._run("INSERT INTO ledger_format (number, version) VALUES (?, ?)", (FORMAT + 1, "9.1.0"))
    ledger.close()
    with pytest.raises(InputFaults) as refused:
        open_ledger(old)
    assert f"the ledger is of format {FORMAT + 1}, begun by version 9.1.0" in str(refused.value.faults[0])
    assert "Open it with version 9.1.0" in str(refused.value.faults[0])


def test_a_program_that_opened_it_before_the_upgrade_writes_nothing_after_it(old: Path, run: OpenedRun) -> None:
    """Another, later program migrates the ledger while this one has it open."""
    early, late = open_ledger(old, now=lambda: NOW), open_ledger(old)
    migrate(late)
    late.store._run("INSERT INTO ledger_format (number, version) VALUES (?, ?)", (FORMAT + 1, "9.1.0"))
    with pytest.raises(InputFaults):
        early.open_run(run.published)
    assert len(late.lines()) == LINES + 1


@pytest.mark.parametrize("statement", ["UPDATE ledger_format SET number = 1", "DELETE FROM ledger_format"])
def test_a_format_is_never_changed_or_removed(ledger: Ledger, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        ledger.store._run(statement)


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from matcher.ledger import open_ledger
from matcher.ledger.log import sqlite, store
from matcher.ledger.upkeep.ledger_acts import migrate
ledger = open_ledger(sys.argv[1])
place = {"copied": (sqlite, "keep_copy"), "formatted": (store.Store, "_add_format"), "sealed": (store.Store, "_sealed")}
holder, name = place[sys.argv[2]]
right = getattr(holder, name)
def last(*words):
    right(*words)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(holder, name, last)
migrate(ledger)
"""


@pytest.mark.parametrize("step", ["copied", "formatted", "sealed"])
def test_killed_in_the_middle_it_is_as_it_was_and_the_next_time_it_is_whole(old: Path, step: str) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED_AT, str(old), step], cwd=ROOT, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL
    ledger = open_ledger(old)
    assert ledger.store.format_number() == 1
    assert ledger.lines() == lines_of(OLD)
    assert migrate(ledger)
    migrated_rightly(ledger, lines_of(OLD))
    assert [path.name for path in kept_copies(old)] == ["ledger.sqlite.format-1"]


def test_a_kept_ledger_that_is_another_one_is_left_alone(old: Path, run: OpenedRun) -> None:
    other = a_ledger(old.with_name("other.sqlite"))
    other.decide([a_decision(run, "school-agrees")], run)
    other.close()
    shutil.copy(old.with_name("other.sqlite"), old.with_name("ledger.sqlite.format-1"))
    ledger = open_ledger(old)
    migrate(ledger)
    assert lines_of(old.with_name("ledger.sqlite.format-1")) == lines_of(old.with_name("other.sqlite"))
    assert lines_of(old.with_name("ledger.sqlite.again-1.format-1")) == lines_of(OLD)
    assert len(kept_copies(old)) == 2, "an erasure reaches both"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_jumps_by_a_day_leaves_no_line_out_of_order_without_a_word(
    run: OpenedRun, tmp_path: Path, days: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines by the right clock, then by one that is a day off, then by the right one again."""
    seconds, jump = iter(range(10_000)), timedelta()
    ledger = open_ledger(tmp_path / "ledger.sqlite", now=lambda: NOW + jump + timedelta(seconds=next(seconds)))
    phases = ((0, "school-agrees", (0, 1, 2)), (days, "leader-agrees", (0, 1)), (0, "school-agrees", (3, 4)))
    for off, act, places in phases:
        jump = timedelta(days=off)
        for place in places:
            ledger.decide([a_decision(run, act, place)], run)
        ledger.erase("P003", "P014", "director", "they asked")
    written = [line.body for line in ledger.lines()]
    out_of_order = [b["seq"] for one, b in pairwise(written) if b["at"] < one["at"]]
    assert len(out_of_order) == 1, "the clock went back once"
    latest = ""
    for body in written:
        assert ("clock_behind" in body) == (body["at"] < latest), body["seq"]
        latest = max(latest, body["at"])
    behind = [b["seq"] for b in written if "clock_behind" in b]
    assert behind[0] == out_of_order[0]
    moment = next(b["at"] for b in written if b["seq"] == behind[0])
    assert any(f"Line {behind[0]} was written down at {moment}" in text for text in ledger.warnings)
    ledger.close()
    assert exit_status("ledger", "verify", tmp_path / "ledger.sqlite") == 0
    said = capsys.readouterr().out
    assert all(f"Note: line {seq} was written down at" in said for seq in behind)
