"""The walks of CONTRIBUTING.md can be walked: in a copy, with few files, and each forgotten step says what to do.

By default each walk is taken and its quickest tests are run; behind `long` are all the tests that CONTRIBUTING
names, and each step left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.walks import goal, open_data_column, pair_rule, programme_year
from tests.walks.walk import MADE, ROOT, Step, Walk, copied, outcome_in, rows_of

WALKS = (pair_rule.WALK, goal.WALK, open_data_column.WALK, programme_year.WALK)
FAILED = 1  # pytest's exit status where tests ran and some failed
FORGOTTEN = [(walk, step) for walk in WALKS for step in walk.steps if step.tests]
by_heading = pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.heading)


@by_heading
def test_a_walk_is_taken_with_few_files_and_its_tests_pass(walk: Walk, tmp_path: Path) -> None:
    assert len(walk.product_files) <= walk.at_most
    project = copied(tmp_path / "project")
    walk.take(project)
    done = outcome_in(project, walk.quick)
    assert done.returncode == 0, done.stdout[-3000:]


@by_heading
def test_contributing_names_each_file_of_the_walk(walk: Walk) -> None:
    """By its path, by its folder, or by the path without the package."""
    rows = "\n".join(rows_of(walk.heading))
    missing = [step.file for step in walk.steps if not any(name in rows for name in names_of(step.file))]
    assert missing == []


def names_of(file: str) -> list[str]:
    folder = file.rpartition("/")[0]
    return [f"`{file}`", f"`{file.removeprefix('matcher/')}`", f"`{folder}/", file.rpartition("/")[2]]


def test_a_rule_takes_four_files_by_hand_and_a_page_and_a_goal_three() -> None:
    """What CONTRIBUTING says; the schema and the page of reference, which a command writes, are counted apart."""
    assert len(pair_rule.WALK.product_files) == 5
    assert len(goal.WALK.product_files) == 3
    assert not set(MADE) & {file for walk in WALKS for file in walk.product_files}


@pytest.mark.long
@by_heading
def test_all_the_tests_that_contributing_names_pass(walk: Walk, tmp_path: Path) -> None:
    project = copied(tmp_path / "project")
    walk.take(project)
    done = outcome_in(project, walk.tests)
    assert done.returncode == 0, done.stdout[-3000:]


def assert_says_what_to_do(walk: Walk, step: Step, project: Path) -> None:
    walk.take(project, forgotten=step)
    done = outcome_in(project, step.tests)
    assert done.returncode in (FAILED, 2), done.stdout[-3000:]
    assert re.search(step.says, done.stdout.replace("\n", " ")), done.stdout[-3000:]


@pytest.mark.long
@pytest.mark.parametrize(("walk", "step"), FORGOTTEN, ids=lambda x: getattr(x, "name", ""))
def test_a_forgotten_step_says_what_to_do(walk: Walk, step: Step, tmp_path: Path) -> None:
    assert_says_what_to_do(walk, step, copied(tmp_path / "project"))


def test_a_forgotten_day_says_what_to_do(tmp_path: Path) -> None:
    """A field without `added` would change the id of every older run; here by default, for it is easily forgotten."""
    steps = (pair_rule.UNMARKED, *pair_rule.WALK.steps[1:])
    walk = replace(pair_rule.WALK, steps=steps)
    project = copied(tmp_path / "project")
    walk.take(project)
    done = outcome_in(project, pair_rule.UNMARKED.tests)
    assert done.returncode == FAILED
    assert re.search(pair_rule.UNMARKED.says, done.stdout), done.stdout[-3000:]


def test_a_walk_whose_place_is_gone_says_which_step(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"step 'the field': a\.py does not say once: y = 1"):
        Step("the field", "a.py", (("y = 1", "y = 2"),)).take(tmp_path)


def test_walks_are_taken_in_copies_only(tmp_path: Path) -> None:
    assert not tmp_path.resolve().is_relative_to(ROOT.resolve())
