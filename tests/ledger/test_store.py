from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from matcher.errors import InputFaults
from matcher.ledger import Ledger, open_ledger
from matcher.ledger.log.chain import START, Line, head, seal_line
from matcher.runs.opened import OpenedRun
from tests.ledger.term import BROKER, ROOT, a_decision, a_ledger, agreed

KILLS = 6


@pytest.fixture
def filled(ledger: Ledger, run: OpenedRun) -> Ledger:
    ledger.decide([*agreed(run, 0), a_decision(run, "school-agrees", 1)], run)
    return ledger


def file_of(ledger: Ledger, tmp_path: Path) -> sqlite3.Connection:
    """The database as somebody with another program would open it, its guards taken away."""
    ledger.close()
    raw = sqlite3.connect(tmp_path / "ledger.sqlite")
    for name in ("lines_stay", "lines_last", "lines_follow", "asides_last", "asides_stay"):
        raw.execute(f"DROP TRIGGER {name}")
    return raw


def test_an_empty_ledger_is_whole_and_has_the_starting_head(ledger: Ledger) -> None:
    assert ledger.integrity_faults() == ()
    assert ledger.head == START


def test_a_filled_ledger_is_whole_and_knows_its_printed_heads(filled: Ledger, run: OpenedRun) -> None:
    printed = filled.head
    filled.decide([a_decision(run, "leader-agrees", 1)], run)
    assert filled.integrity_faults(printed) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lines SET payload = replace(payload, 'P003', 'P004') WHERE seq = 3",
        "DELETE FROM lines WHERE seq = 2",
        "UPDATE asides SET words = 'Somebody Else' WHERE words IS NOT NULL",
        "DELETE FROM asides",
        "INSERT INTO lines (seq, payload, hash) VALUES (9, '{}', 'x')",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_sealed(filled: Ledger, tmp_path: Path, statement: str) -> None:
    other = sqlite3.connect(tmp_path / "ledger.sqlite")
    with pytest.raises(sqlite3.IntegrityError):
        other.execute(statement)
    assert filled.integrity_faults() == ()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE lines SET payload = replace(payload, 'P003', 'P004') WHERE seq = 3", "line 3 was changed"),
        ("DELETE FROM lines WHERE seq = 2", "line 2 is missing"),
        ("DELETE FROM lines WHERE seq = 1", "line 1 is missing"),
        ("UPDATE lines SET seq = 99 WHERE seq = 2", "line 2 is missing or out of order"),
        ("UPDATE asides SET words = 'another reason' WHERE about = 'line 3'", "the words beside line 3 were changed"),
        ("UPDATE asides SET words = NULL WHERE about = 'line 3'", "no line says by whom"),
        ("DELETE FROM asides WHERE about = 'line 3'", "the words beside line 3 are gone"),
    ],
)
def test_finds_what_was_changed_behind_its_back(filled: Ledger, tmp_path: Path, statement: str, said: str) -> None:
    with file_of(filled, tmp_path) as raw:
        raw.execute(statement)
    assert any(said in problem for problem in a_ledger(tmp_path / "ledger.sqlite").integrity_faults())


def test_finds_two_lines_that_changed_places(filled: Ledger, tmp_path: Path) -> None:
    with file_of(filled, tmp_path) as raw:
        for old, new in ((2, 50), (3, 2), (50, 3)):
            raw.execute("UPDATE lines SET seq = ? WHERE seq = ?", (new, old))
    assert a_ledger(tmp_path / "ledger.sqlite").integrity_faults()


def test_a_cut_tail_shows_against_the_head_that_was_printed(filled: Ledger, tmp_path: Path) -> None:
    printed = filled.head
    with file_of(filled, tmp_path) as raw:
        raw.execute("DELETE FROM lines WHERE seq = 4")
    again = a_ledger(tmp_path / "ledger.sqlite")
    assert any("cut off" in problem for problem in again.integrity_faults(printed))


def made_anew(lines: tuple[Line, ...], change: Callable[[list[dict[str, Any]]], None]) -> list[Line]:
    """A whole new chain over changed lines, as somebody who knows the format would forge it."""
    bodies = [{k: v for k, v in line.body.items() if k not in ("seq", "prev")} for line in lines]
    change(bodies)
    forged: list[Line] = []
    for seq, body in enumerate(bodies, 1):
        forged.append(seal_line(seq, head(forged), body))
    return forged


FORGERIES: dict[str, Callable[[list[dict[str, Any]]], None]] = {
    "edit": lambda bodies: bodies[2].update(on="2023-01-11"),
    "deletion": lambda bodies: bodies.pop(2),
    "reordering": lambda bodies: bodies.insert(1, bodies.pop(2)),
    "cut tail": lambda bodies: bodies.pop(),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_chain_that_was_made_anew_shows_against_a_printed_head(filled: Ledger, tmp_path: Path, forgery: str) -> None:
    printed, lines = filled.head, filled.lines()
    with file_of(filled, tmp_path) as raw:
        raw.execute("DELETE FROM lines")
        for line in made_anew(lines, FORGERIES[forgery]):
            raw.execute("INSERT INTO lines VALUES (?, ?, ?)", (line.seq, line.payload, line.hash))
    again = a_ledger(tmp_path / "ledger.sqlite")
    assert any("is not in this ledger" in problem for problem in again.integrity_faults(printed))
    assert any("is not in this ledger" in problem for problem in again.integrity_faults(printed[:12].upper()))


def test_a_head_may_be_typed_short_but_not_too_short(filled: Ledger) -> None:
    assert filled.integrity_faults(filled.head[:8].upper()) == ()
    assert "too short" in filled.integrity_faults(filled.head[:7])[0]


def test_an_erased_name_is_gone_from_the_file_and_the_chain_still_verifies(filled: Ledger, tmp_path: Path) -> None:
    head = filled.head
    assert filled.erase(BROKER, "P014", "director", "they left and asked") == 1
    assert filled.integrity_faults(head) == ()
    assert "Lionel Barrowden" not in filled.words().values()
    filled.close()
    file_bytes = b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()))
    assert b"Lionel Barrowden" not in file_bytes


def test_a_name_is_written_again_after_it_was_erased(filled: Ledger, run: OpenedRun) -> None:
    filled.erase(BROKER, "P014", "director", "they asked")
    filled.decide([a_decision(run, "leader-agrees", 1)], run)
    assert "Lionel Barrowden" in filled.words().values()
    assert filled.integrity_faults() == ()


def test_no_name_and_no_reason_is_in_a_sealed_line(filled: Ledger) -> None:
    sealed_text = "".join(line.payload for line in filled.lines())
    assert "Barrowden" not in sealed_text
    assert "telephone" not in sealed_text


def test_two_people_who_refuse_one_match_at_once_record_one_refusal(run: OpenedRun, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    a_ledger(path).close()
    acts = ("leader-cannot", "director-says-no", "school-wants-no-support", "school-wants-another-leader")

    def one(act: str) -> bool:
        own = a_ledger(path)
        try:
            own.decide([a_decision(run, act, 2)], run)
            return True
        except Exception:  # noqa: BLE001 - whatever refused it, it was not acknowledged
            return False
        finally:
            own.close()

    with ThreadPoolExecutor(4) as pool:
        acknowledged = sum(pool.map(one, acts))
    after = a_ledger(path)
    refused = [line for line in after.lines() if line.body["act"] in acts]
    assert acknowledged == len(refused) == 1
    assert after.integrity_faults() == ()


def test_a_full_disk_records_nothing_and_says_so(filled: Ledger, run: OpenedRun) -> None:
    before = filled.lines()
    pages = filled.store._run("PRAGMA page_count").fetchone()[0]
    filled.store._run(f"PRAGMA max_page_count = {pages}")
    long = "a reason of many words " * 80
    many = [a_decision(run, "school-agrees", place, reason=f"{place}: {long}") for place in range(2, 10)]
    with pytest.raises(InputFaults) as error:
        filled.decide(many, run)
    assert "could not be written, and nothing was recorded (database or disk is full)" in str(error.value.faults[0])
    assert "many words" not in str(error.value.faults[0])
    assert filled.lines() == before
    filled.store._run("PRAGMA max_page_count = 1000000")
    filled.decide([a_decision(run, "leader-agrees", 1)], run)
    assert filled.integrity_faults() == ()


def test_an_interrupt_between_two_lines_records_neither(
    ledger: Ledger, run: OpenedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(seq: int, before: str, body: Any) -> Line:
        if seq == 3:
            raise KeyboardInterrupt
        return seal_line(seq, before, body)

    monkeypatch.setattr("matcher.ledger.log.store.seal_line", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ledger.decide(agreed(run, 0), run)
    assert (ledger.lines(), ledger.store.asides()) == ((), ())
    monkeypatch.undo()
    ledger.decide(agreed(run, 0), run)
    assert len(ledger.lines()) == 3


def test_a_ledger_that_may_only_be_read_is_read_and_takes_no_line(
    filled: Ledger, run: OpenedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = filled.head
    filled.close()
    monkeypatch.setattr("matcher.ledger.log.sqlite._may_write", lambda _: False)
    archived = open_ledger(tmp_path / "ledger.sqlite", make=False)
    assert archived.integrity_faults(printed) == ()
    with pytest.raises(InputFaults) as error:
        archived.erase(BROKER, "P014", "director", "they asked")
    assert "attempt to write a readonly database" in str(error.value.faults[0])
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.sqlite"], "nothing is written beside it"


def test_an_archived_ledger_whose_last_lines_are_in_its_journal_is_not_read_without_them(
    filled: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.ledger.log.sqlite._may_write", lambda _: False)
    assert (tmp_path / "ledger.sqlite-wal").stat().st_size, "the ledger is open, its lines not yet folded in"
    with pytest.raises(InputFaults) as error:
        open_ledger(tmp_path / "ledger.sqlite", make=False)
    assert "beside a journal" in str(error.value.faults[0])


def test_a_ledger_may_lie_in_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert a_ledger(tmp_path / "runs" / "ledger.sqlite").lines() == ()


WRITER = """
import sys
from pathlib import Path
from matcher.runs.opened import open_run
from tests.ledger.term import a_decision, a_ledger, addressees_of
run, ledger = open_run(Path(sys.argv[1])), a_ledger(Path(sys.argv[2]))
WHOM = {"whom": addressees_of(run, 0)[0], "out_of_order": True}
for n in range(100_000):
    notice = a_decision(run, "tell", reason=f"telephoned {sys.argv[3]} {n}", detail=WHOM)
    print(ledger.decide([notice], run)[0].line, flush=True)
"""


def kill_while_writing(folder: Path, path: Path, name: str, lines: int) -> int:
    """The last line that a writer acknowledged before it was killed, some time after so many lines: it goes on writing
    while it is killed, so that the kill falls anywhere in a write."""
    command = [sys.executable, "-c", WRITER, str(folder), str(path), name]
    writer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline() for _ in range(lines)]
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged += writer.stdout.read().splitlines(keepends=True)
    writer.wait()
    whole = [int(text) for text in acknowledged if text.endswith("\n")]
    return whole[-1] if whole else 0


def kill_repeatedly(folder: Path, path: Path, kills: int) -> None:
    for n in range(kills):
        acknowledged = kill_while_writing(folder, path, f"round {n}", 1 + n % 7)
        after = a_ledger(path)
        assert acknowledged > 0
        assert len(after.lines()) >= acknowledged
        assert after.integrity_faults() == ()
        reasons = [after.words()[line.body["why"]] for line in after.lines() if line.body["why"]]
        assert len(reasons) == len(set(reasons)), "an act stands twice"
        after.close()


def test_a_kill_while_writing_loses_nothing_that_was_acknowledged(folder: Path, tmp_path: Path) -> None:
    kill_repeatedly(folder, tmp_path / "ledger.sqlite", KILLS)


@pytest.mark.long
def test_two_hundred_kills_lose_nothing_that_was_acknowledged(folder: Path, tmp_path: Path) -> None:
    for n in range(10):  # a fresh ledger now and then: a long one makes each write slower, not surer
        kill_repeatedly(folder, tmp_path / f"ledger-{n}.sqlite", 20)
