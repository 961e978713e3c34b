"""Every setting that a run rests on has a plain name and a plain value, whatever the programme."""

from __future__ import annotations

import re

import pytest

from matcher.policy import Assumption
from matcher.read.parsing.yaml_marks import plain_value
from matcher.read.programmes import programme, programme_names
from matcher.read.scenarios.assumptions import text_of
from matcher.report import settings
from tests import worlds

POLICY = worlds.a_policy(goals=("coverage", "fit"))


def an_assumption(what: str, value: str, unit: str, source: str = "matcher: fit") -> Assumption:
    return Assumption(what=what, value=value, unit=unit, source=source, date="2026-11-23", assumed=True)


@pytest.mark.parametrize("name", programme_names())
def test_every_setting_of_every_programme_is_told_in_plain_words(name: str) -> None:
    told = {
        key: an_assumption(key, text_of(plain_value(s.value)), s.unit) for key, s in programme(name).settings.items()
    }
    assert len(told) > 20
    for key, a in told.items():
        assert settings.plain_name(key) != key
        for said in (settings.plain_name(key), settings.plain_value(a, POLICY)):
            assert not re.search(r"_|\b(null|true|false|switch|reading)\b|[\[\]{}]", said), said


@pytest.mark.parametrize(
    ("what", "value", "unit", "said"),
    [
        ("support.again", "false", "switch", "no"),
        ("support.trust_days", "[5, 10]", "days", "5 or 10 days"),
        ("support.team_share_at_most", "0.5", "share of a trust's days", "50 % of a trust's days"),
        ("year_ahead.wait_at_most", "1 term", "terms", "1 term"),
        ("year_ahead.wait_at_most", "2 terms", "terms", "2 terms"),
        ("year_ahead.never_hold", "[waited-a-term, last-of-region]", "who", "waited a term, last of region"),
        ("improvement_grant.first_cohorts", "[]", "cohorts", "none"),
        ("history_points.school", "1", "points", "1 point"),
        ("history_points.trust", "2", "points", "2 points"),
        ("rates.nle_day", "600", "pounds a day", "£600 a day"),
        ("rates.nle_day", "612.5", "pounds a day", "£612.50 a day"),
        ("pots.offer.amount", "counted, never binding", "pounds", "counted, never binding"),
        ("rules.own_interest_share_at_most", "null", "share of a region's matches", "none set"),
        ("conflict_levels.family", "block", "level", "bars the pair"),
        ("rules.trust_leader", "[trust_ceo, nle]", "roles", "Trust chief executive, National leader of education"),
        (
            "goals",
            "[coverage, fit]",
            "goals in order",
            "Match as many as possible, by priority; Best fit of leader to ",
        ),
    ],
)
def test_a_value_is_told_as_a_person_would_write_it(what: str, value: str, unit: str, said: str) -> None:
    told = settings.plain_value(an_assumption(what, value, unit), POLICY)
    assert told.startswith(said) if what == "goals" else told == said


def test_a_pot_is_named_and_a_key_nobody_knows_stands_as_it_is() -> None:
    assert settings.plain_name("pots.my.offer.amount") == "The money in the pot 'my.offer'"
    assert settings.plain_name("support.days") == "support.days"


def test_a_choice_of_this_program_is_told_as_one() -> None:
    assert settings.source(an_assumption("fit.faith", "100", "points")) == "a choice of this program: fit (2026-11-23)"
