from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.ledger import Ledger
from matcher.ledger.notify.telling import support_notices
from matcher.runs.opened import OpenedRun
from tests.ledger.conftest import exit_status
from tests.ledger.term import BROKER, DIRECTOR, ROOT, a_decision, a_ledger, agreed


@pytest.fixture
def path(run: OpenedRun, tmp_path: Path) -> Path:
    """A ledger with one agreed match."""
    path = tmp_path / "ledger.sqlite"
    ledger = a_ledger(path)
    ledger.decide(agreed(run, 4), run)
    ledger.close()
    return path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_verify_says_whole_and_finds_a_head_that_is_not_there(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status("ledger", "verify", path) == 0
    assert "3 lines are as they were sealed" in said(capsys)
    assert exit_status("ledger", "verify", path, "--head", "f" * 64) == 1
    assert "is not in this ledger" in said(capsys)


def test_a_ledger_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    for command in ("show", "verify", "history"):
        assert exit_status("ledger", command, tmp_path / "none.sqlite") == 2
    assert not (tmp_path / "none.sqlite").exists()


def test_a_file_that_is_no_ledger_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("not a database, but long enough to be looked at " * 40, encoding="utf-8")
    assert exit_status("ledger", "verify", wrong) == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_show_tells_one_schools_lines_and_state(path: Path, run: OpenedRun, capsys: pytest.CaptureFixture[str]) -> None:
    match = run.published.matches[4]
    assert exit_status("ledger", "show", path, "--recipient", match.recipient) == 0
    told = said(capsys)
    assert f"{run.term} {match.recipient} and leader {match.leader}: Agreed, stays" in told
    assert "school agrees" in told
    other = run.published.matches[0].recipient  # its digits may stand in the head's hash by chance
    assert not [line for line in told.splitlines() if other in line and "head" not in line]


def test_an_act_is_recorded_about_the_open_match(
    path: Path, folder: Path, run: OpenedRun, capsys: pytest.CaptureFixture[str]
) -> None:
    recipient = run.published.matches[4].recipient
    given = ("--ledger", path, "--recipient", recipient, "--by", DIRECTOR, "--on", "2023-01-13", "--reason", "seen")
    assert exit_status("ledger", "act", folder, "director-approves", *given) == 0
    assert "recorded as line 4" in said(capsys)
    assert exit_status("ledger", "act", folder, "director-approves", *given) == 0
    assert "recorded already (line 4)" in said(capsys)


@pytest.mark.parametrize(
    ("act", "more", "told"),
    [
        ("aproint", (), "Did you mean 'appoint'?"),
        ("appoint", (), "--reason: the reason is missing"),
        ("appoint", ("--reason", "x"), "ACT: 'appoint' cannot follow"),
        ("appoint", ("--reason", "x", "--on", "soon"), "--on: is not a date"),
    ],
)
def test_an_act_that_may_not_be_says_why(
    path: Path,
    folder: Path,
    run: OpenedRun,
    capsys: pytest.CaptureFixture[str],
    act: str,
    more: tuple[str, ...],
    told: str,
) -> None:
    given = ("--ledger", path, "--recipient", run.published.matches[4].recipient, "--by", DIRECTOR)
    assert exit_status("ledger", "act", folder, act, *given, *more) == 2
    assert told in capsys.readouterr().err


def test_a_name_is_erased_by_somebody_of_the_register(
    path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("ledger", "erase", path, BROKER, "--run", folder, "--reason", "they asked")
    assert exit_status(*given, "--by", "Nobody") == 2
    assert exit_status(*given, "--by", DIRECTOR) == 0
    assert exit_status("ledger", "verify", path) == 0
    assert exit_status(*given, "--by", DIRECTOR) == 2, "there is nothing left to erase"
    assert "Barrowden" not in said(capsys)


def test_history_is_the_register_of_the_next_term(path: Path, run: OpenedRun, tmp_path: Path) -> None:
    out = tmp_path / "history.csv"
    assert exit_status("ledger", "history", path, "--out", out) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    match = run.published.matches[4]
    mine = next(r for r in rows if r["recipient_id"] == match.recipient)
    assert (mine["state"], mine["days_agreed"], mine["cost"], mine["leader_id"]) == (
        "agreed",
        "10",
        "6000.00",
        match.leader,
    )
    assert {r["state"] for r in rows} == {"agreed", "proposed"}


def test_days_agreed_claimed_and_paid_stay_apart(
    path: Path, run: OpenedRun, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger: Ledger = a_ledger(path)
    ledger.decide([a_decision(run, act, 4) for act in ("director-approves", "appoint", "begin")], run)
    ledger.decide([a_decision(run, "claim", 4, detail={"days": 7}), a_decision(run, "pay", 4, detail={"days": 2})], run)
    ledger.close()
    assert exit_status("ledger", "history", path, "--days") == 0
    match = run.published.matches[4]
    assert f"{run.term},{match.recipient},{match.leader},delivering,10,7,2,600000" in said(capsys)


def test_a_stopped_deployment_costs_what_was_claimed(path: Path, run: OpenedRun, tmp_path: Path) -> None:
    ledger = a_ledger(path)
    ledger.decide([a_decision(run, act, 4) for act in ("director-approves", "appoint", "begin")], run)
    ledger.decide([a_decision(run, "claim", 4, detail={"days": 3}), a_decision(run, "stop", 4)], run)
    ledger.close()
    out = tmp_path / "history.csv"
    exit_status("ledger", "history", path, "--out", out)
    rows = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    mine = next(r for r in rows if r["recipient_id"] == run.published.matches[4].recipient)
    assert (mine["state"], mine["days_claimed"], mine["cost"], mine["ends_on"]) == (
        "finished",
        "3",
        "1800.00",
        "2023-01-12",
    )


def test_who_is_told_is_listed_without_the_leaders_name(
    path: Path, folder: Path, run: OpenedRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_status("ledger", "tell", folder, "--ledger", path, "--on", "2023-01-11") == 0
    told = said(capsys)
    assert "school: " in told
    assert not any(leader.name in told for leader in run.world.leaders)


def test_looking_at_a_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    exit_status("ledger", "tell", folder, "--ledger", path, "--on", "2023-01-11")
    exit_status("ledger", "offers", folder, "--ledger", path, "--on", "2023-01-11")
    assert a_ledger(path).lines() == ()


def test_letters_go_to_a_new_folder_with_a_mail_merge(path: Path, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    given = ("ledger", "letters", folder, "--ledger", path, "--out", out, "--on", "2023-01-11")
    assert exit_status(*given) == 0
    files = {p.name for p in out.iterdir()}
    with (out / "mail-merge.csv").open(encoding="utf-8-sig", newline="") as file:
        named = {row["letter"] for row in csv.DictReader(file)}
    assert named == files - {"mail-merge.csv"}
    assert exit_status(*given) == 2, "a folder with letters in it is not written over"


def test_a_day_without_a_calendar_is_told(path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status("ledger", "tell", folder, "--ledger", path, "--on", "2031-01-11") == 0
    said = capsys.readouterr().out
    assert "1. (no school calendar covers the day)  " in said or "2. (no school calendar covers the day)  " in said


def test_two_processes_that_decide_about_one_match_at_once_record_one_refusal(
    folder: Path, run: OpenedRun, tmp_path: Path
) -> None:
    path, match = tmp_path / "ledger.sqlite", run.published.matches[4]
    a_ledger(path).close()
    given = ("--ledger", path, "--recipient", match.recipient, "--on", "2023-01-12", "--reason", "said so")
    people = ((BROKER, "leader-cannot"), (DIRECTOR, "director-says-no"))
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "matcher", "ledger", "act", str(folder), act, "--by", by, *map(str, given)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for by, act in people
    ]
    told = [process.communicate() for process in both]
    assert sorted(process.returncode for process in both) == [0, 2]
    loser = next(err for (_, err), process in zip(told, both, strict=True) if process.returncode)
    assert "the match is refused: '" in loser, "what the other decided meanwhile"
    assert "(line 2 of the ledger)" in loser
    after = a_ledger(path)
    assert next(line.body["act"] for line in after.lines()) == "publish"
    assert len(after.lines()) == 2
    assert after.integrity_faults() == ()


def test_letters_that_must_not_be_sent_are_there_only_as_marked_drafts(
    path: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "drafts"
    given = ("ledger", "letters", folder, "--ledger", path, "--on", "2023-01-11")
    assert exit_status(*given, "--out", tmp_path / "letters") == 0
    assert "nobody is written to about 9 matches that are only proposed" in said(capsys)
    ready = {p.name for p in (tmp_path / "letters").glob("*.txt")}
    assert not any(name.startswith("not-to-be-sent") for name in ready)
    assert exit_status(*given, "--drafts", "--out", out) == 0
    for draft in out.glob("*.txt"):
        marked = draft.read_text(encoding="utf-8").startswith("NOT TO BE SENT: ")
        assert marked == draft.name.startswith("not-to-be-sent-") == (draft.name not in ready)


def test_the_acts_about_a_case_are_recorded_from_the_terminal(
    path: Path, folder: Path, run: OpenedRun, capsys: pytest.CaptureFixture[str]
) -> None:
    """A yes and its release, an old offer, an absence and its end, a school asked early, and one that is reopened."""
    given = ("--ledger", path, "--by", BROKER, "--on", "2023-01-12", "--reason", "by telephone")
    recipient = [m.recipient for m in run.published.matches]
    leader = run.published.matches[3].leader
    for words in (
        ("ask-school", "--recipient", recipient[0], "--out-of-order"),
        ("school-wants-support", "--recipient", recipient[0]),
        ("school-agrees", "--recipient", recipient[0]),
        ("release-yes", "--recipient", recipient[0]),
        ("close-offer", "--recipient", recipient[0]),
        ("school-wants-no-support", "--recipient", recipient[1]),
        ("reopen", "--recipient", recipient[1]),
        ("leader-cannot-any", "--leader", leader, "--until", "2023-03-01"),
        ("leader-can-again", "--leader", leader),
    ):
        assert exit_status("ledger", "act", folder, *words, *given) == 0, (words, capsys.readouterr().err)
    ledger = a_ledger(path)
    recorded = [line.body["act"] for line in ledger.lines()][-9:]
    ledger.close()
    assert recorded[0] == "ask-school"
    assert recorded[-2:] == ["leader-cannot-any", "leader-can-again"]
    assert "it may be proposed again: recorded as line" in said(capsys)


def test_in_bulk_nobody_is_told_whose_name_is_still_to_be_found(
    path: Path, folder: Path, run: OpenedRun, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = a_ledger(path)
    notices = support_notices(run, ledger.record_with(run))
    ledger.close()
    unknown = [n for n in notices if not n.name]
    assert unknown, "the sample has a body that is to be found out"
    by = ("--by", BROKER, "--on", "2023-01-12", "--reason", "the term's letters")
    assert exit_status("ledger", "tell-of-support", folder, "--ledger", path, *by) == 0
    assert f"Not recorded of {len(unknown)} " in said(capsys)
    ledger = a_ledger(path)
    told = [line.body["detail"]["name"] for line in ledger.lines() if line.body["act"] == "tell-of-support"]
    ledger.close()
    assert told
    assert all(told)
