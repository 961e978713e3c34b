"""How far a school's case has come, by two clocks: since it became eligible, and since its last milestone or step.

The ledger's milestones and the department's case list are read together: the later milestone stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.domain import DIAGNOSES, MILESTONE_CODES, MILESTONES, Case, Facts, Recipient
from matcher.wording import wording, words

LineBody = Mapping[str, Any]  # one line of the ledger
NO_CASE = "no case yet"
DIAGNOSED = 2  # the place of the initial diagnosis
REVIEW = "review-progress"  # the diagnosis by which an adviser alone supports the school


@dataclass(frozen=True, slots=True)
class LastMilestone:
    """The last milestone of a case: its place in `MILESTONES`, -1 for none; and its day, None where not known.

    `line` is the ledger's that records it, 0 where the department's case list says so. `decision` is the code of what
    the initial diagnosis decided, '' for none.
    """

    place: int = -1
    on: date | None = None
    line: int = 0
    decision: str = ""

    @property
    def next(self) -> str:
        """The milestone that follows; '' after the last, and where progress is reviewed without an organisation."""
        if self.alone and self.place >= DIAGNOSED:
            return ""
        return MILESTONES[self.place + 1] if self.place + 1 < len(MILESTONES) else ""

    @property
    def alone(self) -> bool:
        """Whether the diagnosis was that an adviser reviews its progress: no match of it goes on, and none follows."""
        return self.decision == REVIEW

    @property
    def decided(self) -> str:
        """What the diagnosis decided, in words; '' where none is the last milestone."""
        if self.place != DIAGNOSED or self.decision not in DIAGNOSES:
            return ""
        return f"{DIAGNOSES[self.decision][:1].lower()}{DIAGNOSES[self.decision][1:]}"


@dataclass(frozen=True, slots=True)
class Progress:
    """`milestone` is None where the school has no case, or its case none; weeks are None where no day is recorded.

    `recorded` is the day of the milestone where the ledger has it; `decided` what the diagnosis decided, where that is
    the milestone.
    """

    milestone: str | None
    weeks_eligible: int | None
    weeks_since_step: int | None
    recorded: date | None = None
    decided: str = ""

    @property
    def text(self) -> str:
        """`initial diagnosis, 12 weeks since its last step; eligible for 40 weeks`."""
        reached = self.milestone or NO_CASE
        day = f" on {wording.day(self.recorded)}" if self.recorded else ""
        step = (
            ""
            if self.weeks_since_step is None
            else f", {words.count(self.weeks_since_step, 'week')} since its last step"
        )
        long = "" if self.weeks_eligible is None else f"; eligible for {words.count(self.weeks_eligible, 'week')}"
        decided = f": {self.decided}" if self.decided else ""
        return f"{reached}{day}{decided}{step}{long}"


def open_cases(facts: Facts) -> Mapping[str, Case]:
    """The case of each school that is not stopped, by URN."""
    return {case.urn: case for case in facts.cases if case.status != "stopped"}


def reached_of(case: Case | None, recorded: Sequence[LineBody] = ()) -> LastMilestone:
    """The later of the ledger's last milestone and the case's own; of the same, the ledger's, which has its day."""
    own = LastMilestone()
    if case is not None and case.milestone is not None:
        own = LastMilestone(case.milestone, case.reached_on)
    last = max(recorded, key=lambda body: (MILESTONE_CODES.index(body["act"]), body["seq"]), default=None)
    if last is not None and MILESTONE_CODES.index(last["act"]) >= own.place:
        place = MILESTONE_CODES.index(last["act"])
        own = LastMilestone(place, date.fromisoformat(last["on"]), int(last["seq"]))
    return LastMilestone(own.place, own.on, own.line, _decision(case, recorded))


def _decision(case: Case | None, recorded: Sequence[LineBody]) -> str:
    """By the last diagnosis that the ledger has, else by the case list."""
    decided = [str(b["detail"].get("outcome", "")) for b in recorded if b["act"] == MILESTONE_CODES[2]]
    written = "" if case is None else (case.decision or "").casefold()
    return (
        decided[-1] if decided else next((code for code, text in DIAGNOSES.items() if text.casefold() == written), "")
    )


def progress_of(recipient: Recipient, case: Case | None, day: date, recorded: Sequence[LineBody] = ()) -> Progress:
    """`recorded`: the ledger's lines of its milestones."""
    reached = reached_of(case, recorded)
    steps = [case.last_step(day) if case else None, reached.on]
    last = max((step for step in steps if step is not None and step <= day), default=None)
    milestone = None if reached.place < 0 else MILESTONES[reached.place]
    eligible, since_step = _weeks(recipient.eligible_since, day), _weeks(last, day)
    return Progress(milestone, eligible, since_step, reached.on if reached.line else None, reached.decided)


def _weeks(since: date | None, day: date) -> int | None:
    """Whole weeks from one day to the other; at least none."""
    return None if since is None else max(0, (day - since).days // 7)
