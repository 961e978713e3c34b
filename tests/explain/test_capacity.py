"""Room for matches is never told too small, by trying every plan: shared team days, and the cap on own interest."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from matcher.explain.why_not.capacity import links_of
from matcher.explain.why_not.shortages import shortages
from matcher.result import Shortage
from matcher.runs.finished import FinishedRun
from tests import worlds
from tests.explain.small_runs import MOST_CHOICES, REGIONS, every_lawful_plan, finished_run, matched_ids, run_setup

FEW, MANY = range(60), range(60, 900)
SHARES = (None, Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(2, 3))


def a_run(seed: int) -> FinishedRun:
    """Colleagues of one trust that brokers a region, short of days; mostly trusts, whose days a team may share."""
    for attempt in range(80):
        draw = np.random.default_rng([seed, attempt])
        recipients = [_recipient(draw, i) for i in range(int(draw.integers(2, 6)))]
        leaders = [_leader(draw, i) for i in range(int(draw.integers(1, 4)))]
        own = worlds.an_organisation("O0", team_days=int(draw.choice([0, 3, 5, 5, 8, 15])), broker_for=(REGIONS[0],))
        policy = worlds.a_policy(
            pots=(worlds.a_pot("offer", None),),
            goals=("coverage", "fit"),
            rules={"own_interest_share_at_most": SHARES[int(draw.integers(0, len(SHARES)))]},
        )
        world = worlds.a_world(recipients, leaders, organisations=[own], policy=policy)
        if 0 < len(run_setup(world).problem.choices) <= MOST_CHOICES:
            return finished_run(world)
    raise AssertionError("no small world was drawn")


def _recipient(draw: np.random.Generator, i: int) -> Any:
    region = REGIONS[int(draw.random() < 0.2)]
    if draw.random() < 0.75:
        return worlds.a_trust(f"R{i}", region=region, schools=(f"11000{i}",))
    return worlds.a_recipient(f"R{i}", region=region)


def _leader(draw: np.random.Generator, i: int) -> Any:
    return worlds.a_leader(
        f"L{i}",
        regions=REGIONS,
        days=int(draw.choice([5, 8, 10, 15, 15, 20])),
        max_matches=None if draw.random() < 0.7 else int(draw.integers(0, 3)),
        organisation_id="O0" if draw.random() < 0.8 else None,
    )


@pytest.fixture(scope="module", params=[FEW, pytest.param(MANY, marks=pytest.mark.long)], ids=["few", "many"])
def shortage_runs(request: pytest.FixtureRequest) -> list[tuple[FinishedRun, list[set[str]], tuple[Shortage, ...]]]:
    found = []
    for run in map(a_run, request.param):
        plans = [matched_ids(run.world, run.problem, p) for p in every_lawful_plan(run.problem)]
        found.append((run, plans, shortages(run.world, run.setup.candidates, run.problem, run.chosen)))
    return found


def test_no_plan_matches_more_than_is_said(
    shortage_runs: list[tuple[FinishedRun, list[set[str]], tuple[Shortage, ...]]],
) -> None:
    parts = [short.part for _, _, shorts in shortage_runs for short in shorts]
    for _, plans, shorts in shortage_runs:
        for short in shorts:
            assert max(len(plan & set(short.recipients)) for plan in plans) <= short.at_most < len(short.recipients)
    assert parts.count("people") > 9
    assert parts.count("own interest") > 3


def test_no_leader_and_no_colleagues_serve_more_than_they_have_room_for(
    shortage_runs: list[tuple[FinishedRun, list[set[str]], tuple[Shortage, ...]]],
) -> None:
    shared = 0
    for run in (run for run, _, _ in shortage_runs):
        links, choices = links_of(run.world, run.problem), run.choices
        shared += len(links.pool_room)
        for plan in every_lawful_plan(run.problem):
            serving = np.bincount(choices.provider[plan & choices.is_match], minlength=len(links.room))
            assert (serving <= links.room).all()
            for pool, room in enumerate(links.pool_room.tolist()):
                assert serving[links.pool == pool].sum() <= room
    assert shared, "colleagues who share too few team days must be among them"


def test_days_told_are_those_of_the_leaders_and_their_teams() -> None:
    trusts = [worlds.a_trust(f"T{i}", schools=(f"11000{i}",)) for i in range(4)]
    leaders = [worlds.a_leader(f"L{i}", days=10, organisation_id="O0") for i in range(2)]
    own = worlds.an_organisation("O0", team_days=5)
    policy = worlds.a_policy(pots=(worlds.a_pot("offer", None),), goals=("coverage",))
    run = finished_run(worlds.a_world(trusts, leaders, organisations=[own], policy=policy))
    (short,) = shortages(run.world, run.setup.candidates, run.problem, run.chosen)
    assert short.said.endswith(
        "4 trusts in North West need at least 40 days. The 2 leaders who may serve any of them offer 20 days"
        " and their teams 5 more, enough for 2 matches."
    )
