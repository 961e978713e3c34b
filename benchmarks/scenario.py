"""A scenario's proposal by its goals: what each came to, whether it is proved, and its processor seconds.

`python -m benchmarks.scenario FILE [--set KEY=VALUE ...] [--costs-alone]` reads, solves and proves the scenario as
`matcher propose` does, explains nothing and writes nothing. A line for each goal, then one for each other stage.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.laps import LapTimer
from benchmarks.process import peak_megabytes
from matcher.plan import Solution
from matcher.read.inputs import read_inputs
from matcher.runs.clock import Clock
from matcher.runs.setup import build_run_setup, without_ties
from matcher.runs.solve import solve_run


def solve_scenario(path: Path, settings: Sequence[str] = (), costs_alone: bool = False) -> Iterator[dict[str, Any]]:
    """A row for each goal, for the proof and the other stages, and for all together, with processor seconds.

    `settings` are as with `--set`. `costs_alone`: without the goal that settles ties, and without the question whether
    the plan is the only one.
    """
    laps = LapTimer()
    clock = Clock(progress=laps)
    with clock.stage("reading"):
        read, facts = read_inputs(path, settings, (), None)
    setup = build_run_setup(facts, read.policy, clock)
    setup = without_ties(setup) if costs_alone else setup
    solved = solve_run(setup, clock, check_unique=not costs_alone, ask_second=True)
    seconds = {lap: spent.processor for lap, spent in laps.seconds().items()}
    yield from rows_of_goals(solved.solution, seconds)
    yield {"lap": "all", "cpu_seconds": sum(seconds.values()), "only_best": solved.solution.unique}


def rows_of_goals(solution: Solution, seconds: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    """Every goal with its value, bound and seconds, then every other lap with its seconds."""
    for stage in solution.stages:
        row: dict[str, Any] = {"lap": stage.goal, "value": stage.value, "bound": stage.bound, "proved": stage.proved}
        yield row | {"how": stage.how, "cpu_seconds": seconds[stage.goal]}
    goals = {stage.goal for stage in solution.stages}
    for name, spent in seconds.items():
        if name not in goals:
            yield {"lap": name, "cpu_seconds": spent}


def print_row(row: Mapping[str, Any]) -> None:
    print(" ".join(f"{k}={v:.2f}" if isinstance(v, float) else f"{k}={v}" for k, v in row.items()), flush=True)


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.scenario", description=__doc__.splitlines()[0])
    ask.add_argument("scenario", type=Path)
    ask.add_argument("--set", dest="settings", nargs="+", default=(), metavar="KEY=VALUE")
    ask.add_argument("--costs-alone", action="store_true", help="no ties, and not whether the plan is the only one")
    options = ask.parse_args()
    for row in solve_scenario(options.scenario, options.settings, options.costs_alone):
        print_row(row)
    print(f"peak_mb={peak_megabytes()}")


if __name__ == "__main__":
    main()
