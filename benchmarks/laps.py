"""Where a solve's time goes: seconds by what it reports to be doing, goal by goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from time import perf_counter
from typing import NamedTuple

from benchmarks.process import processor_seconds


class LapSeconds(NamedTuple):
    """Seconds of the processor, and by the clock."""

    processor: float
    clock: float


@dataclass
class LapTimer:
    """Called with each line of progress: what comes before its colon is the lap that begins (a goal, or a stage)."""

    marks: list[tuple[str, LapSeconds]] = field(default_factory=list)

    def __call__(self, line: str) -> None:
        self.marks.append((line.partition(":")[0], _now()))

    def seconds(self) -> Mapping[str, LapSeconds]:
        """By lap, in their order, up to now; laps of the same name together."""
        total: dict[str, LapSeconds] = defaultdict(lambda: LapSeconds(0.0, 0.0))
        for (name, began), (_, ended) in pairwise([*self.marks, ("", _now())]):
            before = total[name]
            total[name] = LapSeconds(
                before.processor + ended.processor - began.processor, before.clock + ended.clock - began.clock
            )
        return total


def _now() -> LapSeconds:
    return LapSeconds(processor_seconds(), perf_counter())
