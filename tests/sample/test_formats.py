"""The sample is written in the real formats, under invented names."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from matcher.sample.people_and_places.places import WORDS
from matcher.sample.real_files import columns
from tests.extracts import extracts, extracts_folder
from tests.sample.shipped import CP1252, SHIPPED, header, inspected, table

__all__ = ["extracts_folder"]


def test_tables_have_the_columns_of_the_real_files() -> None:
    assert header("ofsted") == columns.OFSTED
    assert header("establishments") == columns.ESTABLISHMENTS
    assert header("group_links") == columns.GROUP_LINKS
    assert header("groups") == columns.GROUPS
    assert [len(c) for c in (columns.OFSTED, columns.ESTABLISHMENTS, columns.GROUP_LINKS, columns.GROUPS)] == [
        76,
        140,
        20,
        18,
    ]


@pytest.mark.extracts
def test_the_columns_are_those_of_the_extracts(extracts_folder: Path) -> None:
    with (extracts() / "edubasealldata20230918_column_profile.csv").open(encoding="utf-8", newline="") as file:
        assert tuple(row["csv-col-name"] for row in csv.DictReader(file)) == columns.ESTABLISHMENTS
    real = {"State-funded": columns.OFSTED, "alllinks": columns.GROUP_LINKS, "allgroups": columns.GROUPS}
    for start, ours in real.items():
        path = next(extracts_folder.glob(f"{start}*.csv"))
        assert tuple(path.read_text(encoding="cp1252").splitlines()[0].split(",")) == ours
    links = next(extracts_folder.glob("links_edubase*.csv")).read_text(encoding="cp1252").splitlines()[0]
    assert tuple(links.replace('"', "").split(",")) == columns.ESTABLISHMENT_LINKS


@pytest.mark.extracts
def test_no_school_trust_or_town_is_a_real_one(extracts_folder: Path) -> None:
    said: set[str] = set()
    for path in extracts_folder.glob("*20*.csv"):
        said |= set(re.findall(r"[a-z]+", path.read_text(encoding="cp1252").lower()))
    assert not {word for word in WORDS if word.lower() in said}
    invented = {word.lower() for word in WORDS}
    for name in {row["School name"] for row in inspected()} | {row["Group Name"] for row in table("groups")}:
        assert set(re.findall(r"[a-z]+", name.lower())) & invented, f"{name} has no invented word in it"


@pytest.mark.parametrize("name", sorted(CP1252))
def test_open_files_are_in_the_encoding_and_line_ends_of_windows(name: str) -> None:
    content = (SHIPPED / f"{name}.csv").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n")


def test_punctuation_of_windows_is_in_the_files() -> None:
    assert b"Schools \x96 Section 8 conversion" in (SHIPPED / "ofsted.csv").read_bytes()
    assert b"\x92" in (SHIPPED / "establishments.csv").read_bytes()


def test_ofsted_s_file_ends_in_rows_of_commas() -> None:
    rows = table("ofsted")
    assert sum(not any(row.values()) for row in rows[-15:]) == 15
    assert rows[-16]["URN"]


def test_dates_are_written_as_each_publisher_writes_them() -> None:
    assert all(re.fullmatch(r"\d\d-\d\d-\d{4}|", row["OpenDate"]) for row in table("establishments"))
    assert all(re.fullmatch(r"\d\d/\d\d/\d{4}|", row["Joined date"]) for row in table("group_links"))
    assert all(re.fullmatch(r"\d\d/\d\d/\d{4}|", row["Inspection start date"]) for row in inspected())


def test_the_head_teacher_s_columns_are_empty() -> None:
    heads = [name for name in columns.ESTABLISHMENTS if name.startswith("Head")]
    assert len(heads) == 4
    assert not any(row[name] for row in table("establishments") for name in heads)
