"""A programme from data and a file alone: the hubs, run outside the package; every surface speaks their words."""

from __future__ import annotations

import csv
import io
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from matcher.cli import main
from matcher.domain import Facts
from matcher.read.scenarios.scenario import load_scenario
from matcher.runs.identity import run_id_of
from matcher.wording.terms import LEADER, USUAL, in_words, speak

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "scenarios" / "programmes"
# names of rules, as in leader-days, are ids and stay
USUAL_WORDS = re.compile(r"(?<!governance )(?<!-)\bleaders?\b(?!-)|schools? (?:and|or) trusts?", re.IGNORECASE)
# so do citations, and what a scenario calls its files
ALLOWED = re.compile(r"leader's own trust|used to work for the school or trust|leaders\s+\S+\.csv")


def ran(*words: object) -> tuple[int, str]:
    """The exit status, and what the command said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0), said.getvalue()


def run(*words: object) -> str:
    status, said = ran(*words)
    assert status == 0, said
    return said


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped examples somewhere else, run."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    run("propose", folder / "attendance.yaml", "--out", folder / "attendance")
    run("propose", folder / "english.yaml", "--out", folder / "english")
    return folder


def matches(run_folder: Path) -> list[dict[str, str]]:
    with (run_folder / "matches.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_six_partner_schools_to_a_lead_school_and_no_more(project: Path) -> None:
    rows = matches(project / "attendance")
    taken = [row["leader_id"] for row in rows]
    assert len(rows) == 28
    assert max(taken.count(leader) for leader in taken) == 6
    assert {row["role"] for row in rows} == {"lead_school"}


def test_two_signs_of_joined_tables_make_a_school_eligible(project: Path) -> None:
    said = run("eligible", project / "english.yaml")
    assert re.search(r"^all +12 +21 +3$", said, re.MULTILINE)
    assert len(matches(project / "english")) == 12


def texts(folder: Path) -> str:
    """Everything that people read in a run folder."""
    page = re.sub(r"<style.*?</style>", "", (folder / "report.html").read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [unescape(re.sub(r"<[^>]+>", " ", page))]
    for name in ("proposals.csv", "unmatched.csv", "barred.csv", "notes.csv", "eligibility.csv", "assumptions.csv"):
        found.append((folder / name).read_text(encoding="utf-8"))
    for sheet in openpyxl.load_workbook(folder / "proposal.xlsx"):
        found += [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    return "\n".join(found)


@pytest.mark.parametrize("name", ["attendance", "english"])
def test_no_surface_of_a_run_speaks_of_leaders(name: str, project: Path) -> None:
    folder = project / name
    first = matches(folder)[0]
    said = texts(folder) + run("explain", folder, "--near") + run("audit", folder)
    said += run("explain", folder, "--recipient", first["recipient_id"])
    said += run("explain", folder, "--leader", first["leader_id"])
    said += run("explain", folder, "--recipient", first["recipient_id"], "--leader", first["leader_id"])
    left = [said[max(0, m.start() - 60) : m.end() + 40] for m in USUAL_WORDS.finditer(said)]
    assert [text for text in left if not ALLOWED.search(text)] == []
    assert ("lead school" if name == "attendance" else "literacy specialist") in said


def test_a_drop_down_with_long_words_stands_in_cells(project: Path) -> None:
    book = openpyxl.load_workbook(project / "attendance" / "proposal.xlsx")
    (rule,) = book["Proposals"].data_validations.dataValidation
    assert rule.formula1.startswith("'Lists'!$A$1:$A$")
    assert book["Lists"]["A1"].value == "school and lead school agree"


def test_a_run_stands_without_its_programmes_file(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project / "attendance", tmp_path / "alone")
    assert "keep every rule" in run("audit", tmp_path / "alone")


def test_words_and_citations_change_no_runs_id_and_gates_do(project: Path, tmp_path: Path) -> None:
    def policy_id(old: str, new: str) -> str:
        folder = tmp_path / new.replace(" ", "").replace(":", "")
        shutil.copytree(SHIPPED, folder)
        file = folder / "english-hubs.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        return run_id_of(Facts(), load_scenario(folder / "english.yaml").policy)

    same = policy_id("title: English", "title: English")
    assert policy_id("one: literacy specialist", "one: reading expert") == same
    assert policy_id("publisher: not on record", "publisher: unknown") == same
    assert policy_id("below: 79", "below: 78") != same
    assert policy_id("at_least: 2", "at_least: 1") != same


def test_what_people_wrote_is_not_put_into_other_words() -> None:
    speak(load_scenario(SHIPPED / "attendance.yaml").policy.words)
    assert f"{LEADER:a} may help" == "a lead school may help"
    assert in_words("Best fit of leader to school or trust") == "Best fit of lead school to partner school"
    assert in_words("a national leader of education") == "a national leader of education"
    speak(USUAL)
    assert f"{LEADER:Cs}" == "Leaders"


def test_a_programme_that_is_not_there_is_told_with_its_place(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "p")
    (tmp_path / "p" / "attendance-hubs.yaml").unlink()
    status, said = ran("check", tmp_path / "p" / "attendance.yaml")
    assert status == 2
    assert "attendance.yaml:4:column 12 programme: the programme's file is not there" in said


def test_a_role_that_the_programme_has_not_is_a_fault(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "p")
    file = tmp_path / "p" / "lead-schools.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("lead_school", "nle", 1), encoding="utf-8")
    status, said = ran("check", tmp_path / "p" / "attendance.yaml")
    assert status == 2
    assert "lead-schools.csv:2:role" in said
