"""The solver against every plan of small random worlds, and against another solver on larger ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from matcher.greedy import greedy
from matcher.plan import Problem, Solution
from matcher.policy import Effort
from matcher.proof.proof import certify
from matcher.solve import pins_conflict, solve
from tests.brute_force import best_of_every_plan
from tests.highs_lexicographic import Highs
from tests.random_worlds import LARGER, SMALL, a_random_world, posed, with_policy

MOST_CHOICES = 16  # of a world whose every plan is tried
SIZED_SMALL, SIZED_LARGER = 150, 100
WHOLE_SMALL, WHOLE_LARGER, BLOCK = 5_000, 10_000, 500


def solved(problem: Problem) -> Solution:
    return solve(problem, greedy(problem), Effort(), lambda _: None)


def small_problem(seed: int) -> Problem:
    """A small world's problem; a world with too many choices loses its last recipients."""
    world = a_random_world(seed, SMALL)
    while len(posed(world).choices) > MOST_CHOICES:
        world = with_policy(replace(world, recipients=world.recipients[:-1]))
    return posed(world)


def check_against_every_plan(seed: int) -> Problem:
    problem = small_problem(seed)
    best = best_of_every_plan(problem)
    assert (pins_conflict(problem) is None) == (best is not None), seed
    if best is None:
        return problem
    solution, _ = certify(problem, solved(problem))
    assert tuple(w.solved_value for w in solution.witnesses) == best.kept, seed
    assert tuple(solution.chosen.nonzero()[0].tolist()) in best.plans, seed
    for stage, kept in zip(solution.stages, best.kept, strict=True):
        assert stage.bound is not None, seed
        # a bound shown by arithmetic is never better than the truth, and the truth where it is called proved
        assert (
            stage.bound == kept if stage.proved else (stage.bound - kept) * (-1 if stage.sense == "least" else 1) >= 0
        )
    if solution.unique:
        assert len(best.plans) == 1, seed
    return problem


def check_against_highs(seed: int, highs: Highs) -> Problem:
    problem = posed(a_random_world(seed, LARGER))
    other = highs.goals_in_order(problem)
    assert "unsure" not in other, (seed, other)
    assert (pins_conflict(problem) is None) == ("kept" in other), seed
    if "impossible" in other:
        return problem
    solution = solved(problem)
    assert [w.solved_value for w in solution.witnesses] == other["kept"], seed
    if solution.unique:
        assert solution.chosen.nonzero()[0].tolist() == other["plan"], seed
    return problem


def seen(problems: list[Problem]) -> Counter[str]:
    """How many of the problems hold each kind of thing that could go wrong."""
    found: Counter[str] = Counter()
    for p in problems:
        found.update({limit.rule for limit in p.limits if len(limit.choice)})
        found.update({objective.goal for objective in p.objectives})
        found["team days"] += bool(p.choices.team_days.any())
        found["several pots"] += any(x.rule == "pots" and len(x.at_most) > 1 for x in p.limits)
        found["may lose"] += any(objective.may_lose for objective in p.objectives)
        found["default order"] += len(p.objectives) >= 7
    return found


EVERYTHING = {
    *("one-leader", "leader-days", "team-days", "deployments", "pots", "one-governance-leader", "governance-days"),
    *("governance-room", "governance-needs-match", "own-interest", "pins", "several pots", "may lose", "default order"),
    *(
        "coverage",
        "stability",
        "strong-trust-first",
        "governance",
        "fairness",
        "fit",
        "spend",
        "canonical",
        "team days",
    ),
}


def test_agrees_with_every_plan_of_small_worlds() -> None:
    problems = [check_against_every_plan(seed) for seed in range(SIZED_SMALL)]
    assert not EVERYTHING - set(+seen(problems))


def test_agrees_with_another_solver_on_larger_worlds() -> None:
    with Highs() as highs:
        problems = [check_against_highs(seed, highs) for seed in range(SIZED_LARGER)]
    assert not EVERYTHING - set(+seen(problems))


@pytest.mark.long
@pytest.mark.parametrize("block", range(0, WHOLE_SMALL, BLOCK))
def test_agrees_with_every_plan_of_thousands_of_small_worlds(block: int) -> None:
    problems = [check_against_every_plan(seed) for seed in range(1_000 + block, 1_000 + block + BLOCK)]
    assert not EVERYTHING - set(+seen(problems))


@pytest.mark.long
@pytest.mark.parametrize("block", range(0, WHOLE_LARGER, BLOCK))
def test_agrees_with_another_solver_on_thousands_of_larger_worlds(block: int) -> None:
    with Highs() as highs:
        problems = [check_against_highs(seed, highs) for seed in range(100_000 + block, 100_000 + block + BLOCK)]
    assert not EVERYTHING - set(+seen(problems))


def test_trying_every_plan_finds_the_best_of_a_problem_worked_out_by_hand() -> None:
    """Two recipients, one leader with room for one of them: the second counts more."""
    from tests.worlds import a_leader, a_policy, a_recipient, a_world

    world = a_world(
        [a_recipient("R1"), a_recipient("R2", priority=3)], [a_leader(days=10)], policy=a_policy(goals=["coverage"])
    )
    best = best_of_every_plan(posed(world))
    assert best is not None
    assert best.kept[0] == 3
    assert best.plans == frozenset({(1,)})
