"""The reference page keeps step with the models."""

from __future__ import annotations

from pathlib import Path

from matcher.read.scenarios.schema.reference_page import reference

PAGE = Path(__file__).parents[2] / "docs" / "scenario-reference.md"
MEND = "write the page and the schema anew: .venv/bin/python .ci/reference.py"


def test_the_tables_of_the_page_are_what_the_models_say() -> None:
    _, marker, tables = PAGE.read_text(encoding="utf-8").partition("<!-- tables -->\n")
    assert marker, "the marker is gone"
    assert tables.strip() == reference().strip(), MEND


def test_every_key_has_a_meaning() -> None:
    rows = [line.split("|") for line in reference().splitlines() if line.startswith("| `")]
    assert len(rows) > 90
    assert all(row[3].strip() and row[2].strip() for row in rows)
