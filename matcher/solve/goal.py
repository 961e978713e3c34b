"""One goal that is a sum: the relaxation bounds it, looks near it find a good plan, and the core settles it."""

from __future__ import annotations

from dataclasses import replace

from matcher.exact import worth_to_raise
from matcher.plan import Aim
from matcher.solve.climb import A_LOOK, NEIGHBOURS, Climb, Step
from matcher.solve.core import Relaxed, near_plan, relax
from matcher.solve.cpsat import Found, search


def raise_worth(climb: Climb, aim: Aim) -> Step:
    """The best plan for this goal among those that keep the goals before it, and a bound nobody can pass."""
    relaxed = relax(climb.ladder, worth_to_raise(aim))
    bound, effort = relaxed.weighed.bound, 0.0
    if climb.engine == "core":
        climb, effort = look(climb, aim, relaxed)
    if reached(climb, aim) < bound:
        found = settle(climb, aim, relaxed)
        climb, effort = climb.tried(aim, found), effort + found.effort
        bound = closed(climb, aim, found, bound)
    own = bound if aim.sense == "most" else -bound
    return Step(climb.up(aim, relaxed.weighed), own, effort, relaxed.witness(aim.value(climb.best)))


def reached(climb: Climb, aim: Aim) -> int:
    return int(worth_to_raise(aim)[climb.best].sum())


def look(climb: Climb, aim: Aim, relaxed: Relaxed) -> tuple[Climb, float]:
    """A good plan among the choices the relaxation likes, widening until it meets the bound.

    It proves nothing about the choices it leaves out; where it meets the bound nothing needs to be.
    """
    spent, worth, some = 0.0, worth_to_raise(aim), replace(climb.effort, per_goal=climb.effort.per_goal * A_LOOK)
    for neighbours in NEIGHBOURS:
        if reached(climb, aim) >= relaxed.weighed.bound:
            break
        near = near_plan(relaxed, climb.ladder.open, climb.best, climb.problem.choices.recipient, neighbours)
        if 2 * near.sum() > climb.ladder.open.sum():
            break
        found = search(climb.ladder.rows, near, worth, climb.best, some, relaxed.weighed.bound)
        climb, spent = climb.tried(aim, found), spent + found.effort
    return climb, spent


def settle(climb: Climb, aim: Aim, relaxed: Relaxed) -> Found:
    """CP-SAT over every choice that a better plan could hold."""
    open_ = climb.ladder.open
    if climb.engine == "core":
        open_ = open_ & relaxed.weighed.can_reach(reached(climb, aim) + 1)
    worth, bound = worth_to_raise(aim), relaxed.weighed.bound
    return search(climb.ladder.rows, open_ | climb.best, worth, climb.best, climb.effort, bound)


def closed(climb: Climb, aim: Aim, found: Found, bound: int) -> int:
    """The bound after the search: outside the core nothing is better than what the climb has."""
    value = reached(climb, aim)
    if found.finished:
        return value
    return bound if found.bound is None else max(value, min(bound, found.bound))
