"""One goal that is a sum: the relaxation bounds it, and the engine's ways in turn seek a plan that meets the bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from matcher.exact import worth_to_raise
from matcher.plan import Aim
from matcher.solve.climb import A_LOOK, NEIGHBOURS, Climb, Step
from matcher.solve.core import Relaxed, near_plan, relax
from matcher.solve.cpsat import search
from matcher.solve.flow import by_flow
from matcher.solve.polish import polish
from matcher.world import Bools

EASY = 3_000  # open choices that CP-SAT often settles at once, whatever they cost

Took = tuple[Climb, float, int | None]  # where a way ends, its effort, and the bound it shows, if any
Way = Callable[[Climb, Aim, Relaxed, float], Took]  # the number is the part of the goal's effort it may use


def raise_worth(climb: Climb, aim: Aim) -> Step:
    """The best plan for this goal among those that keep the goals before it, and a bound nobody can pass."""
    climb, relaxed = bounded(climb, aim)
    bound, effort = relaxed.weighed.bound, 0.0
    for way, part in WAYS[climb.engine]:
        if reached(climb, aim) >= bound:
            break
        climb, spent, shown = way(climb, aim, relaxed, part)
        bound, effort = bound if shown is None else max(reached(climb, aim), min(bound, shown)), effort + spent
    own = bound if aim.sense == "most" else -bound
    return Step(climb.up(aim, relaxed.weighed), own, effort, relaxed.witness(aim.value(climb.best)))


def bounded(climb: Climb, aim: Aim) -> tuple[Climb, Relaxed]:
    """The bound on this goal and what it likes: the flow's where that is met, else the linear relaxation's."""
    found = by_flow(climb, aim) if climb.engine == "flow" else None
    if found is not None:
        climb = climb.tried(aim, found[0])
        if reached(climb, aim) >= found[1].weighed.bound:
            return climb, found[1]
    return climb, relax(climb.ladder, worth_to_raise(aim))


def reached(climb: Climb, aim: Aim) -> int:
    return int(worth_to_raise(aim)[climb.best].sum())


def look(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    """A good plan among the choices the relaxation likes, widening until it meets the bound.

    It proves nothing about the choices it leaves out; where it meets the bound nothing needs to be.
    """
    spent, some = 0.0, replace(climb.effort, per_goal=climb.effort.per_goal * part)
    for near in widening(climb, aim, relaxed):
        if 2 * near.sum() > climb.ladder.open.sum():
            break
        found = search(climb.ladder.rows, near, worth_to_raise(aim), climb.best, some, relaxed.weighed.bound)
        climb, spent = climb.tried(aim, found.chosen), spent + found.effort
        if reached(climb, aim) >= relaxed.weighed.bound:
            break
    return climb, spent, None


def scouted(climb: Climb, aim: Aim, relaxed: Relaxed, _: float) -> Took:
    """The same looks by HiGHS, which finds its way where money is tight and every pair costs something else."""
    for near in widening(climb, aim, relaxed):
        climb = climb.tried(aim, climb.scout.plan(climb.ladder.rows, near, worth_to_raise(aim)))
        if reached(climb, aim) >= relaxed.weighed.bound:
            break
    return climb, 0.0, None


def widening(climb: Climb, aim: Aim, relaxed: Relaxed) -> Iterator[Bools]:
    """More and more of the choices the relaxation likes."""
    for neighbours in NEIGHBOURS:
        yield near_plan(relaxed, climb.ladder.open, climb.best, climb.problem.choices.recipient, neighbours)


def mend(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    return *polish(climb, aim, relaxed, part), None


def settle(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    """CP-SAT over every choice that a better plan could hold: outside them nothing is better than what there is."""
    open_ = climb.ladder.open
    if climb.engine != "plain":
        open_ = open_ & relaxed.weighed.can_reach(reached(climb, aim) + 1)
    some = replace(climb.effort, per_goal=climb.effort.per_goal * part)
    worth, bound = worth_to_raise(aim), relaxed.weighed.bound
    found = search(climb.ladder.rows, open_ | climb.best, worth, climb.best, some, bound)
    climb = climb.tried(aim, found.chosen)
    return climb, found.effort, reached(climb, aim) if found.finished else found.bound


def settle_easy(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    """The same, where so little is open that it is often settled at once."""
    if relaxed.weighed.can_reach(reached(climb, aim) + 1)[climb.ladder.open].sum() > EASY:
        return climb, 0.0, None
    return settle(climb, aim, relaxed, part)


WAYS: dict[str, tuple[tuple[Way, float], ...]] = {
    "core": ((look, A_LOOK), (settle, 1.0)),
    "flow": ((look, A_LOOK), (settle, 1.0)),
    "mixed": ((settle_easy, A_LOOK), (scouted, 0.0), (mend, 0.7), (settle, 0.2)),
    "plain": ((settle, 1.0),),
}
