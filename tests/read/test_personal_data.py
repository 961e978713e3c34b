"""What may be a name is not shown; what cannot be one is, so that a person sees their slip."""

from __future__ import annotations

import pytest

from matcher.errors import WITHHELD
from matcher.read.parsing.personal_data import withhold_name


@pytest.mark.parametrize("cell", ["", "ten", "31/02/2022", "-10", "1e9", "L0001x", "£6,000", "n/a", "90001; 90002"])
def test_what_cannot_be_a_name_is_shown(cell: str) -> None:
    assert withhold_name(cell) == cell


@pytest.mark.parametrize("cell", ["Ann Lee", "ann lee", "ANN", "Lee", "O’Brien", "Élodie", "Lee, Ann", "Ann Lee;Bo Li"])
def test_what_may_be_a_name_is_not(cell: str) -> None:
    assert withhold_name(cell, "Write a date") == WITHHELD


def test_a_slip_in_a_known_word_is_shown_but_not_a_name_that_is_a_little_like_one() -> None:
    assert withhold_name("Nort West", "Did you mean 'North West'?") == "Nort West"
    assert withhold_name("Wes Norton", "Did you mean 'North West'?") == WITHHELD
