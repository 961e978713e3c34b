"""Whether a school is still what it was at its latest graded inspection: the same URN, and in the same trust."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from matcher.domain import Membership
from matcher.policy import Policy
from matcher.rules.gates.body import Body
from matcher.rules.gates.inspections.below_good import EITHER, NO, YES, Ways
from matcher.rules.gates.inspections.past import Seen


def unchanged(latest: Seen, body: Body, policy: Policy) -> Ways:
    """Where `eligibility.structure` is `any`, always so. A move between trusts keeps the URN; the files settle it where
    they give the joining date, or show the school in two trusts on two days.
    """
    if policy.eligibility.structure == "any":
        return YES
    if latest.judgement is None:
        return EITHER
    if body.line and latest.judgement.urn != body.line[0]:
        return NO
    started = latest.judgement.started or latest.judgement.published
    return YES if started is None else _stayed(body.stays, started, policy.as_at)


def settled(latest: Seen, body: Body) -> bool:
    """Whether more than the URN shows that the structure is unchanged."""
    judged = latest.judgement
    if body.sector == "maintained":
        return True
    return any(stay.joined and judged and judged.started and stay.joined <= judged.started for stay in body.stays)


def _stayed(stays: Sequence[Membership], since: date, on: date) -> Ways:
    """Whether it was in one trust from one day to another, as far as the memberships tell."""
    if any(stay.joined and since < stay.joined <= on for stay in stays):
        return NO
    if any(stay.left and since < stay.left <= on for stay in stays):
        return NO
    seen = sorted((stay.seen_on, stay.trust_uid) for stay in stays if stay.seen_on)
    ways = YES
    for (day, trust), (next_day, next_trust) in pairwise(seen):
        if trust == next_trust or next_day <= since or day > on:
            continue
        joined = [stay.joined for stay in stays if stay.trust_uid == next_trust and stay.joined]
        if joined:  # its date says when, and was looked at above
            continue
        if since <= day and next_day <= on:
            return NO
        ways = EITHER
    return ways
