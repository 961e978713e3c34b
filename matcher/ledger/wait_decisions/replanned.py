"""What a re-run takes from the ledger about those asked to wait: those refused and approved, and its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcher.ledger.log.acts import APPROVE_WAIT, REFUSE_WAIT
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import Record
from matcher.ledger.wait_decisions.standing import until_of
from matcher.policy import DecidedWait, Policy
from matcher.wording.messages import BodyRef, Day, Message, message
from matcher.wording.wording import day
from matcher.world import term_day
from matcher.year_ahead.holds import may_wait_longer, term_start


def decided_waits_of(record: Record, policy: Policy) -> tuple[DecidedWait, ...]:
    """The last decision about each recipient in the programme year, in the order of the ledger's lines."""
    return tuple(_decided(body) for body in _last_lines(record, policy))


def _last_lines(record: Record, policy: Policy) -> list[LineBody]:
    last: dict[str, LineBody] = {}
    for body in record.waits:
        if body["act"] in (APPROVE_WAIT, REFUSE_WAIT) and _of_this_year(body, policy):
            last.pop(body["recipient"], None)
            last[body["recipient"]] = body
    return list(last.values())


def _of_this_year(body: LineBody, policy: Policy) -> bool:
    return policy.year_from <= term_day(body["term"]) <= policy.year_to


def _decided(body: LineBody) -> DecidedWait:
    reason = f"by a {body['role']} on {day(body['on'])} (line {body['seq']} of the ledger)"
    if body["act"] == REFUSE_WAIT:
        return DecidedWait(recipient_id=body["recipient"], decision="refused", reason=reason)
    return DecidedWait(recipient_id=body["recipient"], decision="approved", reason=reason, until=until_of(body))


def wait_notes(record: Record, policy: Policy, region_of: Mapping[str, str]) -> Iterator[Message]:
    """One message for each decision that a proposal takes from the ledger, or that no longer tells."""
    ahead = policy.year_ahead.use in ("who-and-when", "even-release")
    for body in _last_lines(record, policy):
        who = BodyRef(body["recipient"], region_of.get(body["recipient"], ""))
        if body["act"] == REFUSE_WAIT:
            yield message("From the ledger: the wait of {who} was refused (line {line})", who=who, line=body["seq"])
            continue
        said = message(
            "From the ledger: the wait of {who} was approved until {day} (line {line})",
            who=who,
            day=Day(until_of(body)),
            line=body["seq"],
        )
        if until_of(body) < policy.as_at:
            yield message("{said}; that day is over", said=said)
        elif not ahead:
            yield message("{said}; this run does not use the year ahead, so it asks nobody to wait", said=said)
        elif term_day(body["term"]) < term_start(policy.as_at) and not may_wait_longer(policy):
            yield message("{said}; a term is over since it was asked, so this run asks it no more to wait", said=said)
        else:
            yield said
