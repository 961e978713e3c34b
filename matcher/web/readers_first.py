"""Whoever opens a run lets those who read go first, so that pages of open runs stay quick while others are opened.

Python runs one thread at a time. A page that is being made and a run that is being opened would share the processor,
and each would take twice as long.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from time import perf_counter

QUIET = 0.02  # seconds: so long nobody reads any more
PATIENCE = 2  # so many times what it has worked does an opening wait at most, while others read without a pause
OFTEN = 0.001  # seconds: so often a reader's turn may come while a run is opened; Python's own is five times that


class ReadersFirst:
    """Counts the pages that are being made; an opening waits for them between its parts."""

    def __init__(self, now: Callable[[], float] = perf_counter) -> None:
        self._now = now
        self._reading, self._last = 0, 0.0
        self._changed = Condition()

    def begin(self) -> None:
        """A page of an open run is being made."""
        with self._changed:
            self._reading += 1
            self._changed.notify_all()

    def end(self) -> None:
        with self._changed:
            self._reading, self._last = self._reading - 1, self._now()
            self._changed.notify_all()

    @contextmanager
    def opening(self) -> Iterator[Callable[[], None]]:
        """Gives what is to be called between the parts of an opening: it returns once nobody reads any more, or
        after PATIENCE times the seconds since the part began."""
        usual, began = sys.getswitchinterval(), self._now()

        def pause() -> None:
            nonlocal began
            self._wait(PATIENCE * (self._now() - began))
            began = self._now()

        sys.setswitchinterval(OFTEN)
        try:
            yield pause
        finally:
            sys.setswitchinterval(usual)

    def _wait(self, at_most: float) -> None:
        until = self._now() + at_most
        with self._changed:
            while (left := min(until, self._quiet_from()) - self._now()) > 0:
                self._changed.wait(left)

    def _quiet_from(self) -> float:
        """When nobody will have read for a while, if nobody begins to."""
        return float("inf") if self._reading else self._last + QUIET
