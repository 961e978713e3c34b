"""Where MATCHER_MUST_RUN is set, a test of browser, database or spreadsheet that is skipped has failed.

A machine where their programs were installed for the tests must not pass because something is missing all the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator
from typing import Any

import pytest

VARIABLE = "MATCHER_MUST_RUN"
MUST_RUN = re.compile(r"chromium|playwright|postgresql|psycopg|libreoffice|packages for signing in|extra `dask`", re.I)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _judged((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _judged((yield))


def _judged(report: Any) -> Any:
    """The report, failed where it is a skip that this machine does not allow."""
    reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
    if os.environ.get(VARIABLE) and report.outcome == "skipped" and MUST_RUN.search(reason):
        report.outcome = "failed"
        report.longrepr = f"{reason}: it must run here, since {VARIABLE} is set"
    return report
