"""The best plan by trying every lawful one, in plain whole numbers: knows nothing of the solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.plan import Objective, Problem

Plan = tuple[int, ...]  # the numbers of the choices chosen, in order


@dataclass(frozen=True)
class Best:
    """The value of each goal when its turn came, and every plan that is as good as any in the end."""

    kept: tuple[int, ...]
    plans: frozenset[Plan]


def every_lawful_plan(problem: Problem) -> Iterator[Plan]:
    """Choice by choice, taken or not; a branch ends where a row is overrun that nothing later could mend."""
    weights: list[dict[int, int]] = [{} for _ in range(len(problem.choices))]
    at_most: list[int] = []
    for limit in problem.limits:
        first = len(at_most)
        at_most += [int(b) for b in limit.at_most]
        for row, choice, weight in zip(limit.row.tolist(), limit.choice.tolist(), limit.weight.tolist(), strict=True):
            weights[choice][first + row] = weights[choice].get(first + row, 0) + weight
    # what the choices from here on could still give back to each row
    relief = [[0] * len(at_most)]
    for own in reversed(weights):
        relief.append([r + min(0, own.get(k, 0)) for k, r in enumerate(relief[-1])])
    relief.reverse()
    yield from _from(0, (), at_most, weights, relief)


def _from(
    number: int, taken: Plan, room: list[int], weights: Sequence[dict[int, int]], relief: Sequence[Sequence[int]]
) -> Iterator[Plan]:
    if any(left < r for left, r in zip(room, relief[number], strict=True)):
        return
    if number == len(weights):
        yield taken
        return
    yield from _from(number + 1, taken, room, weights, relief)
    left = room.copy()
    for row, weight in weights[number].items():
        left[row] -= weight
    yield from _from(number + 1, (*taken, number), left, weights, relief)


def value_of(objective: Objective, plan: Plan) -> int:
    """The sum of the worths, or the smallest group's matches in thousandths of its size, rounded down."""
    if objective.sense != "worst-share":
        return sum(int(objective.worth[c]) for c in plan)
    inside = [int(objective.group[c]) for c in plan]
    return min((1000 * inside.count(g) // int(size) for g, size in enumerate(objective.size)), default=0)


def best_of_every_plan(problem: Problem) -> Best | None:
    """Goal after goal: the best value, and the plans within what it may lose of it. None: nothing is lawful."""
    plans = list(every_lawful_plan(problem))
    if not plans:
        return None
    kept = []
    for objective in problem.objectives:
        values = [value_of(objective, plan) for plan in plans]
        if objective.sense == "least":
            kept.append(min(values))
            plans = [p for p, v in zip(plans, values, strict=True) if v <= kept[-1] + objective.may_lose]
        else:
            kept.append(max(values))
            plans = [p for p, v in zip(plans, values, strict=True) if v >= kept[-1] - objective.may_lose]
    return Best(tuple(kept), frozenset(plans))
