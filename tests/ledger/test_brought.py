"""After a term: who came, who got the leader of whoever waited, and what keeping won or lost against what came."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.ledger import open_ledger
from matcher.ledger.log.replay import record_of
from matcher.ledger.wait_decisions.brought import Brought, what_it_brought
from matcher.read.run_folders.holds import WITHOUT
from matcher.runs.opened import OpenedRun
from matcher.wording.words import count
from tests.ledger.term import DIRECTOR
from tests.ledger.test_waits import REGION, propose, status
from tests.web.conftest import come_in


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[OpenedRun, OpenedRun]:
    """One run that asks some to wait, and one of the summer, both known to the ledger beside them."""
    folder = tmp_path_factory.mktemp("brought")
    ledger = ("--ledger", str(folder / "ledger.sqlite"))
    first = propose(folder / "first", *ledger)
    return first, propose(folder / "later", *ledger, "--set", "as_at=2023-05-31", "--set", "term=summer-2023")


@pytest.fixture(scope="module")
def brought(runs: tuple[OpenedRun, OpenedRun]) -> Brought:
    ledger = open_ledger(runs[0].folder.parent / "ledger.sqlite", now=lambda: datetime(2023, 6, 1, tzinfo=UTC))
    record = ledger.record()
    ledger.close()
    return what_it_brought(*runs, record)


def test_who_came_qualifies_later_and_did_not_before(runs: tuple[OpenedRun, OpenedRun], brought: Brought) -> None:
    first, later = runs
    assert brought.came
    assert set(brought.came) == set(later.published.eligible) - set(first.published.eligible)


def test_each_wait_says_who_came_and_got_the_leader_and_where_it_stands(
    runs: tuple[OpenedRun, OpenedRun], brought: Brought
) -> None:
    first, later = runs
    waits = {one.recipient: one for one in brought.kept if one.recipient}
    assert set(waits) == set(first.holds)
    leader_of = {m.recipient_id: m.leader_id for m in later.plan.matches}
    for id, one in waits.items():
        assert one.now == leader_of.get(id, "")
        mine = {r for r, leader in leader_of.items() if leader == one.leader and r in brought.came}
        assert {r for r, _ in one.got} == mine
    assert any(one.got for one in waits.values())
    with (first.folder / "kept_leaders.csv").open(encoding="utf-8-sig", newline="") as file:
        kept = {(row["leader_id"], int(row["days"])) for row in csv.DictReader(file)}
    assert {(one.leader, one.days) for one in brought.kept if not one.recipient} == kept


def test_both_plans_are_taken_as_agreed_whole(runs: tuple[OpenedRun, OpenedRun], brought: Brought) -> None:
    first, _ = runs
    with (first.folder / WITHOUT).open(encoding="utf-8-sig", newline="") as file:
        alone = len(list(csv.DictReader(file)))
    assert (brought.with_it.matched, brought.alone.matched) == (len(first.plan.matches), alone)
    assert brought.with_it.matched < alone
    assert brought.with_it.since > brought.alone.since
    assert brought.won == brought.with_it.points - brought.alone.points


def test_one_plan_beside_itself_wins_nothing(
    runs: tuple[OpenedRun, OpenedRun], tmp_path: Path, brought: Brought
) -> None:
    first, later = runs
    twin = tmp_path / "twin"
    shutil.copytree(first.folder, twin)
    columns = ("recipient_id", "leader_id", "days", "team_days")
    with (twin / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [{name: row[name] for name in columns} for row in csv.DictReader(file)]
    with (twin / WITHOUT).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows)
    same = what_it_brought(replace(first, folder=twin), later, record_of(()))
    assert (same.won, same.with_it, same.with_it == same.alone) == (0, brought.with_it, True)


def test_the_command_tells_it_and_writes_a_table(
    runs: tuple[OpenedRun, OpenedRun], brought: Brought, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, later = runs
    ledger, out = str(first.folder.parent / "ledger.sqlite"), tmp_path / "kept.csv"
    asked = ("ledger", "kept", str(first.folder), str(later.folder), "--ledger", ledger, "--out", str(out))
    assert status(*asked) == 0
    said = capsys.readouterr().out
    assert f"Since 31 December 2022, {len(brought.came)} more" in said
    assert "keeping has" in said
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(brought.kept)
    assert status(*asked) == 2
    assert status("ledger", "kept", str(later.folder), str(first.folder), "--ledger", ledger) == 2
    assert "not later than 31 May 2023" in capsys.readouterr().err


def test_the_page_of_waits_tells_it_to_a_reader_of_one_region(
    runs: tuple[OpenedRun, OpenedRun], brought: Brought
) -> None:
    first, _ = runs
    director = come_in(first.folder.parent, DIRECTOR, "director", REGION)
    page = director.get("/runs/first/waits").text
    assert "What keeping brought" in page
    assert "/runs/first/waits?later=later" in page
    assert "keeping has" not in page
    told = director.get("/runs/first/waits?later=later").text
    mine, others = ({one.recipient for one in brought.kept if (one.region == REGION) is here} for here in (True, False))
    assert all(f"({id}) was asked to wait" in told for id in mine)
    assert not any(f"({id}) was asked to wait" in told for id in others if id)
    assert f"{count(abs(brought.won), 'priority point')} so far" in told or "neither won nor lost" in told
    assert "What keeping brought" not in director.get("/runs/later/waits").text
    assert director.get("/runs/first/waits?later=first").text.count("was asked to wait") == 0
