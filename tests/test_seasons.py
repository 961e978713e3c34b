"""Terms begin on one set of days, whoever names a run's term, asks who waited one, or ends a year's terms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matcher.world import TERM_STARTS, season_of, term_day


@pytest.mark.parametrize("season", TERM_STARTS)
def test_a_term_begins_on_its_first_day_and_the_day_before_belongs_to_another(season: str) -> None:
    first = term_day(f"{season}-2023")
    assert season_of(first) == season
    assert season_of(first - timedelta(days=1)) != season


def test_every_day_is_in_the_term_that_began_last() -> None:
    days = [date(2023, 1, 1) + timedelta(days=k) for k in range(365)]
    for day in days:
        starts = {term_day(f"{name}-2023"): name for name in TERM_STARTS}
        assert season_of(day) == starts[max(start for start in starts if start <= day)]
