"""How far a school's case has come by the department's list, by two clocks: since eligible, and since its last step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matcher.domain import MILESTONES, Case, Facts, Recipient
from matcher.language import words


@dataclass(frozen=True, slots=True)
class Progress:
    """`milestone` is None where the school has no case, or its case none; weeks are None where no day is recorded."""

    milestone: str | None
    weeks_eligible: int | None
    weeks_since_step: int | None

    @property
    def text(self) -> str:
        """`initial diagnosis, 12 weeks since its last step; eligible for 40 weeks`."""
        reached = self.milestone or "no case yet"
        step = (
            ""
            if self.weeks_since_step is None
            else f", {words.count(self.weeks_since_step, 'week')} since its last step"
        )
        long = "" if self.weeks_eligible is None else f"; eligible for {words.count(self.weeks_eligible, 'week')}"
        return f"{reached}{step}{long}"


def open_cases(facts: Facts) -> Mapping[str, Case]:
    """The case of each school that is not stopped, by URN."""
    return {case.urn: case for case in facts.cases if case.status != "stopped"}


def progress_of(recipient: Recipient, case: Case | None, day: date) -> Progress:
    milestone = None if case is None or case.milestone is None else MILESTONES[case.milestone]
    since_step = None if case is None else _weeks(case.last_step(day), day)
    return Progress(milestone, _weeks(recipient.eligible_since, day), since_step)


def _weeks(since: date | None, day: date) -> int | None:
    """Whole weeks from one day to the other; at least none."""
    return None if since is None else max(0, (day - since).days // 7)
