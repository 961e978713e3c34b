"""Seconds and values of our solve beside bare HiGHS on the same integer programs, goal by goal, in one run.

`python benchmarks/solve_bench.py [--sizes region england national] [--costs uniform mixed] [--seeds 1] [--no-highs]`
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.instances import SIZES, problem
from matcher.exact import Ladder, rows_of, share_rows, worth_to_raise
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.proof import certify
from matcher.second import Second
from matcher.solve import solve
from matcher.start import by_hand, greedy

GUARD = 120.0  # seconds for each of HiGHS's programs


def bare_highs(asked: Problem, kept: Iterable[int]) -> Iterable[tuple[str, str, int | None, float]]:
    """HiGHS on each goal in turn over all choices, each goal before fixed at the value we kept."""
    ladder = Ladder(rows_of(asked), np.ones(len(asked.choices), dtype=np.bool_))
    with Second(nodes=10**9, seconds=GUARD) as second:
        for aim, value in zip(asked.aims, kept, strict=True):
            began, rows, worth = perf_counter(), ladder.rows, np.zeros(len(asked.choices), dtype=np.int64)
            if aim.sense == "worst-share":
                rows = rows.plus([share_rows(aim, value + 1, rows.choices)])
            else:
                worth = worth_to_raise(aim)
            said = second.opinion(rows, ladder.open, worth)
            sign = -1 if aim.sense == "least" else 1
            yield aim.goal, said.answer, None if said.value is None else sign * said.value, perf_counter() - began
            ladder = ladder.step(aim, value, None)


def ours(asked: Problem, effort: Effort) -> tuple[list[tuple[str, int, int | None, str]], list[int], dict[str, float]]:
    seconds, began = {}, perf_counter()
    start = greedy(asked)
    seconds["start"], began = perf_counter() - began, perf_counter()
    solution = solve(asked, start, effort, lambda _: None)
    seconds["solve"], began = perf_counter() - began, perf_counter()
    with Second() as second:
        proved, _ = certify(asked, solution, second)
    seconds["prove"] = perf_counter() - began
    kept = [w.kept for w in solution.witnesses]
    return [(s.goal, s.value, s.bound, s.how) for s in proved.stages], kept, seconds


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    ask.add_argument("--costs", nargs="+", choices=("uniform", "mixed"), default=["uniform", "mixed"])
    ask.add_argument("--seeds", nargs="+", type=int, default=[1])
    ask.add_argument("--effort", type=float, default=10.0)
    ask.add_argument("--no-highs", action="store_true")
    said = ask.parse_args()
    for size in said.sizes:
        for costs in said.costs:
            for seed in said.seeds:
                asked = problem(size, costs == "mixed", seed)
                stages, kept, seconds = ours(asked, Effort(per_goal=said.effort))
                report(f"{size} {costs} seed {seed}", asked, stages, seconds)
                if not said.no_highs:
                    compare(asked, kept, [how != "none" for *_, how in stages], seconds["solve"])


Stages = list[tuple[str, int, int | None, str]]


def report(title: str, asked: Problem, stages: Stages, seconds: dict[str, float]) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spent = ", ".join(f"{what} {s:.2f} s" for what, s in seconds.items())
    print(f"\n{title}: {len(asked.choices):,} choices; {spent}; peak {peak} MB", flush=True)
    hand = asked.values(by_hand(asked))
    for (goal, value, bound, how), reached in zip(stages, hand, strict=True):
        print(f"  {goal:20} {value:>14,} bound {bound or 0:>14,} {how:14} by hand {reached:,}", flush=True)


def compare(asked: Problem, kept: list[int], proved: list[bool], solve_seconds: float) -> None:
    """Print HiGHS's seconds; where both call a value best, assert that it is the same one."""
    whole = 0.0
    for (goal, answer, value, seconds), own, sure in zip(bare_highs(asked, kept), kept, proved, strict=True):
        whole += seconds
        print(f"  HiGHS {goal:20} {answer:10} {value if value is not None else '':>14} {seconds:7.2f} s", flush=True)
        if sure and answer != "none":
            assert answer == "impossible" if goal == "fairness" else value == own, "a speed test is a truth test"
    print(f"  HiGHS in all {whole:.2f} s; ours is {solve_seconds / whole:.2f} of it", flush=True)


if __name__ == "__main__":
    main()
