"""A ledger that has lost lines is an error where a run beside it knows of them, until a person says to go on."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.ledger import Ledger, open_ledger
from matcher.ledger.log.acts import ACCEPT_LOSS, ACCEPT_SEAL, NEW_LEDGER
from matcher.ledger.upkeep.ledger_acts import accept_seal
from matcher.ledger.upkeep.losses import losses, printed_heads
from matcher.runs.opened import OpenedRun, open_run
from matcher.web.project import Project
from tests.ledger.conftest import exit_status
from tests.ledger.term import ROOT, a_decision, agreed

FIXTURES = ROOT / "tests" / "formats"
Capture = pytest.CaptureFixture[str]
BY = ("--by", "P010", "--reason", "the disk broke, and the copy is a week old")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with decisions, and beside it two runs: the second was proposed with that ledger."""
    folder = tmp_path_factory.mktemp("office") / "runs"
    shutil.copytree(FIXTURES / "format-2", folder)
    shutil.copytree(FIXTURES / "data", folder.parent / "data")
    words = ("propose", folder.parent / "data" / "year.yaml", "--ledger", folder / "ledger.sqlite")
    assert exit_status(*words, "--out", folder / "next") == 0
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made.parent / "data", tmp_path / "data")
    return Path(shutil.copytree(made, tmp_path / "runs"))


def cut(ledger: Path, lines: int) -> None:
    """As a copy of some time ago would be: only so many lines are left."""
    with sqlite3.connect(ledger) as raw:
        raw.execute("DROP TRIGGER lines_last")
        raw.execute("DELETE FROM lines WHERE seq > ?", (lines,))


def refused(capsys: Capture, *words: object) -> str:
    capsys.readouterr()
    assert exit_status(*words) == 2
    return capsys.readouterr().err


def every_command(office: Path) -> list[tuple[object, ...]]:
    """What reads or writes decisions: each would go on without what was lost."""
    run, ledger = office / "next", office / "ledger.sqlite"
    return [
        ("propose", office.parent / "data" / "year.yaml", "--ledger", ledger, "--out", office / "third"),
        ("decide", run, "--from", run / "proposal.xlsx"),
        ("ledger", "act", run, "claim", "--recipient", "940073", "--days", "1", *BY),
        ("ledger", "offers", run),
        ("ledger", "tell", run, "--on", "2023-01-20"),
        ("ledger", "history", ledger),
        ("ledger", "changes", ledger),
    ]


def test_a_whole_ledger_has_lost_nothing(office: Path) -> None:
    ledger = open_ledger(office / "ledger.sqlite")
    (printed,) = printed_heads(office, "ledger.sqlite")
    assert (printed.folder.name, printed.lines) == ("next", 17)
    assert printed.head == ledger.lines()[16].hash
    assert losses(ledger.lines(), [printed]) == ()
    assert exit_status("ledger", "verify", office / "ledger.sqlite") == 0


@pytest.mark.parametrize("lines", [0, 1, 16])
def test_a_cut_ledger_is_an_error_for_every_command(office: Path, lines: int, capsys: Capture) -> None:
    cut(office / "ledger.sqlite", lines)
    for words in every_command(office):
        said = refused(capsys, *words)
        assert "the run in next was proposed when this ledger ended with line 17" in said, words
        assert (f"it now has {lines} lines, and not that one" if lines else "it now has no lines") in said
    assert exit_status("ledger", "verify", office / "ledger.sqlite") == 1
    assert not (office / "third").exists()


def test_a_missing_ledger_is_an_error_and_none_is_begun_by_the_way(office: Path, capsys: Capture) -> None:
    (office / "ledger.sqlite").unlink()
    for words in every_command(office)[:3]:
        assert "it now has no lines" in refused(capsys, *words), words
    assert not (office / "ledger.sqlite").exists()


def test_a_person_goes_on_without_it_and_the_list_of_what_is_lost_is_kept(office: Path, capsys: Capture) -> None:
    cut(office / "ledger.sqlite", 1)
    words = ("ledger", "accept-loss", office / "ledger.sqlite", "--run", office / "run")
    assert "the reason is missing" in refused(capsys, *words, "--by", "P010")
    assert exit_status(*words, *BY) == 0
    said = capsys.readouterr().out
    assert "lost: 940073 and leader L0022: delivering, by run" in said
    assert "Accepted in line 2 of the ledger" in said
    line = open_ledger(office / "ledger.sqlite").lines()[-1].body
    assert (line["act"], line["by"]) == (ACCEPT_LOSS, "P010")
    assert any("940127 and leader L0010: agreed" in text for text in line["detail"]["lost"])
    assert exit_status("ledger", "verify", office / "ledger.sqlite") == 0
    assert exit_status("ledger", "history", office / "ledger.sqlite") == 0
    assert "There is nothing to accept" in refused(capsys, *words, *BY)


def test_a_new_ledger_is_begun_only_where_there_is_none(office: Path, capsys: Capture) -> None:
    words = ("propose", office.parent / "data" / "year.yaml", "--ledger", office / "ledger.sqlite", "--new-ledger")
    assert "there is a ledger here, of 18 lines" in refused(capsys, *words, "--out", office / "third")
    (office / "ledger.sqlite").unlink()
    assert exit_status(*words, "--out", office / "third") == 0
    acts = [line.body["act"] for line in open_ledger(office / "ledger.sqlite").lines()]
    assert acts == [NEW_LEDGER, "publish"]
    assert exit_status("ledger", "verify", office / "ledger.sqlite") == 0


def test_a_workbook_may_begin_a_new_ledger_too(office: Path, capsys: Capture) -> None:
    (office / "ledger.sqlite").unlink()
    words = ("decide", office / "next", "--from", office / "next" / "proposal.xlsx", "--new-ledger")
    assert exit_status(*words) == 0
    assert not (office / "ledger.sqlite").exists()
    assert exit_status(*words, "--yes") == 0
    assert [line.body["act"] for line in open_ledger(office / "ledger.sqlite").lines()] == [NEW_LEDGER]


def test_a_run_of_format_1_printed_its_head_among_its_notes(office: Path) -> None:
    older = json.loads((office / "next" / "run.json").read_text(encoding="utf-8"))
    head = older.pop("ledger")["head"]
    del older["format"]
    (office / "next" / "run.json").write_text(json.dumps(older), encoding="utf-8")
    (printed,) = printed_heads(office, "ledger.sqlite")
    assert printed.head == head


def test_a_run_of_another_ledger_says_nothing_of_this_one(office: Path) -> None:
    record = json.loads((office / "next" / "run.json").read_text(encoding="utf-8"))
    record["ledger"]["name"] = "another.sqlite"
    (office / "next" / "run.json").write_text(json.dumps(record), encoding="utf-8")
    cut(office / "ledger.sqlite", 3)
    assert len(open_ledger(office / "ledger.sqlite").lines()) == 3


def test_a_second_seal_counts_once_a_person_accepts_it(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide(agreed(run, 0), run)
    less = replace(run.published, seal="f" * 64, version="9.9.9", matches=run.published.matches[:-1])
    other = replace(run, published=less, seal="f" * 64)
    with pytest.raises(InputFaults):
        ledger.decide([a_decision(run, "school-agrees", 1)], other)
    person = next(p for p in run.facts.people if p.id == "P014")
    assert accept_seal(ledger, less, person, "the server's folder was restored") == 4
    body = ledger.lines()[-1].body
    assert (body["act"], body["by"], body["detail"]["instead_of"]) == (ACCEPT_SEAL, "P014", run.seal)
    record = ledger.record()
    assert record.run(run.id) == replace(less, seq=4)
    gone = run.published.matches[-1]
    assert record.matches[run.term, gone.recipient, gone.leader].state == "replaced"
    assert (
        record.matches[run.term, run.published.matches[0].recipient, run.published.matches[0].leader].state == "agreed"
    )
    assert ledger.decide([a_decision(run, "school-agrees", 1)], other)[0].line == 5
    with pytest.raises(InputFaults):
        ledger.decide([a_decision(run, "leader-agrees", 1)], run)
    with pytest.raises(InputFaults):
        accept_seal(ledger, less, person, "again")
    assert ledger.integrity_faults() == ()


def test_a_second_seal_is_accepted_by_command(office: Path, capsys: Capture) -> None:
    other = Path(shutil.copytree(office / "run", office.parent / "elsewhere" / "run"))
    seal_otherwise(other)
    about = ("--ledger", office / "ledger.sqlite")
    said = refused(capsys, "ledger", "act", other, "claim", *about, "--recipient", "940073", "--days", "1", *BY)
    assert "matcher ledger accept-seal" in said
    assert exit_status("ledger", "accept-seal", other, *about, *BY) == 0
    assert f"counts with the seal {open_run(other).seal[:12]} since line 19" in capsys.readouterr().out
    claim = ("ledger", "act", other, "claim", *about, "--recipient", "940073", "--days", "1", "--on", "2023-02-01", *BY)
    assert exit_status(*claim) == 0


def seal_otherwise(folder: Path) -> None:
    """The folder as another version of the program would have answered: one wording differs, and so the seal."""
    from tests.ledger.test_seal import seal_again

    notes = folder / "notes.csv"
    notes.write_text(notes.read_text(encoding="utf-8-sig") + "another wording\n", encoding="utf-8")
    seal_again(folder)


def test_the_pages_go_no_further_either(office: Path) -> None:
    project = Project(office.parent)
    run = project.run("next")
    assert run is not None
    assert project.record(run).matches
    for lose in (lambda: cut(office / "ledger.sqlite", 3), lambda: (office / "ledger.sqlite").unlink()):
        lose()
        with pytest.raises(InputFaults):
            project.record(run)
        with pytest.raises(InputFaults), project.ledger(run):
            pass
    assert not (office / "ledger.sqlite").exists()
