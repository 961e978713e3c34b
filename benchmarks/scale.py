"""One run by its stages at any size, in a process of its own: candidates, posing, start, solving, proving.

`python -m benchmarks.scale SIZE COSTS SEED` writes a line of JSON as each stage ends. Reading and writing files are not
in it: a national run of the program itself is what shows those.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

import numpy as np

from benchmarks.process import peak_megabytes, processor_seconds, say
from benchmarks.worlds import world
from matcher.audit import audit
from matcher.candidates import find_candidates
from matcher.explain.again import again
from matcher.explain.finished import Finished
from matcher.policy import Effort
from matcher.problem import pose
from matcher.proof import certify
from matcher.rules.rulebooks import TSIO_2022
from matcher.run import Posed, plan_of
from matcher.second import Second
from matcher.solve import solve
from matcher.start import by_hand, greedy

T = TypeVar("T")
ASKED_AGAIN = 200_000  # choices; with more nobody waits for an answer


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
    if len(problem.choices) < ASKED_AGAIN:
        wished(Finished(here.facts, here.policy, Posed((), here, found, problem, TSIO_2022), proved.chosen))
    for stage, by in zip(proved.stages, problem.values(hand), strict=True):
        say(goal=stage.goal, value=stage.value, bound=stage.bound, proved=stage.proved, said=stage.how, by_hand=by)


def wished(run: Finished) -> None:
    """One match ruled out, and one pair fixed that the plan does not hold: each sought again from the plan."""
    matches = np.flatnonzero(run.chosen & run.choices.is_match)
    others = np.flatnonzero(~run.chosen & run.choices.is_match)
    out, wanted = matches[len(matches) // 2], others[len(others) // 2]
    staged("one forbid", lambda: again(run, forbids=[pair_of(run, int(out))]))
    staged("one pin", lambda: again(run, pins=[pair_of(run, int(wanted))]))


def pair_of(run: Finished, choice: int) -> tuple[str, str]:
    return run.recipient(choice).id, run.leader(choice).id


if __name__ == "__main__":
    main(*sys.argv[1:])
