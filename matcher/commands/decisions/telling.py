"""`matcher ledger tell-of-support`: who is told that support will be offered, one letter each, recorded in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.commands.decisions.ledger import day_of, new_folder, record
from matcher.ledger import Record, open_ledger
from matcher.ledger.log.store import ledger_of
from matcher.ledger.notify.telling import SupportNotice, asked_earlier, not_told, support_notices, telling_decision
from matcher.ledger.notify.telling_letters import support_letter
from matcher.read.for_letters.addresses import AddressBook, read_addresses
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.words import count


def tell_of_support(
    run: Path,
    where: str | None,
    whom: str,
    name: str,
    fields: dict[str, str],
    out_of_order: bool,
    out: Path | None,
    addresses: Sequence[Path],
    say: Say,
) -> None:
    """Prints who is told, in order; writes the letters where `out` is given.

    With a person and a reason it is recorded of those named, or of everybody whose turn it is on that day and whose
    name is known.
    """
    book = read_addresses(addresses)
    opened = open_run(run, store=kept_files())
    ledger = open_ledger(ledger_of(run, where), beside=run.absolute().parent)
    try:
        day = day_of(fields["on"]) or ledger.today()
        known = ledger.record_with(opened)
        notices = support_notices(opened, known)
        wanted = [n for n in notices if n.open and whom in ("", n.whom) and name in ("", n.name)]
        due = [n for n in wanted if whom or not _before(n, opened, known, day)]
        for notice in notices:
            _say_notice(notice, opened, known, day, say)
        for early in asked_earlier(opened, known):
            say(f"{early.recipient} was asked before the {' and the '.join(early.before)} (line {early.line['seq']})")
        if out is not None:
            _write(out, due, opened, known, day, book, say)
        if fields["by"] and fields["reason"]:
            known_bodies = [n for n in due if n.name or whom]  # in bulk nobody is told whose name is still to be found
            decisions = [
                telling_decision(n, opened, fields["by"], day, fields["reason"], out_of_order) for n in known_bodies
            ]
            record(ledger, decisions, opened, say)
            _say_left(len(due) - len(known_bodies), say)
    finally:
        ledger.close()


def _say_left(number: int, say: Say) -> None:
    if number:
        say(
            f"Not recorded of {count(number, 'body', 'bodies')} whose name is to be found out first (TO FILL IN above);"
            " with --whom it is recorded all the same"
        )


def _before(notice: SupportNotice, run: OpenedRun, record: Record, day: date) -> tuple[str, ...]:
    """Who must be told before this body, of any of its schools and trusts."""
    earlier = (name for id in notice.open for name in not_told(run, record, id, notice.step, day))
    return tuple(dict.fromkeys(earlier))


def _say_notice(notice: SupportNotice, run: OpenedRun, record: Record, day: date, say: Say) -> None:
    about = count(len(notice.recipients), f"{RECIPIENT}", f"{RECIPIENT:s}")
    to = notice.name or f"TO FILL IN: {notice.gap}"
    before = _before(notice, run, record, day)
    state = "told" if not notice.open else f"waits for the {' and the '.join(before)}" if before else "to be told"
    say(f"{notice.step}. {notice.whom}: {to}, about {about}: {state}")


def _write(
    out: Path, notices: list[SupportNotice], run: OpenedRun, record: Record, day: date, book: AddressBook, say: Say
) -> None:
    new_folder(out)
    for place, notice in enumerate(notices, 1):
        (out / f"{notice.step}-{notice.whom}-{place}.txt").write_text(
            support_letter(notice, run, record, day, book=book), encoding="utf-8"
        )
    say(f"{count(len(notices), 'letter')} in {out}: no {LEADER} is named in them.")
