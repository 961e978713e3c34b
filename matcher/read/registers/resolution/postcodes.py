"""Where is a postcode? By the schools of that postcode, of its sector or of its district, or by a postcode file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

Place = tuple[int, int]
PRECISION = {  # how well a place is known, and what a reader is told
    "postcode": "by the postcode itself",
    "sector": "only by the schools of the postcode's sector (some 2 km)",
    "district": "only by the schools of the postcode's district (some 5 km)",
}


def postcode_key(postcode: str) -> str:
    """In capitals without a space, as postcodes are compared."""
    return "".join(postcode.split()).upper()


def sector(postcode: str) -> str:
    """`PO30 1` of `PO30 1UD`, without the space."""
    return _wider(postcode_key(postcode))[0]


def district(postcode: str) -> str:
    """`PO30` of `PO30 1UD`, followed by a mark, so that it is no sector's name."""
    return _wider(postcode_key(postcode))[1]


@dataclass(frozen=True, eq=False)
class PostcodeFile:
    """Postcodes of a file that the user brought, sorted, with their places."""

    postcodes: npt.NDArray[np.str_] = field(default_factory=lambda: np.zeros(0, dtype="U1"))
    places: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))

    def find(self, postcode: str) -> Place | None:
        row = int(np.searchsorted(self.postcodes, postcode))
        if row == len(self.postcodes) or self.postcodes[row] != postcode:
            return None
        return int(self.places[row, 0]), int(self.places[row, 1])


@dataclass(frozen=True, eq=False)
class Postcodes:
    """Middles of the schools of each postcode, sector and district; and the user's own file, which goes first."""

    middles: Mapping[str, Place] = field(default_factory=dict)
    file: PostcodeFile = field(default_factory=PostcodeFile)

    def find(self, postcode: str) -> tuple[Place, str] | None:
        """The place and how well it is known (a key of `PRECISION`)."""
        whole = postcode_key(postcode)
        exact = self.file.find(whole) or self.middles.get(whole)
        if exact is not None:
            return exact, "postcode"
        for how, name in (("sector", sector(whole)), ("district", district(whole))):
            if name in self.middles:
                return self.middles[name], how
        return None


def middles(placed: Iterable[tuple[str, Place]]) -> Mapping[str, Place]:
    """Of postcodes with a place each: the middle of each postcode, sector and district, in whole metres."""
    inside: dict[str, list[int]] = {}  # the sums of eastings and northings, and how many there are
    for postcode, (easting, northing) in placed:
        whole = postcode_key(postcode)
        for name in (whole, *_wider(whole)):
            sums = inside.setdefault(name, [0, 0, 0])
            sums[0] += easting
            sums[1] += northing
            sums[2] += 1
    return {name: (east // count, north // count) for name, (east, north, count) in inside.items()}


@dataclass(frozen=True, eq=False)
class MiddlesOnDemand(Mapping[str, Place]):
    """The `middles` of these places, worked out when the first is asked for: most registers give places themselves."""

    placed: Sequence[tuple[str, Place]]

    @cached_property
    def _found(self) -> Mapping[str, Place]:
        return middles(self.placed)

    def __getitem__(self, name: str) -> Place:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _wider(key: str) -> tuple[str, str]:
    """The sector and the district of a postcode that is a key already."""
    return key[:-2], key[:-3] + "*"
