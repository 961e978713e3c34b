"""Writes journeys.csv for the candidates of a run, from a routing engine that runs on your own machine.

    python docs/journeys_from_engine.py RUN_FOLDER http://localhost:5000 --engine osrm \\
        --with "OSRM 26.10, OS Multi-modal Routing Network 2026-09" --out journeys.csv

Python alone, nothing to install. `--engine valhalla` speaks Valhalla's matrix instead of OSRM's table. The run folder
needs `candidates.csv` and `inputs/`. Places go to the address you give and nowhere else; the output holds ids alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

Place = tuple[int, int]  # easting, northing
Answer = tuple[float | None, float | None]  # seconds, metres; None where there is no way
AT_ONCE = 90  # targets: OSRM answers at most 100 places as it comes
COLUMNS = ("from", "to", "minutes", "km", "measured_by", "on")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("address")
    parser.add_argument("--engine", choices=("osrm", "valhalla"), default="osrm")
    parser.add_argument("--with", dest="engine_text", required=True, help="engine, version, data and their date")
    parser.add_argument("--out", type=Path, default=Path("journeys.csv"))
    args = parser.parse_args(arguments)
    if urlsplit(args.address).hostname not in ("localhost", "127.0.0.1", "::1"):
        parser.error("the engine must run on this machine: leaders' places are personal data")
    ask = osrm if args.engine == "osrm" else valhalla
    written, without = write(args.run, args.address, ask, args.engine_text, args.out)
    print(f"{written:,} journeys written to {args.out}; no way was found, or no place is known, for {without:,} pairs")
    return 0


def write(run: Path, address: str, ask: Any, engine: str, out: Path) -> tuple[int, int]:
    """The number of journeys written, and of pairs left out."""
    to_ask, unplaced = pairs(run)
    today, rows, lost = date.today().isoformat(), [], unplaced
    for leader, here, targets in to_ask:
        for k in range(0, len(targets), AT_ONCE):
            part = targets[k : k + AT_ONCE]
            answers = ask(address, here, [place for _, place in part])
            for (recipient, _), (seconds, metres) in zip(part, answers, strict=True):
                if seconds is None:
                    lost += 1
                    continue
                km = "" if metres is None else f"{metres / 1000:.1f}"
                rows.append((leader, recipient, math.ceil(seconds / 60), km, f"road: {engine}", today))
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return len(rows), lost


def pairs(run: Path) -> tuple[list[tuple[str, Place, list[tuple[str, Place]]]], int]:
    """Per leader: the id, the place, and the candidates with their places; and how many pairs lack a place."""
    leaders, recipients = _places(run / "inputs" / "leaders.csv", "id"), _recipients(run)
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    for row in _rows(run / "candidates.csv"):
        wanted[row["leader_id"]][row["recipient_id"]] = None
    found, lost = [], 0
    for leader, asked in sorted(wanted.items()):
        placed = [(r, recipients[r]) for r in asked if r in recipients]
        lost += len(asked) - (len(placed) if leader in leaders else 0)
        if leader in leaders and placed:
            found.append((leader, leaders[leader], placed))
    return found, lost


def _recipients(run: Path) -> dict[str, Place]:
    """Schools where they stand; trusts amid their schools; a register's own place before both."""
    schools = _places(run / "inputs" / "schools.csv", "urn")
    inside: dict[str, list[Place]] = defaultdict(list)
    for row in _rows(run / "inputs" / "memberships.csv"):
        if not row["left"] and row["urn"] in schools:
            inside[row["trust_uid"]].append(schools[row["urn"]])
    amid = {t: (sum(e for e, _ in at) // len(at), sum(n for _, n in at) // len(at)) for t, at in inside.items()}
    return schools | amid | _places(run / "inputs" / "recipients.csv", "id")


def _places(path: Path, key: str) -> dict[str, Place]:
    return {r[key]: (int(r["easting"]), int(r["northing"])) for r in _rows(path) if r["easting"] and r["northing"]}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


# The engines.


def osrm(address: str, here: Place, there: Sequence[Place]) -> list[Answer]:
    places = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in map(degrees, (here, *there)))
    targets = ";".join(str(k) for k in range(1, len(there) + 1))
    query = f"sources=0&destinations={targets}&annotations=duration,distance"
    found = _json(Request(f"{address.rstrip('/')}/table/v1/driving/{places}?{query}"))
    if found.get("code") != "Ok":
        sys.exit(f"The engine answered {found.get('code')}: {found.get('message', '')}")
    distances = found.get("distances") or [[None] * len(there)]
    return list(zip(found["durations"][0], distances[0], strict=True))


def valhalla(address: str, here: Place, there: Sequence[Place]) -> list[Answer]:
    def at(place: Place) -> dict[str, float]:
        lat, lon = degrees(place)
        return {"lat": round(lat, 6), "lon": round(lon, 6)}

    asked = {"sources": [at(here)], "targets": [at(p) for p in there], "costing": "auto", "units": "kilometers"}
    request = Request(
        f"{address.rstrip('/')}/sources_to_targets", json.dumps(asked).encode(), {"Content-Type": "application/json"}
    )
    return [
        (way["time"], None if way["distance"] is None else way["distance"] * 1000)
        for way in _json(request)["sources_to_targets"][0]
    ]


def _json(request: Request) -> Any:
    with urlopen(request, timeout=120) as answer:
        return json.load(answer)


# From the national grid to degrees (WGS84): the formulas of "A guide to coordinate systems in Great Britain", good to
# some 5 metres.

A, B, F0, LAT0, LON0, E0, N0 = 6_377_563.396, 6_356_256.909, 0.9996012717, math.radians(49), math.radians(-2), 4e5, -1e5


def degrees(place: Place) -> tuple[float, float]:
    """Latitude and longitude."""
    e2, n = 1 - (B / A) ** 2, (A - B) / (A + B)
    lat = LAT0
    while True:
        step = (place[1] - N0 - _arc(lat, n)) / (A * F0)
        lat += step
        if abs(step) < 1e-12:
            break
    sin2, tan = math.sin(lat) ** 2, math.tan(lat)
    nu, rho = A * F0 / math.sqrt(1 - e2 * sin2), A * F0 * (1 - e2) * (1 - e2 * sin2) ** -1.5
    eta, d, sec = nu / rho - 1, place[0] - E0, 1 / math.cos(lat)
    up = lat - tan / (2 * rho * nu) * d**2
    up += tan / (24 * rho * nu**3) * (5 + 3 * tan**2 + eta - 9 * tan**2 * eta) * d**4
    up -= tan / (720 * rho * nu**5) * (61 + 90 * tan**2 + 45 * tan**4) * d**6
    east = LON0 + sec / nu * d - sec / (6 * nu**3) * (nu / rho + 2 * tan**2) * d**3
    east += sec / (120 * nu**5) * (5 + 28 * tan**2 + 24 * tan**4) * d**5
    return _wgs84(up, east)


def _arc(lat: float, n: float) -> float:
    gap, both = lat - LAT0, lat + LAT0
    return (
        B
        * F0
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * gap
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(gap) * math.cos(both)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * gap) * math.cos(2 * both)
            - 35 / 24 * n**3 * math.sin(3 * gap) * math.cos(3 * both)
        )
    )


def _wgs84(lat: float, lon: float) -> tuple[float, float]:
    """From Airy's ellipsoid to WGS84 by way of earth-centred metres."""
    e2 = 1 - (B / A) ** 2
    nu = A / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    x, y = nu * math.cos(lat) * math.cos(lon), nu * math.cos(lat) * math.sin(lon)
    z = nu * (1 - e2) * math.sin(lat)
    rx, ry, rz = (math.radians(s / 3600) for s in (0.1502, 0.2470, 0.8421))
    grown = 1 - 20.4894e-6
    x, y, z = (
        446.448 + x * grown - y * rz + z * ry,
        -125.157 + x * rz + y * grown - z * rx,
        542.060 - x * ry + y * rx + z * grown,
    )
    a, b = 6_378_137.0, 6_356_752.314245
    f2, p = 1 - (b / a) ** 2, math.hypot(x, y)
    up = math.atan2(z, p * (1 - f2))
    for _ in range(8):
        nu = a / math.sqrt(1 - f2 * math.sin(up) ** 2)
        up = math.atan2(z + f2 * nu * math.sin(up), p)
    return math.degrees(up), math.degrees(math.atan2(y, x))


if __name__ == "__main__":
    sys.exit(main())
