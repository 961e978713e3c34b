"""`matcher ledger …`: decisions, what follows from them, and the acts that the workbook has no column for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.commands.decisions.decide import explain_interrupt
from matcher.commands.decisions.held_back import say_held_back
from matcher.domain import Person
from matcher.errors import CheckFailed, Fault, InputFaults, raise_faults
from matcher.ledger import (
    ACT,
    Decision,
    Ledger,
    MatchState,
    NotRecorded,
    PersonNotFound,
    act_words,
    days_csv,
    history_csv,
    letters_of,
    mail_merge,
    next_offers,
    notices_of,
    offer_decision,
    open_ledger,
    person_called,
    share_lines,
    shares_csv,
)
from matcher.ledger.log.acts import FROZEN, OF_WAIT, PROPOSED, REFUSED, REPLACED, WITHDRAW
from matcher.ledger.log.case_steps import current_adviser
from matcher.ledger.log.store import ledger_of
from matcher.ledger.replan.offer_chains import chains_instead
from matcher.ledger.upkeep.opening import lost_lines
from matcher.read.for_letters.addresses import read_addresses
from matcher.read.parsing import cells
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.terms import LEADER, RECIPIENT, in_words
from matcher.wording.words import pounds


@contextmanager
def _opened(where: str, make: bool = False, beside: Path | None = None, check: bool = True) -> Iterator[Ledger]:
    """`check` False: the ledger is opened although runs beside it know of lines that it has lost."""
    ledger = open_ledger(where, make=make, beside=beside, check=check)
    try:
        yield ledger
    finally:
        ledger.close()


def day_of(text: str, option: str = "--on") -> date | None:
    """Parses a day; None where the text is empty. Raises InputFaults."""
    try:
        return cells.day(text)
    except Unreadable as problem:
        raise InputFaults([Fault(option, None, "", text, problem.message, problem.suggestion)]) from None


def verify(where: str, printed: str, say: Say) -> None:
    """Prints every integrity fault and raises CheckFailed; else prints that the ledger is intact."""
    with _opened(where, check=False) as ledger:
        integrity_faults = (*ledger.integrity_faults(printed), *lost_lines(where, ledger))
        for problem in integrity_faults:
            say(problem)
        if integrity_faults:
            raise CheckFailed
        for note in ledger.clock_notes():
            say(f"Note: {note}")
        text = "" if printed else " A cut end shows only against a head that was printed earlier: give it with --head."
        say(f"{len(ledger.lines())} lines are as they were sealed; head {ledger.head}.{text}")


def changes(where: str, out: Path | None, say: Say) -> None:
    """Prints the table of what people changed, or writes it as CSV."""
    with _opened(where) as ledger:
        record = ledger.record()
    if out is None:
        for line in share_lines(record):
            say(line)
    else:
        out.write_text(shares_csv(record), encoding="utf-8")
        say(f"Table: {out}")


def history(where: str, out: Path | None, days: bool, say: Say) -> None:
    """The register of earlier deployments for the next term; or days agreed, claimed and paid."""
    with _opened(where) as ledger:
        text = days_csv(ledger.record()) if days else history_csv(ledger.record())
    if out is None:
        for row in text.splitlines():
            say(row)
    else:
        out.write_text(text, encoding="utf-8")
        say(f"{len(text.splitlines()) - 1} rows in {out}")


def erase(where: str, about: str, run: Path, by: str, reason: str, say: Say) -> None:
    person = person_of(open_run(run, store=kept_files()), by)
    with _opened(where) as ledger:
        count = ledger.erase(about, person.id, person.role, reason)
        if not count:
            raise InputFaults(
                [Fault("ABOUT", None, "", about, "nothing is kept about this", "Write P012, or 'line 12'")]
            )
        for warning in ledger.warnings:
            say(warning)
        say(f"Erased: {count}. The chain still verifies; head {ledger.head}")


def person_of(run: OpenedRun, by: str) -> Person:
    """The person of the run's register who is named so. Raises InputFaults."""
    try:
        return person_called(by, run.facts.people)
    except PersonNotFound as unknown:
        raise InputFaults([Fault("--by", None, "", "", unknown.what, unknown.todo)]) from None


def act(
    run: Path,
    where: str | None,
    name: str,
    fields: dict[str, str],
    detail: dict[str, Any],
    say: Say,
    accept_dates: bool = False,
) -> None:
    """Record one act of one person; with `accept_dates` also on a day that contradicts the record."""
    if name not in ACT or name == "offer-reserve":
        names = [a for a in ACT if a != "offer-reserve"]
        raise InputFaults([Fault("ACT", None, "", name, "is no act", did_you_mean(name, names))])
    opened = open_run(run, store=kept_files())
    with _opened(ledger_of(run, where), make=True, beside=run.absolute().parent) as ledger:
        seen = len(ledger.lines())
        decision = Decision(
            act=name,
            on=day_of(fields["on"]) or ledger.today(),
            by=fields["by"],
            reason=fields["reason"],
            recipient=fields["recipient"],
            leader="" if name in OF_WAIT else fields["leader"] or _leader_of(ledger, opened, fields["recipient"], name),
            run=opened.id,
            detail=detail,
            dates_accepted=accept_dates,
            seen=seen,
        )
        record(ledger, [decision], opened, say)


def _argument(column: str) -> str:
    """The argument of the command that a column of the workbook is: what is decided is the act itself."""
    return {"decision": "ACT", "run": "RUN"}.get(column, f"--{column}")


def record(ledger: Ledger, decisions: list[Decision], run: OpenedRun, say: Say) -> None:
    try:
        with explain_interrupt():
            results = ledger.decide(decisions, run)
    except NotRecorded as refused:
        against = [a.objection for a in refused.results if a.objection]
        faults = [Fault(_argument(x.column), None, "", "", x.message, x.suggestion) for x in against]
        raise InputFaults(faults) from None
    for one in results:
        done = f"recorded already (line {one.already})" if one.already else f"recorded as line {one.line}"
        say(f"{act_words(one.decision.act)}: {done}")
        if one.note:
            say(f"Note: {one.note}")
    for warning in ledger.warnings:
        say(warning)
    say(f"The head of the ledger is now {ledger.head}")


def _leader_of(ledger: Ledger, run: OpenedRun, recipient: str, act: str) -> str:
    """The leader of the recipient's open match, else of the one refused last, where only the recipient was named; of
    what stands about it, where that is withdrawn; its adviser, in an act about that one. Nobody for a milestone."""
    record = ledger.record_with(run)
    if ACT[act].about != "match":
        of_adviser = ACT[act].about == "adviser"
        return (current_adviser(record.advisers.values(), recipient) if of_adviser else "") if recipient else ""
    if act == WITHDRAW:
        leaders = [b["leader"] for b in record.in_force(run.term) if b["recipient"] == recipient]
    else:
        matches = [m for m in record.of_term(run.term) if m.match.recipient == recipient]
        refused = sorted((m for m in matches if m.state == REFUSED), key=lambda m: m.last["seq"] if m.last else 0)
        open_ = [m for m in matches if m.state not in (REFUSED, REPLACED)]
        leaders = [
            m.match.leader for m in open_ or refused[-1:]
        ]  # the decision checks report what was decided meanwhile
    return leaders[0] if len(leaders) == 1 else ""


def _open_matches(ledger: Ledger, run: OpenedRun) -> list[MatchState]:
    """Every match of the term that is open or agreed, and whose pair this run knows."""
    world = run.world
    open_matches = [m for m in ledger.record_with(run).of_term(run.term) if m.state in (PROPOSED, *FROZEN)]
    return [m for m in open_matches if m.match.recipient in world.recipient_row and m.match.leader in world.leader_row]


def offers(run: Path, where: str | None, by: str, reason: str, on: str, recipient: str, say: Say) -> None:
    """Who may be offered next after each refusal; with a recipient and a reason, the offer is recorded."""
    opened = open_run(run, store=kept_files())
    with _opened(ledger_of(run, where), make=True, beside=run.absolute().parent) as ledger:
        day = day_of(on) or ledger.today()
        offers_waiting = [
            o
            for o in next_offers(opened, ledger.record_with(opened), day)
            if recipient in ("", o.after.match.recipient)
        ]
        for offer in offers_waiting:
            _say_offer(offer, say)
            for chain in chains_instead(offer, opened, ledger.record_with(opened), day):
                say(f"  through another match: {chain.said}")
        if not offers_waiting:
            say(f"No {RECIPIENT} is waiting for a reserve.")
        ready = [o for o in offers_waiting if o.match is not None]
        if recipient and reason and ready:
            record(ledger, [offer_decision(ready[0], opened, by, day, reason)], opened, say)


def _say_offer(offer: Any, say: Say) -> None:
    after = offer.after.match
    say(f"{after.recipient}, after {LEADER} {after.leader} ({act_words(offer.after.refusal)}):")
    for leader, why in offer.passed:
        say(f"  passed over: {leader}: {why}")
    if offer.match is None:
        say("  no reserve is left: propose again with --ledger; to take a chain, fix both its pairs first (act pin)")
        return
    shared = f"; also a reserve for {', '.join(offer.shared_with)}" if offer.shared_with else ""
    say(f"  next: {LEADER} {offer.match.leader}, {offer.match.days} days, {pounds(offer.match.pence, True)}{shared}")


def tell(run: Path, where: str | None, on: str, say: Say) -> None:
    """Prints who is to be notified of each open match, in order and with days."""
    opened = open_run(run, store=kept_files())
    with _opened(ledger_of(run, where), make=True, beside=run.absolute().parent) as ledger:
        start = day_of(on) or ledger.today()
        for match_state in _open_matches(ledger, opened):
            say(f"{match_state.match.recipient} and {LEADER} {match_state.match.leader} ({match_state.state}):")
            for n in notices_of(match_state, opened, start):
                done = f" (told on {n.notified_on})" if n.notified_on else ""
                name = f"the {LEADER}" if n.whom == "leader" else n.name or f"TO FILL IN: {n.gap}"
                gap = f" [{n.gap}]" if n.gap and n.name else ""
                when = n.on or "(no school calendar covers the day)"
                late = f" ({n.why}. {n.late})" if n.late else ""
                say(f"  {n.step}. {when}  {in_words(n.whom)}: {name}{gap}{done}{late}")


def new_folder(out: Path) -> None:
    """Makes the folder. Raises InputFaults where there is one that is not empty."""
    if out.exists() and any(out.iterdir()):
        raise_faults([Fault(str(out), None, "", "", "the folder exists and is not empty", "Name a new folder")])
    out.mkdir(parents=True, exist_ok=True)


def letters(
    run: Path,
    where: str | None,
    out: Path,
    on: str,
    contact: str,
    drafts: bool,
    addresses: Sequence[Path],
    say: Say,
) -> None:
    """A folder of letters that may be sent now, and the mail merge; with `drafts` also those that are held back.

    Raises InputFaults where the folder is not empty.
    """
    book = read_addresses(addresses)
    opened = open_run(run, store=kept_files())
    with _opened(ledger_of(run, where), make=True, beside=run.absolute().parent) as ledger:
        start = day_of(on) or ledger.today()
        more: dict[str, Any] = {"contact": contact} if contact else {}
        open_matches, known = _open_matches(ledger, opened), ledger.record_with(opened)
        all_letters = [
            letter
            for match_state in open_matches
            for letter in letters_of(match_state, opened, known, start, **more, book=book)
        ]
    ready = [letter for letter in all_letters if not letter.held_back]
    new_folder(out)
    for letter in all_letters if drafts else ready:
        (out / letter.file).write_text(letter.text, encoding="utf-8")
    (out / "mail-merge.csv").write_text(mail_merge(ready), encoding="utf-8-sig", newline="")
    gaps = sum(bool(letter.notice.gap) for letter in ready)
    say(f"{len(ready)} letters and mail-merge.csv in {out}; {gaps} have a gap to fill. They hold names.")
    say_held_back(open_matches, all_letters, say)
