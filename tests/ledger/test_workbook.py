from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from matcher.errors import InputFaults
from matcher.ledger import OFFERED, Ledger, record_workbook
from matcher.ledger.log.acts import ADVISER_CHOICES
from matcher.report.words import ADVISER_DECISIONS, DECISIONS
from matcher.runs.opened import OpenedRun, open_run
from tests.ledger.conftest import exit_status
from tests.ledger.term import DIRECTOR, decided, fill

OFFICE = shutil.which("libreoffice") or shutil.which("soffice")


def filled(run: OpenedRun, tmp_path: Path, cells: Mapping[int, Mapping[str, Any]]) -> Path:
    return fill(run.folder / "proposal.xlsx", tmp_path / "filled.xlsx", cells)


def faults(run: OpenedRun, ledger: Ledger, workbook: Path) -> list[str]:
    with pytest.raises(InputFaults) as error:
        record_workbook(workbook, run, ledger, really=True)
    assert ledger.lines() == ()
    return [str(fault) for fault in error.value.faults]


def acts(ledger: Ledger) -> list[str]:
    return [line.body["act"] for line in ledger.lines()]


def test_the_drop_down_offers_what_the_ledger_takes() -> None:
    assert DECISIONS == OFFERED
    assert tuple(ADVISER_CHOICES) == ADVISER_DECISIONS


def test_an_untouched_workbook_records_nothing(run: OpenedRun, ledger: Ledger) -> None:
    assert record_workbook(run.folder / "proposal.xlsx", run, ledger, really=True) == ()
    assert ledger.lines() == ()


def test_shows_first_and_records_only_when_told_to(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    workbook = filled(run, tmp_path, {2: decided("school and leader agree"), 3: decided("leader cannot")})
    dry_results = record_workbook(workbook, run, ledger, really=False)
    assert [row for row, _ in dry_results] == [2, 2, 3]
    assert ledger.lines() == ()
    record_workbook(workbook, run, ledger, really=True)
    assert acts(ledger) == ["publish", "school-agrees", "leader-agrees", "leader-cannot"]


def test_twice_is_the_same_as_once(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    workbook = filled(run, tmp_path, {2: decided("school and leader agree"), 3: decided("leader cannot")})
    record_workbook(workbook, run, ledger, really=True)
    head = ledger.head
    again = record_workbook(workbook, run, ledger, really=True)
    assert all(asked.already for _, asked in again)
    assert ledger.head == head


@pytest.mark.parametrize("on", ["2023-01-12", "12/01/2023", "12-01-2023"])
@pytest.mark.parametrize("by", ["P003", "Lionel Barrowden", "lionel  barrowden"])
def test_takes_a_day_and_a_person_however_they_are_written(
    run: OpenedRun, ledger: Ledger, tmp_path: Path, on: str, by: str
) -> None:
    record_workbook(filled(run, tmp_path, {2: decided("School agrees", on=on, by=by)}), run, ledger, really=True)
    body = ledger.lines()[-1].body
    assert (body["on"], body["by"], body["role"], body["regions"]) == ("2023-01-12", "P003", "broker", ["South West"])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (decided("school agrees", reason=None), "filled.xlsx, sheet Proposals:2:Reason for the decision: is empty"),
        (decided("school agrees", by=None), "Proposals:2:Decided by: is empty"),
        (decided("school agrees", on=None), "Proposals:2:Decided on: is empty"),
        (decided("school agrees", on="soon"), "Proposals:2:Decided on: is not a date"),
        (decided("school agrees", on="2030-01-01"), "Proposals:2:Decided on: the day has not come yet"),
        (decided("school agres"), "Proposals:2:Decision: is not one of the decisions (found 'school agres'). Did you"),
        (decided("school agrees") | {"Decision": None}, "Proposals:2:Decision: is empty beside a reason"),
        (decided("school agrees", by="Nobody Known"), "Proposals:2:Decided by: nobody of this name or id"),
        (decided("director approves"), "Proposals:2:Decided by: 'director approves' is not for a broker"),
        (decided("appoint", by=DIRECTOR), "Proposals:2:Decision: 'appoint' cannot follow: the match is proposed"),
        ({"No.": 5}, "Proposals:2:No.: the locked cell was altered (found '5'). Write '1' again"),
        ({"Leader": "Ada Someone"}, "Proposals:2:Leader: the locked cell was altered (found '(withheld"),
        ({"School or trust": "Another"}, "Proposals:2:School or trust: the locked cell was altered"),
        ({"recipient_id": "000001"}, "Proposals:2:recipient_id: is not in this run's proposal (found '000001')"),
        ({"leader_id": "L0099"}, "Proposals:2:leader_id: was not proposed to this school or trust"),
        ({"run_id": "0000000000000000"}, "Proposals:2:run_id: this row is of another run"),
    ],
)
def test_says_sheet_row_column_and_what_to_do_and_records_nothing(
    run: OpenedRun, ledger: Ledger, tmp_path: Path, row: dict[str, Any], said: str
) -> None:
    (only,) = faults(run, ledger, filled(run, tmp_path, {2: row, 4: decided("leader cannot")}))
    assert said in only


def test_tells_every_fault_of_every_row_at_once(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    wrong = {2: decided("no idea"), 3: {"No.": 9}, 5: decided("agree", by=None, on=None)}
    assert len(faults(run, ledger, filled(run, tmp_path, wrong))) == 4


def test_no_fault_names_a_person(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    wrong = {2: {"Leader": "Zebedee Quill"}, 3: decided("agree", by="Zebedee Quill", reason="Zebedee Quill said so")}
    assert "Zebedee" not in " ".join(faults(run, ledger, filled(run, tmp_path, wrong)))


def test_a_row_that_stands_twice_is_refused(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(run.folder / "proposal.xlsx")
    sheet = book["Proposals"]
    sheet.append([cell.value for cell in sheet[2]])
    book.save(tmp_path / "filled.xlsx")
    (only,) = faults(run, ledger, tmp_path / "filled.xlsx")
    assert "stands in row 2 too" in only


def test_a_workbook_without_its_hidden_columns_is_refused(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(run.folder / "proposal.xlsx")
    sheet = book["Proposals"]
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "leader_id"))
    book.save(tmp_path / "filled.xlsx")
    (only,) = faults(run, ledger, tmp_path / "filled.xlsx")
    assert "leader_id: the column is missing" in only


def test_a_match_decided_meanwhile_is_told_with_what_was_decided(
    run: OpenedRun, ledger: Ledger, tmp_path: Path
) -> None:
    first = filled(run, tmp_path, {2: decided("school wants no support", by=DIRECTOR)})
    record_workbook(first, run, ledger, really=True)
    head = ledger.head
    with pytest.raises(InputFaults) as error:
        record_workbook(filled(run, tmp_path, {2: decided("school agrees")}), run, ledger, really=True)
    message = str(error.value.faults[0])
    assert "the match is refused: 'school wants no support' on 12 January 2023, by a director (line 2" in message
    assert ledger.head == head


def test_a_whole_workbook_of_another_run_is_one_fault(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    rows = {row: {"run_id": "0000000000000000"} for row in range(2, len(run.published.matches) + 2)}
    (only,) = faults(run, ledger, filled(run, tmp_path, rows))
    assert "this is the workbook of another run" in only


def test_a_workbook_that_is_not_there_is_told_so(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    (only,) = faults(run, ledger, tmp_path / "answers.xlsx")
    assert "there is no workbook here" in only


def test_two_people_of_one_name_are_told_apart_by_their_ids(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    people = tuple(replace(p, name="Sam Twin") if p.id in ("P003", "P014") else p for p in run.facts.people)
    twins = replace(run, facts=replace(run.facts, people=people))
    (only,) = faults(twins, ledger, filled(run, tmp_path, {2: decided("school agrees", by="Sam Twin")}))
    assert "more than one person of the register has this name. Write the person's id instead" in only
    assert "Sam" not in only


def test_an_id_that_lost_its_zeros_in_a_spreadsheet_is_refused(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    rows = filled(run, tmp_path, {2: decided("school agrees") | {"leader_id": "0" + run.published.matches[0].leader}})
    (only,) = faults(run, ledger, rows)
    assert "was not proposed to this school or trust" in only


def test_rows_may_be_sorted_and_left_out(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled(run, tmp_path, {2: decided("school agrees"), 5: decided("leader cannot")}))
    sheet = book["Proposals"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    rows.sort(key=lambda row: str(row[3]), reverse=True)
    sheet.delete_rows(2, sheet.max_row)
    for row in rows:
        sheet.append(row)
    sheet.delete_rows(next(r for r in range(2, sheet.max_row) if not sheet.cell(r, 6).value))
    sheet.auto_filter.ref = None
    book.save(tmp_path / "sorted.xlsx")
    record_workbook(tmp_path / "sorted.xlsx", run, ledger, really=True)
    assert sorted(acts(ledger)) == ["leader-cannot", "publish", "school-agrees"]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")
def test_a_workbook_saved_by_libreoffice_reads_the_same(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    filled(run, tmp_path, {2: decided("school and leader agree"), 3: decided("leader cannot", on="2023-01-12")})
    saved = tmp_path / "saved"
    assert OFFICE is not None
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(saved),
        str(tmp_path / "filled.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    record_workbook(saved / "filled.xlsx", run, ledger, really=True)
    assert acts(ledger) == ["publish", "school-agrees", "leader-agrees", "leader-cannot"]


def test_the_command_shows_then_records_beside_the_run(
    folder: Path, run: OpenedRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "autumn"
    shutil.copytree(folder, mine)
    workbook = filled(run, tmp_path, {2: decided("school agrees")})
    assert exit_status("decide", mine, "--from", workbook) == 0
    assert "nothing recorded yet" in capsys.readouterr().out
    assert exit_status("decide", mine, "--from", workbook, "--yes") == 0
    assert "1 recorded" in capsys.readouterr().out
    assert exit_status("ledger", "verify", tmp_path / "ledger.sqlite") == 0


def test_the_command_refuses_a_wrong_workbook_with_exit_status_2(
    folder: Path, run: OpenedRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = filled(run, tmp_path, {2: {"No.": 4}})
    ledger = tmp_path / "ledger.sqlite"
    assert exit_status("decide", folder, "--from", workbook, "--ledger", ledger, "--yes") == 2
    assert "the locked cell was altered" in capsys.readouterr().err


def test_a_run_whose_sealed_facts_were_changed_is_not_decided_about(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "run"
    shutil.copytree(folder, mine)
    leaders = mine / "inputs" / "leaders.csv"
    leaders.write_text(leaders.read_text(encoding="utf-8").replace("L0013", "L9013"), encoding="utf-8")
    with pytest.raises(InputFaults):
        open_run(mine)


def test_an_interrupt_says_that_it_is_safe_to_decide_again(
    folder: Path,
    run: OpenedRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Interrupted after the lines are on the disk and before anything is said of it."""
    workbook, ledger = filled(run, tmp_path, {2: decided("school agrees")}), tmp_path / "ledger.sqlite"
    args = ("decide", folder, "--from", workbook, "--ledger", ledger, "--yes")

    def recorded_and_interrupted(*asked: Any) -> None:
        record_workbook(*asked)
        if asked[3]:  # not while it only looks
            raise KeyboardInterrupt

    monkeypatch.setattr("matcher.commands.decisions.decide.record_workbook", recorded_and_interrupted)
    assert exit_status(*args) == 130
    assert "what is recorded is not recorded twice" in capsys.readouterr().err
    monkeypatch.undo()
    assert exit_status(*args) == 0
    assert "Everything in the workbook is recorded already; nothing was added." in capsys.readouterr().out


def test_looking_or_failing_begins_no_ledger_and_recording_says_when_it_begins_one(
    run: OpenedRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, book = tmp_path / "ledgr.sqlite", run.folder / "proposal.xlsx"
    bad = fill(book, tmp_path / "bad.xlsx", {2: decided("no such decision")})
    good = fill(book, tmp_path / "good.xlsx", {2: decided("school agrees")})
    assert exit_status("decide", run.folder, "--from", bad, "--ledger", path, "--yes") == 2
    assert not path.exists()
    capsys.readouterr()
    assert exit_status("decide", run.folder, "--from", good, "--ledger", path) == 0
    assert not path.exists()
    assert "There is none there yet: recording begins one." in capsys.readouterr().out
    assert exit_status("decide", run.folder, "--from", good, "--ledger", path, "--yes") == 0
    assert "It is a new one, begun just now." in capsys.readouterr().out


def test_a_leader_whose_own_organisation_is_on_the_list_is_asked_about_and_only_such_a_one(run: OpenedRun) -> None:
    sheet = openpyxl.load_workbook(run.folder / "proposal.xlsx")["Proposals"]
    column = {cell.value: cell.column - 1 for cell in sheet[1]}
    leaders, bodies = {x.id: x for x in run.world.leaders}, set(run.world.recipient_row)
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[column["leader_id"]] in leaders]
    assert rows
    for row in rows:
        asked = "own trust or school needs support" in str(row[column["To settle first"]])
        assert asked == (leaders[row[column["leader_id"]]].organisation_id in bodies)
    assert any(x.organisation_id in bodies for x in leaders.values())


def test_a_day_before_the_pair_was_published_is_asked_about_alone(
    run: OpenedRun, ledger: Ledger, tmp_path: Path
) -> None:
    cells = {2: decided("school and leader agree", on="12/01/2022"), 3: decided("school and leader agree")}
    workbook = filled(run, tmp_path, cells)
    results = record_workbook(workbook, run, ledger, really=True)
    asked = {row for row, one in results if one.objection is not None and one.objection.question}
    assert asked == {2}
    assert acts(ledger) == ["publish", "school-agrees", "leader-agrees"]
    record_workbook(workbook, run, ledger, really=True, accept_dates=True)
    assert acts(ledger) == ["publish", *("school-agrees", "leader-agrees") * 2]


def test_the_command_asks_about_a_day_that_contradicts_the_record(
    run: OpenedRun, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = filled(run, tmp_path, {2: decided("school agrees", on="12/01/2022"), 3: decided("school agrees")})
    args = ("decide", folder, "--from", workbook, "--ledger", tmp_path / "l.sqlite", "--yes")
    assert exit_status(*args) == 1
    said = capsys.readouterr()
    assert "12 January 2022 is before this pair was first published (as at 31 December 2022)" in said.out
    assert "1 recorded" in said.out
    assert "Asked about alone, since the day contradicts the record: row 2." in said.out
    assert exit_status(*args, "--accept-dates") == 0
    assert "1 recorded" in capsys.readouterr().out


def test_whatever_the_list_offers_is_recorded_as_its_act(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    """The answers about a case: yes to support, one yes and its release, ill until a day, and back."""
    ill = decided("leader cannot (any school)") | {"Until": "01/02/2023"}
    yes = decided("school agrees")
    first = {2: decided("school says yes to support"), 3: yes, 4: yes, 5: ill}
    record_workbook(filled(run, tmp_path, first), run, ledger, really=True)
    released, closed = "the hold of the school's yes is released", "the old offer is closed"
    then = {3: decided(released, on="13/01/2023"), 4: decided(closed), 5: decided("the leader can again")}
    record_workbook(filled(run, tmp_path, then), run, ledger, really=True)
    assert acts(ledger)[1:5] == ["school-wants-support", "school-agrees", "school-agrees", "leader-cannot-any"]
    assert acts(ledger)[5:] == ["release-yes", "close-offer", "leader-can-again"]
    assert ledger.lines()[4].body["detail"] == {"until": "2023-02-01"}
    assert not ledger.record().away
