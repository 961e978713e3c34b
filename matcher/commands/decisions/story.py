"""`matcher ledger story`: one school's or trust's story as it was known on a day, whole or for disclosure."""

from __future__ import annotations

import json
from pathlib import Path

from matcher.commands.console import Say
from matcher.errors import Fault, InputFaults
from matcher.ledger import open_ledger
from matcher.ledger.history.story import story
from matcher.ledger.history.story_page import as_json, lines, page
from matcher.report.pages.reader_pages import write_one

RUNS = Path("runs")


def print_story(
    recipient: str,
    where: str,
    runs: Path | None,
    moment: str,
    disclosure: bool,
    as_data: bool,
    out: Path | None,
    say: Say,
) -> None:
    """Prints the story as text or JSON, or writes it to `out` as a page."""
    folder = runs or _runs_folder(where)
    ledger = open_ledger(where, make=False, beside=folder)
    try:
        case_story = story(ledger, recipient, moment, folder)
    finally:
        ledger.close()
    if out is not None:
        _write(page(case_story, disclosure), out)
        say(f"Page: {out}" + ("" if disclosure else ". It holds personal data."))
        return
    text = json.dumps(as_json(case_story, disclosure), ensure_ascii=False, indent=2)
    for line in text.splitlines() if as_data else lines(case_story, disclosure):
        say(line)


def _runs_folder(where: str) -> Path:
    """The folder of runs: beside the ledger file, or RUNS where the ledger is a database."""
    return RUNS if "://" in where else Path(where).absolute().parent


def _write(text: str, out: Path) -> None:
    if out.exists():
        raise InputFaults([Fault("--out", None, "", str(out), "is there already", "Name a new file")])
    write_one(text, out)
