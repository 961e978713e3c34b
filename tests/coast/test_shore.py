"""The shore that the package ships: it is there, whole, small, with its notice, and where the grid says."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from benchmarks.coast.national_grid import from_wgs84, project
from matcher.coast.shore import on_land, shore

SHIPPED = resources.files("matcher.coast")


def test_the_projection_meets_ordnance_surveys_worked_example() -> None:
    """ "A guide to coordinate systems in Great Britain", annex C: Caister water tower."""
    latitude, longitude = 52 + 39 / 60 + 27.2531 / 3600, 1 + 43 / 60 + 4.5177 / 3600
    east, north = project(np.radians(np.array([latitude])), np.radians(np.array([longitude])))
    assert (float(east[0]), float(north[0])) == pytest.approx((651_409.903, 313_177.270), abs=0.001)


@pytest.mark.parametrize(
    ("latitude", "longitude", "east", "north"),
    [
        (51.477812, -0.001545, 538_880, 177_322),  # Airy's transit circle, Greenwich
        (49.922263937, -6.299777520, 91_492, 11_319),  # test points of Ordnance Survey's OSTN15: St Mary's,
        (50.438858256, -4.108645636, 250_360, 62_017),  # and Plymouth
    ],
)
def test_the_shift_is_good_to_some_metres(latitude: float, longitude: float, east: int, north: int) -> None:
    found = from_wgs84(np.array([latitude]), np.array([longitude]))
    assert (float(found[0][0]), float(found[1][0])) == pytest.approx((east, north), abs=10)


def test_every_ring_is_whole() -> None:
    outline = shore()
    assert len(outline.start) - 1 > 100
    assert (np.diff(outline.start) >= 4).all()
    assert len(outline.points) == outline.start[-1]
    longest = np.abs(outline.following - outline.points).max()
    assert longest < 20_000  # no ring is closed across a gap


def test_land_and_sea() -> None:
    land = [(530_000, 180_000), (430_000, 433_500), (450_000, 89_000), (600_500, 172_000), (290_000, 700_000)]
    sea = [(600_000, 60_000), (655_000, 450_000), (320_000, 420_000), (400_000, 60_000)]
    assert on_land(np.array(land)).all()
    assert not on_land(np.array(sea)).any()


def test_it_ships_with_its_notice_and_licences_and_is_small() -> None:
    assert len(SHIPPED.joinpath("coast.npz").read_bytes()) < 300_000
    notice = SHIPPED.joinpath("COAST-NOTICE.txt").read_text(encoding="utf-8")
    assert "GSHHG" in notice
    assert "Lesser General Public License, version 3" in notice
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in SHIPPED.joinpath("LGPL-3.txt").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in SHIPPED.joinpath("GPL-3.txt").read_text(encoding="utf-8")
