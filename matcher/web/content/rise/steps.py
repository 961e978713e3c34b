"""The steps that may be recorded now about a school's case: its next milestone, and acts about its adviser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from matcher.case.records import SchoolCase
from matcher.domain import DIAGNOSES, MILESTONE_CODES, Person
from matcher.ledger import Decision, Record, act_words
from matcher.ledger.checks.decision_checks import objection
from matcher.ledger.log.acts import (
    ADVISER_CAN_AGAIN,
    ADVISER_CANNOT,
    ADVISER_CANNOT_ANY,
    ADVISER_CHECKED,
    ADVISER_WITHDRAWS,
    ALLOCATE,
    ANOTHER_ADVISER,
    DIAGNOSIS,
    OF_ADVISERS,
    OUTCOMES,
)
from matcher.runs.opened import OpenedRun
from matcher.wording.words import capital

UNTIL = (ADVISER_CANNOT, ADVISER_CANNOT_ANY)  # a last day may stand beside them
TO_BE_WRITTEN = "(the reason is still to be written)"
HINTS = {
    ALLOCATE: "Later proposals keep this adviser for this school.",
    ADVISER_CANNOT: "Another adviser is proposed for this school.",
    ANOTHER_ADVISER: "Another adviser is proposed for this school.",
    ADVISER_CANNOT_ANY: "In no new proposal until they can again; where they are allocated they stay, paused.",
    ADVISER_CAN_AGAIN: "They may be proposed again.",
    ADVISER_WITHDRAWS: "They are proposed nowhere any more, and another takes their schools.",
}


@dataclass(frozen=True, slots=True)
class StepOption:
    """One choice of the form. `value` is the act, with its outcome after a colon where it has one."""

    value: str
    words: str
    hint: str = ""

    @property
    def act(self) -> str:
        return self.value.partition(":")[0]

    @property
    def outcome(self) -> str:
        return self.value.partition(":")[2]


def step_options(
    run: OpenedRun, case: SchoolCase, record: Record, person: Person, today: date
) -> tuple[StepOption, ...]:
    """Those that the ledger would take today, by its own checks."""
    offered = (*_milestones(case), *_adviser_acts(case))
    return tuple(x for x in offered if _allowed(x, run, case, record, person, today))


def _allowed(x: StepOption, run: OpenedRun, case: SchoolCase, record: Record, person: Person, today: date) -> bool:
    wanted = step_decision(x, run, case, person.id, today, TO_BE_WRITTEN)
    against = objection(wanted, person, run, record, today)
    return against is None or against.column == "on"


def _milestones(case: SchoolCase) -> Iterator[StepOption]:
    """The next; after a diagnosis also another one, as what it decided may change."""
    if case.reached is None:
        return
    codes = [MILESTONE_CODES[case.reached.place + 1]] if case.reached.next else []
    codes += [DIAGNOSIS] if case.reached.place == MILESTONE_CODES.index(DIAGNOSIS) else []
    for code in codes:
        words = capital(act_words(code))
        if code == DIAGNOSIS:
            yield from (StepOption(f"{code}:{outcome}", f"{words}: {said}") for outcome, said in DIAGNOSES.items())
        else:
            yield StepOption(code, words)


def _adviser_acts(case: SchoolCase) -> Iterator[StepOption]:
    if case.adviser is None:
        return
    for act in OF_ADVISERS:
        words = capital(act.words)
        if act.name == ADVISER_CHECKED:
            yield from (StepOption(f"{act.name}:{outcome}", f"{words}: {outcome}") for outcome in OUTCOMES)
        else:
            yield StepOption(act.name, words, HINTS.get(act.name, ""))


def step_decision(
    x: StepOption, run: OpenedRun, case: SchoolCase, by: str, on: date, reason: str, until: date | None = None
) -> Decision:
    """The decision that a choice stands for; of the school's adviser, where it is about that one."""
    detail = {"outcome": x.outcome} if x.outcome else {}
    detail |= {"until": until.isoformat()} if until is not None and x.act in UNTIL else {}
    of_adviser = any(act.name == x.act for act in OF_ADVISERS)
    decision = Decision(act=x.act, on=on, by=by, reason=reason, recipient=case.id, run=run.id, detail=detail)
    return replace(decision, leader=case.adviser.adviser_id) if of_adviser and case.adviser else decision
