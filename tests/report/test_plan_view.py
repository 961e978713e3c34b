"""A plan looked up in the choices it was made from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.errors import Defect
from matcher.journeys import PairJourney
from matcher.plan import Plan, PlannedMatch
from matcher.report.plan_view import PlanView, plan_totals
from matcher.report.reasons import LONGEST, why_this_leader
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
        assert match.possible == len(far)
        assert match.nearer == sum(0 <= m < far[own] for m in far.values())
        assert match.fitter == sum(f > fit[own] for f in fit.values())


def test_the_reason_fits_a_decision_record_and_names_nobody(view: PlanView) -> None:
    for match in view.matches:
        said = why_this_leader(match)
        assert 20 < len(said) <= LONGEST
        assert match.leader.name not in said


def test_the_reason_says_what_the_run_knows(view: PlanView) -> None:
    journey = PairJourney("straight-line", None, 7_400)
    match = replace(view.matches[0], journey=journey, possible=12, nearer=1, fitter=0, fit=812, team_days=5, days=10)
    body = "trust" if match.recipient.kind == "trust" else "school"
    assert why_this_leader(match) == (
        f"Trust chief executive, 7.4 km in a straight line. Of 12 leaders who may support this {body}: the 2nd"
        " nearest and the best fit (812 of 1,000). Of the 10 days, 5 may be given by the leadership team."
    )


def test_the_reason_does_not_guess_a_distance(view: PlanView) -> None:
    match = replace(view.matches[0], journey=PairJourney("not-known", None, None), ranked=False, possible=3)
    assert "not known" in why_this_leader(match)
    assert "nearest" not in why_this_leader(match)
