"""A run with the year ahead from Python says what its folder says, and its goals are compared by what they are today."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import matcher

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
