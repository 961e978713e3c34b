"""Whole terms lived through at random: no agreed match ever moves, and no rule is ever broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.lived_england import england, one_region
from tests.ledger.lived_term import begun, lived
from tests.ledger.mixed_term import begun_mixed

MIXED = 6  # all, one region, several: in some order


def test_no_agreed_match_moves_and_no_rule_is_broken(tmp_path: Path) -> None:
    lived(begun(tmp_path / "ledger.sqlite", 0, one_region()), 4)


def test_a_term_of_all_england(tmp_path: Path) -> None:
    life = begun(tmp_path / "ledger.sqlite", 7, england())
    lived(life, 3)
    assert life.declined
    assert life.yeses, "schools said yes alone, and their pairs were held"
    assert life.proved + len(life.within) == 2, "every re-run is held to what was published"


def test_a_term_of_one_region_several_and_all_in_one_ledger(tmp_path: Path) -> None:
    life = begun_mixed(tmp_path / "ledger.sqlite", MIXED)
    lived(life, 4)
    assert {len(regions) if regions else 0 for regions in life.weeks_of} == {0, 1, 3}
    assert life.offered, "reserves were offered"
    assert life.stood, "the pages' own re-run was seen"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(101, 301))
def test_two_hundred_terms_of_twelve_weeks(tmp_path: Path, seed: int) -> None:
    """Each week one region, several or all; a fifth says no, a quarter of the schools says yes alone, leaders fall ill
    or withdraw, trusts that are supported are their leaders' own."""
    lived(begun_mixed(tmp_path / "ledger.sqlite", seed), 12)
