"""The page on how answers are checked names every long suite, or its folder, and the sizes they really have."""

from __future__ import annotations

from pathlib import Path

from tests import test_against_others, test_metamorphic_relations, test_same_answer
from tests.metamorphic_relations import RELATIONS
from tests.solve import test_feasibility_relaxation
from tests.test_solver_breaks import BREAKS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
NUMBERS = {9: "nine", 15: "fifteen"}


def row(name: str) -> str:
    return next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}`"))


def test_names_every_file_with_a_long_suite() -> None:
    files = [p for p in (ROOT / "tests").rglob("test_*.py") if "mark.long" in p.read_text(encoding="utf-8")]
    here = {str(p.relative_to(ROOT)) for p in files} - {"tests/test_testing_page.py"}
    assert len(here) > 5
    unnamed = [name for name in here if f"`{name}`" not in PAGE and f"`{Path(name).parent}/`" not in PAGE]
    assert sorted(unnamed) == []


def test_every_file_it_names_exists() -> None:
    named = {part for part in PAGE.split("`") if part.startswith("tests/") and part.endswith(".py")}
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_gives_the_sizes_the_suites_have() -> None:
    others = test_against_others
    assert f"| {others.SIZED_SMALL:,} worlds | {others.WHOLE_SMALL:,} |" in row("tests/test_against_others.py")
    assert f"| {others.SIZED_LARGER:,} worlds | {others.WHOLE_LARGER:,} |" in PAGE
    relations = test_metamorphic_relations
    assert f"| {relations.SIZED} cases each | {relations.WHOLE} each |" in row("tests/test_metamorphic_relations.py")
    assert f"{NUMBERS[len(RELATIONS)]} **relations" in row("tests/test_metamorphic_relations.py")
    assert f"| {test_same_answer.RUNS} runs, 2 scenarios |" in row("tests/test_same_answer.py")
    cheapest_relaxations = test_feasibility_relaxation
    assert f"| {cheapest_relaxations.SIZED} contradictions | {cheapest_relaxations.WHOLE:,} |" in row(
        "tests/solve/test_feasibility_relaxation.py"
    )
    assert f"{NUMBERS[len(BREAKS)]} breaks" in row("tests/test_solver_breaks.py")
