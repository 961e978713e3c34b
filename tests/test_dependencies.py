"""What the program imports, it declares: in its dependencies, or in those of the part that is installed by choice."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from types import ModuleType

import pytest
from packaging.requirements import Requirement

from tests.test_house import HOUSE, imported, modules

PROJECT = tomllib.loads((HOUSE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (HOUSE.parent / "requirements-test.lock").read_text(encoding="utf-8")
OPTIONAL = {  # imported only where somebody installed the part by choice
    "postgres": {"psycopg"},
    "server": {"authlib", "joserfc", "requests", "waitress"},
}
NOT_BY_IMPORT = {"govuk-frontend-jinja", "distributed"}  # templates alone; imported by name


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: list[str]) -> set[str]:
    return {normal(Requirement(line).name) for line in requirements}


def third_party() -> dict[str, set[str]]:
    """The distributions that each imported module may come from."""
    names = {name.split(".")[0] for path in modules() for name in imported(path)}
    makers = packages_distributions()
    return {name: set(map(normal, makers.get(name, []))) for name in names - set(sys.stdlib_module_names) - {"matcher"}}


def test_what_is_imported_is_declared() -> None:
    optional = {part: declared(PROJECT["optional-dependencies"][part]) for part in OPTIONAL}
    assert all(optional[part] == names for part, names in OPTIONAL.items())
    known = declared(PROJECT["dependencies"]).union(*optional.values())
    assert not {name for name, makers in third_party().items() if not makers & known}


def test_what_is_declared_is_imported() -> None:
    makers = set().union(*third_party().values()) | NOT_BY_IMPORT
    assert declared(PROJECT["dependencies"]).union(*OPTIONAL.values()) <= makers


@pytest.mark.parametrize("line", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["server"])
def test_the_lock_holds_what_is_declared_in_the_version_asked_for(line: str) -> None:
    requirement = Requirement(line)
    locked = re.search(rf"^{normal(requirement.name)}==(\S+)", LOCK, re.MULTILINE)
    assert locked is not None
    assert requirement.specifier.contains(locked[1])


def locks_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("locks", HOUSE.parent / ".ci" / "locks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-server.lock", "requirements-postgres.lock", "requirements-dask.lock"]
)
def test_each_lock_is_the_part_of_the_whole_one_that_its_users_need(name: str) -> None:
    text = (HOUSE.parent / name).read_text(encoding="utf-8")
    assert text == locks_script().locks()[name], "write it anew: .venv/bin/python .ci/locks.py"
    pins = locks_script().pinned(text)
    assert all("--hash=sha256:" in block for block in pins.values())
    assert ("distributed" in pins) == (name == "requirements-dask.lock")
    assert ("psycopg-binary" in pins) == (name == "requirements-postgres.lock")
    assert ("authlib" in pins) == (name == "requirements-server.lock")
    assert not {"pytest", "mypy", "ruff", "playwright"} & set(pins)


def test_a_package_of_two_versions_keeps_both_and_what_another_package_needs_is_there() -> None:
    pins = locks_script().pinned((HOUSE.parent / "requirements.lock").read_text(encoding="utf-8"))
    assert pins["networkx"].count("networkx==") == 2
    assert {"click", "markupsafe", "python-dateutil", "colorama"} <= set(pins)  # typer's, jinja2's, pandas', Windows'
