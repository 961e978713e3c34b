"""Every format that was ever published opens, is explained, audited, decided on, compared and proposed from again."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.ledger import open_ledger
from matcher.read.run_folders.seal import FORMAT, SEAL, UNSEALED
from matcher.runs.identity import run_id_of
from matcher.runs.opened import open_run
from tests.ledger.conftest import exit_status
from tests.ledger.term import fill

HERE = Path(__file__).parent
FORMATS = ("format-1", "format-2")
Capture = pytest.CaptureFixture[str]


@pytest.fixture(params=FORMATS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the folder of one format, with the data beside it."""
    shutil.copytree(HERE / "data", tmp_path / "data")
    return Path(shutil.copytree(HERE / request.param, tmp_path / "kept"))


def is_unsealed(kept: Path) -> bool:
    return not (kept / "run" / SEAL).exists()


def test_opens_and_says_where_it_is_unsealed(kept: Path) -> None:
    run = open_run(kept / "run")
    assert (run.seal == UNSEALED) == is_unsealed(kept)
    assert run.id == json.loads((kept / "run" / "run.json").read_text(encoding="utf-8"))["run_id"]
    assert len(run.plan.matches) == len(run.published.matches) == 9
    assert len(run.plan.governance) == 2


def test_is_explained(kept: Path, capsys: Capture) -> None:
    for asked in ((), ("--recipient", "940073"), ("--recipient", "900086"), ("--leader", "L0003"), ("--near",)):
        assert exit_status("explain", kept / "run", *asked) == 0, asked
        said = capsys.readouterr().out
        assert said.startswith("This run is unsealed (made by version 0.1.0)") == is_unsealed(kept)
        assert len(said.splitlines()) > 1


def test_is_audited_without_a_false_accusation(kept: Path, capsys: Capture) -> None:
    assert exit_status("audit", kept / "run") == 0
    said = capsys.readouterr().out
    assert "9 matches and 2 offers of governance days keep every rule" in said
    assert ("This folder is unsealed" in said) == is_unsealed(kept)


def test_an_edited_plan_of_it_is_judged(kept: Path, capsys: Capture) -> None:
    edited = kept / "edited.csv"
    text = (kept / "run" / "matches.csv").read_text(encoding="utf-8-sig")
    edited.write_text(text.replace("L0022", "L0021", 1), encoding="utf-8")
    assert exit_status("audit", kept / "run", "--plan", edited) == 1
    assert "broken rule(s) in 9 matches" in capsys.readouterr().out


def test_its_ledger_is_as_it_was_sealed(kept: Path, capsys: Capture) -> None:
    ledger = open_ledger(kept / "ledger.sqlite", make=False)
    states = {key[1:]: (m.state, m.days_claimed) for key, m in ledger.record().matches.items()}
    head = ledger.head
    ledger.close()
    assert states["940073", "L0022"] == ("delivering", 4), "the second claim was a mistake, and was corrected"
    assert states["940127", "L0010"] == ("agreed", 0)
    assert states["940141", "L0021"] == ("refused", 0)
    assert exit_status("ledger", "verify", kept / "ledger.sqlite", "--head", head) == 0
    for asked in (("show", kept / "ledger.sqlite"), ("story", "940073", "--ledger", kept / "ledger.sqlite")):
        capsys.readouterr()
        assert exit_status("ledger", *asked) == 0
        assert "940073" in capsys.readouterr().out


def test_decisions_go_on_in_it(kept: Path, capsys: Capture) -> None:
    where = ("--ledger", kept / "ledger.sqlite")
    about = ("--recipient", "940073", "--by", "P010", "--on", "2023-02-01", "--reason", "more days")
    assert exit_status("ledger", "act", kept / "run", "claim", *where, *about, "--days", "2") == 0
    assert "days claimed: recorded as line" in capsys.readouterr().out
    assert exit_status("ledger", "history", kept / "ledger.sqlite", "--days") == 0
    assert ",940073,L0022,delivering,10,6,0," in capsys.readouterr().out
    assert exit_status("ledger", "verify", kept / "ledger.sqlite") == 0
    assert exit_status("decide", kept / "run", "--from", kept / "run" / "proposal.xlsx", *where) == 0


@pytest.mark.parametrize(
    ("column", "value", "status"), [("Decision", "leader cannot", 0), ("Days", 99, 2), ("Cost", 1, 2)]
)
def test_the_workbook_of_its_layout_is_read_and_its_locked_cells_are_compared(
    kept: Path, capsys: Capture, column: str, value: object, status: int
) -> None:
    workbook = kept.parent / "filled.xlsx"
    cells: dict[str, object] = {"Reason for the decision": "ill", "Decided by": "P010", "Decided on": "16/01/2023"}
    with (kept / "run" / "proposals.csv").open(encoding="utf-8-sig", newline="") as file:
        place = next(i for i, row in enumerate(csv.DictReader(file), start=2) if row["recipient_id"] == "940073")
    fill(kept / "run" / "proposal.xlsx", workbook, {place: cells | {"Decision": "leader cannot", column: value}})
    asked = ("decide", kept / "run", "--from", workbook, "--ledger", kept / "new.sqlite")
    assert exit_status(*asked) == status
    said = "".join(capsys.readouterr())
    assert ("the locked cell was altered" in said) == bool(status)


def test_is_compared(kept: Path, capsys: Capture) -> None:
    assert exit_status("compare", kept / "run", kept.parent / "data" / "year.yaml") == 0
    assert "0 come in, 0 go out" in capsys.readouterr().out


def test_the_next_proposal_keeps_what_was_decided(kept: Path, capsys: Capture) -> None:
    data, where = kept.parent / "data" / "year.yaml", ("--ledger", kept / "ledger.sqlite")
    assert exit_status("propose", data, *where, "--out", kept / "next") == 0
    said = capsys.readouterr().out
    assert "Kept as people decided: 2 matches of autumn-2022, agreed, approved or running" in said
    # two refusals, and what was proposed to a leader who withdrew since (decision 1224)
    assert "Not proposed again in autumn-2022: 3 refused pairs" in said
    assert "90010 and leader L0008 fixed by a director (line 14)" in said
    pairs = {(m.recipient_id, m.leader_id) for m in open_run(kept / "next").plan.matches}
    assert {("940073", "L0022"), ("940127", "L0010"), ("90010", "L0008")} <= pairs
    assert not {("940141", "L0021"), ("940082", "L0016"), ("900081", "L0015")} & pairs
    assert exit_status("audit", kept / "next") == 0


def test_a_later_format_says_which_version_opens_it(kept: Path) -> None:
    record = kept / "run" / "run.json"
    later = json.loads(record.read_text(encoding="utf-8")) | {"format": FORMAT + 1, "versions": {"matcher": "7.1.0"}}
    record.write_text(json.dumps(later), encoding="utf-8")
    with pytest.raises(InputFaults) as refused:
        open_run(kept / "run")
    assert re.search(rf"is of format {FORMAT + 1}, made by version 7\.1\.0", str(refused.value.faults[0]))
    assert "Open it with version 7.1.0" in str(refused.value.faults[0])


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "format-1"])
def test_a_runs_id_is_worked_out_as_it_was(name: str) -> None:
    """A field or setting that joins without `added` would change it."""
    run = open_run(HERE / name / "run")
    assert run_id_of(run.facts, run.policy) == run.id


def test_no_fixture_names_a_place_of_the_machine_that_made_it() -> None:
    text = (p for p in HERE.rglob("*") if p.suffix in (".csv", ".json", ".yaml", ".html", ".sqlite"))
    places = re.compile(rb"/(tmp|root|home|work/|Users|var)/")
    assert [p.name for p in text if places.search(p.read_bytes())] == []
