"""The waterfall of a fit."""

from __future__ import annotations

import pytest

from matcher.explain.why.match import why_this
from matcher.explain.why.waterfall import WIDE, waterfall
from tests.explain.small_runs import random_run


def test_each_bar_begins_where_the_last_ends_and_the_last_is_the_whole() -> None:
    assert waterfall((("distance", 400, 500), ("needs met", 0, 200), ("faith", 100, 100)), 500) == (
        "  distance    400 of   500  " + "█" * 20,
        "  needs met     0 of   200",
        "  faith       100 of   100  " + " " * 20 + "█" * 5,
        "  fit         500 of 1,000  " + "█" * 25,
    )


@pytest.mark.parametrize("seed", range(10))
def test_the_bars_of_any_match_together_are_as_long_as_the_whole(seed: int) -> None:
    run = random_run(seed)
    for row in run.match_of:
        answer = why_this(run, row)
        *parts, whole = waterfall(answer.parts, answer.fit)
        assert sum(line.count("█") for line in parts) == whole.count("█") <= WIDE
