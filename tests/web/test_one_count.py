"""A count that stands on several surfaces of one run is one number in one wording."""

from __future__ import annotations

import html
import re
from pathlib import Path

import openpyxl
import pytest

from tests.web.conftest import Browser

RUN = "/runs/term-1"


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup)))


@pytest.fixture(scope="module")
def surfaces(proposed: Path, reader: Browser) -> tuple[str, str, str]:
    """The report, the workbook's first sheet, and the page of leaders."""
    run = proposed / "runs" / "term-1"
    first = openpyxl.load_workbook(run / "proposal.xlsx", read_only=True)["Read me"]
    read_me = "\n".join(str(cell) for row in first.iter_rows(values_only=True) for cell in row)
    pages = plain(reader.get(f"{RUN}/leaders").text)
    return plain((run / "report.html").read_text(encoding="utf-8")), read_me, pages


def sentence(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[0]


def test_leaders_are_counted_alike_and_the_sheet_lists_as_many(
    surfaces: tuple[str, str, str], proposed: Path, reader: Browser
) -> None:
    said = {sentence(text, r"\d+ leaders in all: [^.]+\.") for text in surfaces}
    assert len(said) == 1
    number = int(said.pop().split()[0])
    sheet = openpyxl.load_workbook(proposed / "runs" / "term-1" / "proposal.xlsx")["Leaders"]
    assert sheet.max_row - 1 == number
    assert (
        len(
            re.findall(
                rf'<th scope="row"[^>]*><a class="govuk-link" href="{RUN}/leaders/', reader.get(f"{RUN}/leaders").text
            )
        )
        == number
    )
