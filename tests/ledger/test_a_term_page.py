"""The page `docs/a-term.md`, typed as it stands: every command in order, every answer that it shows."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.ledger import open_ledger
from tests.ledger.conftest import exit_status
from tests.ledger.term import ROOT, fill

PAGE = (ROOT / "docs" / "a-term.md").read_text(encoding="utf-8")
_BLOCK = re.compile(
    r"^```(sh|text)\n(.*?)^```$|^\| (\w[^|\n]*\|[^|\n]*\| P\d+ \| [\d-]+) \|$", re.DOTALL | re.MULTILINE
)
CELLS = ("Decision", "Reason for the decision", "Decided by", "Decided on")


def steps() -> Iterator[tuple[str, str]]:
    """('sh', a command), ('text', what it then shows) or ('row', the cells that are filled in), in the page's order."""
    for block in _BLOCK.finditer(PAGE):
        if block[3]:
            yield "row", block[3]
        elif block[1] == "text":
            yield "text", block[2]
        else:
            yield from (("sh", line) for line in block[2].splitlines())


def test_the_page_is_as_it_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    printed, rows, commands = "", [], 0
    for kind, text in steps():
        if kind == "row":
            rows.append(text)
            fill_in(tmp_path, len(rows), [cell.strip() for cell in text.split("|")])
        elif kind == "text":
            assert [line for line in text.splitlines() if line not in printed] == []
            printed = ""
        else:
            words = shlex.split(text.replace("HEAD", head(tmp_path)))
            assert words.pop(0) == "matcher"
            assert exit_status(*words) == 0, text
            printed += capsys.readouterr().out
            commands += 1
    assert (commands > 20, len(rows)) == (True, 2)
    html = (tmp_path / "runs" / "crakerigg.html").read_text(encoding="utf-8")
    assert "Crakerigg Primary School" in html
    assert "Hugo Rookhaven" not in html


def fill_in(folder: Path, week: int, cells: list[str]) -> None:
    """Write the page's four cells into Crakerigg's row of that week's workbook, under the name that the page gives."""
    run = folder / "runs" / f"week-{week}"
    with (run / "proposals.csv").open(encoding="utf-8", newline="") as file:
        row = [sent["recipient_id"] for sent in csv.DictReader(file)].index("940174") + 2
    out = folder / ("answers.xlsx" if week == 1 else f"answers-{week}.xlsx")
    fill(run / "proposal.xlsx", out, {row: dict(zip(CELLS, cells, strict=True))})


def head(folder: Path) -> str:
    path = folder / "runs" / "ledger.sqlite"
    return open_ledger(path).head if path.is_file() else ""
