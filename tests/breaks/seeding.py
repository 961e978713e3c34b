"""A copy of the package and its tests with one rule broken, and whether the tests notice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.breaks.breaks import Break

ROOT = Path(__file__).parents[2]


def copied(to: Path) -> Path:
    """The package, its tests and the settings, with nothing that the law tests do not read.

    What is compiled comes along: a file that is then broken has another time, so it is compiled anew.
    """
    for room in ("matcher", "tests"):
        shutil.copytree(ROOT / room, to / room, ignore=shutil.ignore_patterns("*.pyc.*", "cases", "breaks"))
    shutil.copy(ROOT / "pyproject.toml", to)
    return to


def seed(broken: Break, package: Path) -> None:
    """Breaks the rule in a copy, never in the working tree."""
    if package.resolve() == (ROOT / "matcher").resolve():
        raise ValueError("breaks are seeded in copies only")
    path = package / broken.file
    text = path.read_text(encoding="utf-8")
    if text.count(broken.old) != 1:
        raise ValueError(f"{broken.file} no longer says once: {broken.old}")
    path.write_text(text.replace(broken.old, broken.new), encoding="utf-8")


def outcome_of(copy: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """The tests' sized version against the copy, stopping at the first failure."""
    paths = {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not long", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=copy, env={**os.environ, **paths}, capture_output=True, text=True, check=False)


def imported_from(copy: Path) -> Path:
    """Where the tests run in this copy find the package."""
    code = "import matcher; print(matcher.__file__)"
    env = {**os.environ, "PYTHONPATH": str(copy)}
    out = subprocess.run([sys.executable, "-c", code], cwd=copy, env=env, capture_output=True, text=True, check=True)
    return Path(out.stdout.strip())
