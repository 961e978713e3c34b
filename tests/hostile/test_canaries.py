"""Nobody's name, and nothing that anybody declared, stands where it need not: canaries are looked for everywhere."""

from __future__ import annotations

import csv
import itertools
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from matcher.errors import Defect
from matcher.plan import Breach
from tests.hostile.commands import SCENARIOS, CommandResult, here, matcher
from tests.hostile.names import rename

NAMED = {
    "leaders.csv": ("name",),
    "governance_leaders.csv": ("name",),
    "people.csv": ("name",),
    "requests.csv": ("requested_by",),
}
DECLARED = {"interests.csv": ("source",), "pairs.csv": ("note",)}
CANARY = re.compile("quilterby|zyxdeclared", re.IGNORECASE)
# the contract needs names here: who is proposed and who put whom forward, for those who decide; and what was sealed
NEEDS_NAMES = ("matches.csv", "proposals.csv", "proposal.xlsx", "proposals/", "inputs/")
PEOPLE = (
    "leaders.csv",
    "governance_leaders.csv",
    "people.csv",
    "interests.csv",
    "pairs.csv",
    "requests.csv",
    "history.csv",
)


def canaries(what: str) -> Callable[[str], str]:
    number = itertools.count(1)
    letters = "abcdefghijklmnopqrstuvwxyz"

    def name(_: str) -> str:
        a, b = divmod(next(number), 26)
        return f"Q{letters[a]}{letters[b]} {what}"

    return name


def with_canaries(place: Path) -> Path:
    shutil.copytree(SCENARIOS, place / "project")
    rename(place / "project", NAMED, canaries("Quilterby"))
    rename(place / "project", DECLARED, canaries("Zyxdeclared"))
    return place / "project"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return with_canaries(tmp_path)


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandResult, Path, Path]:
    place = tmp_path_factory.mktemp("canaries")
    ended = matcher("propose", with_canaries(place) / "budget.yaml", "--out", place / "run")
    return ended, place / "run", place / "project"


def no_canary(ended: CommandResult) -> str:
    assert not CANARY.search(ended.output), ended.output
    assert "Traceback" not in ended.output
    return ended.output


def texts(path: Path) -> Iterator[str]:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            yield from (parts.read(part).decode("utf-8") for part in parts.namelist())
    else:
        yield path.read_text(encoding="utf-8")


def test_a_run_names_people_only_where_the_contract_needs_it(proposed: tuple[CommandResult, Path, Path]) -> None:
    ended, run, _ = proposed
    assert ended.status == 0
    no_canary(ended)
    where = {str(p.relative_to(run)) for p in run.rglob("*") if p.is_file() and any(map(CANARY.search, texts(p)))}
    assert "matches.csv" in where  # so the search finds what is there
    assert [name for name in where if not name.startswith(NEEDS_NAMES)] == []


def test_what_was_declared_stands_in_the_sealed_inputs_alone(proposed: tuple[CommandResult, Path, Path]) -> None:
    _, run, _ = proposed
    declared = re.compile("zyxdeclared", re.IGNORECASE)
    where = {str(p.relative_to(run)) for p in run.rglob("*") if p.is_file() and any(map(declared.search, texts(p)))}
    assert "inputs/interests.csv" in where
    assert [name for name in where if not name.startswith("inputs/")] == []


def test_a_schools_own_page_does_not_name_a_leader(proposed: tuple[CommandResult, Path, Path], tmp_path: Path) -> None:
    _, run, _ = proposed
    no_canary(here("explain", run, "--pages", tmp_path / "pages"))
    with (run / "matches.csv").open(encoding="utf-8", newline="") as file:
        recipients = {row["recipient_id"] for row in csv.DictReader(file)}
    own = [p for p in (tmp_path / "pages").rglob("*.html") if any(id_ in p.name for id_ in recipients)]
    assert len(own) >= len(recipients)
    assert not [p for p in own if CANARY.search(p.read_text(encoding="utf-8"))]


def test_commands_that_look_at_a_run_name_nobody(proposed: tuple[CommandResult, Path, Path]) -> None:
    _, run, project = proposed
    with (run / "matches.csv").open(encoding="utf-8", newline="") as file:
        one = next(csv.DictReader(file))
    for words in (
        ("check", project / "budget.yaml"),
        ("eligible", project / "budget.yaml"),
        ("eligible", project / "budget.yaml", "--verdict", "cannot-tell"),
        ("eligible", project / "budget.yaml", "--id", one["recipient_id"]),
        ("show", project / "budget.yaml"),
        ("audit", run),
        ("explain", run),
    ):
        ended = here(*words)
        assert ended.status == 0
        no_canary(ended)


def rows_of(project: Path, name: str) -> list[list[str]]:
    with (project / "sample" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(project: Path, name: str, rows: list[list[str]]) -> None:
    with (project / "sample" / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


NAMES_AS_WRITTEN = ("Qzz Quilterby", "QUILTERBY", "qzz quilterby", "Dr. Q. Quilterby;Qxx Quilterby", "Wes Quilterby")


@pytest.mark.parametrize("written", NAMES_AS_WRITTEN)
def test_a_name_in_any_wrong_column_is_not_shown_in_the_fault(written: str, project: Path) -> None:
    """Row n of each register has the name in its n-th column, as a slip of the hand puts it."""
    faults = 0
    for name in PEOPLE:
        whole = rows_of(project, name)
        header, rows = whole[0], whole[1:]
        own = {"id", "person_id", "leader_id"}  # what is written here is an id, whatever it looks like
        columns = [c for c in range(len(header)) if header[c] not in own or name in ("interests.csv", "history.csv")]
        many = (rows * 30)[: len(columns)]
        spoilt = [
            [written if k == c else cell for k, cell in enumerate(row)] for c, row in zip(columns, many, strict=True)
        ]
        write(project, name, [header, *spoilt])
        ended = here("check", project / "budget.yaml")
        no_canary(ended)
        faults += ended.err.count(f"{name}:")
        write(project, name, whole)
    assert faults > 40


@pytest.mark.parametrize("by", [1, -1, 2])
def test_rows_that_slipped_sideways_show_no_name(by: int, project: Path) -> None:
    for name in PEOPLE[:4]:
        whole = rows_of(project, name)
        write(project, name, [whole[0], *([*row[-by:], *row[:-by]] for row in whole[1:])])
        ended = here("check", project / "budget.yaml")
        assert ended.status == 2
        no_canary(ended)
        write(project, name, whole)


def test_a_header_that_is_gone_or_misnamed_shows_no_name(project: Path) -> None:
    for name in PEOPLE[:4]:
        whole = rows_of(project, name)
        for spoilt in (whole[1:], [["x", *whole[0][1:]], *whole[1:]], [whole[0][:2], *whole[1:]]):
            write(project, name, spoilt)
            ended = here("check", project / "budget.yaml")
            assert ended.status == 2
            no_canary(ended)
        write(project, name, whole)


@pytest.mark.parametrize(
    "lines",
    [
        "pins: [{recipient: '940220', leader: Qzz Quilterby, reason: Zyxdeclared}]",
        "forbid: [{recipient: Qzz Quilterby, leader: L0001, reason: Zyxdeclared}]",
        "forbid: [{recipient: '940220', leader: L0001, reason: [Zyxdeclared]}]",
        "forbid: [{recipient: '940220', leader: L0001, reason: Zyxdeclared, because: Zyxdeclared}]",
        "forbid: [{recipient: '940220', leader: L0001, reason: 2022-13-45 Zyxdeclared}, {reason: Zyxdeclared}]",
        "pins: [{recipient: '940220', leader: {name: Qzz Quilterby}, reason: 12}]",
    ],
)
def test_a_scenario_that_is_wrong_shows_no_reason_and_no_name(lines: str, project: Path) -> None:
    (project / "mine.yaml").write_text(f"extends: budget.yaml\n{lines}\n")
    ended = here("check", project / "mine.yaml")
    assert ended.status == 2, ended.output
    no_canary(ended)


class Unlucky(Exception):
    """An error that carries what it was working on, as many do."""


FAILURES: dict[str, Callable[..., Any]] = {
    "KeyError": lambda: {}["Qzz Quilterby"],
    "ValueError": lambda: int("Qzz Quilterby"),
    "UnicodeEncodeError": lambda: "Quilterby\udcff".encode(),
    "AssertionError": lambda: _raise(AssertionError("Qzz Quilterby")),
    "an error of a library": lambda: _raise(Unlucky("Qzz Quilterby")),
    "an error from another": lambda: _raise_from(KeyError("Zyxdeclared"), ValueError("Qzz Quilterby")),
    "EOFError": lambda: _raise(EOFError("Qzz Quilterby")),
    "RecursionError": lambda: _raise(RecursionError("Qzz Quilterby")),
    "MemoryError": lambda: _raise(MemoryError("Qzz Quilterby")),
    "a group": lambda: _raise(ExceptionGroup("Qzz Quilterby", [ValueError("Zyxdeclared")])),
}


def _raise(error: Exception) -> None:
    raise error


def _raise_from(cause: Exception, error: Exception) -> None:
    raise error from cause


ROOMS = (
    "matcher.commands.propose.read_inputs",
    "matcher.run.assess",
    "matcher.runs.setup.find_candidates",
    "matcher.runs.solve.solve",
    "matcher.runs.solve.certify",
    "matcher.report.run_folder.folder.write_page",
    "matcher.report.run_folder.folder.write_workbooks",
)


@pytest.mark.parametrize("failure", FAILURES)
def test_an_error_of_ours_says_where_and_not_with_what(
    failure: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = ROOMS[list(FAILURES).index(failure) % len(ROOMS)]

    def fails(*_: object, **__: object) -> None:
        FAILURES[failure]()

    monkeypatch.setattr(room, fails)
    ended = here("propose", project / "budget.yaml", "--out", project.parent / "run")
    assert ended.status == 4
    assert no_canary(ended).startswith("matcher failed (")
    assert [p.name for p in project.parent.iterdir()] == ["project"]


def test_a_plan_that_breaks_every_rule_is_told_without_names(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit as it is, and a solver that gives every recipient the first leader of the register."""
    from matcher.plan import Plan, PlannedMatch
    from matcher.runs import solve

    def everybody(world: Any, *_: object) -> Plan:
        pairs = itertools.product(world.recipients, world.leaders)
        return Plan(tuple(PlannedMatch(r.id, x.id, 11, 0) for r, x in itertools.islice(pairs, 0, None, 3)), ())

    monkeypatch.setattr(solve, "plan_of", everybody)
    ended = here("propose", project / "budget.yaml", "--out", project.parent / "run")
    assert ended.status == 4
    assert "the audit found" in no_canary(ended)


def test_an_audit_of_a_plan_of_every_pair_names_nobody(
    proposed: tuple[CommandResult, Path, Path], tmp_path: Path
) -> None:
    _, run, project = proposed
    leaders = [row[0] for row in rows_of(project, "leaders.csv")[1:]]
    with (run / "unmatched.csv").open(encoding="utf-8", newline="") as file:
        recipients = [row["recipient_id"] for row in csv.DictReader(file)]
    with (tmp_path / "plan.csv").open("w", encoding="utf-8", newline="") as file:
        lines = [[r, x, 11, 0] for r in recipients for x in leaders]
        csv.writer(file).writerows([["recipient_id", "leader_id", "days", "team_days"], *lines])
    ended = here("audit", run, "--plan", tmp_path / "plan.csv")
    assert ended.status == 1
    assert len({line.split(":")[0] for line in ended.out.splitlines()}) > 8  # kinds of breach
    no_canary(ended)


def test_a_defect_that_the_solver_finds_in_itself_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise Defect("the solver calls the model invalid")

    monkeypatch.setattr("matcher.runs.solve.solve", fails)
    ended = here("propose", project / "budget.yaml", "--out", project.parent / "run")
    assert (ended.status, ended.err) == (4, "Nothing was published: the solver calls the model invalid\n")


def test_a_breach_stops_the_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "matcher.runs.solve.audit", lambda *_: (Breach("own-trust", "R1+L0001", "L0001 belongs to R1"),)
    )
    ended = here("propose", project / "budget.yaml", "--out", project.parent / "run")
    assert ended.status == 4
    assert "own-trust (R1+L0001)" in no_canary(ended)
    assert not (project.parent / "run").exists()
