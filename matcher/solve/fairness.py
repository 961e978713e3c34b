"""The worst-served group's share: a search over thresholds, each a question of whether any plan reaches it."""

from __future__ import annotations

from dataclasses import replace

from matcher.errors import Defect
from matcher.exact import Rows, Witness, share_rows
from matcher.plan import Aim
from matcher.solve.climb import A_LOOK, NEIGHBOURS, Climb, Step
from matcher.solve.core import HELD, Relaxed, near_plan, relax_shortfall, relaxed_share
from matcher.solve.cpsat import Found, search
from matcher.solve.goal import A_FEW, BRANCHED, BRANCHES, MANY, scouts
from matcher.solve.polish import A_ROUND, FIRST, mended, neighbourhood
from matcher.world import Bools

WHOLE = 1000  # shares are in thousandths
UNSURE = 0.3  # part of a goal's effort for a share that costs which differ leave in doubt


def raise_share(climb: Climb, aim: Aim) -> tuple[Climb, Step]:
    """The largest share that every group can reach: what arithmetic rules out, then a search from the top down."""
    now = aim.value(climb.best)
    if climb.engine == "near":
        nearby = nudged(climb, aim)
        return nearby.up(aim, None), Step(None, 0.0, Witness(aim.value(nearby.best)))
    bound, against = ruled_out(climb, aim, now)
    effort, top, denied, untried = 0.0, bound, bound + 1, True
    while now < top:
        share = top if untried else (now + top + 1) // 2
        found = reach(climb, aim, share)
        untried, effort, climb = False, effort + found.effort, climb.tried(aim, found.chosen)
        now = aim.value(climb.best)
        if found.chosen is not None and now < share:
            raise Defect(f"the solver's plan does not reach the share of {share} that it was asked for")
        if found.chosen is None:
            top, bound = share - 1, share - 1 if found.finished else bound
    witness = Witness(now) if against is None else against.witness(now, denied)
    return climb.up(aim, None), Step(bound, effort, replace(witness, in_floats=searched(climb)))


def nudged(climb: Climb, aim: Aim) -> Climb:
    """A larger share, if a few neighbourhoods can give it: no bound is sought where somebody waits for the answer."""
    some = replace(climb.effort, per_goal=climb.effort.per_goal * A_ROUND)
    choices, open_ = climb.problem.choices, climb.ladder.open
    for number in range(A_FEW):
        rows = rows_for(climb, aim, aim.value(climb.best) + 1)
        free = (open_ | climb.best) & neighbourhood(choices, open_, number, round(FIRST), some, climb.around)
        climb = climb.tried(aim, mended(rows, free, None, climb.best, some).chosen)
    return climb


def rows_for(climb: Climb, aim: Aim, share: int) -> Rows:
    return climb.ladder.rows.plus([share_rows(aim, share, climb.ladder.rows.choices)])


def reach(climb: Climb, aim: Aim, share: int) -> Found:
    """A plan that reaches this share: HiGHS's, where costs differ and little is open; else looked for near the relaxed
    one first, where it is quickly found, and then by CP-SAT among all that is open."""
    rows, spent, last = rows_for(climb, aim, share), 0.0, climb.effort
    recipient = climb.problem.choices.recipient
    if searched(climb):
        tried = climb.scout.best(rows, climb.ladder.open | climb.best, None, BRANCHES)
        if tried.finished or tried.chosen is not None:
            return Found(tried.chosen, None, tried.finished, spent)
    if climb.engine != "plain":
        relaxed = relax_shortfall(rows, climb.ladder.open, len(aim.size), climb.best, recipient, climb.ended)
        some = replace(climb.effort, per_goal=climb.effort.per_goal * A_LOOK)
        for neighbours in NEIGHBOURS:
            near = near_plan(relaxed, climb.ladder.open, climb.best, recipient, neighbours)
            found = search(rows, near, None, climb.best, some)
            spent += found.effort
            if found.chosen is None and not found.finished:
                found = replace(found, chosen=proposed(climb, rows, near))
            if found.chosen is not None:
                return replace(found, effort=spent)
        if climb.ladder.open.sum() > MANY:
            return Found(None, None, False, spent)
    if climb.engine == "mixed":
        last = replace(climb.effort, per_goal=climb.effort.per_goal * UNSURE)
    found = search(rows, climb.ladder.open | climb.best, None, climb.best, last)
    return replace(found, effort=spent + found.effort)


def searched(climb: Climb) -> bool:
    """Whether HiGHS is asked about every choice: costs differ, and little is open."""
    return bool(climb.engine == "mixed" and climb.ladder.open.sum() <= BRANCHED)


def proposed(climb: Climb, rows: Rows, near: Bools) -> Bools | None:
    asked = climb.engine == "mixed" or climb.ladder.open.sum() > MANY
    return climb.scout.plan(rows, near, None) if asked and near.sum() <= scouts(climb) else None


def ruled_out(climb: Climb, aim: Aim, now: int) -> tuple[int, Relaxed | None]:
    """The largest share not ruled out by arithmetic, and what rules out the share above it.

    The relaxed share is nearly always that share or just above it, so it is tried before bisecting.
    """
    low, high, against = now, WHOLE if len(aim.size) else 0, None
    open_, recipient = climb.ladder.open, climb.problem.choices.recipient
    ended = climb.ended
    guess = int(relaxed_share(climb.ladder.rows, open_, aim, climb.best, recipient, ended) + HELD) if high else 0
    tries = [guess + 1, guess]
    while low < high:
        share = tries.pop(0) if tries else (low + high + 1) // 2
        if not low < share <= high:
            continue
        rows = rows_for(climb, aim, share)
        relaxed = relax_shortfall(rows, open_, len(aim.size), climb.best, recipient, ended)
        ended = relaxed.ended
        if relaxed.weighed.most < 0:
            high, against = share - 1, relaxed
        else:
            low = share
    return high, against
