"""`matcher ledger …`: what people decided, what follows from it, and the acts that the workbook has no room for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from matcher.commands.decide import ledger_of, told_if_interrupted
from matcher.commands.inputs import Say
from matcher.errors import CheckSaidNo, Fault, InputFaults, collect
from matcher.ledger import (
    ACT,
    Decision,
    Ledger,
    Letter,
    MatchState,
    NotKnown,
    NotRecorded,
    OpenedRun,
    act_words,
    days_csv,
    history_csv,
    letters_of,
    mail_merge,
    next_offers,
    offer_decision,
    open_ledger,
    open_run,
    person_called,
    shares_csv,
    shares_told,
    who_is_told,
)
from matcher.ledger.acts import FROZEN, PROPOSED, REFUSED, REPLACED, WITHDRAW
from matcher.ledger.telling import may_be_written_about
from matcher.read import cells
from matcher.read.unreadable import Unreadable
from matcher.words import count


@contextmanager
def _opened(where: str, make: bool = False) -> Iterator[Ledger]:
    kept = open_ledger(where, make=make)
    try:
        yield kept
    finally:
        kept.close()


def day_of(text: str, option: str = "--on") -> date | None:
    """The day that was written; None where none was."""
    try:
        return cells.day(text)
    except Unreadable as problem:
        raise InputFaults([Fault(option, None, "", text, problem.message, problem.suggestion)]) from None


def show(where: str, recipient: str, say: Say) -> None:
    """Every line, or those of one school or trust; then the head hash, to be printed on reports."""
    with _opened(where) as kept:
        words = kept.words()
        for line in kept.lines():
            body = line.body
            if not recipient or body["recipient"] == recipient:
                about = " ".join(filter(None, (body["term"], body["recipient"], body["leader"])))
                reason = words.get(body["why"], "(erased)") if body["why"] else ""
                said = (
                    f"{line.seq:>5}  {body['on']}  {act_words(body['act'])}  {about}  by {body['by']} ({body['role']})"
                )
                say(said + (f": {reason}" if reason else ""))
        record = kept.record()
        for held in record.matches.values():
            if not recipient or held.match.recipient == recipient:
                refusal = f" ({act_words(held.refusal)})" if held.refusal else ""
                say(f"{held.term} {held.match.recipient} and leader {held.match.leader}: {held.state}{refusal}")
        for body in (b for term in sorted({r.term for r in record.runs}) for b in record.standing(term)):
            if recipient in ("", body["recipient"]):
                pair = f"{body['term']} {body['recipient']} and leader {body['leader']}"
                say(f"{pair}: {act_words(body['act'])} (line {body['seq']})")
        say(f"{len(kept.lines())} lines; head {kept.head}")


def verify(where: str, printed: str, say: Say) -> None:
    """Says what is not as it was sealed and raises CheckSaidNo; else says that the ledger is whole."""
    with _opened(where) as kept:
        broken = kept.broken(printed)
        for problem in broken:
            say(problem)
        if broken:
            raise CheckSaidNo
        said = "" if printed else " A cut end shows only against a head that was printed earlier: give it with --head."
        say(f"{len(kept.lines())} lines are as they were sealed; head {kept.head}.{said}")


def changes(where: str, out: Path | None, say: Say) -> None:
    """The standing table of what people changed, as lines or as CSV."""
    with _opened(where) as kept:
        record = kept.record()
    if out is None:
        for line in shares_told(record):
            say(line)
    else:
        out.write_text(shares_csv(record), encoding="utf-8")
        say(f"Table: {out}")


def history(where: str, out: Path | None, days: bool, say: Say) -> None:
    """The register of earlier deployments for the next term; or days agreed, claimed and paid."""
    with _opened(where) as kept:
        text = days_csv(kept.record()) if days else history_csv(kept.record())
    if out is None:
        for row in text.splitlines():
            say(row)
    else:
        out.write_text(text, encoding="utf-8")
        say(f"{len(text.splitlines()) - 1} rows in {out}")


def erase(where: str, about: str, run: Path, by: str, reason: str, say: Say) -> None:
    opened = open_run(run)
    try:
        person = person_called(by, opened.facts.people)
    except NotKnown as unknown:
        raise InputFaults([Fault("--by", None, "", "", unknown.what, unknown.todo)]) from None
    with _opened(where) as kept:
        count = kept.erase(about, person.id, person.role, reason)
        if not count:
            raise InputFaults(
                [Fault("ABOUT", None, "", about, "nothing is kept about this", "Write P012, or 'line 12'")]
            )
        say(f"Erased: {count}. The chain still verifies; head {kept.head}")


def act(run: Path, where: str | None, name: str, given: dict[str, str], detail: dict[str, Any], say: Say) -> None:
    """Record one act of one person."""
    if name not in ACT or name == "offer-reserve":
        names = [a for a in ACT if a != "offer-reserve"]
        raise InputFaults([Fault("ACT", None, "", name, "is no act", cells.did_you_mean(name, names))])
    opened = open_run(run)
    with _opened(ledger_of(run, where), make=True) as kept:
        decision = Decision(
            act=name,
            on=day_of(given["on"]) or kept.today(),
            by=given["by"],
            reason=given["reason"],
            recipient=given["recipient"],
            leader=given["leader"] or _leader_of(kept, opened, given["recipient"], name),
            run=opened.id,
            detail=detail,
        )
        record(kept, [decision], opened, say)


def record(kept: Ledger, decisions: list[Decision], run: OpenedRun, say: Say) -> None:
    try:
        with told_if_interrupted():
            asked = kept.decide(decisions, run)
    except NotRecorded as refused:
        against = [a.objection for a in refused.asked if a.objection]
        faults = [Fault("--" + x.column, None, "", "", x.message, x.suggestion) for x in against]
        raise InputFaults(faults) from None
    for one in asked:
        done = f"recorded already (line {one.already})" if one.already else f"recorded as line {one.line}"
        say(f"{act_words(one.decision.act)}: {done}")
    say(f"The head of the ledger is now {kept.head}")


def _leader_of(kept: Ledger, run: OpenedRun, recipient: str, act: str) -> str:
    """The leader of the recipient's open match, else of the one refused last, where only the recipient was named; of
    what stands about it, where that is withdrawn."""
    record = kept.record_with(run)
    if act == WITHDRAW:
        leaders = [b["leader"] for b in record.standing(run.term) if b["recipient"] == recipient]
    else:
        mine = [m for m in record.of_term(run.term) if m.match.recipient == recipient]
        refused = sorted((m for m in mine if m.state == REFUSED), key=lambda m: m.last["seq"] if m.last else 0)
        open_ = [m for m in mine if m.state not in (REFUSED, REPLACED)]
        leaders = [m.match.leader for m in open_ or refused[-1:]]  # the court says what was decided meanwhile
    return leaders[0] if len(leaders) == 1 else ""


def _live(kept: Ledger, run: OpenedRun) -> list[MatchState]:
    """Every match of the term that is open or agreed, and whose pair this run knows."""
    world, live = run.world, [m for m in kept.record_with(run).of_term(run.term) if m.state in (PROPOSED, *FROZEN)]
    return [m for m in live if m.match.recipient in world.recipient_row and m.match.leader in world.leader_row]


def offers(run: Path, where: str | None, by: str, reason: str, on: str, recipient: str, say: Say) -> None:
    """Who may be offered next after each refusal; with a recipient and a reason, the offer is recorded."""
    opened = open_run(run)
    with _opened(ledger_of(run, where), make=True) as kept:
        day = day_of(on) or kept.today()
        found = [
            o for o in next_offers(opened, kept.record_with(opened), day) if recipient in ("", o.after.match.recipient)
        ]
        for offer in found:
            _say_offer(offer, say)
        if not found:
            say("No school or trust is waiting for a reserve.")
        ready = [o for o in found if o.match is not None]
        if recipient and reason and ready:
            record(kept, [offer_decision(ready[0], opened, by, day, reason)], opened, say)


def _say_offer(offer: Any, say: Say) -> None:
    after = offer.after.match
    say(f"{after.recipient}, after leader {after.leader} ({act_words(offer.after.refusal)}):")
    for leader, why in offer.passed:
        say(f"  passed over: {leader}: {why}")
    if offer.match is None:
        say("  no reserve is left: propose again with --ledger")
        return
    shared = f"; also a reserve for {', '.join(offer.shared_with)}" if offer.shared_with else ""
    say(f"  next: leader {offer.match.leader}, {offer.match.days} days, £{offer.match.pence / 100:,.2f}{shared}")


def tell(run: Path, where: str | None, on: str, say: Say) -> None:
    """Who is to be told of each open match, in order and with days."""
    opened = open_run(run)
    with _opened(ledger_of(run, where), make=True) as kept:
        start = day_of(on) or kept.today()
        for held in _live(kept, opened):
            say(f"{held.match.recipient} and leader {held.match.leader} ({held.state}):")
            for n in who_is_told(held, opened, start):
                done = f" (told on {n.told_on})" if n.told_on else ""
                name = "the leader" if n.whom == "leader" else n.name or f"TO FILL IN: {n.gap}"
                gap = f" [{n.gap}]" if n.gap and n.name else ""
                say(f"  {n.step}. {n.on}  {n.whom}: {name}{gap}{done}")


def letters(run: Path, where: str | None, out: Path, on: str, contact: str, drafts: bool, say: Say) -> None:
    """A folder of letters that may be sent now, and the mail merge; with `drafts` also those that are held back.

    Raises InputFaults where the folder is not empty.
    """
    if out.exists() and any(out.iterdir()):
        collect([Fault(str(out), None, "", "", "the folder exists and is not empty", "Name a new folder")])
    opened = open_run(run)
    with _opened(ledger_of(run, where), make=True) as kept:
        start = day_of(on) or kept.today()
        more = {"contact": contact} if contact else {}
        live = _live(kept, opened)
        found = [letter for held in live for letter in letters_of(held, opened, start, **more)]
    ready = [letter for letter in found if not letter.held_back]
    out.mkdir(parents=True, exist_ok=True)
    for letter in found if drafts else ready:
        (out / letter.file).write_text(letter.text, encoding="utf-8")
    (out / "mail-merge.csv").write_text(mail_merge(ready, opened), encoding="utf-8-sig", newline="")
    gaps = sum(bool(letter.notice.gap) for letter in ready)
    say(f"{len(ready)} letters and mail-merge.csv in {out}; {gaps} have a gap to fill. They hold names.")
    _say_held_back(live, found, say)


def _say_held_back(live: list[MatchState], found: list[Letter], say: Say) -> None:
    untold = {held.match.recipient for held in live if not may_be_written_about(held)}
    for letter in found:
        n = letter.notice
        if letter.held_back and not n.told_on and n.recipient not in untold:
            say(f"  waits: the {n.whom}'s letter about {n.recipient}: {letter.held_back}")
    if untold:
        many = count(len(untold), "match that is", "matches that are")
        say(f"  nobody is written to about {many} only proposed; once the first is told, the next letter is ready")
