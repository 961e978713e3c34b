"""The page on deployment: a ledger in use is copied whole and restored, and the numbers are the program's."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from matcher.ledger import Ledger
from matcher.ledger.log.store import Draft
from matcher.web import project
from matcher.web.serving import limits
from tests.ledger.conftest import exit_status
from tests.ledger.term import a_ledger

PAGE = (Path(__file__).parents[2] / "docs" / "deployment.md").read_text(encoding="utf-8")
SCRIPT = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)


def backup(source: Path, copy: Path) -> None:
    assert SCRIPT
    subprocess.run([sys.executable, "-c", SCRIPT[1], str(source), str(copy)], check=True, timeout=60)


def add_line(ledger: Ledger, number: int) -> None:
    ledger.store.append(lambda _: [Draft(body={"act": "run", "run": f"r{number}"})])


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return tmp_path / "runs" / "ledger.sqlite"


def test_a_ledger_in_use_is_copied_whole_and_restored(
    live: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    live.parent.mkdir()
    open_ledger, copy = a_ledger(live), tmp_path / "copy.sqlite"
    for seq in (1, 2):
        add_line(open_ledger, seq)
    assert live.with_name("ledger.sqlite-wal").stat().st_size  # its last lines are not in the file itself
    backup(live, copy)
    lines = open_ledger.lines()
    add_line(open_ledger, 3)
    open_ledger.close()
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"):
        live.with_name(name).unlink(missing_ok=True)
    shutil.copy(copy, live)
    assert exit_status("ledger", "verify", live, "--head", lines[-1].hash) == 0
    restored = a_ledger(live)
    assert restored.lines() == lines
    never = pytest.raises(sqlite3.IntegrityError, match="a sealed line is never changed")
    with closing(sqlite3.connect(live)) as by_hand, never:
        by_hand.execute("UPDATE lines SET payload = ''")
    add_line(restored, 3)
    assert len(restored.lines()) == 3
    capsys.readouterr()


def test_the_numbers_of_the_page_are_the_programs() -> None:
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", PAGE, re.MULTILINE))
    assert rows["connections"] == str(limits.CONNECTIONS)
    assert rows["time to send a request"].startswith(f"{limits.GRACE_SECONDS} s")
    assert f"{limits.SLOWEST_BYTES_A_SECOND // 1024} KiB" in rows["time to send a request"]
    assert rows["an idle connection"] == f"{limits.IDLE_SECONDS} s"
    assert rows["header of a request"] == f"{limits.HEADER_AT_MOST // limits.KIB} KiB"
    assert rows["body of a request"] == f"{limits.FORM_AT_MOST // limits.MIB} MiB"
    assert rows["an uploaded file, from somebody signed in"].startswith(f"{limits.UPLOAD_AT_MOST // limits.MIB} MiB")
    minute = f"{limits.REQUESTS_A_MINUTE} of a session, {limits.REQUESTS_A_MINUTE_OF_AN_ADDRESS:,} of an address"
    assert rows["requests a minute"] == minute
    assert rows["opened runs in memory"].startswith(f"{project.RUNS_IN_MEMORY // (1024 * limits.MIB)} GiB")
