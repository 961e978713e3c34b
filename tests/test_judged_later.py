"""A run is explained from those it calls eligible: the same world and the same verdicts as when everybody is judged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from matcher.domain import Assessment
from matcher.eligibility import assess, bodies
from matcher.errors import InputFaults
from matcher.rules.rulebooks import rulebook_of
from matcher.runs import judged_later
from matcher.runs.judged_later import JudgedLater, WhoQualifies, by_id, sealed_verdicts
from matcher.runs.opened import OpenedRun, open_run


@pytest.fixture(scope="module")
def whole(budget_run: Path) -> OpenedRun:
    return open_run(budget_run)


@pytest.fixture
def later(budget_run: Path) -> OpenedRun:
    return open_run(budget_run, judge_later=True)


def refuse(*_: object) -> tuple[Assessment, ...]:
    raise AssertionError("everybody was judged")


def test_the_world_is_the_same_and_only_those_eligible_were_judged(
    whole: OpenedRun, later: OpenedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged_later, "assess", refuse)
    assert isinstance(later.assessed, JudgedLater)
    assert later.world.recipients
    for name in ("recipients", "region_of", "rests_on_forgotten", "qualifying", "leaders", "policy"):
        assert getattr(later.world, name) == getattr(whole.world, name), name
    assert later.finished.match_of == whole.finished.match_of
    assert (later.finished.problem.matrix != whole.finished.problem.matrix).nnz == 0


def test_each_is_judged_as_all_together_are(whole: OpenedRun, later: OpenedRun) -> None:
    assert list(later.assessments) == list(whole.assessments)
    assert len(later.assessments) == len(whole.assessments)
    answers = {a.verdict.answer for a in whole.assessments.values()}
    assert answers == {"eligible", "not eligible", "cannot tell"}
    for id_, assessment in whole.assessments.items():
        assert later.assessments[id_] == assessment
    assert dict(later.assessments.items()) == dict(whole.assessments)
    assert list(later.assessments.values()) == list(later.assessed) == list(whole.assessed)
    assert later.assessed[0] == whole.assessed[0]


def test_who_is_not_in_the_run_has_no_verdict(later: OpenedRun) -> None:
    assert later.assessments.get("no such school") is None
    assert "no such school" not in later.assessments


def test_where_the_rules_say_otherwise_now_everybody_is_judged(whole: OpenedRun, budget_run: Path) -> None:
    (id_, region, _, _), *rest = (row for row in sealed_verdicts(budget_run) if row[2] != "eligible")
    judged = JudgedLater(whole.facts, whole.policy, [(id_, region, "eligible", "no"), *rest])
    assert WhoQualifies.of(judged).recipients == WhoQualifies.of(whole.assessed).recipients


def test_a_run_of_another_version_is_judged_as_before(budget_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.__version__", "0.0.0-other")
    assert isinstance(open_run(budget_run, judge_later=True).assessed, tuple)


def test_a_table_that_was_changed_is_not_believed(budget_run: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(budget_run, tmp_path / "run"))
    table = run / "eligibility.csv"
    table.write_bytes(table.read_bytes().replace(b"not eligible", b"eligible", 1))
    with pytest.raises(InputFaults) as refused:
        open_run(run, judge_later=True)
    assert [fault.message for fault in refused.value.faults] == ["was changed after the run was sealed"]


def test_a_table_of_other_columns_gives_no_verdicts(tmp_path: Path) -> None:
    (tmp_path / "eligibility.csv").write_text("id,name\n1,A\n", encoding="utf-8")
    assert sealed_verdicts(tmp_path) == ()


def test_where_the_table_says_of_nobody_everybody_is_judged(budget_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.runs.opened.sealed_verdicts", lambda _: ())
    opened = open_run(budget_run, judge_later=True)
    assert isinstance(opened.assessed, tuple)
    assert opened.world.recipients


def test_bodies_on_demand_are_those_put_together_at_once(whole: OpenedRun) -> None:
    known = bodies(whole.facts, whole.policy.as_at)
    one_by_one = {id_: known.by_id[id_] for id_ in reversed(list(known.by_id))}
    again = bodies(whole.facts, whole.policy.as_at).by_id
    assert list(again) == [body.id for body in again.values()]
    assert len(again) == len(one_by_one)
    for id_, body in again.items():
        assert (one_by_one[id_].name, one_by_one[id_].kind, one_by_one[id_].line) == (body.name, body.kind, body.line)
        assert [school.id for school in one_by_one[id_].schools] == [school.id for school in body.schools]
    gates = rulebook_of(whole.policy).gates
    assert by_id(assess(whole.facts, whole.policy, gates, known)) == dict(whole.assessments)


def test_explained_with_what_is_kept_without_it_and_from_all_the_answer_is_one(
    budget_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.explain.test_command import ended

    ids = [row[0] for row in sealed_verdicts(budget_run)][::150]
    answers = []
    for kept in ("off", str(tmp_path / "kept")):
        monkeypatch.setenv("MATCHER_CACHE", kept)
        if kept != "off":
            from matcher.commands.cache_folder import kept_files

            open_run(budget_run, store=kept_files())  # judges everybody, and keeps the verdicts
        capsys.readouterr()
        for id_ in ids:
            ended("explain", budget_run, "--recipient", id_, "--json")
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    assert json.loads(answers[0].split("\n}\n")[0] + "}")["said"]
