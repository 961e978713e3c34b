"""What would follow from a decision about a wait, in sentences: shown before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.ledger import Decision
from matcher.ledger.log.acts import APPROVE_WAIT, REFUSE_WAIT
from matcher.ledger.wait_decisions.standing import Wait, until_when
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day
from matcher.wording.words import capital, count
from matcher.year_ahead.words import exchange


def would_follow(wanted: Decision, waits: tuple[Wait, ...], run: OpenedRun) -> tuple[str, ...]:
    """Sentences for the reader. `waits` are those that the reader sees."""
    wait = next(w for w in waits if w.recipient == wanted.recipient)
    if wanted.act == APPROVE_WAIT:
        return (*_approved(wanted, run), _then(wait, waits))
    if wanted.act == REFUSE_WAIT:
        return (*_refused(wait, run), _then(wait, waits))
    return ("It stands that it knows of its wait. Nothing else changes.",)


def _approved(wanted: Decision, run: OpenedRun) -> Iterator[str]:
    until = until_when(run.term, wanted.on, wanted.detail.get("until"))
    yield f"No new proposal of this term gives it {LEADER:a} until {day(until)}, unless somebody fixes the pair."
    yield f"The region's broker is asked to tell it so. The letter names no {LEADER}."


def _refused(wait: Wait, run: OpenedRun) -> Iterator[str]:
    yield "This proposal stays as it is. The next one of the programme year does not ask it to wait."
    yield capital(f"another {RECIPIENT} may then be asked to wait in its place, or go without {LEADER:a} later.")
    hold = run.holds.get(wait.recipient)
    if hold is not None and hold.futures:
        yield f"{capital(exchange(hold))}."


def _then(wait: Wait, waits: tuple[Wait, ...]) -> str:
    """How far the region's proposal is from final once this is decided."""
    left = sum(w.to_decide and w.region == wait.region and w.recipient != wait.recipient for w in waits)
    if not left:
        return f"Every wait of {wait.region} is then decided: matches there can be approved."
    waiting = count(left, "wait of", "waits of")
    return f"{waiting} {wait.region} will still have to be decided before any match there can be approved."
