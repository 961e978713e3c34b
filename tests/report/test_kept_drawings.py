"""Maps and charts are kept by what they are drawn from: the same page with a store, without, and with a damaged one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matcher.report.kept_drawings import drawings_kept_in, kept_drawing
from matcher.report.maps import country_map
from matcher.report.maps.country_map import Country, Schools, cells_of
from matcher.report.maps.frame import Frame
from matcher.report.maps.region_cells import Cells, cells_of_text, text_of_cells
from matcher.report.pages import bar_charts
from matcher.report.tables.report_table import Column, ReportTable
from matcher.runs.caches.disk_store import DiskStore

FRAME = Frame(390_000, 310_000, 0.01, 500.0, 400.0)
EAST, WEST = 1, 8  # places in REGIONS


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "kept")


@pytest.fixture(autouse=True)
def nothing_in_memory() -> None:
    cells_of.cache_clear()


def schools(further_east: int = 0) -> Schools:
    places = [(x * 2_000 + 390_000, y * 2_000 + 272_000) for x in range(24) for y in range(18)]
    regions = [EAST if east + further_east > 412_000 else WEST for east, _ in places]
    return Schools(np.array(places), np.array(regions))


def country(of: Schools) -> str:
    drawn = Country(FRAME, of, frozenset({"East Midlands"}), zoomed=True, name="x")
    return drawn.draw() + str(drawn.places_in("East Midlands").tolist())


def chart(rows: int = 3) -> str:
    columns = (Column("Matches"), Column("Leaders", "count"))
    table = ReportTable("t", columns, tuple((str(k), k + 1) for k in range(rows)), "none")
    return bar_charts.bars(table, "loads", "a chart")


def refuse(*_: object) -> str:
    raise AssertionError("drawn again")


@pytest.mark.parametrize(
    ("draw", "work"), [(lambda: country(schools()), (country_map, "cells")), (chart, (bar_charts, "_drawn"))]
)
def test_the_second_time_the_same_is_given_without_drawing(
    draw: Callable[[], str], work: tuple[object, str], store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = draw()
    cells_of.cache_clear()
    with drawings_kept_in(store):
        assert draw() == without
        cells_of.cache_clear()
        monkeypatch.setattr(*work, refuse)
        monkeypatch.setattr(Country, "_drawn", refuse)
        assert draw() == without
    cells_of.cache_clear()
    with pytest.raises(AssertionError, match="drawn again"):  # outside the block nothing is kept
        draw()


def test_other_schools_and_other_figures_are_drawn_anew(store: DiskStore) -> None:
    with drawings_kept_in(store):
        assert country(schools()) != country(schools(further_east=8_000))
        assert chart(3) != chart(4)
        assert chart(3) == chart(3)


@pytest.mark.parametrize("spoil", [lambda p: p.write_bytes(p.read_bytes()[:-9]), lambda p: p.unlink()])
def test_what_is_damaged_or_deleted_is_drawn_again(spoil: Callable[[Path], object], store: DiskStore) -> None:
    with drawings_kept_in(store):
        before = country(schools()), chart()
        assert list(store.folder.iterdir())
        for path in store.folder.iterdir():
            spoil(path)
        cells_of.cache_clear()
        assert (country(schools()), chart()) == before


def test_what_another_program_drew_is_not_taken(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with drawings_kept_in(store):
        assert kept_drawing("x", lambda: "old") == "old"
        assert kept_drawing("x", lambda: "new") == "old"
        monkeypatch.setattr("matcher.__version__", "0.0.0-other")
        assert kept_drawing("x", lambda: "new") == "new"


@pytest.mark.parametrize("region", [[[1, 1, -1], [2, 2, 2]], [[4]], np.zeros((0, 3)), [[1], [1], [2]]])
def test_squares_come_back_from_their_text(region: list[list[int]]) -> None:
    grid = Cells(np.array(region, dtype=np.int64), -2_000, 10, 2_000)
    again = cells_of_text(text_of_cells(grid))
    assert (again.west, again.south, again.side) == (-2_000, 10, 2_000)
    assert again.region.dtype == np.int64
    assert np.array_equal(again.region, grid.region)
