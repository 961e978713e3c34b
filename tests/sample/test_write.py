"""The synthetic England is the same bytes every time, of the size that was asked for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.sample import write_sample
from matcher.sample.random_stream import RandomStream
from matcher.sample.size import NAMED, size_of
from tests.sample.shipped import SHIPPED, bytes_of, table


def test_the_shipped_sample_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert bytes_of(tmp_path) == bytes_of(SHIPPED)


def test_another_seed_imagines_another_england(tmp_path: Path) -> None:
    write_sample(tmp_path, seed=2023)
    assert (tmp_path / "ofsted.csv").read_bytes() != (SHIPPED / "ofsted.csv").read_bytes()
    assert len(table("leaders", tmp_path)) == NAMED["small"].leaders


def test_the_shipped_sample_is_small() -> None:
    assert sum(len(content) for content in bytes_of(SHIPPED).values()) < 1_000_000


@pytest.mark.parametrize(("size", "schools", "leaders"), [("200", 200, 30), (160, 160, 24), ("1200x300", 1200, 300)])
def test_a_sample_has_the_size_that_was_asked_for(tmp_path: Path, size: str | int, schools: int, leaders: int) -> None:
    write_sample(tmp_path, size)
    assert len([row for row in table("ofsted", tmp_path) if row["URN"]]) == schools
    assert len(table("leaders", tmp_path)) == leaders


def test_a_region_is_one_region(tmp_path: Path) -> None:
    write_sample(tmp_path, "region")
    assert {row["Region"] for row in table("ofsted", tmp_path)} == {"South West", ""}


@pytest.mark.long
def test_all_of_england_with_eight_thousand_leaders_can_be_imagined(tmp_path: Path) -> None:
    write_sample(tmp_path, "22000x8000")
    rows = [row for row in table("ofsted", tmp_path) if row["URN"]]
    assert len(rows) == len({row["URN"] for row in rows}) == 22_000
    assert len({row["id"] for row in table("leaders", tmp_path)}) == 8_000
    assert len({row["LAESTAB"] for row in rows}) == 22_000


@pytest.mark.parametrize("size", ["smal", "20", "0", "-5", "9999999", "300x", "x300", "1e3"])
def test_refuses_what_is_no_size(size: str) -> None:
    with pytest.raises(InputFaults, match="1 fault"):
        size_of(size)


def test_a_hand_has_every_kind_of_card_and_the_number_asked_for() -> None:
    for number in range(3, 60):
        items = Counter(RandomStream(1, "cards").in_shares({"a": 90, "b": 9, "c": 1}, number))
        assert items.total() == number
        assert items["a"] >= items["b"] >= items["c"] >= 1
