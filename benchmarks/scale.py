"""One run by its stages at any size, in a process of its own: candidates, posing, start, solving, proving.

`python -m benchmarks.scale SIZE COSTS SEED` writes a line of JSON as each stage ends. Reading and writing files are not
in it: a national run of the program itself is what shows those.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

from benchmarks.process import peak_megabytes, processor_seconds, say
from benchmarks.worlds import world
from matcher.audit import audit
from matcher.candidates import find_candidates
from matcher.policy import Effort
from matcher.problem import pose
from matcher.proof import certify
from matcher.rules.rulebooks import TSIO_2022
from matcher.run import plan_of
from matcher.second import Second
from matcher.solve import solve
from matcher.start import by_hand, greedy

T = TypeVar("T")


def staged(stage: str, work: Callable[[], T]) -> T:
    began, worked = perf_counter(), processor_seconds()
    done = work()
    spent, own = perf_counter() - began, processor_seconds() - worked
    say(stage=stage, seconds=spent, cpu_seconds=own, memory_mb=peak_megabytes())
    return done


def main(size: str, costs: str, seed: str, last: str = "audit") -> None:
    """`last` names the stage to stop after, for a look at the stages before the solver."""
    here = world(size, costs, int(seed))
    say(stage="world", recipients=len(here.recipients), leaders=len(here.leaders), memory_mb=peak_megabytes())
    found = staged("candidates", lambda: find_candidates(here, TSIO_2022.pairs, TSIO_2022.flags))
    problem = staged("posing", lambda: pose(here, found.choices, TSIO_2022))
    say(stage="posed", choices=len(problem.choices))
    start = staged("start", lambda: greedy(problem))
    hand = staged("by-hand", lambda: by_hand(problem))
    if last == "by-hand":
        return
    solution = staged("solving", lambda: solve(problem, start, Effort(), lambda _: None))
    with Second() as second:
        proved, _ = staged("proving", lambda: certify(problem, solution, second))
    breaches = staged("audit", lambda: audit(here, plan_of(here, problem, proved.chosen), TSIO_2022))
    assert not breaches, "a plan at this size breaks a rule"
    for stage, by in zip(proved.stages, problem.values(hand), strict=True):
        say(goal=stage.goal, value=stage.value, bound=stage.bound, proved=stage.proved, said=stage.how, by_hand=by)


if __name__ == "__main__":
    main(*sys.argv[1:])
