"""Notes: outside the chain, erasable, gone after their day, in no export, found by a search for a person."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from matcher.case.school import case_of
from matcher.errors import InputFaults
from matcher.ledger import Ledger, days_csv, history_csv, open_ledger, shares_csv
from matcher.ledger.history.case_view import view_of
from matcher.ledger.history.story import story
from matcher.ledger.history.story_page import page
from matcher.ledger.log.notes import LONGEST, NewNote, erase_note, notes_of, notes_that_mention, write_note
from matcher.ledger.log.postgres import NAME
from matcher.runs.opened import OpenedRun
from matcher.wording.messages import Reader
from tests.ledger.conftest import exit_status
from tests.ledger.postgres_server import NEEDS_SERVER, running_server
from tests.ledger.term import BROKER, DIRECTOR, agreed

TEXT = "The head asks us to ring after four, Quillon says"
LAST = date(2023, 3, 1)


def a_note(run: OpenedRun, **changes: object) -> NewNote:
    m = run.published.matches[4]
    fields = {"by": BROKER, "text": TEXT, "expires": LAST, "recipient": m.recipient, "leader": m.leader}
    return NewNote(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_note_is_kept_beside_the_chain_and_shown_in_the_case(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide(agreed(run, 4), run)
    before = ledger.head
    assert write_note(ledger, run, a_note(run)) == 1
    assert (ledger.head, ledger.integrity_faults()) == (before, ())
    view = view_of(ledger.record(), run.term, ledger.words(), run.policy, notes_of(ledger))
    recipient = run.published.matches[4].recipient
    shown = case_of(run, recipient, ledger.today(), view)
    assert [(n.text, n.by, n.expires) for n in shown.notes] == [(TEXT, BROKER, LAST)]
    hidden = case_of(run, recipient, ledger.today(), view, Reader(names=False))
    assert [(n.text, n.by) for n in hidden.notes] == [("", "")]
    assert case_of(run, recipient, date(2023, 3, 2), view).notes == ()


def test_a_note_is_in_no_export(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide(agreed(run, 4), run)
    write_note(ledger, run, a_note(run))
    record = ledger.record()
    told = story(ledger, run.published.matches[4].recipient, "", run.folder.parent)
    for text in (history_csv(record), days_csv(record), shares_csv(record), page(told, False)):
        assert "Quillon" not in text
        assert "ring after four" not in text


def test_a_note_is_gone_after_its_day_and_erased_from_the_file(tmp_path: Path, run: OpenedRun) -> None:
    path, now = tmp_path / "ledger.sqlite", [datetime(2023, 1, 20, tzinfo=UTC)]
    book = open_ledger(path, now=lambda: now[0])
    write_note(book, run, a_note(run))
    write_note(book, run, a_note(run, text="to be erased", expires=date(2024, 1, 1)))
    now[0] = datetime(2023, 3, 1, 23, tzinfo=UTC)
    assert len(notes_of(book)) == 2, "on its last day it is there"
    now[0] = datetime(2023, 3, 2, tzinfo=UTC)
    assert [n.text for n in notes_of(book)] == ["to be erased"]
    erase_note(book, 2)
    assert notes_of(book) == ()
    book.close()
    for file in tmp_path.iterdir():
        assert b"Quillon" not in file.read_bytes()
        assert b"to be erased" not in file.read_bytes()


def test_a_search_for_a_person_finds_notes_by_text_leader_and_writer(ledger: Ledger, run: OpenedRun) -> None:
    leader = run.world.leaders[run.world.leader_row[run.published.matches[4].leader]]
    write_note(ledger, run, a_note(run))
    for words in ("quillon", leader.name, leader.id, BROKER):
        assert [n.number for n in notes_that_mention(ledger, run, words)] == [1], words
    assert notes_that_mention(ledger, run, "Nobody of this name") == ()
    assert notes_that_mention(ledger, run, " ") == ()


def test_erasing_a_leader_erases_the_notes_about_them(ledger: Ledger, run: OpenedRun) -> None:
    write_note(ledger, run, a_note(run))
    assert ledger.erase(run.published.matches[4].leader, DIRECTOR, "director", "they asked") == 1
    assert notes_of(ledger) == ()


@pytest.mark.parametrize(
    ("changes", "option"),
    [
        ({"text": "x" * (LONGEST + 1)}, "--text"),
        ({"text": "  "}, "--text"),
        ({"expires": None}, "--expires"),
        ({"expires": date(2023, 1, 19)}, "--expires"),
        ({"recipient": "", "leader": ""}, "--recipient"),
        ({"recipient": "nobody"}, "--recipient"),
        ({"leader": "nobody"}, "--leader"),
        ({"by": "nobody"}, "--by"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    ledger: Ledger, run: OpenedRun, changes: dict[str, object], option: str
) -> None:
    with pytest.raises(InputFaults) as refused:
        write_note(ledger, run, a_note(run, **changes))
    assert option in {f.file for f in refused.value.faults}
    assert notes_of(ledger) == ()


def test_a_note_may_have_five_hundred_characters(ledger: Ledger, run: OpenedRun) -> None:
    write_note(ledger, run, a_note(run, text="x" * LONGEST))
    assert len(notes_of(ledger)[0].text) == LONGEST


def test_a_ledger_of_before_there_were_notes_is_read_where_nothing_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    open_ledger(path).close()
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE notes")
    old.close()
    monkeypatch.setattr("matcher.ledger.log.sqlite._may_write", lambda _: False)
    assert notes_of(open_ledger(path, make=False)) == ()


def test_the_command_keeps_lists_finds_and_erases(
    folder: Path, run: OpenedRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("ledger", "note", folder, "--ledger", tmp_path / "ledger.sqlite")
    about = ("--recipient", run.published.matches[4].recipient)
    assert exit_status(*given, *about, "--text", TEXT, "--expires", "2099-03-01", "--by", BROKER) == 0
    assert exit_status(*given, *about) == 0
    assert f"kept until 1 March 2099, by {BROKER}: {TEXT}" in capsys.readouterr().out
    assert exit_status(*given, "--find", "Quillon") == 0
    assert "Note 1" in capsys.readouterr().out
    assert exit_status(*given, "--erase", 1) == 0
    assert exit_status(*given, "--erase", 1) == 2
    assert exit_status(*given) == 0
    assert "No note is kept about this" in capsys.readouterr().out


def test_no_ledger_is_begun_by_a_list_or_by_a_note_that_cannot_be_kept(folder: Path, tmp_path: Path) -> None:
    where = tmp_path / "none.sqlite"
    given = ("ledger", "note", folder, "--ledger", where)
    assert exit_status(*given) == 2
    assert exit_status(*given, "--find", "Quillon") == 2
    assert exit_status(*given, "--erase", 1) == 2
    assert exit_status(*given, "--leader", "nobody", "--text", TEXT, "--expires", "2099-03-01", "--by", BROKER) == 2
    assert list(tmp_path.iterdir()) == []


@NEEDS_SERVER
def test_lost_lines_of_a_ledger_in_a_database_are_looked_for_beside_the_run(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run beside this one prints the head of a ledger in a database that has lost its lines since."""
    project = tmp_path / "runs"
    shutil.copytree(folder, project / "run")
    record = json.loads((project / "run" / "run.json").read_text(encoding="utf-8"))
    (project / "later").mkdir()
    record["ledger"] = {"name": NAME, "head": "f" * 64, "lines": 3}
    (project / "later" / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with running_server() as url:
        assert exit_status("ledger", "note", project / "run", "--ledger", url) == 2
        assert "when this ledger ended with line 3" in capsys.readouterr().err
        assert exit_status("ledger", "story", "100001", "--ledger", url, "--runs", project) == 2
        assert "when this ledger ended with line 3" in capsys.readouterr().err
