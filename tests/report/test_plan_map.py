"""The map: every mark and line is there once, in its kind, and no label covers a mark or another label."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from matcher.report.maps import plan_map
from matcher.report.maps.drawing import TALLEST, WIDTH, place_of
from matcher.report.maps.frame import Frame
from matcher.report.maps.map_labels import Occupied, place_beside, text_box
from matcher.report.maps.map_lines import CROSSING, LINE, line_kind
from matcher.report.pages.bar_charts import BLUE, INK
from matcher.report.tables.plan_view import PlanView
from tests.report.results import nobody


def paths(svg: str, colour: str) -> str:
    """All strokes of one colour."""
    return "".join(re.findall(rf'<path d="([^"]*)"[^>]*stroke="{colour}"', svg))


def test_draws_a_line_for_each_match_whose_places_are_known(view: PlanView) -> None:
    known = sum(bool(place_of(m.recipient) and place_of(m.leader)) for m in view.matches)
    svg = plan_map.draw(view, "")
    drawn = sum(paths(svg, c).count("L") for c in (LINE, BLUE, CROSSING))
    assert drawn == known > 0


def test_marks_everybody_whose_place_is_known_as_matched_or_not(view: PlanView) -> None:
    svg = plan_map.draw(view, "")
    placed = [r for r in view.result.world.recipients if place_of(r)]
    matched = sum(r.id in view.by_recipient for r in placed)
    assert paths(svg, BLUE).count("h0") == matched
    assert paths(svg, INK).count("m-2.5") == len(placed) - matched


@pytest.mark.parametrize(
    ("measured_by", "flagged", "kind"),
    [
        ("road", False, "road"),
        ("register", False, "road"),
        ("estimated", False, "estimated"),
        ("straight-line", False, "straight"),
        ("over-water", True, "water"),
        ("road", True, "water"),
        ("no-road", True, "water"),
    ],
)
def test_how_a_journey_is_measured_decides_its_line(view: PlanView, measured_by: str, flagged: bool, kind: str) -> None:
    match = view.matches[0]
    journey = replace(match.journey, measured_by=measured_by, flagged=flagged)
    assert line_kind(replace(match, journey=journey)) == kind


def test_keeps_one_scale_for_both_directions_with_north_up() -> None:
    frame = Frame(west=0, north=100_000, scale=0.001, width=100, height=100)
    assert frame.at((0, 100_000)) == (0, 0)
    assert frame.at((10_000, 90_000)) == (10, 10)


def test_fits_its_frame(view: PlanView) -> None:
    svg = plan_map.draw(view, "")
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert box
    assert int(box[1]) <= WIDTH
    assert int(box[2]) <= TALLEST


def test_without_anybody_there_is_no_map() -> None:
    assert plan_map.draw(PlanView(nobody(recipients=0)), "") == ""


def test_the_sea_the_coast_and_a_scale_are_drawn(view: PlanView) -> None:
    svg = plan_map.draw(view, "said")
    assert 'id="map-country"' in svg
    assert 'fill="#dce9ef"' in svg
    assert 'stroke="#6b7680"' in svg
    assert re.search(r">\d+ km</text>", svg)
    assert ">said</desc>" in svg


def test_a_regions_own_map_numbers_its_matches_and_links_to_their_rows(view: PlanView) -> None:
    for k, region in enumerate(view.result.world.regions):
        svg = plan_map.draw(view, "", region, f"map-{k}")
        ours = {view.number_of[m.recipient.id] for m in view.matches if m.recipient.region == region}
        linked = {int(n) for n in re.findall(r'href="#match-(\d+)"', svg)}
        assert linked <= ours
        assert f'id="map-{k}-land"' in svg
    everybody = {view.number_of[m.recipient.id] for m in view.matches}
    assert everybody == set(range(1, len(view.matches) + 1))


def test_a_label_never_stands_on_a_mark_or_on_another() -> None:
    occupied = Occupied(Frame(0, 100_000, 0.001, 100, 100))
    for x in (40, 50, 60):
        occupied.add_mark(x, 50, 5)
    first, second = (place_beside(occupied, 50, 50, 5, text, 11) for text in ("12", "13"))
    assert first
    assert second
    boxes = [text_box(x, y, "12", 11, True) for x, y, _ in (first, second)]
    marks = [(x - 5, 45, x + 5, 55) for x in (40, 50, 60)]
    for box in boxes:
        assert not any(_overlap(box, mark) for mark in marks)
    assert not _overlap(*boxes)


def test_a_label_without_room_is_left_out() -> None:
    occupied = Occupied(Frame(0, 100_000, 0.001, 100, 100))
    occupied.add((0, 0, 100, 100))
    assert place_beside(occupied, 50, 50, 5, "12", 11) is None


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
