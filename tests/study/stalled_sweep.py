"""A sweep that runs its first two points and then stands still, so that a test can kill it on the way, however fast
the machine is: `python -m tests.study.stalled_sweep sweep ...`.
"""

from __future__ import annotations

import sys
import threading

from matcher.cli import main
from matcher.study.sweeps import executors, point_runner
from matcher.study.sweeps.point_runner import PointResult
from matcher.study.sweeps.points import Point, SweepTask

RUN = 2


def run_point(task: SweepTask, point: Point) -> PointResult:
    if point.number >= RUN:
        threading.Event().wait()  # for ever: only a signal ends it
    return point_runner.run_point(task, point)


if __name__ == "__main__":
    from tests.study import stalled_sweep  # by the name that worker processes know it by

    executors.run_point = stalled_sweep.run_point
    main(sys.argv[1:])
