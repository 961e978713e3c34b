"""Letters, pages, workbooks and addresses of odd ids: nothing breaks, and nothing leaves its folder."""

from __future__ import annotations

import csv
import re
import shutil
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from werkzeug.http import parse_options_header

from matcher.commands.propose import propose
from matcher.identity.file_names import file_stem
from matcher.ledger import open_ledger
from tests.hostile import odd_ids
from tests.hostile.odd_ids import IDS
from tests.ledger.conftest import exit_status
from tests.web.conftest import DAY, Browser, come_in

PORTABLE = re.compile(r"[A-Za-z0-9_-]+(~[0-9a-f]{16})?(-[a-z]+(-\d+)?)?\.(txt|html)")
DEVICES = re.compile(r"(CON|PRN|AUX|NUL|(COM|LPT)[0-9])(\..*)?", re.IGNORECASE)
RUN = "/runs/odd-1"


@pytest.fixture(scope="module")
def proposed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one run. Its folder is the only thing in the folder around it."""
    folder = odd_ids.project(tmp_path_factory.mktemp("around") / "project")
    propose(folder / "odd.yaml", (), (), None, folder / "runs" / "odd-1", False, "auto", lambda _: None)
    return folder


@pytest.fixture
def project(proposed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(proposed_once, tmp_path / "around" / "project"))


def portable(files: list[Path]) -> None:
    """Every name is one that each system takes, and no two differ by capitals alone."""
    names = [f.name for f in files]
    assert [n for n in names if not PORTABLE.fullmatch(n) or DEVICES.fullmatch(n) or len(n) > 120] == []
    assert len({n.casefold() for n in names}) == len(names)


def test_every_id_is_matched_and_sealed_and_the_audit_reads_it_back(project: Path) -> None:
    rows = list(csv.DictReader((project / "runs/odd-1/matches.csv").open(encoding="utf-8", newline="")))
    assert {r["recipient_id"] for r in rows} == set(IDS) == {r["leader_id"] for r in rows}
    assert exit_status("audit", project / "runs" / "odd-1") == 0


def test_pages_lie_in_their_folder_under_names_that_every_system_takes(project: Path) -> None:
    out = project / "pages"
    assert exit_status("explain", project / "runs" / "odd-1", "--pages", out) == 0
    for kind in ("recipients", "leaders"):
        files = sorted((out / kind).rglob("*"))
        assert {f.name for f in files} == {f"{file_stem(i)}.html" for i in IDS}
        portable(files)
    assert sorted(p.name for p in project.parent.iterdir()) == ["project"]


def test_letters_and_their_table_name_the_same_files(project: Path) -> None:
    out, ledger = project / "letters", project / "runs" / "ledger.sqlite"
    for decision in ("school agrees", "leader agrees"):
        filled = fill_in(project / "runs" / "odd-1" / "proposal.xlsx", project / f"{decision}.xlsx", decision)
        assert exit_status("decide", project / "runs/odd-1", "--from", filled, "--ledger", ledger, "--yes") == 0
    written = ("ledger", "letters", project / "runs/odd-1", "--out", out, "--on", "2023-01-12", "--ledger", ledger)
    assert exit_status(*written, "--drafts") == 0
    letters = sorted(out.glob("*.txt"))
    portable(letters)
    assert {p.relative_to(out).as_posix() for p in out.rglob("*")} == {p.name for p in letters} | {"mail-merge.csv"}
    merged = list(csv.DictReader((out / "mail-merge.csv").open(encoding="utf-8-sig", newline="")))
    assert {r["recipient_id"].removeprefix("'") for r in merged} == set(IDS)  # a word processor reads no formula
    assert {r["letter"] for r in merged} <= {p.name for p in letters}
    assert len(letters) >= 2 * len(IDS)
    assert sorted(p.name for p in project.parent.iterdir()) == ["project"]


def fill_in(workbook: Path, out: Path, decision: str) -> Path:
    """The workbook with the same decision in every row."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["Proposals"]
    column = {cell.value: cell.column for cell in sheet[1]}
    cells = {"Decision": decision, "Reason for the decision": "By telephone"}
    cells |= {"Decided by": "P003", "Decided on": "2023-01-12"}
    for row in range(2, sheet.max_row + 1):
        for name, value in cells.items() if sheet.cell(row=row, column=1).value else ():
            sheet.cell(row=row, column=column[name], value=value)
    book.save(out)
    return out


def links(browser: Browser, page: str) -> set[str]:
    """Addresses inside the pages, as a browser reads them."""
    return {unescape(x) for x in re.findall(r'href="(/runs/[^"]*)"', browser.get(page).text)}


def test_every_page_of_every_id_opens_and_takes_a_decision(project: Path) -> None:
    browser = come_in(project, "P003", "broker", "South West")
    matches = sorted(x for x in links(browser, f"{RUN}/matches") if x.startswith(f"{RUN}/matches/"))
    assert len(matches) == len(IDS)
    assert not any(x.endswith("/story") for x in links(browser, matches[0])), "nothing is known yet"
    for match in matches:
        inner = {x for x in links(browser, match) if x.startswith(f"{match}/")} | {
            f"{RUN}/bodies/{match.split('/')[4]}"
        }
        assert {x: code for x in inner if (code := browser.get(x).status_code) != 200} == {}
        form: dict[str, object] = {"act": "school-agrees", "reason": "By telephone", **DAY}
        done = browser.post(f"{match}/decide", form, f"{match}/decide?act=school-agrees")
        assert done.status_code == 303, match
        assert browser.get(done.headers["Location"]).status_code == 200
    with closing(open_ledger(str(project / "runs" / "ledger.sqlite"))) as ledger:
        acts = [line.body for line in ledger.lines() if line.body.get("act") == "school-agrees"]
    assert {a["recipient"] for a in acts} == set(IDS) == {a["leader"] for a in acts}


RUN_NAMES = ('Früh"jahr; 1', "100 % #1", "a;b=c", "Σ-1")


@pytest.mark.parametrize("name", RUN_NAMES)
def test_files_of_a_run_of_any_name_are_downloaded_under_it(name: str, project: Path) -> None:
    (project / "runs" / "odd-1").rename(project / "runs" / name)
    browser, at = come_in(project, "P003", "broker", "South West"), quote(name)
    for file in (f"{name}-letters.zip", "mail-merge.csv"):
        answer = browser.get(f"/runs/{at}/downloads/{quote(file)}")
        assert answer.status_code == 200
        told = parse_options_header(answer.headers["Content-Disposition"])
        assert answer.headers["Content-Disposition"].isascii()
        assert told == ("attachment", {"filename": file})
    listed = sorted(links(browser, f"/runs/{at}/downloads"))
    assert len(listed) > 3 * len(IDS)
    asked = listed if name == RUN_NAMES[0] else listed[::10]  # a letter of every id under one name, of some under each
    assert [x for x in asked if browser.get(x).status_code != 200] == []


@pytest.mark.parametrize("way_out", ["..", "%2e%2e", "..%2f..%2frun.json", "..%5c..", "%00", "."])
def test_no_address_leads_out_of_a_run(project: Path, way_out: str) -> None:
    browser = come_in(project, "P003", "broker", "South West")
    for address in (f"/runs/{way_out}", f"{RUN}/bodies/{way_out}", f"{RUN}/matches/{way_out}/{way_out}"):
        assert browser.get(address).status_code == 404


def test_stems_differ_whatever_a_system_thinks_of_capitals() -> None:
    ids = (
        *IDS,
        "l1",
        "L1",
        "A~0123456789abcdef",
        "a b",
        "a-b",
        "a  b",
        "con",
        "",
        "\ud800",
    )
    stems = {file_stem(i).casefold() for i in set(ids)}
    assert len(stems) == len(set(ids))
    assert file_stem("L0001") == "L0001"
    assert file_stem("CON").startswith("CON~")
