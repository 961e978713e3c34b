"""The law in plain lines and the rules agree: on every plan, on what may be chosen, and on what every goal is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
import pytest

from matcher.candidates import find_candidates
from matcher.plan import Plan, PlannedGovernance, PlannedMatch
from matcher.problem import build_problem
from matcher.proof.audit import audit
from matcher.result import Candidates
from matcher.rules.rulebooks import RULEBOOKS
from matcher.world import World
from tests.law import unlawful
from tests.law_goals import goal_values
from tests.law_pairs import days_on_offer, governance_unlawful, pair_unlawful
from tests.law_worlds import Line, conceivable, random_world

BOOK = RULEBOOKS["tsio-2022-23"]
# The rules say `own-school` and `own-trust`; the law says only that a body is somebody's own.
LAW_OF = {"own-school": "own", "own-trust": "own"}
LAW_NAMES = {p.barred_as or LAW_OF.get(r.name, r.name) for p in BOOK.providers for r in p.pairs}
SMALL, BROAD = range(60), range(60, 72)  # worlds of five lines each, and of eight
WHOLE = range(1_000, 1_400)
LAWS = frozenset(
    LAW_NAMES
    | {provider.days.name for provider in BOOK.providers}
    | {rule.name for rule in BOOK.limits}
    | {"known-ids", "named-once"}
)


def plan_of(lines: Iterable[Line]) -> Plan:
    kept = list(lines)
    matches = sorted(x for x in kept if isinstance(x, PlannedMatch))
    return Plan(tuple(matches), tuple(sorted(x for x in kept if isinstance(x, PlannedGovernance))))


def every_plan(lines: list[Line]) -> Iterator[Plan]:
    return (plan_of(some) for number in range(len(lines) + 1) for some in combinations(lines, number))


def disagreements(seed: int, at_most: int) -> list[str]:
    """Where audit and law differ, on every plan of one world's conceivable lines."""
    world = random_world(seed, small=seed % 3 > 0)
    found = []
    for plan in every_plan(conceivable(world, seed, at_most)):
        by_rules = {LAW_OF.get(b.rule, b.rule) for b in audit(world, plan, BOOK)}
        by_law = unlawful(world, plan)
        if by_rules != by_law:
            found.append(f"world {seed}: {plan}: only rules {by_rules - by_law}, only law {by_law - by_rules}")
    return found


@pytest.mark.parametrize("seed", SMALL)
def test_the_audit_and_the_law_agree_on_every_plan(seed: int) -> None:
    assert disagreements(seed, 5) == []


@pytest.mark.parametrize("seed", BROAD)
def test_the_audit_and_the_law_agree_on_every_plan_of_more_lines(seed: int) -> None:
    assert disagreements(seed, 8) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", WHOLE)
def test_the_audit_and_the_law_agree_on_every_plan_of_hundreds_of_worlds(seed: int) -> None:
    assert disagreements(seed, 9) == []


def choices_by_law(world: World) -> set[Line]:
    """Every line that is lawful by itself, limits aside."""
    matches: set[Line] = {
        PlannedMatch(r.id, x.id, days, team)
        for r in world.recipients
        for x in world.leaders
        if not pair_unlawful(world, r, x)
        for days, team in days_on_offer(world, r, x)
    }
    days = world.policy.support.governance_days
    return matches | {
        PlannedGovernance(r.id, g.id, days)
        for r in world.recipients
        for g in world.governance_leaders
        if days >= 1 and not governance_unlawful(world, r, g)
    }


def lines_of(world: World, found: Candidates) -> list[Line]:
    c = found.choices
    columns = zip(c.is_match, c.recipient, c.provider, c.days.tolist(), c.team_days.tolist(), strict=True)
    return [
        PlannedMatch(world.recipients[r].id, world.leaders[p].id, days, team)
        if match
        else PlannedGovernance(world.recipients[r].id, world.governance_leaders[p].id, days)
        for match, r, p, days, team in columns
    ]


def candidates(world: World) -> Candidates:
    return find_candidates(world, BOOK)


def assert_choices_are_the_laws(seeds: Iterable[int]) -> None:
    for seed in seeds:
        world = random_world(seed, small=seed % 2 == 0)
        lines = lines_of(world, candidates(world))
        assert len(lines) == len(set(lines)), seed
        assert set(lines) == choices_by_law(world), seed


def test_what_may_be_chosen_is_what_the_law_allows() -> None:
    assert_choices_are_the_laws(range(400))


@pytest.mark.long
def test_what_may_be_chosen_is_what_the_law_allows_in_thousands_of_worlds() -> None:
    assert_choices_are_the_laws(range(2_000, 12_000))


def assert_goals_are_worth_what_the_law_says(seeds: Iterable[int], most: int) -> int:
    """Over plans of choices, one leader and one governance leader each; gives how many plans were tried."""
    tried = 0
    for seed in seeds:
        world = random_world(seed, small=seed % 3 > 0)
        found = candidates(world)
        problem, lines = build_problem(world, found.choices, BOOK), lines_of(world, found)
        for plan, rows in one_each(lines, most):
            chosen = np.zeros(len(lines), dtype=np.bool_)
            chosen[list(rows)] = True
            values = dict(zip((a.goal for a in problem.objectives), problem.values(chosen), strict=True))
            del values["canonical"]  # names one of equals; no policy
            assert values == goal_values(world, plan), (seed, plan)
            tried += 1
    return tried


def one_each(lines: list[Line], most: int) -> Iterator[tuple[Plan, tuple[int, ...]]]:
    """Plans of the first few choices in which nobody has two leaders or two governance leaders."""
    for number in range(len(lines[:most]) + 1):
        for rows in combinations(range(len(lines[:most])), number):
            served = [(type(lines[k]), lines[k].recipient_id) for k in rows]
            if len(set(served)) == len(served):
                yield plan_of(lines[k] for k in rows), rows


def test_every_goal_is_worth_what_the_law_says() -> None:
    assert assert_goals_are_worth_what_the_law_says(range(250), 7) > 1_000


@pytest.mark.long
def test_every_goal_is_worth_what_the_law_says_in_thousands_of_worlds() -> None:
    assert assert_goals_are_worth_what_the_law_says(range(3_000, 6_000), 12) > 20_000


def test_goals_that_are_skipped_are_those_that_the_law_cannot_ask() -> None:
    asked = skipped = 0
    for seed in range(250):
        world = random_world(seed)
        names = {name for name, _ in build_problem(world, candidates(world).choices, BOOK).skipped_goals}
        assert names == {g.goal for g in world.policy.goals} - set(goal_values(world, Plan())), seed
        asked, skipped = asked + (not names), skipped + bool(names)
    assert asked > 10, (
        f"in {asked} worlds every goal is asked: take more worlds, a new goal that may be skipped leaves fewer"
    )
    assert skipped > 10, f"only {skipped} worlds skip a goal: take more"


def test_the_empty_plan_is_lawful_wherever_nobody_pinned_anything() -> None:
    assert {frozenset(unlawful(w, Plan())) for w in map(random_world, range(200)) if not w.policy.pins} == {frozenset()}


def test_every_law_is_broken_in_some_world_and_kept_in_a_plan_that_is_not_empty() -> None:
    broken, lawful = set(), 0
    for seed in range(120):
        world = random_world(seed)
        for plan in every_plan(conceivable(world, seed, 4)):
            found = unlawful(world, plan)
            broken |= found
            lawful += not found and plan != Plan()
    assert broken == LAWS, f"the law does not know, or never breaks: {', '.join(sorted(LAWS ^ broken))}: tests/law_*.py"
    assert lawful > 50
