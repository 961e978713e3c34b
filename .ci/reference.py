#!/usr/bin/env python
"""Writes anew what is made from the settings: scenarios/scenario.schema.json and the tables of the reference page.

Run it in the project's folder with its Python, after a setting, a goal or a programme was added or changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCHEMA, PAGE = ROOT / "scenarios" / "scenario.schema.json", ROOT / "docs" / "scenario-reference.md"
MARKER = "<!-- tables -->\n"  # what stands above it on the page is written by hand


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from matcher.read.scenarios.schema.json_schema import json_schema
    from matcher.read.scenarios.schema.reference_page import reference

    SCHEMA.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    head, marker, _ = PAGE.read_text(encoding="utf-8").partition(MARKER)
    PAGE.write_text(head + marker + reference().strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
