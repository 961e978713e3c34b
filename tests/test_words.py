"""Private words that were retired stay out: an engineer finds their way by the field's words (docs/words.md)."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

HOUSE = Path(__file__).parents[1] / "matcher"
RETIRED = frozenset((Path(__file__).parent / "retired_names.txt").read_text(encoding="utf-8").split())


def identifiers(text: str) -> set[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME}


def test_no_retired_name_comes_back() -> None:
    back = {
        path.relative_to(HOUSE).as_posix(): sorted(names)
        for path in HOUSE.rglob("*.py")
        if (names := ({path.stem} | identifiers(path.read_text(encoding="utf-8"))) & RETIRED)
    }
    assert back == {}, "docs/words.md has the field's word for each"


def test_a_retired_name_is_seen() -> None:
    assert identifiers("class Climb: pass") & RETIRED == {"Climb"}
