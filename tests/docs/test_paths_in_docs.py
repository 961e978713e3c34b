"""What the documentation names in the code is there: files, folders, and the classes and functions of words.md."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATH = re.compile(r"(?<![\w/.{-])((?:[a-z_]+/)+[a-z_0-9]+\.py)\b")
NAMED = re.compile(r"`([a-z_]+(?:[./][a-z_]+)*)\.(?!py`)([A-Z]\w+|[a-z_]+)`")
OF_THE_WALKS = {"tests/rules/pairs/test_size.py"}  # written by whoever follows CONTRIBUTING


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def files() -> frozenset[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    here = listed.split() or [p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if p.is_file()]
    return frozenset(here)


def missing(text: str, here: frozenset[str]) -> set[str]:
    """The Python files that a text names and that nothing here is; a path may leave out its first folders."""
    named = {m[1] for m in PATH.finditer(text)} - OF_THE_WALKS
    return {path for path in named if not any(f == path or f.endswith(f"/{path}") for f in here)}


def test_every_file_that_a_page_names_is_there() -> None:
    here = files()
    gone = {str(page.relative_to(ROOT)): lost for page in pages() if (lost := missing(page.read_text("utf-8"), here))}
    assert gone == {}, "these files are called otherwise now"


def test_a_file_that_was_renamed_is_seen() -> None:
    assert missing("see `rules/pairs/gone.py` and `a/b.py`", frozenset({"matcher/a/b.py"})) == {"rules/pairs/gone.py"}


def words_rows() -> list[str]:
    lines = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("|") and "`" in line]


@pytest.mark.parametrize("row", words_rows(), ids=lambda row: row.split("|")[1].strip()[:40])
def test_each_word_of_the_dictionary_is_where_it_says(row: str) -> None:
    for folder in re.findall(r"`([a-z_]+(?:/[a-z_]+)*/)`", row):
        assert (ROOT / "matcher" / folder).is_dir() or folder == "rise/", folder
    for module, name in NAMED.findall(row.split("|")[-2]):
        path = ROOT / "matcher" / module.replace(".", "/")
        files = sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
        text = "\n".join(file.read_text(encoding="utf-8") for file in files)
        assert re.search(rf"^(?:class {name}\b|def {name}\b|{name}\b)", text, re.M), f"{module}.{name}"
