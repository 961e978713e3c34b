"""Writes the locks of what users install from that of everything: `.venv/bin/python .ci/locks.py`.

`requirements-test.lock` pins every package with its hashes. The others hold, of it, what one part needs: its
requirements in `pyproject.toml`, and theirs in turn, as the installed packages declare them for every system.
To renew a pin: `uv pip compile --universal --generate-hashes --all-extras pyproject.toml -o requirements-test.lock`,
install it, and run this.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
WHOLE = "requirements-test.lock"
BUILD = "hatchling"  # the project is installed without isolation, from locked packages alone
PARTS = {
    "requirements.lock": (),
    "requirements-server.lock": ("server",),
    "requirements-postgres.lock": ("postgres",),
    "requirements-dask.lock": ("dask",),
}
PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def locks() -> dict[str, str]:
    """The text of every lock but the whole one, by file name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = pinned((ROOT / WHOLE).read_text(encoding="utf-8"))
    return {name: _lock(project, extras, pins) for name, extras in PARTS.items()}


def pinned(text: str) -> dict[str, str]:
    """The lines of each package, its hashes with it, by its normal name."""
    starts = [match.start() for match in PIN.finditer(text)] + [len(text)]
    blocks = [text[a:b] for a, b in pairwise(starts)]
    lines: dict[str, str] = {}
    for block in blocks:  # a package stands twice where older and newer Pythons need different versions
        name = normal(block.partition("==")[0])
        lines[name] = lines.get(name, "") + block
    return lines


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _lock(project: dict[str, object], extras: tuple[str, ...], pins: dict[str, str]) -> str:
    optional = project["optional-dependencies"]
    lines = [*project["dependencies"], BUILD, *(line for extra in extras for line in optional[extra])]  # type: ignore[index, misc]
    needed = needed_by(lines, set(pins))
    return "".join(block for name, block in pins.items() if name in needed)


def needed_by(lines: list[str], known: set[str]) -> set[str]:
    """The names that these requirements need, directly or through others, of those that are locked."""
    needed: set[tuple[str, str]] = set()
    waiting = [Requirement(line) for line in lines]
    while waiting:
        requirement = waiting.pop()
        name = normal(requirement.name)
        for extra in ("", *sorted(requirement.extras)):
            if name in known and (name, extra) not in needed:
                needed.add((name, extra))
                waiting += _of_package(name, extra)
    return {name for name, _ in needed}


def _of_package(name: str, extra: str) -> list[Requirement]:
    """What a package asks for with an extra (none where empty), on whatever system."""
    try:
        lines = [Requirement(line) for line in requires(name) or ()]
    except PackageNotFoundError:  # locked for another system: it stands alone there
        return []
    return [line for line in lines if extra in _extras(line)]


def _extras(requirement: Requirement) -> set[str]:
    """The extras with which a package asks for this; the empty one where it always does."""
    named = re.findall(r"""extra == ['"]([^'"]+)['"]""", str(requirement.marker or ""))
    return set(named) or {""}


if __name__ == "__main__":
    for name, text in locks().items():
        (ROOT / name).write_text(text, encoding="utf-8")
