"""Every kind of error this program raises, and the exit status of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

WITHHELD = "(withheld: personal data)"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault in the input: file, row, column, value, message, and what to write instead.

    `row` is the line of a YAML file or the row of a table as a spreadsheet numbers it (the header is row 1).
    A value from a column of personal data is given as `WITHHELD`, never itself.
    """

    file: str
    row: int | None
    column: str
    value: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f":{self.row}"
        if self.column:
            where += f":{self.column}"
        text = f"{where}: {self.message}"
        if self.value:
            text += f" (found {self.value!r})"
        return f"{text}. {self.suggestion}" if self.suggestion else f"{text}."


class MatcherError(Exception):
    """Base class of the errors raised on purpose."""

    exit_status: ClassVar[int] = 4


class InputFaults(MatcherError):
    """The input is wrong. `faults` holds every fault; nothing has been written."""

    exit_status = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(f"{len(self.faults)} fault(s) in the input")


class PinsContradict(MatcherError):
    """The pins are infeasible; `members` is a smallest conflicting set of pins and rules, in words."""

    exit_status = 3
    heading: ClassVar[str] = "These cannot hold together:"

    def __init__(self, members: Iterable[str], way_out: str) -> None:
        self.members = tuple(members)
        self.way_out = way_out
        super().__init__("the fixed pairs contradict the rules")


class CheckFailed(MatcherError):
    """A check that the user asked for has failed."""

    exit_status = 1


class Defect(MatcherError):
    """The solver or the audit contradicts itself; nothing was published."""

    exit_status = 4


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise InputFaults with all of these, if there are any."""
    faults_found = tuple(faults)
    if faults_found:
        raise InputFaults(faults_found)
