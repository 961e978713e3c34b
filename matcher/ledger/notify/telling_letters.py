"""The letter of part one: support will be offered to these schools and trusts; no leader is named."""

from __future__ import annotations

from datetime import date

from matcher.case.notice_recipients import notice_recipients
from matcher.domain import Recipient
from matcher.ledger.log.states import Record
from matcher.ledger.notify.addressees import address_of, block
from matcher.ledger.notify.how_far import asked_day
from matcher.ledger.notify.letters import CONTACT, GAP
from matcher.ledger.notify.telling import SupportNotice
from matcher.read.for_letters.addresses import NO_ADDRESSES, AddressBook
from matcher.read.programmes import title_of
from matcher.report.jinja import text_environment
from matcher.rules.pairs.pair_sets import date_text
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import in_words


def support_letter(
    notice: SupportNotice,
    run: OpenedRun,
    record: Record,
    day: date,
    contact: str = CONTACT,
    book: AddressBook = NO_ADDRESSES,
) -> str:
    """One letter for all schools and trusts of which the body has not been told. It holds no person's name.

    Those that were asked before the body was told, by the record, stand apart: of them it is not told first.
    """
    world = run.world
    recipients = [world.recipients[world.recipient_row[id]] for id in notice.open]
    one = recipients[0]
    asked = {r.id: asked_on for r in recipients if (asked_on := asked_day(record, run.term, r.id))}
    address = address_of(notice.whom, one.kind, one.id, run.facts, book) if notice.name else None
    return str(
        text_environment("matcher.ledger")
        .get_template("support.txt.j2")
        .render(
            to=block(notice.name or f"[{GAP}: {notice.gap}]", notice.whom, address, book),
            day=date_text(day),
            why=in_words(_why(notice, one, run)),
            programme=title_of(run.policy),
            recipients=[f"{r.name} ({r.id})" for r in recipients if r.id not in asked],
            asked=[
                f"{r.name} ({r.id}), on {date_text(date.fromisoformat(asked[r.id]))}"
                for r in recipients
                if r.id in asked
            ],
            contact=contact,
            voluntary=run.rulebook.voluntary,
            run=run.id,
        )
    )


def _why(notice: SupportNotice, recipient: Recipient, run: OpenedRun) -> str:
    """Why the body is told of support for this recipient, by the programme's order of telling."""
    return next(
        n.step.why
        for n in notice_recipients(recipient, run.facts, run.policy)
        if (n.step.who, n.name) == (notice.whom, notice.name)
    )
