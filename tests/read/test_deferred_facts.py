"""A run folder's facts read later are those read at once, and are held against the seal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from matcher.domain import Facts
from matcher.errors import InputFaults
from matcher.read import read_sealed
from matcher.read.run_folders.deferred import DEFERRED, ROW_BY_ROW, SHARED, read_sealed_later
from matcher.read.run_folders.fact_columns import facts_of
from matcher.read.run_folders.seal import file_digest
from matcher.read.run_folders.sealed_codecs import FILES
from matcher.report.maps.country_map import Schools
from matcher.report.run_folder.sealing import seal
from tests.complete_facts import EVERY_FACT


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    seal(EVERY_FACT, tmp_path / "inputs")
    return tmp_path / "inputs"


def digests(inputs: Path) -> dict[str, str]:
    return {f"inputs/{p.name}": file_digest(p) for p in inputs.glob("*.csv")}


def same(one: Facts, other: Facts) -> bool:
    return all(
        dict(getattr(one, f.name)) == dict(getattr(other, f.name))
        if isinstance(getattr(other, f.name), dict)
        else getattr(one, f.name) == getattr(other, f.name)
        for f in fields(Facts)
    )


def test_what_is_read_later_is_what_is_read_at_once(inputs: Path) -> None:
    later = read_sealed_later(inputs, digests(inputs))
    assert same(later, read_sealed(inputs))
    assert same(replace(later, notes=()), replace(read_sealed(inputs), notes=()))


def test_every_table_is_read_in_one_of_these_ways_and_is_a_table() -> None:
    assert {*DEFERRED, *ROW_BY_ROW, *SHARED} <= set(FILES)
    assert len({*DEFERRED, *ROW_BY_ROW, *SHARED}) == len((*DEFERRED, *ROW_BY_ROW, *SHARED))


def test_schools_are_found_by_urn_before_and_after_all_are_made(inputs: Path) -> None:
    schools, whole = read_sealed_later(inputs, digests(inputs)).schools, read_sealed(inputs).schools
    urn = next(iter(whole))
    assert schools[urn] == whole[urn]
    assert schools[urn] is schools[urn]
    assert list(schools) == list(whole)
    first = schools[urn]
    assert list(schools.values()) == list(whole.values())
    assert schools[urn] is first
    assert "999999" not in schools
    assert schools.get("999999") is None


@pytest.mark.parametrize("name", DEFERRED)
def test_a_table_that_was_changed_after_the_opening_is_a_fault(inputs: Path, name: str) -> None:
    later, other = read_sealed_later(inputs, digests(inputs)), inputs / f"{name}.csv"
    other.write_text(other.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(InputFaults) as error:
        getattr(later, name)
    assert "was changed after the run was opened" in str(error.value.faults[0])


@pytest.mark.parametrize("name", [*DEFERRED, *ROW_BY_ROW, *SHARED])
def test_the_same_bytes_are_read_once_for_all_runs(inputs: Path, tmp_path: Path, name: str) -> None:
    kept: dict[tuple[str, str], Any] = {}

    def tables(table: str, digest: str, read: Callable[[], Any]) -> Any:
        return kept.setdefault((table, digest), read() if (table, digest) not in kept else None)

    other = Path(shutil.copytree(inputs, tmp_path / "other" / "inputs"))
    one, two = (read_sealed_later(folder, digests(folder), tables) for folder in (inputs, other))
    assert getattr(one, name) is getattr(two, name)


def test_facts_have_no_other_attribute(inputs: Path) -> None:
    with pytest.raises(AttributeError):
        _ = read_sealed_later(inputs, digests(inputs)).nonsense  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", FILES)
def test_facts_from_columns_are_made_as_calls_make_them(name: str) -> None:
    """Slots are filled without a call: a kind that did more when it is made would be made wrongly."""
    kind = FILES[name]
    assert is_dataclass(kind)
    assert not hasattr(kind, "__post_init__")
    whole = getattr(EVERY_FACT, name)
    facts = tuple(whole.values() if isinstance(whole, dict) else whole)
    columns = {f.name: [getattr(x, f.name) for x in facts] for f in fields(kind)}
    assert facts_of(kind, columns, len(facts)) == facts


def test_a_column_that_is_absent_or_short_is_never_filled_up() -> None:
    kind = FILES["leaders"]
    with pytest.raises(KeyError):
        facts_of(kind, {}, 1)
    columns = {f.name: [1] for f in fields(kind)}
    with pytest.raises(ValueError, match="has 1 values, not 2"):
        facts_of(kind, columns, 2)


def test_fields_are_read_off_the_rows_as_off_the_facts(inputs: Path) -> None:
    schools, whole = read_sealed_later(inputs, digests(inputs)).schools, read_sealed(inputs).schools
    names = ("region", "closed", "easting")
    assert list(schools.rows_of(*names)) == [tuple(getattr(s, n) for n in names) for s in whole.values()]
    with pytest.raises(ValueError, match="nonsense"):
        schools.rows_of("nonsense")


def test_a_map_shows_the_same_schools_however_they_were_read(inputs: Path) -> None:
    later, whole = (read(inputs).schools for read in (lambda x: read_sealed_later(x, digests(x)), read_sealed))
    one, other = Schools.open_ones(later), Schools.open_ones(whole)
    assert one.places.tolist() == other.places.tolist()
    assert one.regions.tolist() == other.regions.tolist()
