"""The shoreline polygons of GSHHG near Great Britain, put together again from the square bins that GMT keeps them in.

GMT's netCDF file cuts every polygon at the edges of one-degree squares. The pieces of one polygon carry its number;
they are joined end to end where their ends are at one place.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.int64]  # shape (n, 2): longitude and latitude in 65,535ths of a degree

UNIT = 65_535
WEST, EAST, SOUTH, NORTH = -11, 3, 49, 61
NEAR = 3  # units, some 5 metres: how far apart the two ends of one cut may have been rounded


def rings(file: Path) -> list[tuple[int, Points]]:
    """The number of each coast polygon that lies wholly in the box, and its points in order, not closed."""
    pieces: dict[int, list[Points]] = defaultdict(list)
    for number, points in _pieces(file):
        pieces[number].append(points)
    joined = ((number, _joined(found)) for number, found in sorted(pieces.items()))
    return [(number, ring) for number, ring in joined if ring is not None]


def _pieces(file: Path) -> Any:
    import netCDF4  # only for whoever makes the coast anew

    with netCDF4.Dataset(str(file)) as data:
        v = {name: np.asarray(data.variables[name][...]) for name in data.variables}
    info_of, point_of = v["Embedded_npts_levels_exit_entry_for_a_segment"], v["Id_of_first_point_in_a_segment"]
    x_of, y_of = v["Relative_longitude_from_SW_corner_of_bin"], v["Relative_latitude_from_SW_corner_of_bin"]
    for west in range(WEST, EAST):
        for south in range(SOUTH, NORTH):
            bin_ = (89 - south) * 360 + west % 360
            first = int(v["Id_of_first_segment_in_a_bin"][bin_])
            for s in range(first, first + int(v["N_segments_in_a_bin"][bin_])):
                info = int(info_of[s])
                if (info >> 6) & 7 != 1:  # 1 is the coast; 2 and more are lakes and what lies in them
                    continue
                part = slice(int(point_of[s]), int(point_of[s]) + (info >> 9))
                x, y = (column[part].astype(np.int64) & 0xFFFF for column in (x_of, y_of))
                yield int(v["Id_of_GSHHS_ID"][s]), np.stack([west * UNIT + x, south * UNIT + y], axis=1)


def _joined(pieces: list[Points]) -> Points | None:
    """One ring from its pieces, or None where a piece is missing, outside the box."""
    left = list(pieces)
    ring = [left.pop(0)]
    while left:
        end = ring[-1][-1]
        k = min(range(len(left)), key=lambda i: int(np.abs(left[i][0] - end).max()))
        if int(np.abs(left[k][0] - end).max()) > NEAR:
            return None
        ring.append(left.pop(k))
    points = np.concatenate(ring)
    return points if int(np.abs(points[0] - points[-1]).max()) <= NEAR else None
