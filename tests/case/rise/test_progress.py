"""Two clocks of a case: since the school became eligible, and since the last step that is recorded."""

from __future__ import annotations

from datetime import date

from matcher.case.pair.flags_shown import NAME_THE_ADVISER
from matcher.case.rise.progress import open_cases, progress_of
from matcher.domain import Case, Facts, Recipient
from matcher.rules.base import FlagRule
from matcher.rules.pairs.rise import advisers

DAY = date(2026, 3, 30)


def a_school() -> Recipient:
    since = date(2026, 1, 5)
    return Recipient(id="1", name="Oak", kind="school", region="London", phases=frozenset(), eligible_since=since)


def test_the_second_clock_runs_from_the_latest_step_up_to_the_day() -> None:
    case = Case(urn="1", name="Oak", milestone=2, informed_on=date(2026, 2, 2), decided_on=date(2026, 4, 6))
    progress = progress_of(a_school(), case, DAY)
    assert (progress.milestone, progress.weeks_eligible, progress.weeks_since_step) == ("initial diagnosis", 12, 8)
    assert progress.text == "initial diagnosis, 8 weeks since its last step; eligible for 12 weeks"


def test_a_school_without_a_case_has_the_first_clock_alone() -> None:
    assert progress_of(a_school(), None, DAY).text == "no case yet; eligible for 12 weeks"


def test_a_stopped_case_is_none() -> None:
    cases = (Case(urn="1", name="Oak", status="stopped"), Case(urn="2", name="Ash", status="paused"))
    assert list(open_cases(Facts(cases=cases))) == ["2"]


def test_a_flag_says_that_it_is_of_the_adviser_unless_its_label_names_the_adviser() -> None:
    rules = {rule.name: rule.label for rule in vars(advisers).values() if isinstance(rule, FlagRule)}
    assert {name for name, label in rules.items() if label.startswith("The adviser")} <= NAME_THE_ADVISER
