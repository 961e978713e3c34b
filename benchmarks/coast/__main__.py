"""Makes matcher/coast/coast.npz, the coast that the package ships, from GSHHG's full-resolution shorelines.

    python -m benchmarks.coast binned_GSHHS_f.nc [matcher/coast/coast.npz]

The file is in Debian's package `gmt-gshhg-full` (`apt-get download gmt-gshhg-full`, `dpkg -x`), under
`usr/share/gmt-gshhg/`. Needs `netCDF4`, which the program itself does not. England and Wales keep every point, rounded
to a metre; Scotland, Ireland and the Isle of Man, which are only drawn, are thinned.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.coast.gshhg import UNIT, Points, rings
from benchmarks.coast.national_grid import from_wgs84

BOX = (-100_000, 700_000, -20_000, 1_000_000)  # west, east, south, north, metres: what may show on a map of England
FULL = (140_000, 660_000)  # between these northings, and east of `IRELAND`, every point is kept
IRELAND = 210_000  # the easting west of which, north of Cornwall, there is only Ireland
SMALLEST, SMALLEST_FAR = 50_000, 20_000_000  # square metres: islets that are left out, near England and elsewhere
THIN = 250  # metres


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("gshhg", type=Path)
    asked.add_argument("out", type=Path, nargs="?", default=Path("matcher/coast/coast.npz"))
    args = asked.parse_args()
    kept = [(number, points) for number, ring in rings(args.gshhg) if (points := _reduced(_metres(ring))) is not None]
    kept.sort(key=lambda ring: -abs(area(ring[1])))
    write(args.out, kept)
    print(f"{len(kept)} coasts, {sum(len(p) for _, p in kept):,} points, {args.out.stat().st_size:,} bytes")


def write(out: Path, kept: list[tuple[int, Points]]) -> None:
    """`start`: where each ring begins, and the end; `step`: from point to point, the first from nought; `number`."""
    points = np.concatenate([p for _, p in kept])
    start = np.cumsum([0, *(len(p) for _, p in kept)])
    step = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).astype(np.int32)
    np.savez_compressed(
        out,
        start=start.astype(np.int32),
        east=np.ascontiguousarray(step[:, 0]),
        north=np.ascontiguousarray(step[:, 1]),
        number=np.array([n for n, _ in kept], dtype=np.int32),
    )


def _metres(ring: Points) -> Points:
    east, north = from_wgs84(ring[:, 1] / UNIT, ring[:, 0] / UNIT)
    points = np.stack([np.rint(east), np.rint(north)], axis=1).astype(np.int64)
    return points[(points != np.roll(points, 1, axis=0)).any(axis=1)]


def _reduced(points: Points) -> Points | None:
    """The points worth keeping of one ring, None where it is too small or too far away."""
    west, east, south, north = BOX
    inside = (points[:, 0] > west) & (points[:, 0] < east) & (points[:, 1] > south) & (points[:, 1] < north)
    far = not (~_thin(points)).any()
    if not inside.any() or len(points) < 4 or abs(area(points)) < (SMALLEST_FAR if far else SMALLEST):
        return None
    kept = thinned(points, _thin(points))
    return kept if len(kept) >= 4 else None


def _thin(points: Points) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where a point may be left out: beyond what any journey of England could meet."""
    east, north = points[:, 0], points[:, 1]
    ireland = (east < IRELAND) & (north > FULL[0])
    man = (east > 215_000) & (east < 255_000) & (north > 460_000) & (north < 510_000)
    return np.asarray((north > FULL[1]) | ireland | man)


def thinned(points: Points, may: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Points:
    """Without the points of `may` that lie within `THIN` metres of the last one kept."""
    keep, last = [], None
    for point, loose in zip(points.tolist(), may.tolist(), strict=True):
        if last is not None and loose and abs(point[0] - last[0]) < THIN and abs(point[1] - last[1]) < THIN:
            continue
        keep.append(point)
        last = point
    return np.array(keep, dtype=np.int64)


def area(points: Points) -> float:
    """Square metres, positive where the ring runs against the clock."""
    x, y = points[:, 0].astype(np.float64), points[:, 1].astype(np.float64)
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


if __name__ == "__main__":
    main()
