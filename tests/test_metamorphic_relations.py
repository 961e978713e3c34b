"""Every relation of `relations` holds in random worlds: some in every test run, five hundred each behind `long`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.metamorphic_relations import RELATIONS, Relation

SIZED, WHOLE = 20, 500
SEEDS = st.integers(0, 2**32 - 1)


def holds(relation: Relation, cases: int) -> None:
    """In so many cases that fit it; the same cases every time."""
    fitting = 0

    @settings(
        max_examples=cases,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(SEEDS)
    def in_a_random_world(seed: int) -> None:
        nonlocal fitting
        relation(seed)
        fitting += 1

    in_a_random_world()
    assert fitting >= cases


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda r: r.__name__)
def test_in_some_random_worlds(relation: Relation) -> None:
    holds(relation, SIZED)


@pytest.mark.long
@pytest.mark.parametrize("relation", RELATIONS, ids=lambda r: r.__name__)
def test_in_hundreds_of_random_worlds(relation: Relation) -> None:
    holds(relation, WHOLE)
