"""A run folder is opened in one way: what is missing or changed is a fault, whoever asks."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.runs.caches.cache import RunCache
from matcher.runs.opened import open_inputs, open_run
from tests.ledger.test_seal import as_format_1, seal_again


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
def test_a_column_that_is_gone_is_a_fault(copy: Path, tmp_path: Path, name: str, column: str) -> None:
    older = as_format_1(copy, tmp_path / "older")
    without_column(copy / name, column)
    assert f"{name}: was changed after the run was sealed" in faults_of(copy)
    seal_again(copy)
    without_column(older / name, column)
    for folder in (copy, older):  # no seal tells of it: sealed with the column gone, and without a seal
        assert "the column is missing" in faults_of(folder)
        assert column in faults_of(folder)


def test_changed_inputs_and_another_run_id_are_faults_whichever_version_made_the_folder(copy: Path) -> None:
    record = json.loads((copy / "run.json").read_text(encoding="utf-8"))
    older = record | {"versions": {"matcher": "0.0.1"}}
    changed = next(path for path in sorted((copy / "inputs").iterdir()) if path.is_file())
    as_sealed = changed.read_bytes()
    for made in (record, older):
        (copy / "run.json").write_text(json.dumps(made | {"run_id": "0" * 16}), encoding="utf-8")
        assert f"is of run {record['run_id']!r}, and run.json says another" in faults_of(copy)
        (copy / "run.json").write_text(json.dumps(made), encoding="utf-8")
        changed.write_bytes(as_sealed + b"\n")
        assert f"inputs/{changed.name}: was changed after the run was sealed" in faults_of(copy)
        changed.write_bytes(as_sealed)
        assert open_run(copy).id == record["run_id"], "another version alone is no fault"
