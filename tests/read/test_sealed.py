"""Sealed inputs: what is read back equals what was sealed, field for field, and damage is told."""

from __future__ import annotations

import csv
import gzip
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from matcher.digest import facts_digest
from matcher.domain import Facts, JudgedPair, Leader, ReadingNote, School
from matcher.errors import InputFaults
from matcher.read import load_facts, read_sealed
from matcher.read.run_folders.sealed import ADDED_TABLES
from matcher.read.run_folders.sealed_codecs import field_codecs, rows_bytes, table_bytes
from matcher.report.run_folder.sealing import seal

from ..complete_facts import EVERY_FACT
from ..extracts import extracts


def again(folder: Path, facts: Facts) -> Facts:
    seal(facts, folder / "inputs")
    return read_sealed(folder / "inputs")


@pytest.mark.parametrize("kind", [f.name for f in fields(Facts)])
def test_every_kind_of_fact_reads_back_equal(tmp_path: Path, kind: str) -> None:
    assert getattr(again(tmp_path, EVERY_FACT), kind) == getattr(EVERY_FACT, kind)


@pytest.mark.parametrize("name", ["a, b", 'a "b"', "a\nb", "a\rb", "", "\\", " a ", "=a", "é"])
def test_a_table_is_what_the_csv_writer_makes_of_its_rows(name: str) -> None:
    schools = [
        School(urn="1", name=name),
        School(urn="2", name="Oak"),
        School(urn="3", name=name, phases=frozenset("ba")),
    ]
    codecs = field_codecs(School)
    rows = [[codec.write(getattr(school, codec.name)) for codec in codecs] for school in schools]
    assert table_bytes(School, schools) == rows_bytes([codec.name for codec in codecs], rows)


def test_only_what_the_csv_writer_quotes_is_given_to_it() -> None:
    """Columns of which few cells repeat, as names, and of which nearly all do, as their types."""
    cells = [f"a{chr(code)}b" for code in (*range(0x180), 0x2028, 0x1F600)]
    schools = [School(urn=str(k), name=cell, type_name=cells[k % 99]) for k, cell in enumerate(cells * 2)]
    codecs = field_codecs(School)
    rows = [[codec.write(getattr(school, codec.name)) for codec in codecs] for school in schools]
    assert table_bytes(School, schools) == rows_bytes([codec.name for codec in codecs], rows)


def test_where_each_fact_was_read_is_kept(tmp_path: Path) -> None:
    read = again(tmp_path, EVERY_FACT)
    assert [leader.source for leader in read.leaders] == [leader.source for leader in EVERY_FACT.leaders]


def test_the_hash_of_what_is_read_back_is_the_same(tmp_path: Path) -> None:
    assert facts_digest(again(tmp_path, EVERY_FACT)) == facts_digest(EVERY_FACT)


def test_a_folder_sealed_before_there_were_such_facts_reads_back_without_them(tmp_path: Path) -> None:
    seal(EVERY_FACT, tmp_path / "inputs")
    for name in ADDED_TABLES:
        (tmp_path / "inputs" / f"{name}.csv").unlink()
    none: dict[str, tuple[()]] = dict.fromkeys(ADDED_TABLES, ())
    assert read_sealed(tmp_path / "inputs") == replace(EVERY_FACT, **none)


@pytest.mark.parametrize("facts", [Facts(), Facts(previous=()), Facts(previous=(("a", "b"),))])
def test_facts_with_nothing_in_them_read_back_equal(tmp_path: Path, facts: Facts) -> None:
    assert again(tmp_path, facts) == facts


@pytest.mark.parametrize(
    "note",
    ["", "\\", "\\\\x", " space ", "a,b", '"', '""', "\r", "\n", "\r\n", "\t=1+1", "NULL", "é\u202e\ufeff", "’\x92"],
)
def test_any_text_reads_back_as_it_was(tmp_path: Path, note: str) -> None:
    facts = Facts(pairs=(JudgedPair(recipient_id="1", leader_id="2", note=note),), notes=(ReadingNote(note, note),))
    assert again(tmp_path, facts) == facts


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    seal(EVERY_FACT, tmp_path / "a")
    seal(read_sealed(tmp_path / "a"), tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("leaders.csv", b"007", b"\xff\xff", "inputs/leaders.csv: cannot be read as it was sealed"),
        ("leaders.csv", b"willing", b"wiling", "inputs/leaders.csv:1: has other columns than this version seals"),
        ("leaders.csv", b",20,true,", b",many,true,", "inputs/leaders.csv:2: is no longer what was sealed"),
        ("leaders.csv", b",20,true,", b",20,", "inputs/leaders.csv:2: is no longer what was sealed"),
        ("judgements.csv", b"2022-09-01", b"2022-09-41", "inputs/judgements.csv:2: is no longer what was sealed"),
    ],
)
def test_damage_is_told_with_its_file_and_row(tmp_path: Path, file: str, old: bytes, new: bytes, words: str) -> None:
    plain = tuple(replace(leader, name="Ann") for leader in EVERY_FACT.leaders)
    seal(replace(EVERY_FACT, leaders=plain), tmp_path)
    path = tmp_path / file
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    with pytest.raises(InputFaults) as refused:
        read_sealed(tmp_path)
    assert words in str(refused.value.faults[0])
    assert "Ann" not in str(refused.value.faults)


def test_every_missing_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as refused:
        read_sealed(tmp_path)
    told = {fault.file for fault in refused.value.faults}
    assert {"inputs/leaders.csv", "inputs/schools.csv", "inputs/notes.csv"} <= told


def test_a_leader_of_no_phase_is_not_a_leader_of_an_unnamed_one(tmp_path: Path) -> None:
    none = Leader(
        id="1", name="", role="nle", region="London", days=1, willing=True, phases=frozenset(), regions=frozenset()
    )
    assert again(tmp_path, Facts(leaders=(none,))).leaders == (none,)


@pytest.mark.extracts
def test_the_real_extracts_read_back_equal(tmp_path: Path) -> None:
    names = {
        "ofsted": "State-funded_schools_inspections_and_outcomes_as_at_31_August_2025.csv",
        "group_links": "alllinksdata20220718.csv",
        "groups": "allgroupsdata20220718.csv",
        "establishment_links": "links_edubasealldata20250422.csv",
        "coordinates": "school_coordinates.csv",
    }
    data: dict[str, Path | tuple[Path, ...]] = {}
    for key, name in names.items():
        data[key] = tmp_path / name
        (tmp_path / name).write_bytes(gzip.decompress((extracts() / f"{name}.gz").read_bytes()))
    facts = load_facts(data, date(2023, 8, 31))
    assert len(facts.judgements) > 30_000
    assert again(tmp_path, facts) == facts


def test_a_run_sealed_before_a_table_and_a_column_joined_is_read_with_their_defaults(tmp_path: Path) -> None:
    older = replace(
        EVERY_FACT,
        journeys=(),
        crossings=(),
        leaders=tuple(replace(x, max_travel_minutes=None) for x in EVERY_FACT.leaders),
    )
    seal(older, tmp_path)
    for name in ("journeys", "crossings"):
        (tmp_path / f"{name}.csv").unlink()
    with (tmp_path / "leaders.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("max_travel_minutes")
    with (tmp_path / "leaders.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[:at] + row[at + 1 :] for row in rows])
    found = read_sealed(tmp_path)
    assert found == older
    assert facts_digest(found) == facts_digest(older)
