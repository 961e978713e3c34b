"""A sentence is data until somebody reads it: no code looks into finished English for what it says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "matcher"

# where a person's own text, a file's format or a public file's wording is read, which comes as text and as nothing else
READS_TEXT = ("read/", "sample/", "proof/certificate_check.py", "commands/console.py")
# fields and variables that hold sentences
SENTENCES = {"message", "messages", "said", "sentence", "sentences", "note", "notes", "reason", "why", "words"}
SENTENCES |= {"wording", "hint", "suggestion", "todo", "alert", "alerts", "explanation", "stands"}
ASKS = frozenset(
    ("startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition", "split", "find", "index")
)
PATTERNS = frozenset(("match", "search", "fullmatch", "sub", "subn", "finditer", "findall", "split"))

# each with what it reads and why it may; nothing may be added without its reason
KNOWN: dict[str, str] = {}


def modules() -> list[Path]:
    return [path for path in sorted(HOUSE.rglob("*.py")) if not name_of(path).startswith(READS_TEXT)]


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def parsed_back(source: str) -> Iterator[int]:
    """Lines on which a sentence is asked how it begins, what it holds, or is matched with a pattern."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.func.value
            by_pattern = node.func.attr in PATTERNS and any(holds_sentence(x) for x in node.args)
            if by_pattern or (node.func.attr in ASKS and holds_sentence(asked) and node.args):
                yield node.lineno
        if isinstance(node, ast.Compare) and asks_what_it_holds(node):
            yield node.lineno


def asks_what_it_holds(node: ast.Compare) -> bool:
    """`'some words' in sentence`; or a field that is a sentence, compared with anything at all."""
    about = any(isinstance(op, ast.In | ast.NotIn) for op in node.ops) and is_text(node.left)
    if about and any(holds_sentence(x) for x in node.comparators):
        return True
    compared = any(isinstance(op, ast.In | ast.NotIn | ast.Eq | ast.NotEq) for op in node.ops)
    return compared and any(is_sentence_field(x) for x in (node.left, *node.comparators))


def is_sentence_field(node: ast.expr) -> bool:
    """A field, not a variable: `pin.reason`, or what `casefold` and the like make of it."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return is_sentence_field(node.func.value)
    return isinstance(node, ast.Attribute) and node.attr in SENTENCES


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def holds_sentence(node: ast.expr) -> bool:
    """A name or field of a sentence; or what `str.casefold` and the like make of it."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in SENTENCES
        case ast.Call(func=ast.Attribute(value=inner)):
            return holds_sentence(inner)
        case ast.Subscript(value=inner):
            return holds_sentence(inner)
    return False


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_sentence_is_parsed_back(path: Path) -> None:
    found = list(parsed_back(path.read_text(encoding="utf-8")))
    assert bool(found) <= (name_of(path) in KNOWN), f"{name_of(path)}, lines {found}: make it a field of the message"


# patterns that describe English: words of a sentence, not the form of an id, a path or a number
ENGLISH = re.compile(r"[A-Za-z]{3,}[, ]+(?:\\?[a-z(|?:]+ ?){2,}")
MAY_DESCRIBE = {
    "case/notice_recipients.py": "names of dioceses, as the register of schools writes them",
    "wording/terms.py": "the program's own fixed texts, put into a programme's words; none is read for what it says",
}


@pytest.mark.parametrize("path", [p for p in modules() if name_of(p) not in MAY_DESCRIBE], ids=name_of)
def test_no_pattern_describes_english(path: Path) -> None:
    compiled = [
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]
    assert [pattern for pattern in compiled if ENGLISH.search(pattern)] == []


@pytest.mark.parametrize(
    "source",
    [
        "x = note.startswith(('interests', 'Brokers'))",
        "if 'of the ledger' in pin.reason: pass",
        "x = [line for line in lines if line.reason.casefold().endswith('ledger)')]",
        "x = _DAY.sub(worded, sentence)",
        "x = other_pin.reason in STAYS",
        "x = any(IT_HAPPENED_SO in w.message for w in wrong)",
        "x = pin.reason.casefold() == AGREED",
        "x = match[2].split(', ') if re.search('a', u.reason) else 0",
    ],
)
def test_the_search_finds_what_it_looks_for(source: str) -> None:
    assert list(parsed_back(source)) == [1]


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_is_still_there(name: str) -> None:
    """A place that was mended leaves the list, so that it does not come back."""
    assert list(parsed_back((HOUSE / name).read_text(encoding="utf-8")))
