"""Twenty damaged samples through the whole command: refused by the place, or the same plan, or told of in the run."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from random import Random

import pytest

from tests.hostile.commands import here
from tests.loss.mutants import DAMAGES, a_few
from tests.loss.outcome import Mutant
from tests.loss.tables import TABLES, shipped
from tests.sample.shipped import SCENARIOS

NUMBER, SEED = 20, 5
TABLES_OF_SAMPLE = {name: shipped(name) for name in TABLES}
REFUSED = 2
PLAN = ("matches.csv", "governance.csv", "candidates.csv", "eligibility.csv")


def mutants() -> list[Mutant]:
    every = [m for damage in DAMAGES for m in a_few(damage, TABLES_OF_SAMPLE, 1, SEED)]
    return Random(SEED).sample(every, NUMBER)


def propose(project: Path, out: Path) -> tuple[int, str]:
    ended = here("propose", project / "term.yaml", "--out", out)
    return ended.status, ended.output


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undamaged")
    shutil.copytree(SCENARIOS, folder / "scenarios")
    status, said = propose(folder / "scenarios", folder / "run")
    assert status == 0, said
    return folder / "run"


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_a_damaged_sample_gives_no_other_plan_in_silence(mutant: Mutant, undamaged: Path, tmp_path: Path) -> None:
    project = tmp_path / "scenarios"
    shutil.copytree(SCENARIOS, project)
    named = mutant.write(tmp_path, {mutant.table: project / "sample" / f"{mutant.table}.csv"})
    point_to(project / "base.yaml", mutant.table, named)
    status, said = propose(project, tmp_path / "run")
    if status == REFUSED:
        assert mutant.table in said or "registers" in said, said
        return
    assert status == 0, said
    same = all(rows(undamaged / name) == rows(tmp_path / "run" / name) for name in PLAN)
    told = mutant.table in new_notes(undamaged, tmp_path / "run")
    assert same or told or new_flags(undamaged, tmp_path / "run") & set(mutant.words), mutant.name


def point_to(scenario: Path, table: str, named: dict[str, Path | tuple[Path, ...]]) -> None:
    """`data` of the scenario names the damaged file, which is put beside the others."""
    ((key, path),) = named.items()
    assert isinstance(path, Path)
    if path.parent != scenario.parent / "sample":
        shutil.copy(path, scenario.parent / "sample" / path.name)
    text = scenario.read_text(encoding="utf-8")
    line = f"  {table}: sample/{table}.csv\n"
    assert text.count(line) == 1
    scenario.write_text(text.replace(line, f"  {key}: sample/{path.name}\n"), encoding="utf-8")


def rows(path: Path) -> list[list[str]]:
    """A table without the places where its facts were read, which move with a row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    kept = [i for i, name in enumerate(header) if name not in ("evidence", "run_id")]
    return [[line[i] for i in kept] for line in lines]


def new_flags(before: Path, after: Path) -> set[str]:
    """Who stands in a candidate that has a flag which no candidate of the pair had before."""
    old, new = (flags(run / "candidates.csv") for run in (before, after))
    return {id for recipient, leader, _ in new - old for id in (recipient, leader)}


def flags(path: Path) -> set[tuple[str, str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["recipient_id"], row["leader_id"], flag) for row in rows for flag in row["flags"].split(";")}


def new_notes(before: Path, after: Path) -> str:
    old, new = ((run / "notes.csv").read_text(encoding="utf-8").splitlines() for run in (before, after))
    return "\n".join(line for line in new if line not in old)
