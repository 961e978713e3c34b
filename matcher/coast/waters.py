"""The names of tidal waters around England, and its islands that no road reaches: boxes on the national grid.

A name is that which Ordnance Survey's maps print there; the boxes are drawn by the makers of this program, in whole
kilometres, and only name a journey: none decides whether there is water. Smaller waters come before larger ones.
"""

from __future__ import annotations

from math import hypot
from typing import NamedTuple

import numpy as np

from matcher.coast.shore import NOWHERE, shore
from matcher.world import UNKNOWN, Ints

NAMES_FROM = "names as on Ordnance Survey's maps of Great Britain; boxes of this program"
ISLANDS_FROM = (
    "no bridge, tunnel or causeway is shown on Ordnance Survey's maps; ferries alone are listed by the Isle of Wight"
    " Council, the Council of the Isles of Scilly, the Landmark Trust (Lundy) and the National Trust (Brownsea)"
)


class Box(NamedTuple):
    """Kilometres of easting and northing."""

    name: str
    west: int
    east: int
    south: int
    north: int


WATERS = (
    # the south coast, from the east
    Box("Chichester Harbour", 473, 483, 97, 107),
    Box("Langstone Harbour", 466, 473, 99, 107),
    Box("Portsmouth Harbour", 458, 466, 100, 108),
    Box("Southampton Water", 434, 452, 101, 117),
    Box("the Beaulieu River", 437, 444, 97, 102),
    Box("the Medina", 448, 452, 90, 96),
    Box("the Solent", 428, 474, 84, 104),
    Box("Christchurch Harbour", 414, 419, 90, 94),
    Box("Poole Harbour", 391, 406, 82, 94),
    Box("Portland Harbour", 365, 372, 73, 79),
    Box("the Exe", 294, 302, 77, 93),
    Box("the Teign", 285, 295, 70, 75),
    Box("Tor Bay", 288, 297, 53, 66),
    Box("the Dart", 279, 291, 47, 61),
    Box("the Kingsbridge estuary", 270, 278, 35, 45),
    Box("the Tamar", 238, 247, 52, 72),
    Box("Plymouth Sound", 243, 252, 44, 55),
    Box("the Fowey", 208, 216, 48, 60),
    Box("the Carrick Roads", 176, 190, 28, 46),
    Box("the Helford River", 170, 178, 23, 29),
    Box("Mount's Bay", 145, 168, 12, 32),
    Box("Lyme Bay", 296, 370, 45, 95),
    # the west, from the south
    Box("St Ives Bay", 150, 162, 37, 45),
    Box("the Camel", 189, 202, 71, 80),
    Box("the Taw and Torridge", 241, 258, 125, 138),
    Box("Bridgwater Bay", 320, 334, 143, 158),
    Box("the Severn", 322, 385, 158, 220),
    Box("the Bristol Channel", 210, 330, 115, 192),
    Box("the Dee", 305, 328, 370, 393),
    Box("the Dee", 320, 335, 363, 378),
    Box("the Mersey", 327, 365, 377, 401),
    Box("the Ribble", 325, 355, 418, 436),
    Box("the Wyre", 331, 341, 438, 450),
    Box("the Lune", 339, 350, 451, 466),
    Box("Morecambe Bay", 316, 352, 446, 486),
    Box("the Duddon", 311, 323, 470, 492),
    Box("the Solway Firth", 285, 342, 535, 575),
    # the east, from the north
    Box("the Tyne", 414, 439, 558, 572),
    Box("the Wear", 434, 443, 553, 561),
    Box("the Tees", 442, 462, 510, 532),
    Box("the Humber", 478, 545, 398, 435),
    Box("the Wash", 535, 575, 315, 362),
    Box("the Alde and Ore", 635, 650, 243, 260),
    Box("the Deben", 624, 635, 235, 251),
    Box("the Orwell", 614, 629, 233, 246),
    Box("the Stour", 607, 629, 228, 236),
    Box("the Colne", 602, 613, 209, 225),
    Box("the Blackwater", 584, 609, 201, 213),
    Box("the Crouch", 574, 605, 188, 199),
    Box("the Swale", 588, 610, 159, 169),
    Box("the Medway", 568, 593, 154, 177),
    Box("the Thames estuary", 562, 625, 160, 195),
    Box("the Thames", 505, 566, 170, 188),
    # open sea
    Box("the Irish Sea", 100, 350, 360, 575),
    Box("the sea off Cornwall and Devon", 80, 325, 0, 160),
    Box("the English Channel", 300, 660, 0, 115),
    Box("the North Sea", 400, 700, 110, 700),
)
TIDAL = "tidal water"  # where no box has the place

ISLANDS = (
    Box("Isle of Wight", 429, 466, 75, 98),
    Box("Isles of Scilly", 82, 97, 3, 20),
    Box("Lundy", 211, 216, 142, 149),
    Box("Brownsea Island", 400, 404, 86, 90),
)


def water_at(easting: int, northing: int, metres: int = 0) -> str:
    """The name of the tidal water at a place in the water, with its article.

    `metres` is how much water is to be named: no estuary is named for more than fits into its box.
    """
    for box in WATERS:
        inside = box.west <= easting / 1000 < box.east and box.south <= northing / 1000 < box.north
        if inside and metres <= 1_000 * hypot(box.east - box.west, box.north - box.south):
            return box.name
    return TIDAL


def islands_at(places: Ints) -> Ints:
    """Per place of shape (n, 2), its row in `ISLANDS`; `NOWHERE` on the mainland, in the sea or where not known."""
    ring = shore().rings_at(places)
    out: Ints = np.where(ring == NOWHERE, NOWHERE, _island_of_ring()[ring])
    return np.where(places[:, 0] == UNKNOWN, NOWHERE, out)


def _island_of_ring() -> Ints:
    """Per ring of the shore, its row in `ISLANDS` by the middle of its points."""
    outline = shore()
    many = np.diff(outline.start)
    sums = np.add.reduceat(outline.points, outline.start[:-1], axis=0)
    middle = sums // many[:, None] / 1000
    out = np.full(len(many), NOWHERE, dtype=np.int64)
    for row, box in enumerate(ISLANDS):
        east = (middle[:, 0] >= box.west) & (middle[:, 0] < box.east)
        out[east & (middle[:, 1] >= box.south) & (middle[:, 1] < box.north)] = row
    return out
