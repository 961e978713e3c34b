"""A table of settings gives the scenarios that its columns say, and tells what is wrong with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.errors import InputFaults
from matcher.read.scenarios.scenario import load_scenario
from matcher.study.comparison.settings_csv import scenario_columns

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TABLE = "setting,as-it-is,nearer\nextends,budget.yaml,budget.yaml\nrules.max_travel_km,,45\npots.offer.amount,150000,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SCENARIOS / "sample", tmp_path / "sample")
    for name in ("base.yaml", "budget.yaml"):
        shutil.copy(SCENARIOS / name, tmp_path)
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_column_is_a_scenario_and_an_empty_cell_changes_nothing(folder: Path) -> None:
    first, second = scenario_columns(written(folder, TABLE))
    one, other = (load_scenario(c.base, c.sets).policy for c in (first, second))
    assert (one.name, other.name) == ("as-it-is", "nearer")
    assert (one.rules.max_travel_metres, other.rules.max_travel_metres) == (60_000, 45_000)
    assert (one.pots[0].amount_pence, other.pots[0].amount_pence) == (15_000_000, 64_622_500)


def test_compare_takes_it_as_it_takes_scenarios(folder: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["compare", str(written(folder, TABLE)), "--accept", "matched >= 40"])
    assert not ended.value.code


@pytest.mark.parametrize(
    "text",
    [
        "key,a\nextends,budget.yaml\n",
        "setting,a\nrules.max_travel_km,45\n",
        "setting,a\nextends,\n",
        "setting,a b\nextends,budget.yaml\n",
        "setting,a\nextends,budget.yaml\npriority,equal\npriority,register\n",
    ],
)
def test_a_table_that_does_not_say_what_to_run_is_a_fault(folder: Path, text: str) -> None:
    with pytest.raises(InputFaults):
        scenario_columns(written(folder, text))


@pytest.mark.parametrize("line", ["rules.max_travl_km,45", "extends,../budget.yaml"])
def test_a_wrong_setting_or_a_base_outside_ends_with_status_two(folder: Path, line: str) -> None:
    text = f"setting,a\n{line}\n" if line.startswith("extends") else f"setting,a\nextends,budget.yaml\n{line}\n"
    with pytest.raises(SystemExit) as ended:
        main(["compare", str(written(folder, text)), str(folder / "budget.yaml")])
    assert ended.value.code == 2


def test_a_base_that_is_not_there_is_a_fault_of_its_column_with_what_to_write(tmp_path: Path) -> None:
    path = tmp_path / "settings.csv"
    path.write_text("setting,one,two\nextends,budgt.yaml,nowhere/base.yaml\n", encoding="utf-8")
    with pytest.raises(InputFaults) as caught:
        scenario_columns(path)
    assert [(f.column, f.value) for f in caught.value.faults] == [("one", "budgt.yaml"), ("two", "nowhere/base.yaml")]
    assert all("from the folder of the table" in f.suggestion for f in caught.value.faults)


def told(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputFaults) as caught:
        scenario_columns(written(folder, text))
    return [str(fault) for fault in caught.value.faults]


def test_amounts_are_understood_as_people_write_them(folder: Path) -> None:
    text = 'setting,a\nextends,budget.yaml\npots.offer.amount,"800,000"\nrates.nle_day,£600\neffort.seed,"1,000"\n'
    (column,) = scenario_columns(written(folder, text))
    policy = load_scenario(column.base, column.sets).policy
    assert (policy.pots[0].amount_pence, policy.rates.leader_day_pence["nle"]) == (80_000_000, 60_000)
    assert policy.effort.seed == 1_000


@pytest.mark.parametrize("cell", ["£60", '"60,000"'])
def test_money_in_a_setting_of_kilometres_is_refused_and_not_guessed(folder: Path, cell: str) -> None:
    (said,) = told(folder, f"setting,a\nextends,budget.yaml\nrules.max_travel_km,{cell}\n")
    assert said.startswith("settings.csv:3:a: rules.max_travel_km: is not a number")


def test_every_fault_of_every_column_is_told_with_its_row_and_scenario(folder: Path) -> None:
    text = (
        "setting,one,two,three,four\n"
        "extends,budget.yaml,budget.yaml,nowhere.yaml,budget.yaml\n"
        "rules.max_travl_km,45,,,\n"
        "pots.offer.amount,,lots,5,\n"
        "support.governance_days,many,5,,\n"
        "pots.ofer.amount,,,,5\n"
    )
    assert told(folder, text) == [
        "settings.csv:3:one: rules.max_travl_km: is not a key known here. Did you mean `max_travel_km`?",
        "settings.csv:5:one: support.governance_days: is not a number (found 'many')."
        " Write digits only, such as 646_225 or 0.5, without a unit or quotes",
        "settings.csv:4:two: pots.offer.amount: is not a number (found 'lots')."
        " Write digits only, such as 646_225 or 0.5, without a unit or quotes",
        "settings.csv:2:three: there is no such scenario (found 'nowhere.yaml')."
        " Write its path from the folder of the table, such as scenarios/budget.yaml",
        "settings.csv:6:four: pots.ofer: there is no pot of this name. Did you mean `offer`?",
    ]


def test_what_is_wrong_with_a_base_is_told_at_the_column_that_extends_it(folder: Path) -> None:
    (folder / "broken.yaml").write_text("extends: budget.yaml\npriority: fair\n", encoding="utf-8")
    (said,) = told(folder, "setting,a\nextends,broken.yaml\n")
    assert said.startswith("settings.csv:2:a: broken.yaml:2:column 11 priority: is not one of the names")
