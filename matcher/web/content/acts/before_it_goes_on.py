"""What whoever lets a match go on is shown first: what is to be settled, and what its leader declared in general."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.case.pair.flags_shown import flags_of_offer
from matcher.case.records import LeaderOffer, SchoolCase
from matcher.wording.terms import LEADER
from matcher.wording.wording import day


def to_settle_before(case: SchoolCase, offer: LeaderOffer) -> tuple[str, ...]:
    """The offer's flags in words, then the leader's open declaration, as far as the case tells it."""
    return (*(flag.text for flag in flags_of_offer(offer, case.adviser)), *_declared(case, offer))


def _declared(case: SchoolCase, offer: LeaderOffer) -> Iterator[str]:
    """What was written down of a declaration that names no school or trust, which may be this very one."""
    on, leader = offer.said.declared_on, offer.pair.leader_id
    for act in case.acts:
        if act.act == "interests-checked" and act.leader_id == leader and not act.recipient_id and act.on == on:
            what = f": {act.reason}" if act.reason else ". What was declared is not shown here"
            who = f"Declared by the {LEADER} on {day(act.on)}, of no school or trust in particular"
            yield f"{who} (line {act.seq}){what}"
