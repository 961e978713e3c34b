"""An interrupt is heard in every test, even where the suite runs as a job in the background, which ignores it.

No test reads what another run kept on this machine: the folder of kept files is off unless a test names one.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from matcher.language.terms import USUAL, speak
from tests.must_run import pytest_make_collect_report, pytest_runtest_makereport

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]  # what pytest calls

os.environ["MATCHER_CACHE"] = "off"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # inherited, and handed on to every process a test starts
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def usual_words() -> Iterator[None]:
    """A test that read another programme's scenario leaves its words to no other test."""
    yield
    speak(USUAL)
