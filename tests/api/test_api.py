"""`import matcher`: the objects of the commands, with DataFrames that hold what the files of a run hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import matcher
from matcher.cli import main
from matcher.commands.cache_folder import VARIABLE
from matcher.errors import InputFaults
from matcher.result import Result
from matcher.wording.terms import spoken

SCENARIOS = Path(__file__).parents[2] / "scenarios"
BUDGET = SCENARIOS / "budget.yaml"
SMALL = {"pots.offer.amount": 150_000, "goals": ["coverage", "fit", "spend"]}


@pytest.fixture(scope="module")
def scenario() -> matcher.LoadedScenario:
    return matcher.load(BUDGET, overrides=SMALL)


@pytest.fixture(scope="module")
def run(scenario: matcher.LoadedScenario) -> matcher.Run:
    return matcher.propose(scenario)


@pytest.fixture(scope="module")
def folder(run: matcher.Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run.save(tmp_path_factory.mktemp("library") / "run")


def test_overrides_are_written_in_the_units_of_a_scenario(scenario: matcher.LoadedScenario) -> None:
    assert scenario.policy.pots[0].amount_pence == 15_000_000
    assert [goal.goal for goal in scenario.policy.goals] == ["coverage", "fit", "spend"]
    assert matcher.load(BUDGET, {"rules.max_travel_km": None}).policy.rules.max_travel_metres is None
    assert scenario.settings["pots"][0]["amount"] == 150_000


def test_every_fault_is_told_under_overrides() -> None:
    with pytest.raises(matcher.InputFaults) as caught:
        matcher.load(BUDGET, {"rules.max_travl_km": 90, "priority": "fair"})
    assert {(f.file, f.column) for f in caught.value.faults} == {
        ("overrides", "rules.max_travl_km"),
        ("overrides", "priority"),
    }
    assert matcher.InputFaults is InputFaults


def test_a_run_is_the_commands_own(run: matcher.Run, folder: Path, tmp_path: Path) -> None:
    assert isinstance(run.result, Result)
    sets = [part for text in ("pots.offer.amount=150_000", "goals=[coverage, fit, spend]") for part in ("--set", text)]
    with pytest.raises(SystemExit):
        main(["propose", str(BUDGET), *sets, "--out", str(tmp_path / "run")])
    for name in ("matches.csv", "candidates.csv", "unmatched.csv", "goals.json", "seal.json"):
        assert (tmp_path / "run" / name).read_bytes() == (folder / name).read_bytes()


def test_frames_hold_what_the_files_hold_with_numbers_as_numbers(run: matcher.Run, folder: Path) -> None:
    assert len(run.matches) == len(run.finished.match_of) == 21
    assert float(run.matches["cost"].sum()) * 100 == sum(m.days for m in run.result.plan.matches) * 60_000  # type: ignore[union-attr]
    assert {str(t) for t in run.matches[["days", "fit"]].dtypes} == {"Int64"}
    assert run.matches["recipient_id"].tolist() == sorted(run.matches["recipient_id"])
    assert len(run.matches) + len(run.unmatched) == 70
    assert run.candidates["distance_km"].isna().any()  # not known is never nought
    assert run.goals["goal"].tolist()[:3] == ["coverage", "fit", "spend"]
    assert len(run.eligibility) == sum(1 for _ in (folder / "eligibility.csv").open(encoding="utf-8")) - 1


def test_an_opened_run_has_the_same_frames(run: matcher.Run, folder: Path) -> None:
    opened = matcher.open_run(folder)
    assert (opened.id, opened.name) == (run.id, run.name)
    for name in ("matches", "unmatched", "candidates", "goals", "eligibility", "barred", "governance", "pots"):
        pd.testing.assert_frame_equal(getattr(opened, name), getattr(run, name))
    pd.testing.assert_frame_equal(opened.table("readings.csv"), run.table("readings.csv"))


def test_a_run_keeps_its_programmes_words_whatever_is_loaded_after_it(
    scenario: matcher.LoadedScenario, run: matcher.Run, folder: Path, tmp_path: Path
) -> None:
    recipient = run.unmatched["recipient_id"].iloc[0]
    findings, answer, changes = run.findings, matcher.explain(run, recipient), matcher.compare(run, folder).changes
    assert "leader" in "".join(findings) + "".join(answer["said"])

    def load_another() -> None:
        matcher.load(SCENARIOS / "rise.yaml")
        assert spoken() != run.finished.policy.words

    load_another()
    again = matcher.propose(scenario)
    assert spoken() == run.finished.policy.words
    load_another()
    assert again.findings == findings
    load_another()
    assert matcher.explain(again, recipient) == answer
    load_another()
    pd.testing.assert_frame_equal(again.unmatched, run.unmatched)
    load_another()
    saved = again.save(tmp_path / "again")
    for name in ("unmatched.csv", "report.html", "seal.json"):
        assert (saved / name).read_bytes() == (folder / name).read_bytes()
    load_another()
    pd.testing.assert_frame_equal(matcher.compare(again, folder).changes, changes)


def test_what_is_done_to_a_frame_changes_no_other(run: matcher.Run) -> None:
    matches = run.matches
    matches["days"] = 0
    assert run.matches["days"].min() > 0


def test_a_table_that_is_not_there_and_what_an_opened_run_cannot_do_are_told(run: matcher.Run, folder: Path) -> None:
    for wrong in (run, matcher.open_run(folder)):
        for name in ("../run.json", "run.json", "nothing.csv"):
            with pytest.raises(InputFaults):
                wrong.table(name)
    with pytest.raises(InputFaults):
        _ = matcher.open_run(folder).findings
    assert run.findings[0].startswith("21 of 70")


def test_an_answer_is_that_of_the_command(run: matcher.Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipient = run.unmatched["recipient_id"].iloc[0]
    answer = matcher.explain(run, recipient)
    assert answer["question"] == "why unmatched"
    assert matcher.explain(folder, recipient) == answer
    with pytest.raises(SystemExit):
        main(["explain", str(folder), "--recipient", recipient])
    assert capsys.readouterr().out.split() == " ".join(answer["said"]).split()
    with pytest.raises(InputFaults):
        matcher.explain(run, "nobody")


def test_the_function_stands_although_a_package_has_its_name() -> None:
    import matcher.explain.why.match

    assert callable(matcher.explain)


def test_runs_scenarios_and_folders_are_compared(run: matcher.Run, folder: Path) -> None:
    comparison = matcher.compare(run, folder, matcher.load(BUDGET, {"name": "whole", "pots.offer.amount": 646_225}))
    figures = comparison.figures[comparison.figures["figure"] == "matched"]
    whole = figures[figures["dimension"] == ""]
    assert whole["value"].tolist() == [21, 21, 46]
    assert whole["change"].tolist() == [0, 0, 25]
    assert whole["run"].tolist() == [run.id, str(folder), "whole"]  # two share a name, and are told apart
    assert set(comparison.changes["run"]) == {"whole"}
    assert len(comparison.changes[comparison.changes["what"] == "in"]) == 25


def test_a_sweep_is_a_frame_and_resumes(tmp_path: Path) -> None:
    settings = {"pots.offer.amount": [60_000, 150_000]}
    swept = matcher.sweep(BUDGET, settings, out=tmp_path)
    assert swept.points["matched"].tolist() == [6, 21]
    assert (swept.end.run, len(swept.results)) == (2, 2)
    assert (tmp_path / "study.html").is_file()
    again = matcher.sweep(BUDGET, settings, out=tmp_path)
    assert (again.end.run, again.end.before) == (0, 2)
    drawn = matcher.sweep(BUDGET, draws={"number": 2, "vary": {"declines": 0.2}}, out=tmp_path / "draws")
    assert drawn.points["drawn_declined"].notna().all()
    with pytest.raises(InputFaults):
        matcher.sweep(BUDGET, out=tmp_path)


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = ("ortools", "pandas", "scipy", "networkx", "altair", "pyarrow", "pydantic", "matcher.api")
    code = f"import sys, matcher; print('LOADED', [m for m in {heavy!r} if m in sys.modules], dir(matcher) != [])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.startswith("LOADED [] True")
    with pytest.raises(AttributeError):
        _ = matcher.nothing  # type: ignore[attr-defined]


def test_the_cache_that_it_uses_is_the_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    matcher.load(BUDGET)
    assert any(tmp_path.rglob("*"))
