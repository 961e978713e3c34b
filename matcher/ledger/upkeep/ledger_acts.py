"""What people and the program record about a ledger itself: a loss, a second seal, a new beginning, a migration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.domain import Person
from matcher.errors import Fault, InputFaults
from matcher.ledger.checks.decision_checks import characters, too_long
from matcher.ledger.log.acts import ACCEPT_LOSS, ACCEPT_SEAL, NEW_LEDGER, REASON_AT_MOST
from matcher.ledger.log.chain import Line
from matcher.ledger.log.ledger_format import FORMAT
from matcher.ledger.log.record import Ledger
from matcher.ledger.log.store import Draft
from matcher.ledger.upkeep.losses import PrintedHead, loss_detail
from matcher.runs.published import PublishedRun


def migrate(ledger: Ledger) -> bool:
    """Bring an older ledger to this version's format, the older one kept. Returns whether it was older."""
    before = ledger.store.format_number()
    ledger.append(lambda _: ())
    return before != FORMAT


def accept_loss(
    ledger: Ledger, lost: Sequence[PrintedHead], decisions: Sequence[str], person: Person, reason: str
) -> int:
    """Record that a person goes on without lines that are lost; returns the new line's number."""
    body = ledger.body(ACCEPT_LOSS, person.id, person.role) | {"detail": loss_detail(lost, decisions)}
    return _by_person(ledger, body, person, reason)


def accept_seal(ledger: Ledger, run: PublishedRun, person: Person, reason: str) -> int:
    """Record that the answer in another folder of a run counts from now on; returns the new line's number.

    Raises InputFaults where the ledger does not know the run, or knows this very seal.
    """
    published = ledger.record().run(run.run)
    if published is None or not run.seal or published.seal == run.seal:
        message = "the ledger has no other seal of this run, so there is nothing to accept"
        raise InputFaults([Fault("RUN", None, "", run.run, message, "Decide about it as it is")])
    body = ledger.published_body(run) | {"act": ACCEPT_SEAL, "by": person.id, "role": person.role}
    body["detail"] = {**body["detail"], "instead_of": published.seal}
    return _by_person(ledger, body, person, reason)


def _by_person(ledger: Ledger, body: Mapping[str, Any], person: Person, reason: str) -> int:
    if not reason.strip() or characters(reason) > REASON_AT_MOST:
        message = "the reason is missing" if not reason.strip() else too_long(reason)
        raise InputFaults([Fault("--reason", None, "", "", message, "Write why, in a sentence")])

    def make(lines: tuple[Line, ...]) -> list[Draft]:
        return [Draft(body=body, who=(person.id, person.name), why=(f"line {len(lines) + 1}", reason.strip()))]

    return ledger.append(make)[0].seq


def begin_in_spite_of(ledger: Ledger, lost: Sequence[PrintedHead]) -> None:
    """The first line of a new ledger, where run folders know of an earlier one. Raises InputFaults where there are
    lines: those are not given up by beginning anew."""

    def make(lines: tuple[Line, ...]) -> list[Draft]:
        if lines:
            message = f"there is a ledger here, of {len(lines)} lines: a new one is begun only where there is none"
            todo = "Leave out --new-ledger; or move the ledger away, or name another file with --ledger"
            raise InputFaults([Fault("--new-ledger", None, "", "", message, todo)])
        return [Draft(body=ledger.body(NEW_LEDGER, "matcher", "program") | {"detail": loss_detail(lost)})]

    ledger.append(make)
