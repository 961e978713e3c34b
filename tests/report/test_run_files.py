"""The tables hold exactly what the contract says, the same bytes every time."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.report.run_folder.run_files import km, write_record, write_tables
from matcher.report.tables.plan_view import PlanView
from matcher.result import Result
from matcher.wording.words import amount
from tests.report.results import a_result, with_seconds

HEADERS = {
    "assumptions.csv": "what,value,unit,source,date,assumed,impact",
    "eligibility.csv": "id,name,kind,region,verdict,route,reason,evidence,rests_on_forgotten",
    "candidates.csv": "recipient_id,leader_id,days,team_days,cost,distance_km,fit,flags,minutes,measured_by",
    "governance_candidates.csv": "recipient_id,governance_leader_id,days,cost,benefit",
    "barred.csv": "recipient_id,leader_id,rule,reason",
    "matches.csv": "recipient_id,recipient,kind,region,leader_id,leader,role,organisation_id,days,team_days,cost,"
    "distance_km,fit,flags,reserves,state,minutes,measured_by",
    "governance.csv": "recipient_id,governance_leader_id,days,cost,state",
    "unmatched.csv": "recipient_id,recipient,kind,region,reason,nearest_change",
    "pots.csv": "pot,role,amount,committed_before,committed,left",
}


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def written(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_tables(result, PlanView(result), folder)
    write_record(result, folder)
    return folder


@pytest.mark.parametrize("name", HEADERS)
def test_columns_are_those_of_the_contract(written: Path, name: str) -> None:
    assert (written / name).read_text(encoding="utf-8").splitlines()[0] == HEADERS[name]


def test_the_same_result_gives_the_same_bytes_whatever_the_clock_says(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for seconds, folder in enumerate(folders):
        folder.mkdir()
        again = with_seconds(a_result(), float(seconds))
        write_tables(again, PlanView(again), folder)
        write_record(again, folder)
    files = sorted(p.name for p in folders[0].iterdir())
    different = [name for name in files if (folders[0] / name).read_bytes() != (folders[1] / name).read_bytes()]
    assert different == ["run.json"]


def test_every_match_of_the_plan_stands_in_matches(written: Path, result: Result) -> None:
    rows = table(written, "matches.csv")
    assert [(r["recipient_id"], r["leader_id"], int(r["days"])) for r in rows] == [
        (m.recipient_id, m.leader_id, m.days) for m in result.plan.matches
    ]
    assert {r["state"] for r in rows} == {"proposed"}


def test_costs_of_matches_add_up_to_what_the_choices_cost(written: Path, result: Result) -> None:
    pence = sum(round(float(r["cost"]) * 100) for r in table(written, "matches.csv"))
    governance = sum(round(float(r["cost"]) * 100) for r in table(written, "governance.csv"))
    assert pence + governance == int(result.problem.choices.total_pence[result.solution.chosen].sum())


def test_candidates_hold_every_choice_of_a_leader(written: Path, result: Result) -> None:
    rows, choices = table(written, "candidates.csv"), result.candidates.choices
    assert len(rows) == int(choices.is_match.sum())
    assert sum(int(r["fit"]) for r in rows) == int(choices.fit.sum())
    metres = choices.metres[choices.is_match]
    assert [r["distance_km"] for r in rows] == [km(m) for m in metres.tolist()]
    assert "" in [r["distance_km"] for r in rows]


def test_flags_of_a_candidate_are_those_of_its_choice(written: Path, result: Result) -> None:
    rows = table(written, "candidates.csv")
    for name, mask in result.candidates.flags.items():
        here = np.array([name in row["flags"].split(";") for row in rows])
        assert np.array_equal(here, mask[: len(rows)]), name


def test_every_recipient_is_matched_or_unmatched(written: Path, result: Result) -> None:
    matched = {r["recipient_id"] for r in table(written, "matches.csv")}
    unmatched = {r["recipient_id"] for r in table(written, "unmatched.csv")}
    assert matched | unmatched == {r.id for r in result.world.recipients}
    assert not matched & unmatched


def test_leaders_are_named_in_matches_and_in_no_other_table(written: Path, result: Result) -> None:
    name = result.world.leaders[result.world.leader_row[result.plan.matches[0].leader_id]].name
    assert [p.name for p in written.iterdir() if name in p.read_text(encoding="utf-8")] == ["matches.csv"]


def test_run_json_says_what_was_run(written: Path, result: Result) -> None:
    run = json.loads((written / "run.json").read_text(encoding="utf-8"))
    assert run["status"] == "published"
    assert run["run_id"] == result.run_id
    assert run["matched"] == len(result.plan.matches)
    assert run["eligible"] == len(result.world.recipients)
    assert run["inputs"][0] == {"name": "leaders.csv", "role": "leaders", "sha256": "ab" * 32, "rows": 15}
    assert run["stages"] == {"reading": 1.25}
    assert run["engine"] == {"name": "greedy", "because": "a test needs no solver"}


def test_goals_stand_in_their_order(written: Path, result: Result) -> None:
    goals = json.loads((written / "goals.json").read_text(encoding="utf-8"))
    assert [g["goal"] for g in goals] == [objective.goal for objective in result.problem.objectives]
    assert [g["value"] for g in goals] == list(result.problem.values(result.solution.chosen))


def test_a_certificate_of_numpy_numbers_becomes_json(result: Result, tmp_path: Path) -> None:
    proved = replace(result, certificate={"duals": np.array([1, 2]), "bound": np.int64(7)})
    write_tables(proved, PlanView(proved), tmp_path)
    assert json.loads((tmp_path / "certificate.json").read_text()) == {"duals": [1, 2], "bound": 7}


def test_notes_say_each_thing_once(written: Path) -> None:
    notes = [row["note"] for row in table(written, "notes.csv")]
    assert len(notes) == len(set(notes)) == 2


def test_money_and_distance_are_exact() -> None:
    assert [amount(p) for p in (None, 0, 5, 646_225_00, -150)] == ["", "0.00", "0.05", "646225.00", "-1.50"]
    assert [km(m) for m in (None, -1, 0, 7, 45_678)] == ["", "", "0.000", "0.007", "45.678"]
