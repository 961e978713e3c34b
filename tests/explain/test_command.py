"""`matcher explain` from a run folder: the terminal, JSON, pages, and what it refuses."""

from __future__ import annotations

import csv
import json
import shutil
from html import unescape
from pathlib import Path

import pytest

from matcher.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def run_folder(budget_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(budget_run, tmp_path_factory.mktemp("project") / "run"))


def ended(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(w) for w in words])
    return int(end.value.code or 0)


def rows(run: Path, name: str) -> list[dict[str, str]]:
    with (run / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def explain_json(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, object]:
    capsys.readouterr()
    assert ended(*words, "--json") == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_a_run_is_explained_as_a_whole(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = explain_json(capsys, "explain", run_folder)
    record = json.loads((run_folder / "run.json").read_text(encoding="utf-8"))
    assert answer["run_id"] == record["run_id"]
    assert str(answer["said"][0]).startswith(f"{record['matched']} of {record['eligible']} schools and trusts")  # type: ignore[index]
    assert answer["own_interest"]


def test_the_page_of_the_run_tells_the_same_shortages(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = explain_json(capsys, "explain", run_folder)
    page = unescape((run_folder / "report.html").read_text(encoding="utf-8"))
    assert answer["shortages"]
    assert all(short["said"] in page for short in answer["shortages"])  # type: ignore[attr-defined]


def test_every_match_of_a_run_has_its_reasons(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    match = rows(run_folder, "matches.csv")[0]
    answer = explain_json(capsys, "explain", run_folder, "--recipient", match["recipient_id"])
    assert (answer["question"], answer["leader_id"]) == ("why this match", match["leader_id"])
    assert answer["fit"] == int(match["fit"])


def test_an_unmatched_school_gives_the_reason_of_the_runs_own_table(
    run_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = rows(run_folder, "unmatched.csv")[0]
    answer = explain_json(capsys, "explain", run_folder, "--recipient", left["recipient_id"])
    assert (answer["question"], answer["reason"]) == ("why unmatched", left["reason"])
    assert (answer["tried"], answer["changes"]) == (0, [])
    assert left["nearest_change"] in " ".join(answer["said"])  # type: ignore[arg-type]
    assert "--try" in answer["said"][-1]  # type: ignore[index]
    tried = explain_json(capsys, "explain", run_folder, "--recipient", left["recipient_id"], "--try")
    assert (tried["reason"], int(tried["tried"]) > 0) == (left["reason"], True)  # type: ignore[call-overload]
    names = [x["name"] for x in rows(run_folder, "inputs/leaders.csv")]
    assert [name for name in names if name in json.dumps(answer)] == []


def test_a_pair_is_explained_without_what_was_declared_unless_asked(
    run_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    barred = next(b for b in rows(run_folder, "barred.csv") if b["rule"] == "declared-interest")
    words = ("explain", run_folder, "--recipient", barred["recipient_id"], "--leader", barred["leader_id"])
    public = explain_json(capsys, *words)
    assert public["standing"] == "barred"
    assert "paths" not in public
    private = explain_json(capsys, *words, "--with-interests")
    assert private["personal_data"] is True
    assert private["paths"][0]["relation"]  # type: ignore[index]


def test_somebody_who_does_not_qualify_is_explained(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = next(e for e in rows(run_folder, "eligibility.csv") if e["verdict"] == "not eligible")
    answer = explain_json(capsys, "explain", run_folder, "--recipient", other["id"])
    assert (answer["answer"], answer["reason"]) == ("not eligible", other["reason"])


def test_a_leader_is_explained(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    match = rows(run_folder, "matches.csv")[0]
    answer = explain_json(capsys, "explain", run_folder, "--leader", match["leader_id"])
    mine = [m["recipient_id"] for m in rows(run_folder, "matches.csv") if m["leader_id"] == match["leader_id"]]
    assert [d["recipient_id"] for d in answer["deployments"]] == sorted(mine)  # type: ignore[attr-defined]


def test_a_page_is_written_where_it_is_wanted_and_never_into_the_run(run_folder: Path, tmp_path: Path) -> None:
    match = rows(run_folder, "matches.csv")[0]
    page = tmp_path / "page.html"
    assert ended("explain", run_folder, "--recipient", match["recipient_id"], "--page", page) == 0
    assert match["recipient"].split()[0] in page.read_text(encoding="utf-8")
    assert ended("explain", run_folder, "--recipient", match["recipient_id"], "--page", run_folder / "p.html") == 2
    assert ended("explain", run_folder, "--pages", tmp_path / "pages") == 0
    assert (
        len(list((tmp_path / "pages" / "recipients").iterdir()))
        == json.loads((run_folder / "run.json").read_text(encoding="utf-8"))["eligible"]
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--recipient", "nowhere"], "is not a school or trust of this run"),
        (["--leader", "L00001"], "Did you mean L0001"),
        (["--page", "x.html"], "Give one of the two"),
        (["--near", "--leader", "L0001"], "Leave out --recipient and --leader"),
    ],
)
def test_what_cannot_be_asked_is_said(
    run_folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("explain", run_folder, *words) == 2
    assert said in capsys.readouterr().err


def test_changed_facts_are_not_explained(run_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "run"
    shutil.copytree(run_folder, copy)
    leaders = copy / "inputs" / "leaders.csv"
    text = leaders.read_text(encoding="utf-8")
    leaders.write_text(text.replace("true", "false", 1), encoding="utf-8")
    assert ended("explain", copy) == 2
