"""`matcher ledger show`: the lines of the ledger, of one school or trust or of all, and where each match stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from matcher.case.ledger_view import is_about
from matcher.commands.console import Say
from matcher.ledger import Ledger, act_words, open_ledger
from matcher.ledger.history.advised_words import advised_lines
from matcher.ledger.history.case_view import state_words
from matcher.ledger.log.acts import TELL_OF_SUPPORT
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.upkeep.opening import lost_lines
from matcher.wording.terms import LEADER


def show(where: str, recipient: str, say: Say) -> None:
    """Prints every line, or those about one school or trust; then where its matches stand, and the head hash."""
    with closing(open_ledger(where, make=False, check=False)) as ledger:
        for line in _lines(ledger, recipient):
            say(line)
        for note in (*ledger.clock_notes(), *lost_lines(where, ledger)):
            say(f"Note: {note}")
        for line in _standing(ledger, recipient):
            say(line)
        say(f"{len(ledger.lines())} lines; head {ledger.head}")


def _lines(ledger: Ledger, recipient: str) -> Iterator[str]:
    words = ledger.words()
    for line in ledger.lines():
        body = line.body
        if not recipient or is_about(body, recipient):
            reason = words.get(body["why"], "(erased)") if body["why"] else ""
            text = f"{line.seq:>5}  {body['on']}  {act_words(body['act'])}  {_about(body)}"
            yield f"{text}  by {body['by']} ({body['role']})" + (f": {reason}" if reason else "")


def _about(body: LineBody) -> str:
    """The term and the ids; of a body that was told of support, who it is and of whom it was told."""
    told = body["detail"] if body["act"] == TELL_OF_SUPPORT else {}
    of = f"of {', '.join(told['recipients'])}" if told else ""
    return " ".join(
        filter(None, (body["term"], body["recipient"], body["leader"], told.get("whom"), told.get("name"), of))
    )


def _standing(ledger: Ledger, recipient: str) -> Iterator[str]:
    record = ledger.record()
    for match_state in record.matches.values():
        if not recipient or match_state.match.recipient == recipient:
            pair = f"{match_state.term} {match_state.match.recipient} and {LEADER} {match_state.match.leader}"
            yield f"{pair}: {state_words(record, match_state, ledger.today())}"
    yield from advised_lines(record, recipient, ledger.today())
    for body in (b for term in sorted({r.term for r in record.runs}) for b in record.in_force(term)):
        if recipient in ("", body["recipient"]):
            pair = f"{body['term']} {body['recipient']} and {LEADER} {body['leader']}"
            yield f"{pair}: {act_words(body['act'])} (line {body['seq']})"
