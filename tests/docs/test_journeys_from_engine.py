"""The script of docs/journeys.md against an engine on a network that this test makes: an estuary with one bridge, and
an island that no road reaches."""

from __future__ import annotations

import heapq
import importlib.util
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from benchmarks.coast.national_grid import from_wgs84
from matcher.read import load_facts
from tests.read.register_files import a, write_csv
from tests.worlds import AS_AT

SCRIPT = Path(__file__).parents[2] / "docs" / "journeys_from_engine.py"
# metres from a corner of the grid: two banks of an estuary, a bridge ten kilometres upstream, an island
ORIGIN = (400_000, 300_000)
NODES = {"north": (0, 5_000), "south": (0, 0), "north bridge": (-10_000, 5_000), "south bridge": (-10_000, 0)}
ROADS = [("north", "north bridge"), ("north bridge", "south bridge"), ("south bridge", "south")]
ISLAND = (8_000, 2_500)
SPEED = 50_000 / 3600  # metres a second


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("journeys_from_engine", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def road_metres(start: str, end: str) -> float | None:
    """Dijkstra over the roads."""
    waiting, done = [(0.0, start)], set[str]()
    while waiting:
        far, node = heapq.heappop(waiting)
        if node == end:
            return far
        if node in done:
            continue
        done.add(node)
        for this, other in (*ROADS, *((end, start) for start, end in ROADS)):
            if this == node:
                (x, y), (u, v) = NODES[this], NODES[other]
                heapq.heappush(waiting, (far + ((x - u) ** 2 + (y - v) ** 2) ** 0.5, other))
    return None


def node_at(lat: float, lon: float) -> str | None:
    """The node within 50 metres of a place in degrees; None on the island."""
    east, north = from_wgs84(np.array([lat]), np.array([lon]))
    x, y = float(east[0]) - ORIGIN[0], float(north[0]) - ORIGIN[1]
    near = [name for name, (u, v) in NODES.items() if abs(x - u) < 50 and abs(y - v) < 50]
    return near[0] if near else None


def way(here: tuple[float, float], there: tuple[float, float]) -> tuple[float | None, float | None]:
    start, end = node_at(*here), node_at(*there)
    metres = road_metres(start, end) if start and end else None
    return (None, None) if metres is None else (metres / SPEED, metres)


class Engine(BaseHTTPRequestHandler):
    """OSRM's table and Valhalla's matrix, as far as the script asks."""

    def do_GET(self) -> None:
        places = [tuple(map(float, p.split(","))) for p in self.path.split("/")[4].partition("?")[0].split(";")]
        here, *there = [(lat, lon) for lon, lat in places]
        ways = [way(here, t) for t in there]
        self._answer({"code": "Ok", "durations": [[s for s, _ in ways]], "distances": [[m for _, m in ways]]})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        (here,), there = asked["sources"], asked["targets"]
        ways = [way((here["lat"], here["lon"]), (t["lat"], t["lon"])) for t in there]
        cells = [{"time": s, "distance": None if m is None else m / 1000} for s, m in ways]
        self._answer({"sources_to_targets": [cells]})

    def _answer(self, value: Any) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def engine() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Engine)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """As much of a run folder as the script reads."""
    inputs = tmp_path / "run" / "inputs"
    inputs.mkdir(parents=True)

    def at(offset: tuple[int, int]) -> str:
        return f"{ORIGIN[0] + offset[0]},{ORIGIN[1] + offset[1]}"

    (inputs / "leaders.csv").write_text(f"id,easting,northing\nL1,{at(NODES['north'])}\nL2,,\n")
    (inputs / "schools.csv").write_text(
        f"urn,easting,northing\n100001,{at(NODES['south'])}\n100002,{at(ISLAND)}\n100003,{at((-10_000, 5_000))}\n"
        f"100004,{at((-10_000, -5_000))}\n"
    )
    (inputs / "memberships.csv").write_text("urn,trust_uid,left\n100003,2001,\n100004,2001,\n100001,2001,2020-01-01\n")
    (inputs / "recipients.csv").write_text("id,easting,northing\n")
    (tmp_path / "run" / "candidates.csv").write_text(
        "recipient_id,leader_id\n100001,L1\n100001,L1\n100002,L1\n2001,L1\n100001,L2\n"
    )
    return tmp_path / "run"


@pytest.mark.parametrize("name", ["osrm", "valhalla"])
def test_what_it_writes_is_read_as_journeys_by_road(run: Path, engine: str, name: str, tmp_path: Path) -> None:
    out = tmp_path / "journeys.csv"
    assert loaded().main([str(run), engine, "--engine", name, "--with", "an engine, a network", "--out", str(out)]) == 0
    registers = {
        "leaders": write_csv(tmp_path / "leaders.csv", [a("leaders", id="L1")]),
        "recipients": write_csv(tmp_path / "recipients.csv", [a("recipients"), a("recipients", id="2001")]),
    }
    found = load_facts({"journeys": out, **registers}, AS_AT).journeys
    # over the bridge: 10 + 5 + 10 km at 50 km/h are 30 minutes; the trust stands amid its two schools, at the bridge
    assert [(j.start, j.end, j.minutes, j.metres) for j in found] == [
        ("L1", "100001", 30, 25_000),
        ("L1", "2001", 18, 15_000),
    ]
    assert {(j.measured_by, j.engine) for j in found} == {("road", "an engine, a network")}


def test_it_says_what_it_could_not_measure(run: Path, engine: str, tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "journeys.csv"
    loaded().main([str(run), engine, "--with", "x", "--out", str(out)])
    # no way to the island, and no place of L2
    assert "2 journeys written" in capsys.readouterr().out
    assert loaded().write(run, engine, loaded().osrm, "x", out) == (2, 2)


def test_leaders_places_go_to_no_other_machine(run: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        loaded().main([str(run), "http://router.example", "--with", "x", "--out", str(tmp_path / "journeys.csv")])
    assert not (tmp_path / "journeys.csv").exists()


@pytest.mark.parametrize("place", [(530_000, 180_000), (134_200, 25_400), (651_410, 313_177), (400_000, 650_000)])
def test_its_degrees_are_those_of_the_grid(place: tuple[int, int]) -> None:
    lat, lon = loaded().degrees(place)
    east, north = from_wgs84(np.array([lat]), np.array([lon]))
    assert (float(east[0]), float(north[0])) == pytest.approx(place, abs=1)
