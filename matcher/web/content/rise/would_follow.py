"""What would follow from a step of a school's case, in sentences: shown before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.case.records import SchoolCase
from matcher.case.rise.progress import REVIEW
from matcher.case.tasks.tasks import APPROVED_OR_LATER
from matcher.domain import MILESTONE_CODES, MILESTONES
from matcher.ledger import Record
from matcher.ledger.log.acts import ADVISER_CANNOT_ANY, ADVISER_CHECKED, ADVISER_WITHDRAWS, DIAGNOSIS
from matcher.web.content.cases import ledger_view
from matcher.web.content.rise.advisers import schools_of
from matcher.web.content.rise.steps import HINTS, StepOption
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.wording.terms import LEADER
from matcher.wording.words import capital, pounds

_CHECKED = "A check that finds a conflict stops the allocation. A clear one is fresh from its day on."


def would_follow(
    chosen: StepOption, run: ReviewRun, record: Record, permissions: Permissions, case: SchoolCase
) -> tuple[str, ...]:
    """Sentences for the reader; none where nothing else changes."""
    if chosen.act in MILESTONE_CODES:
        return tuple(_after_milestone(chosen, case))
    if chosen.act == ADVISER_CHECKED:
        return (_CHECKED,)
    said = (HINTS[chosen.act],) if chosen.act in HINTS else ()
    if chosen.act in (ADVISER_CANNOT_ANY, ADVISER_WITHDRAWS) and case.adviser:
        had = schools_of(run, ledger_view(run, record), permissions, case.adviser.adviser_id)
        return (*said, f"Schools they have: {'; '.join(f'{r.name} ({r.id}), {stands}' for r, stands in had)}.")
    return said


def _after_milestone(chosen: StepOption, case: SchoolCase) -> Iterator[str]:
    if chosen.act == DIAGNOSIS and chosen.outcome == REVIEW:
        yield from _left_to_adviser(case)
        return
    place = MILESTONE_CODES.index(chosen.act) + 1
    if place < len(MILESTONES):
        yield f"The milestone that follows is: {MILESTONES[place]}."


def _left_to_adviser(case: SchoolCase) -> Iterator[str]:
    """The match that is open goes no further, and what it takes is free again."""
    yield f"An adviser reviews its progress: no later proposal gives it {LEADER:a}, and no milestone follows."
    offer = case.current
    if offer is None:
        return
    who = f"{LEADER} {offer.pair.leader_id}"
    if offer.state.code in APPROVED_OR_LATER[1:]:
        yield capital(f"{who} is appointed already: that support goes on until it is stopped.")
        return
    yield capital(f"its match with {who} goes no further: nobody may agree to it, approve it or appoint any more.")
    yield f"{pounds(offer.pence)} would be free again."
