"""The letter to a school or trust that is asked to wait: from its region's broker, once a director has approved it."""

from __future__ import annotations

from datetime import date

from matcher.identity.file_names import file_stem
from matcher.ledger.notify.letters import CONTACT
from matcher.ledger.wait_decisions.standing import APPROVED, Wait
from matcher.read.notification_data import read_notification_order
from matcher.read.programmes import title_of
from matcher.report.jinja import text_environment
from matcher.runs.opened import OpenedRun
from matcher.wording.wording import day as day_text
from matcher.year_ahead.wait_words import who_has_it


def wait_letters(waits: tuple[Wait, ...], run: OpenedRun, day: date, contact: str = CONTACT) -> dict[str, str]:
    """File name -> text, for each approved wait of which the school or trust has not been told. No person is named."""
    open_ = (w for w in waits if w.state == APPROVED and w.told is None and w.recipient in run.world.recipient_row)
    return {f"wait-{file_stem(w.recipient)}.txt": _letter(w, run, day, contact) for w in open_}


def _letter(wait: Wait, run: OpenedRun, day: date, contact: str) -> str:
    recipient = run.world.recipients[run.world.recipient_row[wait.recipient]]
    hold, until = run.holds.get(wait.recipient), wait.until
    assert until is not None  # it is approved
    template = text_environment("matcher.ledger").get_template("wait.txt.j2")
    return str(
        template.render(
            name=recipient.name,
            id=recipient.id,
            region=recipient.region,
            day=day_text(day),
            until=day_text(until),
            why=who_has_it(hold) if hold is not None else "those who are expected later need it more",
            programme=title_of(run.policy),
            signposts=read_notification_order(run.policy.programme).signposts,
            contact=contact,
            run=run.id,
        )
    )
