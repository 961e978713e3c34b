"""One method on one instance in a process of its own, so that its memory and its time are its own.

The process writes a line of JSON for each goal as it ends, so that one that is stopped has told what it did.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from time import perf_counter
from typing import Any

from benchmarks.process import lines_of, peak_megabytes, processor_seconds, say

WHERE = {
    "matcher": ("ours", "goals"),
    "highs": ("highs", "goals"),
    "cbc": ("cbc", "goals"),
    "cp-sat": ("cp_sat", "goals"),
    "flow": ("flows", "flow"),
    "networkx": ("flows", "networkx"),
    "by-hand": ("without", "hand"),
    "greedy": ("without", "score"),
}


@dataclass(frozen=True, slots=True)
class Instance:
    size: str
    costs: str
    seed: int

    @property
    def name(self) -> str:
        return f"{self.size}-{self.costs}-{self.seed}"


def tried(instance: Instance, method: str, guard: float, goals: int | None = None) -> list[dict[str, Any]]:
    """The lines of the trial; where it was stopped or broke, a last line that says so."""
    asked = [instance.size, instance.costs, str(instance.seed), method, str(guard)]
    return lines_of("benchmarks.trial", asked if goals is None else [*asked, str(goals)], guard)


def main(size: str, costs: str, seed: str, method: str, guard: str, goals: str = "") -> None:
    """`goals`: how many of them are asked for, from the first; all where nothing is said."""
    from benchmarks.instances import SIZES, problem

    asked, shape = problem(size, costs == "mixed", int(seed)), SIZES[size]
    asked = replace(asked, aims=asked.aims[: int(goals)]) if goals else asked
    module, name = WHERE[method]
    way = getattr(import_module(f"benchmarks.methods.{module}"), name)
    say(goal="instance", choices=len(asked.choices), recipients=shape.recipients, leaders=shape.leaders)
    began, worked = perf_counter(), processor_seconds()
    ended = ""
    for reached in way(asked, float(guard)):
        say(**asdict(reached), memory_mb=peak_megabytes())
        ended = reached.goal
    spent = {"seconds": perf_counter() - began, "cpu_seconds": processor_seconds() - worked}
    if ended != "ended":
        say(goal="all", **spent, memory_mb=peak_megabytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
