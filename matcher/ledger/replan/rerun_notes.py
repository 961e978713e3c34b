"""What a re-run has to say of the decisions it applied: kept, refused, paused, held, and what earlier terms hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from matcher.domain import Facts
from matcher.ledger.history.deployment_history import decided_matches, history_of, term_and_pair
from matcher.ledger.log.acts import FROZEN, REFUSED
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.replan.pins import pair_constraint_lines
from matcher.ledger.replan.yeses import Holds, yes_notes
from matcher.policy import Policy
from matcher.wording.messages import BodyRef, Count, Day, LeaderRef, Listed, Message, message

NOT_SAID = "and has not said until when"


def rerun_notes(
    facts: Facts,
    mine: tuple[MatchState, ...],
    frozen: tuple[MatchState, ...],
    record: Record,
    regional_record: Record,
    term: str,
) -> Iterator[Message]:
    if frozen:
        kept = Count(len(frozen), "match", "matches")
        yield message("Kept as people decided: {kept} of {term}, agreed, approved or running", kept=kept, term=term)
    refused = sum(m.state == REFUSED for m in mine)
    if refused:
        yield message("Not proposed again in {term}: {pairs}", term=term, pairs=Count(refused, "refused pair"))
    twice = sum(term_and_pair(d) in decided_matches(record) for d in facts.history)
    if twice:
        text = "Rows of the history register that are left out, since the ledger knows those matches itself: {rows}"
        yield message(text, rows=twice)
    region_of = {m.match.recipient: m.match.region for m in record.matches.values()}
    yield from pair_constraint_lines(regional_record, term, region_of)
    elsewhere = sum(m.state in FROZEN for m in record.of_term(term)) - len(frozen)
    if elsewhere:
        text = "Agreed this term in other regions, and holding their leaders' days: {matches}"
        yield message(text, matches=Count(elsewhere, "match", "matches"))
    earlier = sorted({d.term for d in history_of(record) if d.term != term})
    if earlier:
        yield message("From the ledger's earlier terms: {terms}", terms=Listed(tuple(earlier), last=", "))


def held_notes(yeses: tuple[MatchState, ...], held: Holds, facts: Facts, policy: Policy) -> Iterator[Message]:
    names = {r.id: r.name for r in facts.recipients} | {s.urn: s.name for s in facts.schools.values()}
    names |= {t.uid: t.name for t in facts.trusts.values()}
    return yes_notes(yeses, held.pins, policy, names)


def paused(frozen: tuple[MatchState, ...], record: Record, policy: Policy) -> Iterator[Message]:
    for match_state in frozen:
        m = match_state.match
        if record.is_paused(match_state, policy.as_at):
            until = record.away[m.leader]["detail"].get("until")
            yield message(
                "Paused: {who} and leader {leader}, {state}: the leader cannot, {when}",
                who=BodyRef(m.recipient, m.region),
                leader=LeaderRef(m.leader),
                state=match_state.state,
                when=message("until {day}", day=Day(date.fromisoformat(until))) if until else NOT_SAID,
            )
