"""A walk of CONTRIBUTING.md: its steps, applied to a copy of the project, and the tests that are run there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("matcher", "tests", "benchmarks", "docs", "scenarios", ".ci")
FILES = ("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md")
MADE = ("scenarios/scenario.schema.json", "docs/scenario-reference.md")  # written by a command, not by hand
MAKE = (sys.executable, ".ci/reference.py")


def before(place: str, text: str) -> tuple[str, str]:
    """A change that puts a text before a place."""
    return place, text + place


@dataclass(frozen=True)
class Step:
    """One step: a file, and each place in it with what stands there afterwards; or the whole text of a new file.

    `like`: the new file begins as a copy of that one. `tests` and `says`: what fails where the step is forgotten, and
    a pattern of what it says; no tests where nothing fails.
    """

    name: str
    file: str
    changes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    like: str = ""
    tests: tuple[str, ...] = ()
    says: str = ""

    @property
    def of_the_product(self) -> bool:
        return not self.file.startswith("tests/")

    def take(self, project: Path) -> None:
        """Writes the step's file. Raises ValueError where a place is not found exactly once."""
        path = project / self.file
        old = project / (self.like or self.file)
        text = self.text or old.read_text(encoding="utf-8")
        for before, after in self.changes:
            if text.count(before) != 1:
                raise ValueError(f"tests/walks: step '{self.name}': {self.file} does not say once: {before}")
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Walk:
    """A heading of CONTRIBUTING.md, its steps in order, the most product files it may take, and the tests it names.

    `quick` are run by default, `tests` behind `long`. `makes`: whether schema and reference page are written anew.
    """

    heading: str
    steps: tuple[Step, ...]
    at_most: int
    quick: tuple[str, ...]
    tests: tuple[str, ...]
    makes: bool = False

    @cached_property
    def product_files(self) -> list[str]:
        """The files of the product that somebody writes by hand."""
        return sorted({step.file for step in self.steps if step.of_the_product})

    def take(self, project: Path, forgotten: Step | None = None) -> None:
        for step in self.steps:
            if step is not forgotten:
                step.take(project)
        if self.makes:
            done = run(project, *MAKE)
            assert done.returncode == 0, done.stderr


def copied(to: Path) -> Path:
    """A copy of what the walks change and their tests read; never the tree itself.

    What is compiled comes along: a file that a step changes has another time, so it is compiled anew.
    """
    for part in PARTS:
        shutil.copytree(ROOT / part, to / part, ignore=shutil.ignore_patterns("*.pyc.*"))  # while one is written
    for name in FILES:
        shutil.copy(ROOT / name, to)
    return to


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)


def outcome_in(project: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """The sized tests, to the first failure, in the copy."""
    return run(project, sys.executable, "-m", "pytest", "-q", "-x", "-m", "not long", "-p", "no:cacheprovider", *tests)


def rows_of(heading: str) -> list[str]:
    """The rows of the table of steps under a heading of CONTRIBUTING.md."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", page.partition(f"## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return [line for line in section.splitlines() if line.startswith("| ")][1:]
