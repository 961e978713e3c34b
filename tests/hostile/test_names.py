"""Hostile names through the real command line into every file, page and terminal: shown as text, or not at all."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from matcher.read import read_sealed
from matcher.read.table_files.csv_rows import tidy
from matcher.wording.wording import proper_name
from tests.hostile.commands import SCENARIOS, CommandResult, here, matcher
from tests.hostile.names import COLUMNS, generated, rename

MOVES_A_TERMINAL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Page(HTMLParser):
    """Tags and attributes of a page, to be compared with those of the same page without hostile names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src", "action")}


def named(place: Path, seed: int) -> tuple[Path, Path, list[str]]:
    """A project with hostile names, the run made of it, and the names."""
    shutil.copytree(SCENARIOS, place / "project")
    names = rename(place / "project", COLUMNS, generated(seed))
    ended = matcher("propose", place / "project" / "budget.yaml", "--out", place / "run")
    assert (ended.status, ended.err) == (0, ""), ended.err[:2000]
    assert not MOVES_A_TERMINAL.search(ended.out)
    return place / "project", place / "run", names


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    return named(tmp_path_factory.mktemp("hostile"), 1)


def no_live_formula(run: Path) -> Iterator[Path]:
    for book in (run / "proposal.xlsx", *(run / "proposals").iterdir()):
        with zipfile.ZipFile(book) as parts:
            for part in parts.namelist():
                text = parts.read(part).decode("utf-8")
                assert not re.search(r"<(\w+:)?f[ >/]", text), (book.name, part)
                assert not re.search(r"<hyperlink|externalLink|ddeLink|<oleObject", text), (book.name, part)
                assert "vba" not in part.lower()
        yield book


def reads_back_equal(run: Path, project: Path) -> int:
    """Each name as the register had it in the sealed facts, and as it is said in the tables, where a body's name all in
    capitals is in title case; how many were compared.
    """
    facts, compared = read_sealed(run / "inputs"), 0
    with (project / "sample" / "leaders.csv").open(encoding="utf-8", newline="") as file:
        people = {row["id"]: tidy(row["name"]) for row in csv.DictReader(file)}
    assert {x.id: x.name for x in facts.leaders} == people
    bodies = {s.urn: s.name for s in facts.schools.values()} | {t.uid: t.name for t in facts.trusts.values()}
    bodies = {id_: proper_name(name) for id_, name in bodies.items()}
    for name, id_, output, truth in (
        ("matches.csv", "leader_id", "leader", people),
        ("matches.csv", "recipient_id", "recipient", bodies),
        ("unmatched.csv", "recipient_id", "recipient", bodies),
        ("eligibility.csv", "id", "name", bodies),
    ):
        with (run / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                assert row[output] == truth[row[id_]], (name, row)
                compared += 1
    for path in run.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        assert len({len(row) for row in rows}) == 1, path
    return compared


def test_no_workbook_holds_a_live_formula(hostile: tuple[Path, Path, list[str]]) -> None:
    assert len(list(no_live_formula(hostile[1]))) >= 9


def test_every_table_reads_back_equal(hostile: tuple[Path, Path, list[str]]) -> None:
    project, run, names = hostile
    assert len(names) > 300
    assert reads_back_equal(run, project) > 100


@pytest.mark.long
def test_ten_thousand_generated_names_leave_no_live_formula_and_read_back_equal(tmp_path: Path) -> None:
    names: set[str] = set()
    for seed in range(100, 200):
        if len(names) >= 10_000:
            break
        project, run, given = named(tmp_path / str(seed), seed)
        assert len(list(no_live_formula(run))) >= 9
        assert reads_back_equal(run, project) > 100
        assert Page((run / "report.html").read_text(encoding="utf-8")).tags.isdisjoint({"script", "img"})
        names |= set(given)
    assert len(names) >= 10_000


def test_the_page_has_no_tag_attribute_or_address_that_it_has_not_with_plain_names(
    hostile: tuple[Path, Path, list[str]], published: Path
) -> None:
    mine, plain = (Page((run / "report.html").read_text(encoding="utf-8")) for run in (hostile[1], published))
    assert mine.tags <= plain.tags
    assert mine.attributes <= plain.attributes
    assert all(address.startswith("#") for address in mine.addresses)


def test_the_pages_and_letters_of_each_school_and_leader_hold_no_live_tag(
    hostile: tuple[Path, Path, list[str]], published: Path, tmp_path: Path
) -> None:
    for run, place in ((hostile[1], "mine"), (published, "plain")):
        assert here("explain", run, "--pages", tmp_path / place).status == 0
    pages = [Page(p.read_text(encoding="utf-8")) for p in (tmp_path / "mine").rglob("*.html")]
    plain = [Page(p.read_text(encoding="utf-8")) for p in (tmp_path / "plain").rglob("*.html")]
    assert len(pages) > 50
    assert set().union(*(p.tags for p in pages)) <= set().union(*(p.tags for p in plain))
    assert set().union(*(p.attributes for p in pages)) <= set().union(*(p.attributes for p in plain))
    assert not [a for p in pages for a in p.addresses if ":" in a or a.startswith("/")]
    assert all(p.resolve().is_relative_to((tmp_path / "mine").resolve()) for p in (tmp_path / "mine").rglob("*"))


def test_the_records_and_the_resolved_scenario_can_be_read(hostile: tuple[Path, Path, list[str]]) -> None:
    for name in ("run.json", "goals.json", "certificate.json"):
        assert json.loads((hostile[1] / name).read_text(encoding="utf-8"))
    assert yaml.safe_load((hostile[1] / "scenario.resolved.yaml").read_text(encoding="utf-8"))["schema"] == "matcher/1"


def said_by(run: Path, project: Path) -> Iterator[CommandResult]:
    yield here("check", project / "budget.yaml")
    yield here("eligible", project / "budget.yaml")
    for verdict in ("eligible", "cannot-tell", "not-eligible"):
        yield here("eligible", project / "budget.yaml", "--verdict", verdict)
    yield here("audit", run)
    yield here("explain", run)
    yield here("explain", run, "--near")
    with (run / "matches.csv").open(encoding="utf-8", newline="") as file:
        matched = list(csv.DictReader(file))[:3]
    with (run / "unmatched.csv").open(encoding="utf-8", newline="") as file:
        unmatched = list(csv.DictReader(file))[:3]
    for row in matched:
        yield here("eligible", project / "budget.yaml", "--id", row["recipient_id"])
        yield here("explain", run, "--leader", row["leader_id"])
    for row in (*matched, *unmatched):
        yield here("explain", run, "--recipient", row["recipient_id"])


def test_no_name_moves_the_terminal_or_makes_a_line_of_its_own(hostile: tuple[Path, Path, list[str]]) -> None:
    project, run, _ = hostile
    lines = 0
    for ended in said_by(run, project):
        assert ended.status == 0, ended.err
        assert not MOVES_A_TERMINAL.search(ended.output), ended.output
        lines += ended.out.count("\n")
    assert lines > 100
    here_too = here("eligible", project / "budget.yaml", "--verdict", "eligible").out.splitlines()
    assert all(re.match(r"\S+  ", line) for line in here_too)


def test_a_broken_plan_of_hostile_ids_is_told_safely(run: Path) -> None:
    plan = run.parent / "plan.csv"
    with plan.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["recipient_id", "leader_id", "days", "team_days"], ["\x1b[2J\u202e", "=1+1\n<script>", "10", "0"]]
        )
    ended = here("audit", run, "--plan", plan)
    assert ended.status in (1, 2)
    assert not MOVES_A_TERMINAL.search(ended.output)


def test_escapes_written_in_a_scenario_do_not_reach_the_terminal(project: Path) -> None:
    hostile = r'"a\e[2J\u202eb\nc\x85d"'
    (project / "mine.yaml").write_text(f"extends: base.yaml\noverride: {{pots.offer.source: {hostile}}}\n")
    for words in (("show",), ("check",), ("eligible",)):
        ended = here(*words, project / "mine.yaml")
        assert ended.status == 0, ended.err
        assert not MOVES_A_TERMINAL.search(ended.output), ended.output
    ended = matcher("propose", project / "mine.yaml", "--out", project.parent / "run")
    assert (ended.status, ended.err) == (0, ""), ended.err[:2000]
    assert not MOVES_A_TERMINAL.search(ended.out)
    assert here("audit", project.parent / "run").status == 0
