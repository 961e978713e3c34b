"""What lies behind the maps: lines cut and simplified, regions from schools' places, towns, and one match's map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.report.maps import match_map, region_cells
from matcher.report.maps.country_map import Country, Schools, land_in, prepare, schools_of, towns
from matcher.report.maps.frame import Frame, clipped, path_text, simplified
from matcher.report.maps.region_cells import NOBODYS, borders, cells, region_paths
from tests.worlds import a_leader, a_recipient, a_school, a_world

BOX = (400_000, 480_000, 300_000, 380_000)
FRAME = Frame(west=400_000, north=380_000, scale=0.005, width=400, height=400)


def two_regions() -> Schools:
    """Schools every 5 km: region 0 in the west half of the box, region 1 in the east."""
    x, y = np.meshgrid(np.arange(402_000, 480_000, 5_000), np.arange(302_000, 380_000, 5_000), indexing="ij")
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    return Schools(places, (places[:, 0] >= 440_000).astype(np.int64))


def test_each_square_is_in_the_region_of_its_nearest_schools() -> None:
    schools = two_regions()
    grid = cells(schools, BOX, 2_000)
    assert set(np.unique(grid.region[:18])) == {0}
    assert set(np.unique(grid.region[-18:])) == {1}


def test_a_square_is_in_the_commonest_of_its_regions() -> None:
    """Of equals the nearest school's; a place where no school stands (nobody's) has no vote."""
    votes = np.random.default_rng(1).integers(NOBODYS, 3, (500, 5))
    votes = np.concatenate([votes, np.full((2, 5), NOBODYS), np.full((2, 5), 2)])
    votes = np.array(
        [sorted(row, key=lambda number: number == NOBODYS) for row in votes.tolist()]
    )  # nobody's come last
    expected = [max(row, key=lambda number: row.count(number) * (number != NOBODYS)) for row in votes.tolist()]
    assert region_cells._commonest(votes).tolist() == expected


@pytest.mark.parametrize(("schools", "wide"), [(400, 200_000), (40, 200_000), (3, 90_000)])
def test_whole_blocks_are_settled_as_each_of_their_squares_would_be(schools: int, wide: int) -> None:
    draw = np.random.default_rng(schools)
    places = draw.integers(0, wide, (schools, 2))
    voters = Schools(places, (places[:, 0] // 70_000 + draw.integers(0, 40, schools) // 39).astype(np.int64))
    grid = region_cells.Cells(np.zeros((230, 210), dtype=np.int64), -15_000, -12_345, 1_000)
    far, found = region_cells._voted(voters, grid)
    middles = grid.middles_of(np.argwhere(grid.region == 0))
    of_five, nearest = region_cells._nearest(voters, middles, region_cells.FURTHEST)
    votes = region_cells._commonest(np.append(voters.regions, NOBODYS)[nearest])
    assert found.ravel().tolist() == votes.tolist()
    for limit in (region_cells.FAR_METRES, region_cells.FURTHEST):
        assert ((far.ravel() > limit) == (of_five[:, 0] > limit)).all()


def test_one_smooth_border_stands_between_two_regions() -> None:
    schools = two_regions()
    found = borders(cells(schools, BOX, 2_000), FRAME)
    (between,) = [b for b in found if b.sides == (0, 1)]
    assert np.abs(between.line[:, 0] - 200).max() < 15  # pixels: the middle of the frame
    (west,) = region_paths(found, 0)
    following = np.roll(west, -1, axis=0)
    area = abs((west[:, 0] * following[:, 1] - west[:, 1] * following[:, 0]).sum()) / 2
    assert 0.45 < area / (400 * 400) < 0.55


def test_land_far_from_any_school_is_nobodys_where_it_reaches_the_edge() -> None:
    schools = Schools(np.array([[404_000, 340_000]]), np.array([0]))
    grid = cells(schools, BOX, 2_000)
    assert grid.region[2, 20] == 0
    assert grid.region[-1, 20] == NOBODYS


def test_a_hole_among_schools_is_filled() -> None:
    schools = two_regions()
    far = np.hypot(*(schools.places - np.array([440_000, 340_000])).T) > 16_000
    grid = cells(Schools(schools.places[far], schools.regions[far]), BOX, 2_000)
    assert NOBODYS not in grid.region


def test_a_ring_is_cut_at_the_frame() -> None:
    square = np.array([[-50.0, -50], [50, -50], [50, 50], [-50, 50]])
    cut = clipped(square, Frame(0, 0, 1, 100, 100), 0)
    assert sorted(map(tuple, cut.tolist())) == [(0, 0), (0, 50), (50, 0), (50, 50)]
    assert not len(clipped(square - 500, Frame(0, 0, 1, 100, 100), 0))


def test_a_line_keeps_what_stands_out_and_loses_the_rest() -> None:
    line = np.array([[0.0, 0], [10, 0.2], [20, 0], [30, 5], [40, 0]])
    assert simplified([line], 0.6)[0].tolist() == [[0, 0], [20, 0], [30, 5], [40, 0]]
    assert simplified([], 0.6) == []
    assert path_text(np.array([[0.0, 0], [0.01, 0], [1.5, 2]]), closed=True) == "M0 0l1.5 2z"


def test_the_country_is_drawn_with_the_regions_shown_in_white() -> None:
    svg = Country(FRAME, two_regions(), frozenset({"East Midlands"}), zoomed=True, name="x").draw()
    assert svg.count('fill="#ffffff" fill-rule="evenodd"') == 1
    assert 'clip-path="url(#x-land)"' in svg
    assert 'stroke-dasharray="1 3"' in svg


def test_towns_are_many_in_england_and_the_largest_first() -> None:
    assert len(towns()) == 300
    assert towns()[0][0] == "London"
    assert all(80_000 < east < 660_000 and 5_000 < north < 660_000 for _, east, north in towns())


def test_a_matchs_own_map_says_how_its_journey_is_measured_and_carries_no_style() -> None:
    school = a_recipient("100001", at=(450_000, 89_000))
    world = a_world([school], [a_leader(at=(432_300, 95_500))], schools=[a_school("110001")])
    svg = match_map.draw(world, 0, 0)
    assert ">The journey: no road: Isle of Wight.</desc>" in svg
    assert 'stroke="#b33c00"' in svg
    assert " style=" not in svg
    assert match_map.draw(a_world([a_recipient(at=None)], [a_leader()]), 0, 0) == ""


def test_many_lines_are_simplified_at_once_as_each_is_by_itself() -> None:
    draw = np.random.default_rng(7)
    lines = [np.cumsum(draw.normal(size=(number, 2)), axis=0) for number in (1, 2, 3, 10, 64, 400)]
    lines += [np.concatenate([line, line[:1]]) for line in lines]  # closed: its two ends are one
    together = simplified(lines, 0.5)
    for line, one in zip(lines, together, strict=True):
        assert np.array_equal(one, simplified([line], 0.5)[0])
        assert one.tolist() == by_hand(line.tolist(), 0.5)
    assert len(together[5]) > 10


def by_hand(line: list[list[float]], tolerance: float) -> list[list[float]]:
    """One stretch after another, as Douglas and Peucker wrote it down."""
    if len(line) < 3:
        return line
    (a, b), (c, d) = line[0], line[-1]
    long = np.hypot(c - a, d - b)
    off = [abs((x - a) * (d - b) - (y - b) * (c - a)) / long if long else np.hypot(x - a, y - b) for x, y in line[1:-1]]
    if max(off) <= tolerance:
        return [line[0], line[-1]]
    middle = off.index(max(off)) + 1
    return by_hand(line[: middle + 1], tolerance)[:-1] + by_hand(line[middle:], tolerance)


def test_other_schools_or_another_frame_are_drawn_anew() -> None:
    places, regions = np.array([[300_000, 100_000], [310_000, 100_000]]), np.array([0, 1])
    one = Schools(places, regions)
    assert one == Schools(places.copy(), regions.copy())
    assert hash(one) == hash(Schools(places.copy(), regions.copy()))
    assert one not in (Schools(places + 1, regions), Schools(places, regions[::-1].copy()), None)
    near, far = Frame(290_000, 110_000, 0.01, 400.0, 300.0), Frame(290_000, 110_000, 0.005, 400.0, 300.0)
    assert land_in(near) is land_in(Frame(290_000, 110_000, 0.01, 400.0, 300.0))
    assert land_in(near) is not land_in(far)


def test_what_every_map_of_a_run_needs_is_made_with_its_opening() -> None:
    world = a_world(recipients=(), leaders=())
    prepare(world)  # no schools: nothing to be found near
    schools = tuple(a_school(urn=str(k), region="London", easting=530_000 + k, northing=180_000) for k in range(3))
    facts = replace(world.facts, schools={school.urn: school for school in schools})
    world = replace(world, facts=facts, memo={})
    prepare(world)
    assert "tree" in vars(schools_of(world))
