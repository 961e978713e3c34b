"""The pages list every file that a scenario may name, so that each can be checked and replaced."""

from __future__ import annotations

from pathlib import Path

from matcher.read.scenarios.schema.scenario_model import Data
from matcher.web.content.inputs import TABLES, sources

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_every_role_of_a_file_is_listed() -> None:
    assert set(TABLES) == set(Data.model_fields) - {"previous"}  # that is a run folder, and no file


def test_the_advisers_of_a_scenario_are_listed() -> None:
    listed = {source.role: source.words for source in sources(SCENARIOS, "rise.yaml")}
    assert listed["advisers"] == "Advisers"


def test_the_figures_of_a_programmes_own_gates_are_listed() -> None:
    listed = [source.file for source in sources(SCENARIOS / "programmes", "english.yaml") if source.role == "signs"]
    assert listed == ["phonics.csv", "pupil-premium.csv"]
