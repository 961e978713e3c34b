"""`import matcher`: scenarios loaded, runs proposed, compared, swept and explained from Python, with DataFrames.

The objects beneath are those of the commands: `run.result` is what `matcher propose` publishes.
"""

from matcher.library.comparing import RunComparison, compare
from matcher.library.explaining import explain
from matcher.library.loading import LoadedScenario, load
from matcher.library.running import Run, open_run, propose
from matcher.library.sweeping import SweptScenario, sweep

__all__ = [
    "load",
    "propose",
    "open_run",
    "explain",
    "compare",
    "sweep",
    "LoadedScenario",
    "Run",
    "RunComparison",
    "SweptScenario",
]
