"""A run that was solved just now, as the finished run that is explained and compared."""

from __future__ import annotations

from matcher.runs.finished import FinishedRun
from matcher.runs.solve import SolvedRun
from matcher.runs.year_ahead.expectations import expectations
from matcher.runs.year_ahead.report import finished_with, year_report


def finished_of(solved: SolvedRun) -> FinishedRun:
    """With those who are asked to wait for the year ahead, as its folder would have them in `holds.csv`."""
    setup, chosen = solved.setup, solved.solution.chosen
    if solved.year is None:
        return FinishedRun(setup, chosen)
    expected = expectations(setup.world.facts, setup.world.policy, setup.assessments)
    return finished_with(setup, chosen, year_report(setup, chosen, expected, solved.year))
