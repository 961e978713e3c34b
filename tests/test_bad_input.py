"""Bad input gets one clear report of all its faults, status 2, and nothing written; an empty run is a valid run."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.cli import main

SCENARIOS = Path(__file__).parents[1] / "scenarios"
Change = Callable[[Path], None]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the shipped scenarios that a test may spoil."""
    shutil.copytree(SCENARIOS, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def published(budget_run: Path, project: Path) -> Path:
    """What `propose(project)` publishes, where it would."""
    return Path(shutil.copytree(budget_run, project.parent / "run"))


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(w) for w in words])
    return int(ended.value.code or 0)


def propose(project: Path, *more: str, scenario: str = "budget.yaml") -> tuple[int, Path]:
    out = project.parent / "run"
    return run("propose", project / scenario, "--out", out, *more), out


def replaced(name: str, old: str, new: str) -> Change:
    def change(project: Path) -> None:
        path = project / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def with_cell(name: str, row: int, column: str, value: str) -> Change:
    def change(project: Path) -> None:
        path = project / "sample" / name
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        lines[row - 1][lines[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)

    return change


def removed(name: str) -> Change:
    return lambda project: (project / "sample" / name).unlink()


BAD = {
    "a missing file": (removed("interests.csv"), ["base.yaml:", "data.interests", "sample/interests.csv"]),
    "a wrong column": (replaced("sample/leaders.csv", "willing", "wiling"), ["leaders.csv:1", "willing"]),
    "a bad date": (with_cell("leaders.csv", 4, "designated_from", "31/02/2022"), ["leaders.csv:4:designated_from"]),
    "an unknown region": (with_cell("leaders.csv", 3, "region", "Nort West"), ["leaders.csv:3:region", "North West"]),
    "a negative number": (with_cell("leaders.csv", 5, "days", "-10"), ["leaders.csv:5:days", "negative"]),
    "an unknown key": (replaced("budget.yaml", "rates:", "raets:"), ["budget.yaml:", "raets", "rates"]),
    "a negative amount": (replaced("budget.yaml", "646_225", "-1"), ["budget.yaml:", "amount"]),
    "an unknown programme": (replaced("base.yaml", "tsio-2022-23", "tsio-2022-32"), ["base.yaml:", "tsio-2022-23"]),
}


@pytest.mark.parametrize("what", BAD)
def test_each_bad_input_gets_its_own_clear_line_and_writes_nothing(
    what: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, words = BAD[what]
    change(project)
    status, out = propose(project)
    said = capsys.readouterr()
    assert status == 2
    assert not out.exists()
    assert said.out == ""
    lines = [line for line in said.err.splitlines() if words[0] in line]
    assert lines, said.err
    assert all(word in lines[0] for word in words), lines[0]
    assert said.err.splitlines()[-1].endswith("nothing was written.")


def test_a_duplicate_id_is_named_with_both_rows(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "sample" / "leaders.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[2]]), encoding="utf-8")
    status, out = propose(project)
    said = capsys.readouterr().err
    assert (status, out.exists()) == (2, False)
    assert f"leaders.csv:{len(lines) + 1}:id" in said
    assert "row 3" in said


@pytest.mark.parametrize("key", ["pins", "forbid"])
def test_an_id_that_is_nowhere_in_the_data_is_named_with_the_nearest(
    key: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (project / "budget.yaml").open("a", encoding="utf-8") as file:
        file.write(f'\n{key}: [{{recipient: "999999", leader: L001, reason: agreed}}]\n')
    status, out = propose(project)
    said = capsys.readouterr().err
    assert (status, out.exists()) == (2, False)
    assert "'999999'" in said
    assert "Did you mean `L00" in said


def test_all_faults_of_all_files_are_told_together(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_cell("leaders.csv", 4, "days", "ten")(project)
    with_cell("interests.csv", 3, "declared_on", "soon")(project)
    with_cell("organisations.csv", 2, "team_days", "-1")(project)
    status, _ = propose(project)
    said = capsys.readouterr().err
    assert status == 2
    assert all(where in said for where in ("leaders.csv:4:days", "interests.csv:3:declared_on", "organisations.csv:2"))


def emptied(name: str) -> Change:
    def change(project: Path) -> None:
        path = project / "sample" / name
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")

    return change


def test_no_leaders_is_a_valid_run_that_matches_nobody_and_says_why(project: Path) -> None:
    for name in ("leaders.csv", "interests.csv", "history.csv", "pairs.csv"):
        emptied(name)(project)
    status, out = propose(project)
    assert status == 0
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["matched"] == 0
    assert "There are no leaders on the register" in (out / "unmatched.csv").read_text(encoding="utf-8")


def test_no_recipients_is_a_valid_run(project: Path) -> None:
    status, out = propose(project, "--set", "as_at=2022-09-01", "--set", "regions=[North East]", scenario="base.yaml")
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert status == 0
    assert record["matched"] == 0


def test_a_pot_of_nought_is_a_valid_run_that_says_that_money_is_short(project: Path) -> None:
    status, out = propose(project, "--set", "pots.offer.amount=0")
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (status, record["matched"]) == (0, 0)
    assert "money" in (out / "unmatched.csv").read_text(encoding="utf-8")


def test_an_existing_run_is_refused_and_left_alone(
    project: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {p: p.read_bytes() for p in sorted(published.rglob("*")) if p.is_file()}
    status, out = propose(project, "--set", "pots.offer.amount=0")
    assert status == 2
    assert "exists already" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()} == before


def test_the_audit_passes_a_published_run_and_names_what_an_edit_breaks(
    project: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = published
    assert run("audit", out) == 0
    edited = project.parent / "edited.csv"
    lines = (out / "matches.csv").read_text(encoding="utf-8").splitlines()
    first = next(csv.reader([lines[1]]))
    first[8] = "11"
    edited.write_text("\n".join([lines[0], ",".join(f'"{c}"' for c in first), *lines[2:]]), encoding="utf-8")
    capsys.readouterr()
    assert run("audit", out, "--plan", edited) == 1
    said = capsys.readouterr().out
    assert "days-on-offer: 11 days" in said
    assert "2 broken rule(s)" in said  # the days, and the cost that no longer goes with them


def test_a_plan_that_is_not_there_is_told_as_what_it_is(
    budget_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run("audit", budget_run, "--plan", tmp_path / "nothere.csv") == 2
    said = capsys.readouterr().err
    assert "there is no such file" in said
    assert "scenario" not in said


def test_the_audit_names_a_row_whose_words_are_not_those_of_its_ids(
    budget_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, edited = budget_run, tmp_path / "edited.csv"
    with (out / "matches.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    lines[1][lines[0].index("leader")] = "Bob Smith"
    lines[2][lines[0].index("cost")] = "10.00"
    with edited.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines[:-1])
    capsys.readouterr()
    assert run("audit", out, "--plan", edited) == 1
    said = capsys.readouterr().out
    assert "in row 2 leader cannot be right" in said
    assert "in row 3 cost cannot be right" in said
    assert "Bob Smith" not in said
    assert f"this plan has {len(lines) - 2}" in said


def test_sealed_inputs_that_somebody_changed_are_not_audited(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = published
    path = out / "inputs" / "leaders.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    days = lines[0].index("days")
    lines[1][days] = str(int(lines[1][days]) + 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    assert run("audit", out) == 2
    assert "leaders.csv: was changed after the run was sealed" in capsys.readouterr().err


def test_a_pin_on_a_barred_pair_stops_the_run_and_says_which_rule(
    project: Path, budget_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (budget_run / "barred.csv").open(encoding="utf-8", newline="") as file:
        barred = next(csv.DictReader(file))
    pair = f'recipient: "{barred["recipient_id"]}", leader: "{barred["leader_id"]}"'
    with (project / "budget.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\npins: [{{{pair}, reason: agreed}}]\n")
    status, out = propose(project)
    said = capsys.readouterr().err
    assert status == 3
    assert f"the rule '{barred['rule']}'" in said
    assert not out.exists()


def test_the_same_answer_whatever_the_order_of_the_rows(project: Path, budget_run: Path) -> None:
    first = {name: (budget_run / name).read_bytes() for name in ("matches.csv", "governance.csv", "goals.json")}
    run_id = json.loads((budget_run / "run.json").read_text(encoding="utf-8"))["run_id"]
    for path in sorted((project / "sample").glob("*.csv")):
        if path.name not in ("ofsted.csv", "establishments.csv"):
            header, *rows = path.read_bytes().splitlines(keepends=True)
            path.write_bytes(b"".join([header, *reversed(rows)]))
    _, out = propose(project)
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["run_id"] == run_id
    assert {name: (out / name).read_bytes() for name in first} == first


def test_the_reader_is_told_of_authorities_that_no_broker_or_two_brokers_serve(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out = propose(project, "--set", "partners=as-worded")
    assert "No partner serves Bradford, Calderdale, Kirklees, Leeds and Wakefield" in capsys.readouterr().out
    with (out / "partners.csv").open(encoding="utf-8", newline="") as file:
        served = {row["local_authority"]: row["partner"] for row in csv.DictReader(file)}
    assert (served["Leeds"], served["Camden"]) == ("", "Thornden")
    shutil.rmtree(out)
    propose(project)
    assert "No partner" not in capsys.readouterr().out


def test_a_run_of_one_region_tells_of_that_regions_readings_alone(project: Path) -> None:
    _, out = propose(project, scenario="term.yaml")
    with (out / "readings.csv").open(encoding="utf-8", newline="") as file:
        assert {row["region"] for row in csv.DictReader(file)} == {"South West"}
