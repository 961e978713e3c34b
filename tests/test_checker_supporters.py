"""The checker and a programme of organisations and advisers: it derives every row and worth that the rules give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from matcher.bounding.rows import rows_of
from matcher.proof import certificate_check
from matcher.runs.opened import open_run
from tests.ledger.conftest import exit_status
from tests.test_audited_certificates import TrueRun, audit_says, checker_says, forged
from tests.test_forged_certificates import (
    Forgery,
    changed_coefficient,
    changed_worth,
    dropped_coefficient,
    invented_subject,
    looser_goal,
    smaller_side,
    unknown_rule,
)

RISE = Path(__file__).parents[1] / "scenarios" / "rise.yaml"
SETS = (("rules.fellow_adviser.share_at_most=1/4",), ("rules.advisers.same_employer=allow",))
FORGED: tuple[Forgery, ...] = (
    *(changed_coefficient, dropped_coefficient, changed_worth, invented_subject),
    *(looser_goal, smaller_side, unknown_rule),
)
EACH = 4
OF_ADVISERS = {"one-adviser", "caseload", "organisation-needs-adviser", "adviser-needs-organisation"}
OF_ADVISERS |= {"same-employer", "fellow-share", "supports"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[TrueRun]:
    place, found = tmp_path_factory.mktemp("rise"), []
    for number, sets in enumerate(SETS):
        out = place / f"run-{number}"
        assert exit_status("propose", RISE, *(word for one in sets for word in ("--set", one)), "--out", out) == 0
        texts = ((out / name).read_text(encoding="utf-8") for name in ("certificate.json", "goals.json"))
        opened = open_run(out)
        assert opened.finished
        found.append(TrueRun(opened, *texts))
    return found


def limits_of(run: TrueRun) -> certificate_check.Limits:
    return certificate_check.Limits(run.folder, certificate_check.listed(run.folder)[0], {})


def test_every_row_is_as_the_rules_give_it(runs: list[TrueRun]) -> None:
    rules = set[str]()
    for run in runs:
        rows, derived = rows_of(run.opened.finished.problem), limits_of(run).left
        for number, origin in enumerate(rows.origins):
            if origin.name in certificate_check.DERIVED:
                choice, weight = rows.entries(number)
                given = {int(c): int(w) for c, w in zip(choice, weight, strict=True) if w}
                assert derived.get((origin.name, origin.subject), {}) == given, f"{origin.name}, {origin.subject}"
                rules.add(origin.name)
        given_rows = {(origin.name, origin.subject) for origin in rows.origins}
        assert {key for key in derived if key[0] in OF_ADVISERS} <= given_rows, "a row that no rule gives"
    assert rules >= OF_ADVISERS


def test_every_worth_is_as_the_goals_give_it(runs: list[TrueRun]) -> None:
    for run in runs:
        limits, goals = limits_of(run), run.opened.finished.problem.objectives
        assert {*certificate_check.OF_SUPPORTERS} <= {objective.goal for objective in goals}
        for objective in goals:
            if objective.sense != "worst-share":
                assert np.array_equal(limits.worths(objective.goal), objective.worth), objective.goal


def test_trusts_nothing_but_which_schools_are_of_one_body(
    runs: list[TrueRun], capsys: pytest.CaptureFixture[str]
) -> None:
    for run in runs:
        assert (audit_says(run), checker_says(run)) == ([], "")
        lines = capsys.readouterr().out.splitlines()
        assert lines[:2] == ["taken on trust, not derived:", f"  {certificate_check.ONE_BODY} (1)"]
        assert "proved if the above is right" in lines[2]


@pytest.mark.parametrize("forgery", FORGED, ids=lambda f: f.__name__)
def test_both_refuse(forgery: Forgery, runs: list[TrueRun]) -> None:
    count = 0
    for run in few(forged(forgery, runs)):
        assert audit_says(run), "the audit accepted it"
        assert checker_says(run).startswith("NOT PROVED"), "the checker accepted it"
        count += 1
    assert count == EACH


def few(runs: Iterator[TrueRun]) -> Iterator[TrueRun]:
    for _, run in zip(range(EACH), runs, strict=False):
        yield run
