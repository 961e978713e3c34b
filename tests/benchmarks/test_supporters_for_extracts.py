"""Invented organisations and advisers at the real stuck schools: the plan's first goals are proved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.supporters_for_extracts import write_supporters
from matcher.commands.propose import propose
from tests.extracts import extracts

pytestmark = [pytest.mark.extracts, pytest.mark.long]
PROVED = ("coverage", "advisers-in-region", "fellow-advisers")
NEAR = 5  # supporters beyond one a body, where they are not proved


def test_coverage_region_and_fellow_advisers_are_proved_and_supporters_per_body_nearly(tmp_path: Path) -> None:
    write_supporters(extracts(), tmp_path)
    run = tmp_path / "run"
    propose(tmp_path / "rise.yaml", (), (), None, run, False, "auto", lambda _: None)
    goals = {goal["goal"]: goal for goal in json.loads((run / "goals.json").read_text(encoding="utf-8"))}
    assert [name for name in PROVED if not goals[name]["proved"]] == []
    bodies = goals["supporters-per-body"]
    assert bodies["value"] - bodies["bound"] <= NEAR
    assert goals["coverage"]["value"] >= 300
