"""An opening lets those who read go first, between its parts, and not for ever. The clock is the test's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Thread
from time import sleep

from matcher.web.readers_first import OFTEN, PATIENCE, QUIET, ReadersFirst

DEADLINE = 30  # seconds; only a broken program waits as long


class Watch:
    """Time that passes when the test says so, or a step whenever somebody looks."""

    def __init__(self, step: float = 0.0) -> None:
        self.time, self.step, self.looks = 1000.0, step, 0

    def now(self) -> float:
        self.time, self.looks = self.time + self.step, self.looks + 1
        return self.time


def paused(readers: ReadersFirst, work: Callable[[], object]) -> None:
    with readers.opening() as pause:
        work()
        pause()


def test_nobody_reads_and_it_does_not_wait() -> None:
    watch = Watch()
    paused(ReadersFirst(watch.now), lambda: setattr(watch, "time", watch.time + 60))


def test_it_waits_for_a_page_that_is_being_made_and_for_a_moment_after_it() -> None:
    watch = Watch()
    readers = ReadersFirst(watch.now)
    readers.begin()
    opening = Thread(target=paused, args=(readers, lambda: setattr(watch, "time", watch.time + 60)))
    opening.start()
    sleep(0.05)
    assert opening.is_alive(), "a page is being made"
    readers.end()
    sleep(0.05)
    assert opening.is_alive(), "another may follow at once"
    watch.time += QUIET
    readers.begin()
    readers.end()
    watch.time += QUIET
    opening.join(DEADLINE)
    assert not opening.is_alive()


def test_it_goes_on_where_others_read_without_a_pause() -> None:
    """It waits PATIENCE times what it worked: the clock goes on by a step at each look, at most some looks more."""
    watch = Watch(step=0.0025)
    readers = ReadersFirst(watch.now)
    readers.begin()
    paused(readers, lambda: setattr(watch, "time", watch.time + 0.01))
    assert PATIENCE * 0.01 <= watch.time - 1000.01 < (PATIENCE + 3) * 0.01


def test_a_readers_turn_comes_more_often_only_while_a_run_is_opened() -> None:
    usual = sys.getswitchinterval()
    with ReadersFirst().opening():
        assert sys.getswitchinterval() <= OFTEN * 1.01
    assert sys.getswitchinterval() == usual
