"""What people read is plain English: a fixed pair, a school or trust, 0 or none; never the words of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "matcher"
OURS = re.compile(r"\b(pins?|pinned|body|bodies|body's|nought)\b", re.IGNORECASE)

# each with why the word stays: nobody but an engineer reads it, it is typed so, or it is somebody else's word
KEPT = {
    "proof/certificate_check.py": "faults of a certificate, for whoever checks it as a program",
    "domain/cases.py": "the department's own word: a responsible body",
    "bounding/packing.py": "a defect of ours",
    "bounding/rounding_cuts.py": "a defect of ours",
    "solve/": "a defect of ours",
    "read/registers/other_headings.py": "headings of other people's tables",
    "sample/": "invented files",
    "commands/decisions/ledger_options.py": "the name of the act that is typed",
    "commands/decisions/ledger.py": "the name of the act that is typed",
    "web/views/acts.py": "the name of a file",
    "wording/terms.py": "the pattern of these very words",
    "rules/goals/supporters.py": "the department's own word: a responsible body",
    "rules/limits/supporter_links.py": "the department's own word: a responsible body",
    "study/rise/": "the department's own word: a responsible body",
    "year_ahead/": "the year's words are its own room's",
    "policy/year_ahead.py": "the year's words are its own room's",
}


def kept(path: Path) -> bool:
    name = path.relative_to(HOUSE).as_posix()
    return any(name == place or (place.endswith("/") and name.startswith(place)) for place in KEPT)


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Text of several words that is no docstring, with its line."""
    tree = ast.parse(source)
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    about = {
        id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, kinds) and n.body and is_expression(n.body[0])
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and " " in text.strip() and id(node) not in about:
            yield node.lineno, text


def speaks(text: str) -> bool:
    """Whether it holds one of the code's words, the names of its parts aside."""
    return bool(OURS.search(re.sub(r"\{\w*\}", "", text)))


def is_expression(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr)


@pytest.mark.parametrize(
    "path", [p for p in sorted(HOUSE.rglob("*.py")) if not kept(p)], ids=lambda p: str(p.relative_to(HOUSE))
)
def test_no_sentence_speaks_the_words_of_the_code(path: Path) -> None:
    found = [(line, text) for line, text in sentences(path.read_text(encoding="utf-8")) if speaks(text)]
    assert [x for x in found if x[1] not in ALLOWED] == []


ALLOWED = {
    ", `forbid` and `yeses`",
}


def test_the_search_finds_a_sentence_and_leaves_a_docstring() -> None:
    source = 'def f():\n    """The pins."""\n    return f"the pin of {x}", "pins", "a body is named"\n'
    assert [text for _, text in sentences(source) if speaks(text)] == ["a body is named", "the pin of "]
