"""A run with the year ahead from Python says what its folder says; its goals are compared by what they are today."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import matcher
from matcher.plan import Stage
from matcher.study.figures import FIGURES, _gap_a_future
from matcher.study.outcome import goal_of

TERM = Path(__file__).parents[2] / "scenarios" / "term.yaml"
AHEAD = {
    "priority": "history",
    "regions": "all",
    "year_ahead.futures.scale": "none",
    "year_ahead.futures.number": 2,
    "year_ahead.hold_at_most": 1,
    "year_ahead.never_hold": [],
    "year_ahead.wait_at_most": "none",
    "goals": ["coverage", "fit"],
}


@pytest.fixture(scope="module")
def scenario() -> matcher.LoadedScenario:
    return matcher.load(TERM, AHEAD | {"year_ahead.use": "who-and-when"})


@pytest.fixture(scope="module")
def run(scenario: matcher.LoadedScenario) -> matcher.Run:
    return matcher.propose(scenario)


@pytest.fixture(scope="module")
def today() -> matcher.Run:
    return matcher.propose(matcher.load(TERM, AHEAD | {"name": "today-alone", "year_ahead.use": "off"}))


@pytest.fixture(scope="module")
def folder(run: matcher.Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run.save(tmp_path_factory.mktemp("year") / "run")


def test_who_is_asked_to_wait_is_told_so_in_memory_as_from_the_folder(run: matcher.Run, folder: Path) -> None:
    waiting = run.table("holds.csv")["recipient_id"].tolist()
    assert waiting
    for id in waiting:
        answer = matcher.explain(run, id)
        assert "Asked to wait" in " ".join(answer["said"])
        assert matcher.explain(folder, id) == answer


def test_the_reasons_of_a_comparison_are_those_of_the_folder(
    scenario: matcher.LoadedScenario, run: matcher.Run, today: matcher.Run, folder: Path
) -> None:
    from_folder, in_memory, solved = (matcher.compare(one, today).changes for one in (folder, run, scenario))
    assert from_folder["reason"].str.contains("Asked to wait").any()
    pd.testing.assert_frame_equal(in_memory, from_folder)
    pd.testing.assert_frame_equal(solved, from_folder)


def test_goals_are_compared_by_what_they_are_today(run: matcher.Run, today: matcher.Run, folder: Path) -> None:
    """A goal that looks ahead holds all futures too; beside a run that does not, only today's part may stand."""
    assert run.result is not None
    ahead = {stage.goal: stage for stage in run.stages if stage.futures}
    assert ahead["coverage"].value > ahead["coverage"].now > 0
    for one in (run, folder):
        outcome = matcher.compare(one, today).comparison.baseline.outcome
        assert set(outcome.figures) == set(FIGURES)
        assert outcome.figures["goal_coverage"] == ahead["coverage"].now
        assert outcome.figures["goal_fit"] == outcome.figures["fit"]
        assert {g["goal"]: g["value"] for g in outcome.goals}["coverage"] == ahead["coverage"].now
        assert outcome.figures["coverage_gap"] == 0
    in_memory, from_folder = (matcher.compare(one, today).comparison.baseline.outcome for one in (run, folder))
    assert in_memory == from_folder


def test_a_gap_over_futures_is_told_for_today_and_one_future() -> None:
    stage = Stage("coverage", "priority points", "most", 40, 51, False, futures=4, today=8)
    assert _gap_a_future(stage) == 3
    assert goal_of(stage)["value"] == 8
    assert goal_of(stage)["bound"] is None
    assert _gap_a_future(replace(stage, futures=0, today=None)) == 11


def test_each_goal_of_a_folder_is_sought_as_its_rule_seeks_it(tmp_path: Path) -> None:
    goals = ["coverage", "travel", "supporters-per-body"]
    rise = matcher.propose(matcher.load(TERM.with_name("rise.yaml"), {"goals": goals}))
    folder = rise.save(tmp_path / "run")
    solved, read = (matcher.compare(one, rise).comparison.baseline.outcome for one in (rise, folder))
    assert read == solved
    assert {g["goal"]: g["sense"] for g in read.goals}["supporters-per-body"] == "least"
