"""When Python looks for garbage: seldom, since the facts of a run live as long as the run and have few circles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# objects made beyond those freed: England's proposal looks once or twice, and circles left by then take some 50 MB at
# most; then rounds between the older generations
THRESHOLDS = (400_000, 20, 50)


def collect_seldom() -> None:
    """From here on for the whole process: at Python's own thresholds a command takes a tenth longer."""
    gc.set_threshold(*THRESHOLDS)


def keep_all_there_is() -> None:
    """What is there now stays for good, and is not looked through again."""
    gc.freeze()


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Garbage collection off: it would cost a quarter of the time, and no object made here is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
