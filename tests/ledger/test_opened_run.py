"""A run folder is opened in one way: what is missing or changed is a fault, whoever asks."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.runs.cache import RunCache
from matcher.runs.opened import open_inputs, open_run


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def faults_of(folder: Path) -> str:
    with pytest.raises(InputFaults) as wrong:
        open_run(folder)
    return "; ".join(map(str, wrong.value.faults))


def without_column(path: Path, name: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column for column in rows[0] if column != name], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def test_the_run_opened_holds_the_plan_of_its_tables(folder: Path) -> None:
    run = open_run(folder, RunCache(evidence=True))
    assert {(m.recipient, m.leader, m.days) for m in run.published.matches} == {
        (m.recipient_id, m.leader_id, m.days) for m in run.plan.matches
    }
    finished = run.finished
    assert finished is run.finished
    assert int(finished.chosen.sum()) == len(run.plan.matches) + len(run.plan.governance)
    assert finished.policy == run.policy
    assert open_inputs(folder).id == run.id


def test_a_table_that_is_gone_is_a_fault(copy: Path) -> None:
    (copy / "governance.csv").unlink()
    assert "governance.csv" in faults_of(copy)


@pytest.mark.parametrize(("name", "column"), [("matches.csv", "flags"), ("governance.csv", "cost")])
def test_a_column_that_is_gone_is_a_fault(copy: Path, name: str, column: str) -> None:
    without_column(copy / name, column)
    assert "the column is missing" in faults_of(copy)
    assert column in faults_of(copy)


def test_changed_inputs_are_somebodys_change_or_another_versions(copy: Path) -> None:
    record = json.loads((copy / "run.json").read_text(encoding="utf-8"))
    (copy / "run.json").write_text(json.dumps(record | {"run_id": "0" * 16}), encoding="utf-8")
    assert "Somebody changed them" in faults_of(copy)
    older = record | {"run_id": "0" * 16, "versions": {"matcher": "0.0.1"}}
    (copy / "run.json").write_text(json.dumps(older), encoding="utf-8")
    assert "Version '0.0.1' of the program made it" in faults_of(copy)
