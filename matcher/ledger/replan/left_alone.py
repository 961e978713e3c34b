"""Who is left alone for the rest of the programme year: schools that want no support, and pairs that were refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from matcher.domain import Facts
from matcher.ledger.log.acts import CANNOT_ANY, REFUSED, act_words
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import MatchState, Record
from matcher.policy import ANY, Pinned, Policy
from matcher.runs.published import term_of
from matcher.wording.messages import Day, LeaderRef, Message, message
from matcher.wording.wording import day
from matcher.wording.wording import term as term_words
from matcher.world import term_day

NO_SUPPORT = "school-wants-no-support"


def left_alone(record: Record, facts: Facts, policy: Policy) -> Iterator[Pinned]:
    """Forbids from the other terms of the programme year, until a person reopens each or it is judged again."""
    for match_state in record.matches.values():
        if match_state.term == term_of(policy) or not _of_this_year(match_state, policy):
            continue
        last = match_state.last
        if match_state.state != REFUSED or last is None or match_state.refusal == CANNOT_ANY:
            continue
        since = date.fromisoformat(last["on"])
        if record.was_reopened(match_state) or judged_since(match_state.match.recipient, since, facts, policy):
            continue
        leader = ANY if match_state.refusal == NO_SUPPORT else match_state.match.leader
        if leader != ANY and can_again(last, policy):
            continue
        reason = refusal_in_words(match_state.refusal, last, f", in {term_words(match_state.term)}")
        yield Pinned(recipient_id=match_state.match.recipient, leader_id=leader, reason=reason, source="ledger")


def refusal_in_words(refusal: str, body: LineBody, term: str = "") -> str:
    """`leader cannot (this school), 17 January 2023, until 10 February 2023 (line 32 of the ledger)`."""
    until = body["detail"].get("until")
    said = f"{act_words(refusal)}, {day(body['on'])}{f', until {day(until)}' if until else ''}"
    return f"{said}{term} (line {body['seq']} of the ledger)"


def can_again(body: LineBody, policy: Policy) -> bool:
    """Whether the day has passed until which a leader said that they cannot support this school."""
    until = body["detail"].get("until")
    return until is not None and policy.as_at.isoformat() > until


def returned(record: Record, plan: Mapping[str, str], policy: Policy) -> dict[str, Message]:
    """By recipient, for each pair of the plan (recipient id -> leader id) that had ended because the leader could not:
    that they can again, and until when they could not."""
    ended = {
        (m.match.recipient, m.match.leader): m.last
        for m in record.matches.values()
        if m.state == REFUSED and m.last is not None and (m.refusal == CANNOT_ANY or can_again(m.last, policy))
    }
    pairs = ((recipient, leader, ended.get((recipient, leader))) for recipient, leader in plan.items())
    return {recipient: _again(leader, body, policy) for recipient, leader, body in pairs if body is not None}


def _again(leader: str, body: LineBody, policy: Policy) -> Message:
    until = body["detail"].get("until")
    if until is None or not can_again(body, policy):  # somebody wrote since that they can
        return message("Leader {leader}, who could not, can again.", leader=LeaderRef(leader))
    text = "Leader {leader}, who could not until {until}, can again."
    return message(text, leader=LeaderRef(leader), until=Day(date.fromisoformat(until)))


def _of_this_year(match_state: MatchState, policy: Policy) -> bool:
    return policy.year_from <= term_day(match_state.term) <= policy.year_to


def judged_since(recipient: str, since: date, facts: Facts, policy: Policy) -> bool:
    """Whether a judgement of the school, or of a school of the trust, has been published since that day."""
    urns = {recipient} | {m.urn for m in facts.memberships if m.trust_uid == recipient}
    urns |= {s.old_urn for s in facts.successions if s.new_urn in urns}
    days = (j.published or j.started for j in facts.judgements if j.urn in urns)
    return any(day is not None and since < day <= policy.as_at for day in days)
