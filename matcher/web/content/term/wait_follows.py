"""What would follow from a decision about a wait, in sentences: shown before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.why.refused_wait import if_refused
from matcher.ledger import Decision
from matcher.ledger.log.acts import APPROVE_WAIT, REFUSE_WAIT
from matcher.ledger.wait_decisions.standing import Wait, until_when
from matcher.runs.opened import OpenedRun
from matcher.web.project import ReviewRun
from matcher.web.redaction import all_seen
from matcher.web.reviewer import Permissions
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day
from matcher.wording.words import capital, count


def would_follow(
    wanted: Decision, waits: tuple[Wait, ...], run: ReviewRun, permissions: Permissions
) -> tuple[str, ...]:
    """Sentences for the reader. `waits` are those that the reader sees."""
    wait = next(w for w in waits if w.recipient == wanted.recipient)
    if wanted.act == APPROVE_WAIT:
        return (*_approved(wanted, run.opened), _then(wait, waits))
    if wanted.act == REFUSE_WAIT:
        return (*_refused(wait, run, permissions), _then(wait, waits))
    return ("It stands that it knows of its wait. Nothing else changes.",)


def _approved(wanted: Decision, run: OpenedRun) -> Iterator[str]:
    until = until_when(run.term, wanted.on, wanted.detail.get("until"))
    yield f"No new proposal of this term gives it {LEADER:a} until {day(until)}, unless somebody fixes the pair."
    yield f"The region's broker is asked to tell it so. The letter names no {LEADER}."


def _refused(wait: Wait, run: ReviewRun, permissions: Permissions) -> Iterator[str]:
    yield "This proposal stays as it is. The next one of the programme year does not ask it to wait."
    if wait.recipient in run.opened.holds:
        _, then = if_refused(run.finished, run.opened.world.recipient_row[wait.recipient])
        yield from all_seen(permissions, then)
    yield capital(f"the next proposal weighs the year anew: it may ask another {RECIPIENT} to wait instead.")


def _then(wait: Wait, waits: tuple[Wait, ...]) -> str:
    """How far the region's proposal is from final once this is decided."""
    left = sum(w.to_decide and w.region == wait.region and w.recipient != wait.recipient for w in waits)
    if not left:
        return f"Every wait of {wait.region} is then decided: matches there can be approved."
    waiting = count(left, "wait of", "waits of")
    return f"{waiting} {wait.region} will still have to be decided before any match there can be approved."
