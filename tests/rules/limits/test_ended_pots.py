"""A pot whose period is over by the proposal's day still pays, and page one says so."""

from __future__ import annotations

from datetime import date

from matcher.run import pots_that_ended
from matcher.wording.messages import texts
from tests.worlds import a_policy, a_pot


def test_a_pot_that_ended_before_the_day_is_named_with_its_day() -> None:
    pots = (a_pot("old", ends=date(2022, 11, 30)), a_pot("today", ends=date(2022, 12, 31)), a_pot("open"))
    (said,) = texts(pots_that_ended(a_policy(pots=pots, as_at=date(2022, 12, 31))))
    assert said.startswith("Pot old: its period ended on 30 November 2022, before this proposal's day; ")
