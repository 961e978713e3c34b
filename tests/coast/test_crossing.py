"""How much tidal water is on a straight line, against a plain second opinion and places that everybody knows."""

from __future__ import annotations

import time
from random import Random

import numpy as np
import pytest

from matcher.coast.crossing import Lines
from matcher.coast.shore import shore
from matcher.coast.waters import ISLANDS, islands_at, water_at
from matcher.world import UNKNOWN
from tests.coast.plainly import edges, on_land, water
from tests.machine_speed import pace

NEWPORT, LYMINGTON, PORTSMOUTH, RYDE = (450_000, 89_000), (432_300, 95_500), (464_500, 101_500), (459_300, 92_300)
HULL, GRIMSBY, SCUNTHORPE = (509_500, 428_700), (526_800, 409_500), (489_000, 411_000)
PREESALL, BARROW = (336_800, 447_500), (319_500, 469_500)
BIRKENHEAD, LIVERPOOL = (331_500, 388_500), (336_000, 390_000)
LEEDS, SHEFFIELD, ST_MARYS = (430_000, 433_500), (435_000, 387_000), (91_000, 10_800)


def crossed(here: tuple[int, int], there: tuple[int, int]) -> tuple[int, str]:
    found = Lines(shore()).water(np.array([here]), np.array([there]))
    return int(found.metres[0]), water_at(*found.middle[0].tolist())


@pytest.mark.parametrize(
    ("here", "there", "least", "most", "name"),
    [
        (NEWPORT, LYMINGTON, 3_000, 12_000, "the Solent"),
        (RYDE, PORTSMOUTH, 5_000, 9_000, "the Solent"),
        (HULL, GRIMSBY, 3_000, 16_000, "the Humber"),
        (SCUNTHORPE, HULL, 1_500, 6_000, "the Humber"),
        (PREESALL, BARROW, 10_000, 25_000, "Morecambe Bay"),
        (BIRKENHEAD, LIVERPOOL, 700, 2_000, "the Mersey"),
    ],
)
def test_known_waters(here: tuple[int, int], there: tuple[int, int], least: int, most: int, name: str) -> None:
    metres, said = crossed(here, there)
    assert least <= metres <= most
    assert said == name
    assert crossed(there, here) == (metres, name)


def test_no_water_inland() -> None:
    assert crossed(LEEDS, SHEFFIELD)[0] == 0
    assert crossed(LEEDS, LEEDS)[0] == 0


def test_a_place_that_is_not_known_has_no_water() -> None:
    found = Lines(shore()).water(np.array([(UNKNOWN, UNKNOWN), HULL]), np.array([HULL, (UNKNOWN, UNKNOWN)]))
    assert found.metres.tolist() == [0, 0]
    assert (found.middle == UNKNOWN).all()


def test_islands_without_a_road() -> None:
    places = np.array([NEWPORT, ST_MARYS, PORTSMOUTH, LEEDS, (UNKNOWN, UNKNOWN), (596_000, 172_000)])
    names = [ISLANDS[k].name if k >= 0 else "" for k in islands_at(places).tolist()]
    assert names == ["Isle of Wight", "Isles of Scilly", "", "", "", ""]  # the last is Sheppey: a bridge


def test_against_a_plain_second_opinion() -> None:
    """Lines near water all around England, each asked of every edge in exact fractions."""
    dice, shores = Random(20), edges()
    hubs = (NEWPORT, HULL, PREESALL, LIVERPOOL, (445_000, 520_000), (245_000, 56_000), (580_000, 172_000), ST_MARYS)
    here = [tuple(c + dice.randint(-9_000, 9_000) for c in dice.choice(hubs)) for _ in range(30)]
    there = [tuple(c + dice.randint(-25_000, 25_000) for c in place) for place in here]
    found = Lines(shore()).water(np.array(here), np.array(there))
    land = shore().rings_at(np.array(here)) >= 0
    wet = 0
    for k, (a, b) in enumerate(zip(here, there, strict=True)):
        assert bool(land[k]) == on_land(a, shores)  # type: ignore[arg-type]
        if not land[k]:
            continue  # nobody starts from the sea
        total, widest = water(a, b, shores)  # type: ignore[arg-type]
        assert found.metres[k] == pytest.approx(total, abs=1)
        assert found.widest[k] == pytest.approx(widest, abs=1)
        wet += total > 500
    assert wet >= 8


def test_a_region_of_pairs_takes_no_time() -> None:
    """13,500 pairs of up to 60 km under a second: several times more than it takes."""
    dice = np.random.default_rng(3)
    here = np.stack([dice.integers(230_000, 640_000, 13_500), dice.integers(60_000, 560_000, 13_500)], axis=1)
    there = here + dice.integers(-42_000, 42_000, here.shape)
    lines = Lines(shore())
    begun = time.process_time()
    lines.water(here, there)
    taken = time.process_time() - begun
    assert taken < 1.0 * pace()


def test_no_estuary_is_named_for_more_water_than_it_has() -> None:
    """From Plymouth to the Roseland the line runs over the open sea, and its middle lies off the Fowey."""
    off_the_fowey = (212_000, 50_000)
    assert water_at(*off_the_fowey, 900) == "the Fowey"
    assert water_at(*off_the_fowey, 23_700) == "the sea off Cornwall and Devon"
