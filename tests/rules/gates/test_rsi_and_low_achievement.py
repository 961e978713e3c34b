"""Two further ways into RISE: significant improvement required, from a day; low achievement, once it is set."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.domain import Verdict
from matcher.rules.gates.rise.low_achievement import LOW_ACHIEVEMENT
from matcher.rules.gates.rise.rsi_2026 import RSI
from tests.rules.gates.rise import a_past, card, headline, rise_policy

SEPTEMBER = date(2026, 9, 1)
HISTORY = (headline(2, date(2022, 5, 10)), card(4, date(2026, 1, 13), category="RSI", achievement=5))


def rsi(as_at: date, *, begins: date | None = SEPTEMBER, **rest: Any) -> Verdict:
    return RSI.judge(a_past(*HISTORY, **rest), rise_policy(as_at, rsi_from=begins))


def test_before_its_day_the_answer_is_structural() -> None:
    found = rsi(date(2026, 8, 31))
    assert found.answer == "not eligible"
    assert "until 1 September 2026 the answer to that is a change of structure by default" in found.reason


def test_from_its_day_it_lets_in_since_the_day_or_the_report() -> None:
    found = rsi(SEPTEMBER)
    assert (found.answer, found.since) == ("eligible", SEPTEMBER)


def test_without_a_day_it_lets_nobody_in() -> None:
    assert rsi(date(2027, 1, 1), begins=None).answer == "not eligible"


def test_a_changed_structure_keeps_it_out() -> None:
    moved = (*HISTORY[:1], card(4, date(2026, 1, 13), category="RSI", urn="99999"))
    policy = rise_policy(SEPTEMBER, rsi_from=SEPTEMBER)
    assert RSI.judge(a_past(*moved, sector="academy"), policy).answer == "not eligible"


def test_asks_only_about_schools_that_were_ever_in_that_category() -> None:
    assert RSI.applies(a_past(*HISTORY))
    assert not RSI.applies(a_past(HISTORY[0], card(4)))


LOW = (headline(2, date(2022, 5, 10)), card(3, date(2026, 1, 13), achievement=4))


@pytest.mark.parametrize(
    ("setting", "answer"),
    [
        ({}, "not eligible"),
        ({"low_achievement_from": date(2026, 9, 1)}, "not eligible"),
        ({"low_achievement_grade": "needs attention"}, "not eligible"),
        ({"low_achievement_from": date(2026, 9, 1), "low_achievement_grade": "needs attention"}, "eligible"),
        ({"low_achievement_from": date(2026, 9, 1), "low_achievement_grade": "urgent improvement"}, "not eligible"),
        ({"low_achievement_from": date(2026, 10, 2), "low_achievement_grade": "needs attention"}, "not eligible"),
    ],
)
def test_low_achievement_is_off_until_both_are_set(setting: dict[str, Any], answer: str) -> None:
    assert LOW_ACHIEVEMENT.judge(a_past(*LOW), rise_policy(date(2026, 10, 1), **setting)).answer == answer


def test_low_achievement_is_about_primary_and_secondary_schools() -> None:
    assert LOW_ACHIEVEMENT.applies(a_past(*LOW))
    assert not LOW_ACHIEVEMENT.applies(a_past(*LOW, phases=frozenset({"special"})))
    assert not LOW_ACHIEVEMENT.applies(a_past(LOW[0], card(3, achievement=3)))
