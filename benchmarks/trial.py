"""One method on one instance in a separate process, so that its memory and time can be measured.

The process writes a line of JSON for each goal as it ends, so that one that is stopped shows what it reached.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from time import perf_counter
from typing import Any

from benchmarks.process import emit, peak_megabytes, processor_seconds, run_module

WHERE = {
    "matcher": ("matcher_method", "goals"),
    "highs": ("highs", "goals"),
    "cbc": ("cbc", "goals"),
    "cp-sat": ("cp_sat", "goals"),
    "flow": ("flows", "flow"),
    "networkx": ("flows", "networkx"),
    "by-hand": ("no_solver", "hand"),
    "greedy": ("no_solver", "score"),
}


@dataclass(frozen=True, slots=True)
class Instance:
    size: str
    costs: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.size}-{self.costs}-{self.seed}"


def run_trial(instance: Instance, method: str, guard: float, goals: int | None = None) -> list[dict[str, Any]]:
    """The lines of the trial; where it was stopped or broke, a last line that says so."""
    command_words = [instance.size, instance.costs, str(instance.seed), method, str(guard)]
    return run_module("benchmarks.trial", command_words if goals is None else [*command_words, str(goals)], guard)


def main(size: str, costs: str, seed: str, method: str, guard: str, goals: str = "") -> None:
    """`goals`: how many of them are asked for, from the first; all where nothing is said."""
    from benchmarks.instances import SIZES, problem

    full_problem, shape = problem(size, costs == "mixed", int(seed)), SIZES[size]
    full_problem = replace(full_problem, objectives=full_problem.objectives[: int(goals)]) if goals else full_problem
    module, name = WHERE[method]
    chosen_method = getattr(import_module(f"benchmarks.methods.{module}"), name)
    emit(goal="instance", choices=len(full_problem.choices), recipients=shape.recipients, leaders=shape.leaders)
    started, worked = perf_counter(), processor_seconds()
    ended = ""
    for reached in chosen_method(full_problem, float(guard)):
        emit(**asdict(reached), memory_mb=peak_megabytes())
        ended = reached.goal
    spent = {"seconds": perf_counter() - started, "cpu_seconds": processor_seconds() - worked}
    if ended != "ended":
        emit(goal="all", **spent, memory_mb=peak_megabytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
