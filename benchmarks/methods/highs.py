"""HiGHS, bare: each goal's integer program as it stands, no start, no cuts of ours, no gap allowed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.programs import Program, Reached, Said, climb
from matcher.plan import Problem
from matcher.world import Bools

OPTIMAL = 0


def solved(program: Program, seconds: float, plan: Bools) -> Said:
    found = milp(
        -program.worth.astype(np.float64),
        constraints=[LinearConstraint(program.matrix, -np.inf, program.rows.at_most)],
        integrality=np.ones(len(program.worth), dtype=np.int64),
        bounds=Bounds(0, program.most),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    chosen = None if found.x is None else found.x[: len(plan)] > 0.5
    bound = None if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    return Said(chosen, bound, found.status == OPTIMAL)


def goals(problem: Problem, seconds: float) -> Iterator[Reached]:
    yield from climb(problem, solved, seconds)
