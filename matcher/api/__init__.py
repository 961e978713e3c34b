"""`import matcher`: scenarios loaded, runs proposed, compared, swept and explained from Python, with DataFrames.

The objects beneath are those of the commands: `run.result` is what `matcher propose` publishes.
"""

from matcher.api.comparing import RunComparison, compare
from matcher.api.explaining import explain
from matcher.api.loading import LoadedScenario, load
from matcher.api.running import Run, open_run, propose
from matcher.api.sweeping import SweptScenario, sweep

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
