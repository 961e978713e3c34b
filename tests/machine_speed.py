"""How slow this machine is just now, so that a bound on the processor's time means the same everywhere."""

from __future__ import annotations

from time import process_time

QUIET = 0.033  # seconds of the processor that the work below takes on the quiet machine where the bounds were set


def pace() -> float:
    """What to stretch a bound by: 1 on the machine where it was set, 3 where the same work takes three times as long.

    Measured beside what it judges, in the same run: a bound in bare seconds would be a test of the machine.
    """
    return max(1.0, _fixed_work() / QUIET)


def _fixed_work() -> float:
    began = process_time()
    seen: dict[int, int] = {}
    for number in range(300_000):
        seen[number % 977] = seen.get(number % 977, 0) + number
    return process_time() - began
