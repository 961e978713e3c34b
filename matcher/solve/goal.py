"""One goal that is a sum: the relaxation bounds it, and the engine's ways in turn seek a plan that meets the bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from matcher.exact import worth_to_raise
from matcher.plan import Aim
from matcher.solve.climb import A_LOOK, NEIGHBOURS, Climb, Step
from matcher.solve.core import Relaxed, near_plan, relax
from matcher.solve.cpsat import search
from matcher.solve.flow import by_flow
from matcher.solve.polish import polish
from matcher.solve.sets import by_sets
from matcher.world import Bools

MANY = 150_000  # open choices; CP-SAT finds nothing among more within any effort one would wait for
LOOKED = 7_000  # choices that CP-SAT looks over quickly
KNAPSACKS, FLOWS = 5_000, 20_000  # choices that HiGHS looks over where costs differ from pair to pair, and elsewhere
EACH = 2.5  # or as many for each recipient: where schools are many the relaxed plan alone holds more
A_FEW = 3  # neighbourhoods, where somebody waits for the answer
BRANCHED, BRANCHES = 6_000, 400  # choices that a better plan could hold among which HiGHS searches, and its nodes
EASY = 3_000  # open choices that CP-SAT often settles at once, whatever they cost


class Took(NamedTuple):
    """Where a way ends: the climb, its effort, the bound a solver shows, and a tighter bound with its proof."""

    climb: Climb
    effort: float
    shown: int | None = None
    proof: Relaxed | None = None
    in_floats: bool = False  # whether the shown bound is HiGHS's


Way = Callable[[Climb, Aim, Relaxed, float], Took]  # the number is the part of the goal's effort it may use


def raise_worth(climb: Climb, aim: Aim) -> tuple[Climb, Step]:
    """The best plan for this goal among those that keep the goals before it, and a bound nobody can pass."""
    climb, relaxed = bounded(climb, aim)
    proof, bound, effort, in_floats = relaxed, relaxed.weighed.bound, 0.0, False
    for way, part in WAYS[climb.engine]:
        if reached(climb, aim) >= bound:
            break
        took = way(climb, aim, proof, part)
        climb, effort = took.climb, effort + took.effort
        if took.proof is not None and took.proof.weighed.tighter(proof.weighed):
            proof, bound = took.proof, min(bound, took.proof.weighed.bound)
        if took.shown is not None:
            bound, in_floats = max(reached(climb, aim), min(bound, took.shown)), took.in_floats
    own = bound if aim.sense == "most" else -bound
    witness = replace(proof.witness(aim.value(climb.best)), in_floats=in_floats)
    return climb.up(aim, proof.weighed), Step(own, effort, witness)


def bounded(climb: Climb, aim: Aim) -> tuple[Climb, Relaxed]:
    """The bound on this goal and what it likes: the flow's where that is met, else the linear relaxation's."""
    found = by_flow(climb, aim) if climb.engine == "flow" else None
    if found is not None:
        climb = climb.tried(aim, found[0])
        if reached(climb, aim) >= found[1].weighed.bound:
            return climb, found[1]
    recipient = climb.problem.choices.recipient
    relaxed = relax(climb.ladder, worth_to_raise(aim), climb.best, recipient, climb.ended)
    return replace(climb, ended=relaxed.ended), relaxed


def reached(climb: Climb, aim: Aim) -> int:
    return int(worth_to_raise(aim)[climb.best].sum())


def look(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    """A good plan among the choices the relaxation likes, widening until it meets the bound.

    It proves nothing about the choices it leaves out; where it meets the bound nothing needs to be.
    """
    spent, some = 0.0, replace(climb.effort, per_goal=climb.effort.per_goal * part)
    for near in widening(climb, aim, relaxed):
        if 2 * near.sum() > climb.ladder.open.sum() or near.sum() > LOOKED:
            break
        found = search(climb.ladder.rows, near, worth_to_raise(aim), climb.best, some, relaxed.weighed.bound)
        climb, spent = climb.tried(aim, found.chosen), spent + found.effort
        if reached(climb, aim) >= relaxed.weighed.bound:
            break
    return Took(climb, spent)


def scouted(climb: Climb, aim: Aim, relaxed: Relaxed, _: float) -> Took:
    """The same looks by HiGHS, which finds its way where money is tight and every pair costs something else, and among
    more choices than CP-SAT does."""
    for near in widening(climb, aim, relaxed):
        if near.sum() > scouts(climb):
            break
        climb = climb.tried(aim, climb.scout.plan(climb.ladder.rows, near, worth_to_raise(aim)))
        if reached(climb, aim) >= relaxed.weighed.bound:
            break
    return Took(climb, 0.0)


def branched(climb: Climb, aim: Aim, relaxed: Relaxed, _: float) -> Took:
    """HiGHS over every choice that a better plan could hold, where they are few enough for it to settle them."""
    open_ = climb.ladder.open & relaxed.weighed.can_reach(reached(climb, aim) + 1) | climb.best
    if open_.sum() > BRANCHED:
        return Took(climb, 0.0)
    found = climb.scout.best(climb.ladder.rows, open_, worth_to_raise(aim), BRANCHES)
    climb = climb.tried(aim, found.chosen)
    return Took(climb, 0.0, reached(climb, aim) if found.finished else None, in_floats=True)


def scouts(climb: Climb) -> float:
    """How many choices HiGHS looks over at most."""
    recipients = int(climb.problem.choices.recipient.max(initial=-1)) + 1
    return max(KNAPSACKS if climb.engine == "mixed" else FLOWS, EACH * recipients)


def scouted_where_many(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    """The same, where so much is open that the search over it would come to nothing."""
    few = relaxed.weighed.can_reach(reached(climb, aim) + 1)[climb.ladder.open].sum() <= FLOWS
    return Took(climb, 0.0) if few else scouted(climb, aim, relaxed, part)


def widening(climb: Climb, aim: Aim, relaxed: Relaxed) -> Iterator[Bools]:
    """More and more of the choices the relaxation likes."""
    for neighbours in NEIGHBOURS:
        yield near_plan(relaxed, climb.ladder.open, climb.best, climb.problem.choices.recipient, neighbours)


def in_sets(climb: Climb, aim: Aim, relaxed: Relaxed, _: float) -> Took:
    """A tighter bound: each leader's room filled by whole deployments. What it likes is for the ways after it."""
    ladder, worth, recipient = climb.ladder, worth_to_raise(aim), climb.problem.choices.recipient
    proof = by_sets(ladder.rows, ladder.open, worth, climb.best, recipient, relaxed)
    return Took(climb, 0.0, proof=proof)


def mend(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    return Took(*polish(climb, aim, relaxed, part))


def mend_near(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    return Took(*polish(climb, aim, relaxed, part, A_FEW))


def settle(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    """CP-SAT over every choice that a better plan could hold: outside them nothing is better than what there is."""
    open_ = climb.ladder.open
    if climb.engine != "plain":
        open_ = open_ & relaxed.weighed.can_reach(reached(climb, aim) + 1)
        if open_.sum() > MANY:
            return Took(climb, 0.0)
    some = replace(climb.effort, per_goal=climb.effort.per_goal * part)
    worth, bound = worth_to_raise(aim), relaxed.weighed.bound
    found = search(climb.ladder.rows, open_ | climb.best, worth, climb.best, some, bound)
    climb = climb.tried(aim, found.chosen)
    return Took(climb, found.effort, reached(climb, aim) if found.finished else found.bound)


def settle_easy(climb: Climb, aim: Aim, relaxed: Relaxed, part: float) -> Took:
    """The same, where so little is open that it is often settled at once."""
    if relaxed.weighed.can_reach(reached(climb, aim) + 1)[climb.ladder.open].sum() > EASY:
        return Took(climb, 0.0)
    return settle(climb, aim, relaxed, part)


WAYS: dict[str, tuple[tuple[Way, float], ...]] = {
    "core": ((look, A_LOOK), (scouted_where_many, 0.0), (settle, 1.0)),
    "flow": ((look, A_LOOK), (scouted_where_many, 0.0), (settle, 1.0)),
    "mixed": (
        (in_sets, 0.0),
        (settle_easy, A_LOOK),
        (branched, 0.0),
        (scouted, 0.0),
        (mend, 0.7),
        (settle, 0.2),
    ),
    "near": ((mend_near, 1.0),),
    "plain": ((settle, 1.0),),
}
