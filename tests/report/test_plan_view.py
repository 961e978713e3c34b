"""A plan looked up in the choices it was made from."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from matcher.case.pair.reason import LONGEST, reason
from matcher.errors import Defect
from matcher.plan import Plan, PlannedMatch
from matcher.report.run_folder.run_files import write_tables
from matcher.report.tables.plan_view import PlanView, plan_totals
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks.workbook import sent_proposals
from matcher.result import Result


def test_reach_adds_up_the_matches(view: PlanView) -> None:
    assert view.totals.days == sum(m.days for m in view.matches)
    assert view.totals.pence == sum(m.pence for m in view.matches) + sum(g.pence for g in view.governance)
    assert view.totals.distance_unknown == sum(m.metres is None for m in view.matches) == 1


def test_an_empty_plan_reaches_nobody(result: Result) -> None:
    nothing = plan_totals(result, Plan())
    assert (nothing.matched, nothing.pence, nothing.median_metres) == (0, 0, None)


def test_a_plan_with_a_choice_that_nobody_may_choose_is_a_defect(result: Result) -> None:
    strange = Plan((PlannedMatch("R00", "L00", 999, 0),))
    with pytest.raises(Defect):
        _ = PlanView(replace(result, plan=strange)).matches


def test_counts_the_leaders_that_are_nearer_and_those_that_fit_better(view: PlanView, result: Result) -> None:
    choices, world = result.candidates.choices, result.world
    for match in view.matches:
        at, own = world.recipient_row[match.recipient.id], world.leader_row[match.leader.id]
        rows = [i for i in range(len(choices)) if choices.is_match[i] and choices.recipient[i] == at]
        far = {int(choices.provider[i]): int(choices.metres[i]) for i in rows}
        fit = {int(choices.provider[i]): int(choices.fit[i]) for i in rows}
        standing = match.pair.standing
        assert standing is not None
        assert standing.possible == len(far)
        assert standing.nearer == (None if far[own] < 0 else sum(0 <= m < far[own] for m in far.values()))
        assert standing.fitter == sum(f > fit[own] for f in fit.values())


def test_the_reason_fits_a_decision_record_and_names_nobody(view: PlanView) -> None:
    for match in view.matches:
        said = reason(match.pair, match.team_days)
        assert 20 < len(said) <= LONGEST
        assert match.leader.name not in said


class WithoutSeal(Result):
    """A result that cannot be asked for its seal."""

    def __getattribute__(self, name: str) -> Any:
        if name == "seal":
            raise AssertionError("something that is looked up before the seal is known rests on it")
        return super().__getattribute__(name)


def test_what_is_looked_up_before_the_seal_is_known_does_not_rest_on_it(result: Result, tmp_path: Path) -> None:
    """`PlanView.sealed` keeps all of it."""
    view = PlanView(WithoutSeal(**{f.name: getattr(result, f.name) for f in fields(result) if f.init}))
    write_tables(view.result, view, tmp_path)
    assert sent_proposals(ReportScope(view))
    looked_up = [name for name, value in vars(PlanView).items() if isinstance(value, cached_property)]
    assert all(getattr(view, name) is getattr(view, name) for name in looked_up)
    assert view.matches
