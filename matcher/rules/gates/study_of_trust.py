"""What is known of one trust under one reading of the rule, from the reports published up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from matcher.policy import Policy
from matcher.rules.gates.body import Body, Member
from matcher.rules.gates.completions import Outcome, Pair, completions, outcomes, pair
from matcher.rules.gates.heads_and_sums import Prospects, prospects


class Known(NamedTuple):
    """A school of which everything that counts is known, what it brings and its two judgements."""

    member: Member
    brings: Outcome
    judged: Pair


@dataclass(eq=False)
class TrustStudy:
    """Each thing is worked out when it is first asked for."""

    body: Body
    policy: Policy
    on: date

    @cached_property
    def brought(self) -> list[frozenset[Outcome]]:
        """What each of its schools may bring."""
        return [outcomes(member, self.policy, self.on) for member in self.body.members]

    @cached_property
    def prospects(self) -> Prospects:
        return prospects(self.brought, self.policy.eligibility.schools_at_least)

    @cached_property
    def known(self) -> list[Known]:
        found = []
        for member, possible in zip(self.body.members, self.brought, strict=True):
            only = next(iter(possible))
            if len(possible) == 1 and only.present:
                joined, history = next(completions(member, self.policy, self.on))
                found.append(Known(member, only, pair(member, joined, history, self.policy)))
        return found

    @cached_property
    def doubtful(self) -> list[Member]:
        """Schools of which something that counts is not known."""
        several = zip(self.body.members, self.brought, strict=True)
        return [member for member, possible in several if len(possible) > 1]


def study(body: Body, policy: Policy, on: date) -> TrustStudy:
    """Made once for each trust, reading and day."""
    key = (policy.eligibility, policy.year_from, on)
    if key not in body.memo:
        body.memo[key] = TrustStudy(body, policy, on)
    found: TrustStudy = body.memo[key]
    return found
