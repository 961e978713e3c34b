"""The ways to solve, and which of them a problem's structure asks for."""

from __future__ import annotations

import numpy as np

from matcher.errors import Fault, InputFaults
from matcher.exact import FEW_WEIGHTS
from matcher.plan import Problem

ENGINES = {
    "core": "each goal's relaxation gives an exact bound, and CP-SAT chooses among what the bound leaves open",
    "mixed": "costs differ from pair to pair: HiGHS proposes among the best priced choices, CP-SAT mends the best plan "
    "one neighbourhood after another and settles what it can",
    "plain": "CP-SAT over every choice, goal by goal",
}


def engine_for(problem: Problem, asked: str) -> str:
    """The engine asked for by name, or, for `auto`, the one that the structure asks for."""
    if asked == "auto":
        return "mixed" if costs_differ(problem) else "core"
    if asked not in ENGINES:
        said = ", ".join(ENGINES)
        raise InputFaults([Fault("--engine", None, "", asked, "there is no such engine", f"Write auto, {said}")])
    return asked


def costs_differ(problem: Problem) -> bool:
    """Whether some pot pays so many different amounts that rounding it down says nothing."""
    pots = (limit for limit in problem.limits if limit.rule == "pots")
    return any(
        len(np.unique(limit.weight[limit.row == k])) > FEW_WEIGHTS for limit in pots for k in range(len(limit.at_most))
    )
