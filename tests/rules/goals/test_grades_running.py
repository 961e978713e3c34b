"""Priority by history: most for a school whose last two grades are below good, then trusts, then other schools."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.domain import Judgement
from matcher.policy import HistoryPoints
from matcher.rules.goals.coverage import priorities_of
from matcher.rules.goals.grades_running import below_good_twice, judgements_by_urn
from tests.worlds import a_policy, a_recipient, a_trust, a_world, facts

DAY = date(2022, 12, 31)


def judged(grade: int | None, year: int, urn: str = "R1", category: str | None = None) -> Judgement:
    return Judgement(urn=urn, started=date(year, 3, 1), published=date(year, 4, 1), grade=grade, category=category)


@pytest.mark.parametrize(
    ("judgements", "answer"),
    [
        ([judged(3, 2018), judged(3, 2022)], True),
        ([judged(4, 2018), judged(3, 2022)], True),
        ([judged(2, 2018), judged(3, 2022)], False),
        ([judged(3, 2018), judged(2, 2022)], False),
        ([judged(3, 2022)], None),
        ([judged(2, 2022)], False),
        ([judged(3, 2018, "OLD"), judged(3, 2022)], True),
        ([judged(3, 2018), judged(None, 2022, category="SM")], True),
        ([judged(3, 2018), judged(None, 2022)], False),
        ([judged(3, 2016), judged(3, 2018), judged(3, 2023)], True),
        ([], False),
    ],
)
def test_the_last_two_grades_published_by_the_day_decide(judgements: list[Judgement], answer: bool | None) -> None:
    known = judgements_by_urn(facts(judgements=judgements))
    assert below_good_twice(a_recipient("R1", schools=("R1", "OLD")), known, DAY) is answer


def test_a_trust_is_never_below_good_twice() -> None:
    known = judgements_by_urn(facts(judgements=[judged(3, 2018, "110001"), judged(3, 2022, "110001")]))
    assert below_good_twice(a_trust("T1"), known, DAY) is False


def test_points_are_the_programmes() -> None:
    twice = [judged(3, 2018), judged(3, 2022)]
    bodies = [a_recipient("R1"), a_recipient("R2"), a_trust("T1")]
    world = a_world(bodies, policy=a_policy(priority="history"), judgements=twice)
    assert priorities_of(world).tolist() == [3, 1, 2]
    other = a_policy(priority="history", history_points=HistoryPoints(below_good_twice=7, trust=0, school=2))
    assert priorities_of(a_world(bodies, policy=other, judgements=twice)).tolist() == [7, 2, 0]
