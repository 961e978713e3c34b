"""An interrupt is heard in every test, even where the suite runs as a job in the background, which ignores it.

No test reads what another run kept on this machine: the folder of kept files is off unless a test names one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.wording.terms import USUAL, speak
from tests.must_run import pytest_make_collect_report, pytest_runtest_makereport

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]  # what pytest calls

os.environ["MATCHER_CACHE"] = "off"

# Processes that tests start find the program compiled, as where it is installed: half a second of each.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # inherited, and handed on to every process a test starts
    signal.signal(signal.SIGINT, signal.default_int_handler)


TESTS = Path(__file__).parent


@pytest.fixture(scope="session")
def budget_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of the shipped `budget.yaml`, proposed once: who would change it copies it."""
    from matcher.commands.propose import propose  # a second, and most files of tests propose nothing

    out = tmp_path_factory.mktemp("budget") / "run"
    propose(TESTS.parent / "scenarios" / "budget.yaml", (), (), None, out, False, "auto", lambda _: None)
    return out


def _kept_files() -> set[str]:
    return {
        p.relative_to(TESTS).as_posix() for p in TESTS.rglob("*") if "__pycache__" not in p.parts and p.suffix != ".py"
    }


@pytest.fixture(autouse=True, scope="session")
def nothing_new_beside_the_tests() -> Iterator[None]:
    """What a test writes, it writes elsewhere: examples that are kept for years are opened as copies."""
    before = _kept_files()
    yield
    assert sorted(_kept_files() - before) == []


@pytest.fixture(autouse=True)
def usual_words() -> Iterator[None]:
    """A test that read another programme's scenario leaves its words to no other test."""
    yield
    speak(USUAL)
