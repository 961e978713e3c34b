"""The walks of CONTRIBUTING.md can be walked: in a copy, with few files, and each forgotten step says what to do.

By default each walk is taken and its quickest tests are run; behind `long` are all the tests that CONTRIBUTING
names, and each step left out.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.walks import goal, open_data_column, pair_rule, programme_year
from tests.walks.walk import MADE, ROOT, Step, Walk, copied, outcome_in, rows_of, run

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


WORLDS = """
from dataclasses import asdict, replace
from tests.law_worlds import random_world
def bare(facts):
    return [{k: v for k, v in asdict(f).items() if k not in ("pupils", "max_pupils")} for f in facts]
for seed in range(40):
    w = random_world(seed)
    facts = replace(w.facts, recipients=(), leaders=())
    print(seed, [repr(x) for x in (w.policy, facts, bare(w.facts.recipients), bare(w.recipients), bare(w.leaders))])
"""


VARIED = "print(*{x.max_pupils for seed in range(40) for x in random_world(seed).leaders})"


def worlds_in(project: Path) -> list[str]:
    """The law's worlds as the tests of a project draw them, one a line, but for the walk's own fields."""
    done = run(project, sys.executable, "-c", WORLDS)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_field_that_joins_the_laws_worlds_changes_no_other_draw(tmp_path: Path) -> None:
    project = copied(tmp_path / "project")
    pair_rule.WALK.take(project)
    varied = run(project, sys.executable, "-c", "from tests.law_worlds import *\n" + VARIED).stdout.split()
    assert set(varied) == {"None", "49", "50"}
    assert worlds_in(project) == worlds_in(ROOT)
