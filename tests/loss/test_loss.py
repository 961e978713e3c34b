"""Nothing of the sample is lost in silence: what a damaged file says is read the same, refused, or told of by place.

Every damage of the tables in `cell_damages.py`, `row_damages.py` and `sheet_damages.py` is done to the shipped sample.
Read the same means the same facts, of which verdicts and candidates are worked out. The default run tries a few mutants
of each damage; the whole, behind `long`, one of each damage to each column, row by row, and each table.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.read.scenarios.scenario import load_scenario
from tests.loss.cell_damages import CellDamage
from tests.loss.mutants import DAMAGES, Damage, a_few, some_of_all
from tests.loss.outcome import SILENT, Mutant, Undamaged, judge
from tests.loss.row_damages import RowDamage
from tests.loss.sheet_damages import SheetDamage
from tests.loss.tables import TABLES, shipped, write_rows
from tests.sample.shipped import SCENARIOS

FEW = {CellDamage: 2, RowDamage: 1, SheetDamage: 1}  # a cell's damage also befalls whole columns
SEED = 11

Sample = dict[str, object]
TABLES_OF_SAMPLE = {name: shipped(name) for name in TABLES}


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Undamaged:
    folder = tmp_path_factory.mktemp("sample")
    policy = load_scenario(SCENARIOS / "base.yaml").policy
    return Undamaged({name: write_rows(folder, table) for name, table in TABLES_OF_SAMPLE.items()}, policy)


def silent(mutants: list[Mutant], undamaged: Undamaged, folder: Path) -> list[str]:
    return [mutant.name for mutant in mutants if judge(mutant, undamaged, folder) == SILENT]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_no_damage_changes_the_facts_in_silence(damage: Damage, undamaged: Undamaged, tmp_path: Path) -> None:
    mutants = a_few(damage, TABLES_OF_SAMPLE, FEW[type(damage)], SEED)
    assert mutants, "a damage that befalls nothing shows nothing"
    assert silent(mutants, undamaged, tmp_path) == []


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_no_damage_to_any_column_or_table_is_silent(damage: Damage, undamaged: Undamaged, tmp_path: Path) -> None:
    assert silent(some_of_all([damage], TABLES_OF_SAMPLE, 2, SEED), undamaged, tmp_path) == []


def test_the_damages_are_as_many_as_are_said(undamaged: Undamaged) -> None:
    names = [damage.name for damage in DAMAGES]
    assert len(set(names)) == len(names)
    assert sum(len(a_few(damage, TABLES_OF_SAMPLE, FEW[type(damage)], SEED)) for damage in DAMAGES) >= 300
