"""The one builder of what is shown of flags: order, signs, colours and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.case.pair.flags_shown import (
    ASK,
    NOTE,
    NOTHING,
    SIGNS_OFF,
    STOPS,
    WEIGHTS,
    flags_of_match,
    flags_shown,
    to_settle,
    weight_of,
)
from matcher.case.records import LeaderSaid, PairFacts
from matcher.journeys import PairJourney
from matcher.rules.labels import FLAGS
from matcher.runs.closing import Closing
from matcher.wording.wording import CLEAR, CONFLICT, NEVER, Interests, State


def a_pair(*flags: str, interests: str = CLEAR, metres: int = 5_000) -> PairFacts:
    return PairFacts(
        recipient_id="R1",
        leader_id="L1",
        role="nle",
        organisation="",
        journey=PairJourney("straight line", None, metres),
        limit="",
        fit=None,
        standing=None,
        flags=flags,
        interests=Interests(interests, date(2022, 11, 1)),
        phases=(),
        needs=(),
    )


def test_the_worst_comes_first_whatever_the_order_of_the_rules() -> None:
    shown = flags_shown(a_pair("same-authority", "over-water", "own-interest", "not-checked", interests=NEVER))
    assert [x.weight for x in shown] == [STOPS, SIGNS_OFF, ASK, NOTE]
    assert to_settle(shown).splitlines()[0] == "■ Interests never checked"


def test_nothing_to_settle_is_said() -> None:
    assert to_settle(flags_shown(a_pair())) == NOTHING


def test_what_no_rule_flags_is_shown_too() -> None:
    assert [x.name for x in flags_shown(a_pair(metres=0))] == ["same-place"]
    assert [x.weight for x in flags_shown(a_pair(interests=CONFLICT))] == [STOPS]
    paused = flags_shown(a_pair(), State("paused", until=date(2023, 1, 9)))
    assert [x.text for x in paused] == ["■ Paused until 9 January 2023"]
    assert flags_shown(replace(a_pair()), State("proposed")) == ()


def test_what_a_filter_or_a_count_calls_a_flag_has_no_day_and_no_name_of_one_match() -> None:
    closing = replace(a_pair(), closing=Closing(date(2023, 8, 31), "150277", "Highworth Warneford"))
    paused, absent = State("paused", until=date(2023, 1, 9)), State("proposed", withdrew_on=date(2023, 1, 4))
    said = LeaderSaid(days=5, travel_metres=1_000, changed_on=date(2023, 1, 4))
    shown = [*flags_of_match(closing, paused, 10, said), *flags_of_match(closing, absent, 10, said)]
    assert {x.name for x in shown} == {"closing", "paused", "absent", "travel-said", "days-said"}
    for one in shown:
        assert "2023" in one.words
        assert one.general
        assert not any(c.isdigit() for c in one.general)


@pytest.mark.parametrize("name", [n for n, label in FLAGS.items() if "not appointed" in label or "before" in label])
def test_a_flag_that_speaks_of_appointing_is_no_mere_note(name: str) -> None:
    if name != "declined-before":
        assert weight_of(name) in (STOPS, SIGNS_OFF)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("weight", WEIGHTS, ids=lambda w: w.code)
def test_colours_can_be_read(weight: object) -> None:
    assert _contrast(weight.fill, weight.text) >= 9  # type: ignore[attr-defined]
    assert _contrast("#ffffff", weight.bar) >= 4.5  # type: ignore[attr-defined]
