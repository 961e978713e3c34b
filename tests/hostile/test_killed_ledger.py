"""Killed at any moment, propose, decide, sweep and migrate lose nothing that was there and record nothing twice.

Each is killed somewhere on its way, looked at, and done again; what then stands is what one undisturbed run gives.
"""

from __future__ import annotations

import csv
import random
import shutil
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from matcher.ledger import Ledger, open_ledger
from matcher.ledger.log.ledger_format import kept_copies
from matcher.read.run_folders.run_folder import run_record
from matcher.read.run_folders.seal import manifest_faults, verify_seal
from tests.formats.examples import an_example
from tests.formats.make import filled
from tests.hostile.commands import Command, matcher
from tests.ledger.postgres_server import NEEDS_SERVER, emptied, filled_from, running_server

FORMATS = Path(__file__).parents[1] / "formats"
OLD = FORMATS / "format-1" / "ledger.sqlite"
SWEEP = "sweep: {pots.offer.amount: [60_000, 90_000, 120_000]}\n"
DECIDED = 7  # lines of a ledger in which the workbook is recorded: the run, and six decisions
Words = tuple[str | Path, ...]


@dataclass
class Office:
    """A project to be killed in; `where` is its ledger, and `kills` counts what the blows met."""

    place: Path
    where: str
    kills: Counter[str] = field(default_factory=Counter)

    @property
    def scenario(self) -> Path:
        return self.place / "data" / "year.yaml"

    @property
    def run(self) -> Path:
        return self.place / "run"

    @property
    def in_file(self) -> bool:
        return "://" not in self.where

    def ledger(self) -> Ledger:
        return open_ledger(self.where, check=False)

    def empty(self) -> None:
        if not self.in_file:
            emptied(self.where)
        for path in self.place.glob("ledger.sqlite*"):
            path.unlink()


def killed(words: Words, seconds: float) -> bool:
    """Whether the blow met the command alive."""
    command = Command(*words)
    try:
        time.sleep(seconds)
        command.send(signal.SIGKILL)
        ended = command.ended()
        until = time.monotonic() + 60
        while command.children_left() and time.monotonic() < until:
            time.sleep(0.02)
        assert command.children_left() == []
    finally:
        command.forget()
    assert ended.status in (0, -signal.SIGKILL), ended.output
    return ended.status != 0


def done(words: Words) -> float:
    began = time.monotonic()
    ended = matcher(*words)
    assert ended.status == 0, ended.output
    return time.monotonic() - began


def whole_chain(ledger: Ledger) -> list[str]:
    """The acts of the lines. Nothing is lost of what was there, no run is published twice, no decision stands twice."""
    assert ledger.integrity_faults() == ()
    bodies = [line.body for line in ledger.lines()]
    runs = [b["run"] for b in bodies if b["act"] == "publish"]
    assert len(runs) == len(set(runs)), "a run was published twice"
    made = [b for b in bodies if b["by"].startswith("P")]
    decisions = [(b["act"], b["recipient"], b["leader"], b["run"], str(b["detail"])) for b in made]
    assert len(decisions) == len(set(decisions)), "a decision stands twice"
    return [b["act"] for b in bodies]


def whole_run(folder: Path) -> None:
    verify_seal(folder, run_record(folder))
    assert manifest_faults(folder) == []


class OfPropose:
    """A proposal that is recorded in the ledger: the folder is whole or not there, and the next one is recorded."""

    def __init__(self, office: Office) -> None:
        self.office, self.out = office, office.place / "proposed"

    def prepare(self) -> None:
        self.office.empty()
        shutil.rmtree(self.out, ignore_errors=True)

    def words(self) -> Words:
        return ("propose", self.office.scenario, "--ledger", self.office.where, "--out", self.out, "--replace")

    def look(self) -> str:
        with closing(self.office.ledger()) as ledger:
            acts = whole_chain(ledger)
        if self.out.exists():
            whole_run(self.out)
        assert acts in ([], ["publish"])
        assert not acts or self.out.exists(), "a run in the ledger without its folder"
        return "recorded" if acts else "a folder alone" if self.out.exists() else "nothing yet"

    def after(self) -> None:
        """Killed between folder and ledger, the run is proposed again; recorded before, a second run of the term is."""
        whole_run(self.out)
        with closing(self.office.ledger()) as ledger:
            assert whole_chain(ledger) in (["publish"], ["publish", "publish"])
            assert ledger.record().run(run_record(self.out)["run_id"]) is not None


class OfDecide:
    """A workbook: all its decisions are recorded, or none is; done again, they stand once."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.workbook = filled(office.run / "proposal.xlsx", office.place / "filled.xlsx")

    def prepare(self) -> None:
        self.office.empty()

    def words(self) -> Words:
        return ("decide", self.office.run, "--from", self.workbook, "--yes", "--ledger", self.office.where)

    def look(self) -> str:
        with closing(self.office.ledger()) as ledger:
            count = len(whole_chain(ledger))
        assert count in (0, DECIDED), "some of a workbook's decisions"
        return "recorded" if count else "nothing yet"

    def after(self) -> None:
        with closing(self.office.ledger()) as ledger:
            assert len(whole_chain(ledger)) == DECIDED


class OfMigrate:
    """A ledger of format 1: it is as it was, or migrated; done again it is migrated once, the older one kept."""

    def __init__(self, office: Office) -> None:
        self.office = office
        with closing(an_example(OLD)) as raw:
            self.hashes = [row[0] for row in raw.execute("SELECT hash FROM lines ORDER BY seq")]

    def prepare(self) -> None:
        self.office.empty()
        if self.office.in_file:
            shutil.copy(OLD, self.office.where)
        else:
            filled_from(OLD, self.office.where)

    def words(self) -> Words:
        return ("ledger", "migrate", self.office.where)

    def look(self) -> str:
        with closing(self.office.ledger()) as ledger:
            acts, number = whole_chain(ledger), ledger.store.format_number()
            assert [line.hash for line in ledger.lines()][: len(self.hashes)] == self.hashes, "a line was lost"
        assert (len(acts) - len(self.hashes), number) in ((0, 1), (1, 2))
        return "migrated" if number == 2 else "as it was"

    def after(self) -> None:
        assert self.look() == "migrated"
        if not self.office.in_file:
            return
        (kept,) = kept_copies(Path(self.office.where))
        assert kept.name == "ledger.sqlite.format-1"
        with closing(sqlite3.connect(kept)) as raw:
            assert [row[0] for row in raw.execute("SELECT hash FROM lines ORDER BY seq")] == self.hashes
        assert [p.name for p in kept.parent.glob("*.draft")] == []


class OfSweep:
    """A sweep keeps no ledger: every point that was finished stays, and no point stands twice."""

    def __init__(self, office: Office) -> None:
        self.office, self.out = office, office.place / "sweep"
        self.scenario = office.scenario.with_name("sweep.yaml")
        self.scenario.write_text(f"schema: matcher/1\nextends: year.yaml\nname: sweep\n{SWEEP}", encoding="utf-8")
        done(("sweep", self.scenario, "--executor", "local:1", "--no-page", "--out", office.place / "undisturbed"))
        self.right = self.points(office.place / "undisturbed")

    def points(self, folder: Path) -> list[dict[str, str]]:
        path = folder / "points.csv"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{k: v for k, v in row.items() if "seconds" not in k} for row in csv.DictReader(file)]

    def prepare(self) -> None:
        shutil.rmtree(self.out, ignore_errors=True)

    def words(self) -> Words:
        return ("sweep", self.scenario, "--executor", "local:1", "--no-page", "--out", self.out)

    def look(self) -> str:
        points = self.points(self.out)
        assert all(point in self.right for point in points)
        assert len(points) == len({tuple(p.items()) for p in points}), "a point stands twice"
        return f"{len(points)} points"

    def after(self) -> None:
        assert self.points(self.out) == self.right


KINDS = {"propose": OfPropose, "decide": OfDecide, "migrate": OfMigrate, "sweep": OfSweep}


def kill_again_and_again(kind: str, office: Office, times: int, seed: int) -> Counter[str]:
    """Kill it so many times on its way; returns what the blows met. One that had ended before is begun again."""
    chance, work = random.Random(f"{kind} {seed}"), KINDS[kind](office)
    work.prepare()
    longest, met = done(work.words()), Counter[str]()
    work.after()
    for _ in range(times):
        work.prepare()
        # most of them in the last half, where it writes
        while not killed(work.words(), chance.uniform(chance.choice((0.0, 0.5, 0.7)), 1.02) * longest):
            longest *= 0.9
            work.after()
            work.prepare()
        met[work.look()] += 1
        done(work.words())
        work.after()
    return met


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_server() as address:
        yield address


def office_in(place: Path, where: str) -> Office:
    shutil.copytree(FORMATS / "data", place / "data")
    shutil.copytree(FORMATS / "format-2" / "run", place / "run")
    return Office(place, where)


MANY = 29  # of each kind and database, but for sweep, which keeps no ledger: 7 x 29 is 203 in all


@pytest.mark.parametrize(("kind", "times"), [("propose", 1), ("decide", 1), ("migrate", 1)])
def test_a_few_kills_lose_nothing_and_double_nothing(kind: str, times: int, tmp_path: Path) -> None:
    met = kill_again_and_again(kind, office_in(tmp_path, str(tmp_path / "ledger.sqlite")), times, seed=1)
    assert met.total() == times


@NEEDS_SERVER
@pytest.mark.parametrize("kind", ["decide", "migrate"])
def test_a_kill_in_a_database_loses_nothing_and_doubles_nothing(kind: str, tmp_path: Path, url: str) -> None:
    assert kill_again_and_again(kind, office_in(tmp_path, url), 1, seed=2).total() == 1


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_many_kills_lose_nothing_and_double_nothing(kind: str, tmp_path: Path) -> None:
    met = kill_again_and_again(kind, office_in(tmp_path, str(tmp_path / "ledger.sqlite")), MANY, seed=2022)
    print(kind, "in a file:", dict(met))
    assert met.total() == MANY


@NEEDS_SERVER
@pytest.mark.long
@pytest.mark.parametrize("kind", ["propose", "decide", "migrate"])
def test_many_kills_in_a_database_lose_nothing_and_double_nothing(kind: str, tmp_path: Path, url: str) -> None:
    met = kill_again_and_again(kind, office_in(tmp_path, url), MANY, seed=2023)
    print(kind, "in a database:", dict(met))
    assert met.total() == MANY
