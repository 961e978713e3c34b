"""The audit of loss on the real extracts, where they are at hand: a damaged table of England changes nothing unsaid."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from matcher.read.scenarios.scenario import load_scenario
from tests.extracts import extracts_folder
from tests.loss.mutants import DAMAGES, groups_of
from tests.loss.outcome import SILENT, Mutant, Undamaged, judge
from tests.loss.tables import Rows, read_rows, write_rows
from tests.sample.shipped import CP1252

__all__ = ["extracts_folder"]
NUMBER, SEED = 40, 3
READ_AGAIN = ("ofsted", "group_links", "groups", "establishment_links", "leaders", "organisations", "interests")


@pytest.fixture(scope="module")
def tables(extracts_folder: Path) -> dict[str, Rows]:
    """Each table under its own name: the day of a file without one in its name is the latest that it speaks of."""
    data = load_scenario(extracts_folder / "budget.yaml").data
    named = {name: data[name] for name in READ_AGAIN if name in data}
    read = {name: read_rows(_one(path), "cp1252" if name in CP1252 else "utf-8") for name, path in named.items()}
    return {name: Rows(name, rows.header, rows.rows) for name, rows in read.items()}


def _one(path: Path | tuple[Path, ...]) -> Path:
    return path if isinstance(path, Path) else path[0]


@pytest.fixture(scope="module")
def undamaged(tables: dict[str, Rows], extracts_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Undamaged:
    folder, scenario = tmp_path_factory.mktemp("england"), load_scenario(extracts_folder / "budget.yaml")
    return Undamaged(
        {**scenario.data, **{name: write_rows(folder, table) for name, table in tables.items()}}, scenario.policy
    )


def mutants(tables: dict[str, Rows]) -> list[Mutant]:
    """A mutant of each of so many damages, at a column, row or table drawn with the seed."""
    draw = Random(SEED)
    several = []
    for damage in draw.sample(DAMAGES, len(DAMAGES)):
        groups = [group for group in groups_of(damage, tables) if group.rows]
        several += draw.choice(groups).drawn(1, draw) if groups else []
    return several[:NUMBER]


@pytest.mark.long
def test_no_damage_to_the_files_of_england_is_silent(
    tables: dict[str, Rows], undamaged: Undamaged, tmp_path: Path
) -> None:
    found = [mutant.name for mutant in mutants(tables) if judge(mutant, undamaged, tmp_path) == SILENT]
    assert found == []
