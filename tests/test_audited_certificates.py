"""Certificates of real runs, forged: `matcher audit` builds every row from the rules, and the checker refuses too.

Each forgery is sealed again, as somebody who can write the folder can do: neither the seal nor the manifest helps.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from matcher.proof import certificate_check
from matcher.report.run_folder.certificate_rows import differing_certificate
from matcher.runs.opened import OpenedRun, open_run
from tests.ledger.conftest import exit_status
from tests.ledger.test_seal import seal_again
from tests.test_forged_certificates import FORGERIES, Certificate, Forgery, invent, swapped_multipliers

YEAR = Path(__file__).parent / "formats" / "data" / "year.yaml"
SETS = (("pots.offer.amount=90_000",), ("pots.offer.amount=46_000", "rates.match_fee=250"), ("priority=equal",))
EACH, MOST = 20, 200


@dataclass(frozen=True)
class TrueRun:
    """A published run, opened once: forging its certificate changes nothing of what the audit builds anew."""

    opened: OpenedRun
    certificate: str
    goals: str

    @property
    def folder(self) -> Path:
        return self.opened.folder


@pytest.fixture(scope="module")
def true_runs(tmp_path_factory: pytest.TempPathFactory) -> list[TrueRun]:
    place, runs = tmp_path_factory.mktemp("true"), []
    shutil.copytree(YEAR.parent, place / "data")
    for number, sets in enumerate(SETS):
        words = [word for one in sets for word in ("--set", one)]
        out = place / f"run-{number}"
        assert exit_status("propose", place / "data" / YEAR.name, *words, "--out", out) == 0
        texts = ((out / name).read_text(encoding="utf-8") for name in ("certificate.json", "goals.json"))
        opened = open_run(out)
        assert opened.finished
        runs.append(TrueRun(opened, *texts))
    return runs


def audit_says(run: TrueRun) -> list[str]:
    return list(differing_certificate(run.opened, run.opened.finished.problem))


def checker_says(run: TrueRun) -> str:
    try:
        certificate_check.check(run.folder)
    except SystemExit as refused:
        return str(refused.code)
    return ""


def forged(forgery: Forgery, runs: list[TrueRun]) -> Iterator[TrueRun]:
    """The runs with their certificates forged, again and again from other seeds; put back afterwards."""
    for seed in range(MOST):
        run = runs[seed % len(runs)]
        certificate = json.loads(run.certificate)
        if not forgery(certificate, random.Random(seed)) or json.dumps(certificate) == json.dumps(
            json.loads(run.certificate)
        ):
            continue
        ends = [
            {k: goal[k] for k in ("goal", "value", "bound", "unit", "how")} | {"proved": goal["how"] != "none"}
            for goal in certificate["goals"]
        ]
        (run.folder / "certificate.json").write_text(json.dumps(certificate), encoding="utf-8")
        (run.folder / "goals.json").write_text(json.dumps(ends), encoding="utf-8")
        try:
            yield run
        finally:
            (run.folder / "certificate.json").write_text(run.certificate, encoding="utf-8")
            (run.folder / "goals.json").write_text(run.goals, encoding="utf-8")


def test_true_certificates_are_accepted_by_both(true_runs: list[TrueRun], capsys: pytest.CaptureFixture[str]) -> None:
    for run in true_runs:
        assert audit_says(run) == []
        assert checker_says(run) == ""
        assert "nothing is taken on trust but the run's own tables and inputs" in capsys.readouterr().out


# no swap of two multipliers makes the bound of these runs worse; of small random ones some do (the other file)
REAL = tuple(forgery for forgery in FORGERIES if forgery is not swapped_multipliers)


@pytest.mark.parametrize("forgery", REAL, ids=lambda f: f.__name__)
def test_both_refuse(forgery: Forgery, true_runs: list[TrueRun]) -> None:
    count = 0
    for run in forged(forgery, true_runs):
        assert audit_says(run), "the audit accepted it"
        assert checker_says(run).startswith("NOT PROVED"), "the checker accepted it"
        count += 1
        if count == EACH:
            return
    raise AssertionError(f"only {count} forgeries")


def capped_for_nobody(c: Certificate, draw: random.Random) -> bool:
    """A cap on own interest that the scenario does not set, in a form that the rule could have."""
    invent(c, "own-interest", 0)
    for row in c["rows"].values():
        if row["subject"] == "all":
            row["choices"] = str(draw.randrange(c["matches"]))
            row["weights"], row["subject"] = "1", draw.choice(["London", "South West"])
    return True


def mirrored_by_nobody(c: Certificate, draw: random.Random) -> bool:
    """A pair that may not be, since its leader's trust is said to help the leader of its own."""
    capped_for_nobody(c, draw)
    for row in c["rows"].values():
        if row["rule"] == "own-interest":
            row["rule"] = "mutual-help"
    return True


@pytest.mark.parametrize("forgery", [capped_for_nobody, mirrored_by_nobody], ids=lambda f: f.__name__)
def test_what_the_checker_must_trust_it_names_and_the_audit_refuses(
    forgery: Forgery, true_runs: list[TrueRun], capsys: pytest.CaptureFixture[str]
) -> None:
    count = 0
    for run in forged(forgery, true_runs):
        assert any("is no row of the run's limits" in text for text in audit_says(run))
        capsys.readouterr()
        if checker_says(run) == "":
            said = capsys.readouterr().out
            assert said.startswith("taken on trust, not derived:")
            assert "nothing passes" not in said
        count += 1
        if count == EACH:
            return
    raise AssertionError(f"only {count} forgeries")


def test_the_command_refuses_a_forged_certificate_that_was_sealed_again(
    true_runs: list[TrueRun], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, forgery in enumerate(FORGERIES[:3]):
        for run in forged(forgery, true_runs):
            mine = Path(shutil.copytree(run.folder, tmp_path / str(number)))
            seal_again(mine)
            assert exit_status("audit", mine) == 1
            said = capsys.readouterr().out
            assert "certificate.json: row " in said
            assert "changed: " not in said
            break
    mine = Path(shutil.copytree(true_runs[0].folder, tmp_path / "true"))
    assert exit_status("audit", mine) == 0
    assert "Certificate: every row and goal is as the rules give it" in capsys.readouterr().out


@pytest.mark.parametrize(
    "spoilt", ["[]", "{}", '{"rows": [], "goals": 3}', "not JSON", '{"rows": {"a": {}}, "goals": []}']
)
def test_a_certificate_that_is_none_is_refused_and_crashes_nothing(
    spoilt: str, true_runs: list[TrueRun], tmp_path: Path
) -> None:
    mine = Path(shutil.copytree(true_runs[0].folder, tmp_path / "mine"))
    (mine / "certificate.json").write_text(spoilt, encoding="utf-8")
    opened = replace(true_runs[0].opened, folder=mine)
    assert any("certificate.json: " in text for text in differing_certificate(opened, opened.finished.problem))


def test_goals_that_say_more_than_the_certificate_are_refused(true_runs: list[TrueRun], tmp_path: Path) -> None:
    changes: dict[str, Any] = {"bound": 10**6, "unit": "pence", "proved": False}
    for key, value in changes.items():
        mine = Path(shutil.copytree(true_runs[0].folder, tmp_path / key))
        goals = json.loads(true_runs[0].goals)
        goals[0][key] = value
        (mine / "goals.json").write_text(json.dumps(goals), encoding="utf-8")
        opened = replace(true_runs[0].opened, folder=mine)
        said = list(differing_certificate(opened, opened.finished.problem))
        assert any(text.startswith("goals.json: the goal coverage") for text in said), key
