"""Hostile names go through every writer: no live formula, no live link, no live tag, and tables read back equal."""

from __future__ import annotations

import csv
import re
import zipfile
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest
import yaml

from matcher.report.pages.report_page import page
from matcher.report.run_folder.folder import publish
from matcher.report.summary import summary_lines
from matcher.report.tables.plan_view import PlanView
from matcher.result import Result
from tests.report.hostile import NAMES
from tests.report.results import a_result


@pytest.fixture(scope="module")
def result() -> Result:
    endless = cycle(NAMES)
    return a_result(name=lambda said: f"{next(endless)}{said}" if len(said) % 2 else next(endless))


@pytest.fixture(scope="module")
def published(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(result, tmp_path_factory.mktemp("hostile") / "run")


def test_no_workbook_holds_a_formula_or_a_link(published: Path) -> None:
    books = [published / "proposal.xlsx", *(published / "proposals").iterdir()]
    assert len(books) == 4
    for book in books:
        with zipfile.ZipFile(book) as parts:
            for part in parts.namelist():
                text = parts.read(part).decode("utf-8")
                assert not re.search(r"<f[ >/]", text), (book, part)
                assert "hyperlink" not in part.lower()
                assert not re.search(r"<hyperlink|externalLink|ddeLink", text), (book, part)


def test_names_stand_in_the_workbook_as_they_are(published: Path, result: Result) -> None:
    sheet = openpyxl.load_workbook(published / "proposal.xlsx")["Unmatched"]
    names = {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    unmatched = {result.world.recipients[result.world.recipient_row[u.recipient_id]].name for u in result.unmatched}
    plain = {n for n in unmatched if not re.search(r"[\x00-\x1f]|_x000D_", n)}
    assert plain
    assert plain <= names


def test_tables_read_back_equal(published: Path, result: Result) -> None:
    with (published / "matches.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {r.id: r.name for r in result.world.recipients}
    people = {x.id: x.name for x in result.world.leaders}
    assert rows
    assert all(row["recipient"] == names[row["recipient_id"]] for row in rows)
    assert all(row["leader"] == people[row["leader_id"]] for row in rows)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_page_holds_no_tag_or_attribute_made_of_a_name(published: Path) -> None:
    page = Tags()
    page.feed((published / "report.html").read_text(encoding="utf-8"))
    assert not page.tags & {"script", "img", "iframe", "object", "base", "form", "link"}
    assert not [name for name in page.attributes if name.startswith("on")]
    assert all(address.startswith("#") for address in page.addresses)


def test_the_page_shows_the_name_as_text_and_keeps_its_direction_to_itself() -> None:
    text = page(PlanView(a_result(name=lambda said: f"<script>\u202e\x07{said}")))
    assert text.count("&lt;script&gt;") > 10
    assert "<script" not in text
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    for line in text.splitlines():
        if "\u202e" in line:
            assert "<bdi>" in line


def test_the_resolved_scenario_reads_back_equal(published: Path, result: Result) -> None:
    read = yaml.safe_load((published / "scenario.resolved.yaml").read_text(encoding="utf-8"))
    assert read["name"] == result.scenario["name"]


def test_the_terminal_gets_no_control_characters(result: Result, published: Path) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "".join(summary_lines(PlanView(result), published)))
