"""Why somebody is asked to wait: those who come later need what there is, or others of today have it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from matcher.domain import Recipient
from matcher.result import Hold, YearFigures
from matcher.runs.setup import RunSetup
from matcher.runs.year_ahead.report import _kept, _no_room
from matcher.runs.year_ahead.solved import SolvedYear
from matcher.runs.year_ahead.whom import _what
from matcher.world import Bools
from matcher.year_ahead.draw import StandIn
from matcher.year_ahead.stand_ins import stand_ins_of
from matcher.year_ahead.wait_words import held
from matcher.year_ahead.words import journeys, use_line
from tests.worlds import a_leader, a_recipient, a_trust
from tests.year_ahead.small_years import a_setup, expecting, posed_with, solved
from tests.year_ahead.years import a_past_year, an_ahead_policy, an_arrival


def a_hold(needed_in: int, short_of: str) -> Hold:
    return Hold("R1", "L1", needed_in, 8, short_of, 20)


@pytest.mark.parametrize(
    ("needed_in", "short_of", "said"),
    [
        (3, "days", "in 3 of 8 likely futures those who come later need the days; "),
        (
            0,
            "money",
            "others who are here now have the money, so that what those others would have had is kept for later",
        ),
        (0, "", "with 8 likely futures in view the plan does not serve it now, though no limit by itself leaves it"),
    ],
)
def test_each_reason_has_its_own_sentence(needed_in: int, short_of: str, said: str) -> None:
    assert said in held(a_hold(needed_in, short_of))


@pytest.mark.parametrize(
    ("whom", "said"),
    [
        ("below-good-twice", "schools below good twice running who come later"),
        ("trust", "trusts that come later"),
        ("waiting", "others who wait today"),
        ("", "those who come later"),
    ],
)
def test_the_sentence_says_for_whom(whom: str, said: str) -> None:
    assert f"{said} need the days" in held(replace(a_hold(3, "days"), for_whom=whom))


@pytest.mark.parametrize(
    ("needed_in", "said"),
    [
        ((3,), "is asked to wait for those expected later in 8 drawn futures ("),
        (
            (3, 0, 0),
            "are asked to wait: 1 for those expected later in 8 drawn futures, 2 since others who are here now have",
        ),
        (
            (0,),
            "is asked to wait with 8 drawn futures in view, since others who are here now have the days or the room",
        ),
        ((), "are asked to wait with 8 drawn futures in view ("),
    ],
)
def test_the_runs_sentence_tells_for_whom_they_wait(needed_in: tuple[int, ...], said: str) -> None:
    holds = [a_hold(number, "days") for number in needed_in]
    assert said in use_line("who-and-when", "who-and-when", holds, 0, 8)


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (30_540, "Keeping leaders makes the mean journey longer: 30.5 km instead of 30.4 km"),
        (30_380, "Keeping leaders leaves the mean journey as it is: 30.4 km"),
        (30_000, "Keeping leaders makes the mean journey shorter: 30.0 km instead of 30.4 km"),
    ],
)
def test_what_keeping_costs_in_kilometres_is_told_by_the_figures_that_are_shown(metres: int, said: str) -> None:
    without = YearFigures(5, 9, 30_400, 100, 9, 11)
    assert journeys(replace(without, mean_metres=metres), without) == said


def test_a_stand_in_is_told_by_its_kind_and_by_what_it_counts_as() -> None:
    policy = an_ahead_policy(futures={"number": 1}, priority="history")
    drawn = [a_stand_in("S1", 3), a_stand_in("S2", 1), a_stand_in("T1", 2, a_trust("T1"))]
    stand_ins = stand_ins_of(drawn)
    codes = {r.id.partition("~")[0]: _what(stand_ins, k, policy) for k, r in enumerate(stand_ins.recipients)}
    assert codes == {"S1": "below-good-twice", "S2": "school", "T1": "trust"}
    assert _what(stand_ins, 0, replace(policy, priority="equal")) == "school"


def a_stand_in(id: str, priority: int, recipient: Recipient | None = None) -> StandIn:
    arrival = an_arrival(id, date(2022, 2, 7))
    arrival = arrival if recipient is None else replace(arrival, recipient=recipient)
    return StandIn(1, "2023-02", arrival, a_past_year(2021, arrival), priority=priority)


def a_year(taken_now: list[str], taken_later: dict[int, list[str]]) -> tuple[RunSetup, SolvedYear]:
    """Two who are here, one who may come, one leader with days for one; the plan serves these now and these later."""
    policy = an_ahead_policy("who-and-when", {"number": 2}, priority="history", never_hold=(), wait_at_most="none")
    policy = replace(policy, year_ahead=replace(policy.year_ahead, hold_at_most=Fraction(1)))
    setup = a_setup(policy, [a_recipient("R1"), a_recipient("R2")], [a_leader(days=10)])
    posed, without = posed_with(setup, expecting(policy, a_recipient("S1"), twice=["S1"]))
    assert posed.year is not None
    bodies = [r.id.partition("~")[0] for r in posed.year.world.recipients]
    wanted = {(0, id) for id in taken_now} | {(f, id) for f, ids in taken_later.items() for id in ids}
    places = [divmod(k, len(bodies)) for k in posed.problem.choices.recipient.tolist()]
    chosen: Bools = np.array([(future, bodies[r]) in wanted for future, r in places])
    assert int(chosen.sum()) == len(wanted)
    return setup, SolvedYear(posed, without, replace(solved(setup, posed, without), chosen=chosen))


def no_room_beside(taken_now: list[str], taken_later: dict[int, list[str]]) -> tuple[set[int], str, str]:
    """For R1's only pair of today."""
    setup, year = a_year(taken_now, taken_later)
    (own,) = np.flatnonzero(setup.problem.choices.recipient == 0).tolist()
    return _no_room(setup, year, own)


def test_a_leader_whom_no_future_uses_is_not_kept() -> None:
    def kept(taken_later: dict[int, list[str]]) -> list[tuple[str, int, int]]:
        setup, year = a_year([], taken_later)
        nobody = np.zeros(len(setup.problem.choices), dtype=np.bool_)
        return [(k.leader_id, k.days, k.needed_in) for k in _kept(setup, nobody, year)]

    assert kept({2: ["S1"]}) == [("L1", 10, 1)]
    assert kept({}) == []


def test_those_who_come_later_are_counted_by_future() -> None:
    assert no_room_beside([], {1: ["S1"], 2: ["S1"]}) == ({1, 2}, "days", "below-good-twice")
    assert no_room_beside([], {2: ["S1"]}) == ({2}, "days", "below-good-twice")


def test_what_others_of_today_have_is_not_put_down_to_those_who_come_later() -> None:
    assert no_room_beside(["R2"], {}) == (set(), "days", "")


def test_others_of_today_who_are_served_later_are_not_said_to_come_later() -> None:
    assert no_room_beside([], {1: ["R2"], 2: ["R2"]}) == ({1, 2}, "days", "waiting")


def test_its_own_place_later_takes_no_room_from_it() -> None:
    assert no_room_beside([], {1: ["R1"], 2: ["S1"]}) == ({2}, "days", "below-good-twice")
    assert no_room_beside([], {1: ["R1"]}) == (set(), "", "")
