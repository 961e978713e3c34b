"""The map."""

from __future__ import annotations

import re

from matcher.report import plan_map
from matcher.report.plan_map import Frame, place_of
from matcher.report.plan_view import PlanView
from tests.report.results import nobody


def paths(svg: str) -> list[str]:
    return re.findall(r'<path d="([^"]*)"', svg)


def test_draws_a_line_for_each_match_whose_places_are_known(view: PlanView) -> None:
    known = sum(bool(place_of(m.recipient) and place_of(m.leader)) for m in view.matches)
    lines = next(d for d in paths(plan_map.draw(view, "")) if "L" in d)
    assert lines.count("L") == known > 0


def test_marks_everybody_whose_place_is_known_as_matched_or_not(view: PlanView) -> None:
    drawn = paths(plan_map.draw(view, ""))
    placed = [r for r in view.result.world.recipients if place_of(r)]
    matched = sum(r.id in view.by_recipient for r in placed)
    assert sum(d.count("h0") for d in drawn if "z" not in d) == matched
    assert sum(d.count("m-2.6") for d in drawn) == len(placed) - matched


def test_keeps_one_scale_for_both_directions_with_north_up() -> None:
    frame = Frame(west=0, north=100_000, scale=0.001, width=100, height=100)
    assert frame.at((0, 100_000)) == (0, 0)
    assert frame.at((10_000, 90_000)) == (10, 10)


def test_fits_its_frame(view: PlanView) -> None:
    svg = plan_map.draw(view, "")
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert box
    assert int(box[1]) <= plan_map.WIDTH
    assert int(box[2]) <= plan_map.TALLEST


def test_without_anybody_there_is_no_map() -> None:
    assert plan_map.draw(PlanView(nobody(recipients=0)), "") == ""


def test_names_the_regions(view: PlanView) -> None:
    svg = plan_map.draw(view, "said")
    assert all(f">{name}</text>" in svg for name in view.result.world.regions)
    assert ">said</desc>" in svg
