"""A run that was solved or whose result was made just now, as the finished run that is explained and compared."""

from __future__ import annotations

from matcher.result import Result
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.finished import FinishedRun
from matcher.runs.setup import RunSetup
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


def finished_of_result(result: Result) -> FinishedRun:
    """The finished run of a result that was made here, without solving anything again."""
    rulebook = rulebook_of(result.policy)
    setup = RunSetup(result.assessments, result.world, result.candidates, result.problem, rulebook)
    return finished_with(setup, result.solution.chosen, result.year)
