"""Pins that cannot hold, through the real command: status 3, a smallest set, and ways out that do lead out."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from matcher.cli import main

SCENARIOS = Path(__file__).parents[1] / "scenarios"
Pair = tuple[str, str]
ROOMY = "pots.offer.amount=10000000"


@pytest.fixture(scope="module")
def candidates(budget_run: Path) -> list[dict[str, str]]:
    return read(budget_run / "candidates.csv")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(SCENARIOS, tmp_path / "project")
    return tmp_path / "project"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(w) for w in words])
    return int(ended.value.code or 0)


def propose(project: Path, pins: Iterable[Pair], *sets: str, more: str = "") -> int:
    """The status of the command with these pins added to the scenario."""
    rows = ", ".join(f'{{recipient: "{r}", leader: {x}, reason: agreed at the board}}' for r, x in pins)
    scenario = project / "pinned.yaml"
    scenario.write_text((project / "budget.yaml").read_text(encoding="utf-8") + f"\npins: [{rows}]\n{more}\n", "utf-8")
    shutil.rmtree(project.parent / "run", ignore_errors=True)
    status = run("propose", scenario, "--out", project.parent / "run", *(w for s in sets for w in ("--set", s)))
    assert (project.parent / "run").exists() == (status == 0)
    return status


def with_more_days(project: Path, leader: str, days: int) -> None:
    path = project / "sample" / "leaders.csv"
    rows = read(path)
    for row in rows:
        if row["id"] == leader:
            row["days"] = str(int(row["days"]) + days)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def ten_day_pairs(candidates: list[dict[str, str]]) -> list[Pair]:
    return sorted({(c["recipient_id"], c["leader_id"]) for c in candidates if c["days"] == "10"})


def test_two_leaders_for_one_school_each_pin_alone_can_stay(
    project: Path, candidates: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = ten_day_pairs(candidates)
    school = next(r for r, n in Counter(r for r, _ in pairs).items() if n > 1)
    first, second = [p for p in pairs if p[0] == school][:2]
    assert propose(project, [first, second], ROOMY) == 3
    said = capsys.readouterr()
    members = [line for line in said.err.splitlines() if line.startswith("  - ")]
    assert len(members) == 3
    assert f"'one-leader' of {school}" in said.err
    assert "Remove one of these" in said.err
    assert said.out == ""
    assert propose(project, [first], ROOMY) == propose(project, [second], ROOMY) == 0


def test_too_few_days_are_told_to_the_day(
    project: Path, candidates: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """With so many more days the pins hold; with one day fewer they do not, nor need any one pin stay."""
    leader, pins = over_asked(project, candidates)
    assert propose(project, pins, ROOMY) == 3
    said = capsys.readouterr().err
    assert f"'leader-days' of {leader}" in said
    found = re.search(rf"keep every fixed pair with (\d+) more days? from leader {leader}\. Nothing", said)
    assert found, said
    short = int(found[1])
    assert propose(project, pins[1:], ROOMY) == 0
    with_more_days(project, leader, short - 1)
    assert propose(project, pins, ROOMY) == 3
    with_more_days(project, leader, 1)
    assert propose(project, pins, ROOMY) == 0


def over_asked(project: Path, candidates: list[dict[str, str]]) -> tuple[str, list[Pair]]:
    """A leader without a limit on deployments, and one standalone school more than their days reach to."""
    schools = [c for c in candidates if c["days"] == "10" and c["team_days"] == "0"]
    trusts = {c["recipient_id"] for c in candidates if c["team_days"] != "0"}
    history = {row["leader_id"] for row in read(project / "sample" / "history.csv")}
    for leader in read(project / "sample" / "leaders.csv"):
        reach = int(leader["days"]) // 10
        own = sorted({c["recipient_id"] for c in schools if c["leader_id"] == leader["id"]} - trusts)
        if not leader["max_matches"] and leader["id"] not in history and len(own) > reach:
            return leader["id"], [(r, leader["id"]) for r in own[: reach + 1]]
    raise AssertionError("the sample has no leader whom more schools could ask than their days reach to")


def test_too_little_money_is_told_to_the_penny(
    project: Path, candidates: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = ten_day_pairs(candidates)
    first = pairs[0]
    second = next(p for p in pairs if p[0] != first[0] and p[1] != first[1])
    assert propose(project, [first, second], "pots.offer.amount=0") == 3
    said = capsys.readouterr().err
    assert "the limit 'pots' of offer" in said
    found = re.search(r"keep every fixed pair with £([\d,]+(?:\.\d\d)?) more in the pot 'offer'\. Nothing", said)
    assert found, said
    pounds = float(found[1].replace(",", ""))
    assert propose(project, [first, second], f"pots.offer.amount={pounds:.2f}") == 0
    assert propose(project, [first, second], f"pots.offer.amount={pounds - 0.01:.2f}") == 3


def test_a_pair_somebody_also_forbade_is_freed_by_removing_the_forbid(
    project: Path, candidates: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    pair = ten_day_pairs(candidates)[0]
    forbid = f'forbid: [{{recipient: "{pair[0]}", leader: {pair[1]}, reason: "asked not to"}}]'
    assert propose(project, [pair], ROOMY, more=forbid) == 3
    said = capsys.readouterr().err
    assert "Take that fixed pair out or remove the same pair from 'forbid'" in said
    assert propose(project, [pair], ROOMY) == 0


def test_a_pair_too_far_apart_is_told_how_far_the_rule_would_have_to_reach(
    project: Path, candidates: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    by_distance = sorted(candidates, key=lambda c: float(c["distance_km"] or 0))
    far = by_distance[-1]
    pair, kilometres = (far["recipient_id"], far["leader_id"]), int(float(far["distance_km"])) - 1
    assert propose(project, [pair], ROOMY, f"rules.max_travel_km={kilometres}") == 3
    said = capsys.readouterr().err
    found = re.search(r"set rules\.max_travel_km to (\d+) or more", said)
    assert found, said
    assert propose(project, [pair], ROOMY, f"rules.max_travel_km={found[1]}") == 0


def test_pins_that_hold_are_in_the_plan(project: Path, candidates: list[dict[str, str]]) -> None:
    pair = ten_day_pairs(candidates)[0]
    assert propose(project, [pair], ROOMY) == 0
    matches = {(m["recipient_id"], m["leader_id"]) for m in read(project.parent / "run" / "matches.csv")}
    assert pair in matches
    assert json.loads((project.parent / "run" / "run.json").read_text("utf-8"))["status"] == "published"
