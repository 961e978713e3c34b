"""The generalised assignment problem through registers: an instance worked out by hand, and the published ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.gap import (
    Gap,
    disagreements,
    pose,
    read_gap,
    read_optima,
    solve_bare,
    solve_gap,
    solve_instances,
    solved_row,
    write_registers,
)

FOLDER = "MATCHER_GAP_FOLDER"  # names the folder that holds the instances gap1-0 to gap12-4 and their optima.csv

# Two agents with 5 and 4 days, three tasks. Days: the first agent takes 3, 2, 4, the second 2, 3, 2. The lawful ways
# to share out the tasks, first agent's first: {1, 2} {3}, {2} {1, 3}, {1} nothing ({2, 3} needs 5 of 4), {3} nothing
# ({1, 2} needs 5 of 4), none and all neither. Costs of the two: 7 + 1 + 2 = 10 and 1 + 5 + 2 = 8.
BY_HAND = "2 3\n7 1 9\n5 6 2\n3 2 4\n2 3 2\n5 4\n"


def published(names: tuple[str, ...]) -> list[dict[str, object]]:
    if FOLDER not in os.environ:
        pytest.skip(f"{FOLDER} names no folder: the published instances are no part of the project")
    return list(solve_instances(Path(os.environ[FOLDER]), names))


def by_hand(tmp_path: Path) -> Gap:
    path = tmp_path / "by-hand"
    path.write_text(BY_HAND, encoding="ascii")
    return read_gap(path)


def test_an_instance_is_read_agent_by_agent(tmp_path: Path) -> None:
    assert by_hand(tmp_path) == Gap(((7, 1, 9), (5, 6, 2)), ((3, 2, 4), (2, 3, 2)), (5, 4))


def test_a_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short"
    path.write_text(BY_HAND[:-3], encoding="ascii")
    with pytest.raises(ValueError, match="2 agents and 3 tasks and holds 13 numbers"):
        read_gap(path)


def test_the_least_cost_and_the_greatest_profit_are_those_found_by_hand(tmp_path: Path) -> None:
    gap = by_hand(tmp_path)
    least, stage = solve_gap(gap, pose(gap, "minimum_cost"), "minimum_cost")
    assert (least, stage.proved) == (8, True)
    row = solved_row(gap, "maximum_profit", costs_alone=True)
    assert (row["value"], row["bound"], row["choices"]) == (10, 10, 6)


def test_the_bare_solver_reaches_the_same_on_the_same_goals(tmp_path: Path) -> None:
    rows = {row["goal"]: row for row in solve_bare(by_hand(tmp_path), "minimum_cost", 10.0)}
    assert (rows["coverage"]["value"], rows["fit"]["value"], rows["fit"]["proved"]) == (3, 3000 - 8, True)
    assert rows["canonical"]["proved"]
    costs_alone = solve_bare(by_hand(tmp_path), "minimum_cost", 10.0, costs_alone=True)
    assert [row["goal"] for row in costs_alone] == ["coverage", "fit"]


def test_tasks_that_cannot_all_be_served_are_no_answer(tmp_path: Path) -> None:
    gap = by_hand(tmp_path)
    with pytest.raises(ValueError, match="only 2 of 3 tasks"):
        solved_row(Gap(gap.worth, gap.days, (2, 3)), "maximum_profit", costs_alone=False)


def test_each_pair_keeps_its_own_days_and_score_in_the_registers(tmp_path: Path) -> None:
    write_registers(by_hand(tmp_path), tmp_path, "minimum_cost")
    rows = (tmp_path / "pairs.csv").read_text(encoding="utf-8").split()
    assert rows[1] == "100000,L00,993,3"
    assert rows[-1] == "100002,L01,998,2"


def test_the_first_published_instance_meets_its_known_values() -> None:
    rows = published(("gap1-0",))
    assert [row["value"] for row in rows] == [261, 336]
    assert all(row["proved"] for row in rows)


@pytest.mark.long
def test_every_published_instance_meets_its_known_values() -> None:
    rows = published(())
    assert len(rows) == 120
    assert not disagreements(rows)
    assert all(row["proved"] for row in rows)


def test_the_table_of_optima_is_read_by_either_name_of_a_column(tmp_path: Path) -> None:
    path = tmp_path / "optima.csv"
    path.write_text("instance,minimum_cost,maximum_profit\ngap1-0,10,20\n", encoding="utf-8")
    assert read_optima(path) == {"gap1-0": {"minimum_cost": 10, "maximum_profit": 20}}
    path.write_text("instance,type,agents,jobs,least_cost\nx,C,10,100,1402\n", encoding="utf-8")
    assert read_optima(path) == {"x": {"minimum_cost": 1402}}
