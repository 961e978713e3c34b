"""The engines by name, and which of them suits the structure of a problem."""

from __future__ import annotations

import numpy as np

from matcher.bounding import FEW_WEIGHTS
from matcher.errors import Fault, InputFaults
from matcher.plan import Problem

ENGINES = {
    "core": "each goal's relaxation gives an exact bound, filling each leader's room by whole deployments tightens it, "
    "and CP-SAT and HiGHS choose among what the bound leaves open",
    "flow": "every match takes the same from its pots and from its leader: a min-cost flow proposes and bounds, and "
    "where it does not close a goal, the general way does",
    "mixed": "costs differ from pair to pair: each leader's room is filled by whole deployments for a tighter bound, "
    "HiGHS searches where little is open, among the best priced choices and in neighbourhoods that the bound chooses, "
    "CP-SAT mends the best plan one neighbourhood after another and settles what it can",
    "near": "a plan is at hand and little was changed: CP-SAT mends it, first around what was changed, and the "
    "relaxation says how far that may be from the best",
    "futures": "drawn futures of the year stand beside today's choices: the relaxation of both together bounds each "
    "goal, and CP-SAT chooses among what it leaves open",
    "coupled": "a school needs an organisation and an adviser: the relaxation bounds each goal, CP-SAT and HiGHS "
    "choose among what it makes likely, and HiGHS searches a few nodes of the whole",
    "plain": "CP-SAT over every choice, goal by goal",
}


def engine_for(problem: Problem, requested: str) -> str:
    """The engine requested by name, or for `auto` the one that suits the structure.

    Raises InputFaults for another name.
    """
    if requested == "auto" and problem.futures:
        return "futures"
    if requested == "auto" and problem.choices.is_adviser.any():
        return "coupled"
    if requested == "auto":
        return "mixed" if costs_differ(problem) else "flow" if is_flow(problem) else "core"
    if requested not in ENGINES:
        names = ", ".join(ENGINES)
        raise InputFaults([Fault("--engine", None, "", requested, "there is no such engine", f"Write auto, {names}")])
    return requested


def costs_differ(problem: Problem) -> bool:
    """Whether some pot pays more different amounts than rounding cuts are made for (`FEW_WEIGHTS`)."""
    pots = (limit for limit in problem.limits if limit.rule == "pots")
    return any(
        len(np.unique(limit.weight[limit.row == k])) > FEW_WEIGHTS for limit in pots for k in range(len(limit.at_most))
    )


def is_flow(problem: Problem) -> bool:
    """Whether the matches are a network flow.

    Each pot pays the same for all its matches, each leader gives the same days.
    """
    match = problem.choices.is_match
    for limit in (limit for limit in problem.limits if limit.rule in ("pots", "leader-days", "team-days")):
        of_match = match[limit.choice]
        low, high = np.full(len(limit.at_most), 2**62), np.zeros(len(limit.at_most), dtype=np.int64)
        np.minimum.at(low, limit.row[of_match], limit.weight[of_match])
        np.maximum.at(high, limit.row[of_match], limit.weight[of_match])
        if (low < high).any() or (limit.rule == "team-days" and of_match.any()):
            return False
    return bool(match.any())
