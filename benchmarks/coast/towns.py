"""Makes matcher/coast/towns.txt: the towns of England with most schools, each at the middle of its schools.

    python -m benchmarks.coast.towns establishments.csv school_coordinates.csv [matcher/coast/towns.txt]

From GIAS's establishments (Open Government Licence v3.0): the column `town` and the schools' eastings and northings.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

MOST = 300
SMALL = {"And", "In", "Le", "Of", "On", "The", "Under", "Upon", "By"}


def main() -> None:
    establishments, coordinates, *rest = map(Path, sys.argv[1:])
    out = rest[0] if rest else Path("matcher/coast/towns.txt")
    place = {row["URN"]: row for row in _rows(coordinates) if row["easting"]}
    inside: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in _rows(establishments):
        at = place.get(row.get("urn") or row.get("URN") or "")
        if at is not None and (row["town"] or "").strip():
            inside[written(row["town"])].append((float(at["easting"]), float(at["northing"])))
    towns = sorted(inside.items(), key=lambda town: (-len(town[1]), town[0]))[:MOST]
    lines = [f"{name}\t{median(x for x, _ in at):.0f}\t{median(y for _, y in at):.0f}\n" for name, at in towns]
    out.write_text("".join(lines), encoding="utf-8")


def written(town: str) -> str:
    """`STOKE-ON-TRENT` as people write it."""
    words = [[part.capitalize() for part in word.split("-")] for word in town.split()]
    plain = " ".join("-".join(p.lower() if k and p in SMALL else p for k, p in enumerate(parts)) for parts in words)
    first, *others = plain.split(" ")
    return " ".join([first, *(w.lower() if w in SMALL else w for w in others)])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
