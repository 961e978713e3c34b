"""What tests name in strings is there: imports of scripts that they start, and what they put others in place of.

A file that moves takes the imports of the tests with it; what stands in a string is left behind, and some tests would
only notice by not trying what they are for.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).parent
IMPORTED = re.compile(r"^\s*from (matcher(?:\.\w+)*) import (\w+)", re.MULTILINE)
DOTTED = re.compile(r"matcher(?:\.\w+){2,}")


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def named(text: str) -> Iterator[str]:
    """The dotted names of things in a string: what a script imports, or the whole string where it is such a name."""
    yield from (f"{module}.{name}" for module, name in IMPORTED.findall(text))
    if DOTTED.fullmatch(text) and "/" not in text:
        yield text


def exists(name: str) -> bool:
    """Whether this is a module, or something within one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        module = ".".join(parts[:length])
        if length > 1 and not _is_module(module):
            continue
        thing: object = importlib.import_module(module)
        for part in parts[length:]:
            if not hasattr(thing, part):
                return False
            thing = getattr(thing, part)
        return True
    return False


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def named_in_tests() -> Iterator[tuple[str, str]]:
    """Every name, and the test file in which it stands."""
    for path in TESTS.rglob("*.py"):
        where = path.relative_to(TESTS).as_posix()
        if where != "test_named_paths.py" and not where.startswith(("breaks/", "walks/")):
            yield from ((name, where) for text in strings(path) for name in named(text))


def test_what_a_test_names_in_a_string_is_there() -> None:
    """One test: were each name a test of its own, every process would read all files to collect them."""
    names = set(named_in_tests())
    assert len(names) > 40
    assert [f"tests/{where} names {name}" for name, where in sorted(names) if not exists(name)] == []


def test_a_name_that_is_not_there_is_noticed() -> None:
    assert list(named("import sys\nfrom matcher.report import folder\n")) == ["matcher.report.folder"]
    assert not exists("matcher.report.folder")
    assert exists("matcher.report.run_folder.folder.publish")
    assert not exists("matcher.report.run_folder.folder.publsh")
