"""Which of today's trusts no longer qualify when a drawn future would serve them: who waits may wait for nothing.

A trust qualifies by how its schools were last judged, so that better judgements end it; a school's own judgement of the
year stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matcher.domain import Recipient
from matcher.policy import Policy
from matcher.world import Bools
from matcher.year_ahead.draw import drawn_count, number


def no_longer_here(recipients: Sequence[Recipient], policy: Policy, futures: Sequence[int]) -> Mapping[int, Bools]:
    """For each future a mask over today's recipients: the trusts that lapse in it.

    Each trust does in as many futures as any other, but for one where the share leaves a part of one: one that chance
    lets lapse more often would have to be matched now for no reason.
    """
    found: dict[int, Bools] = {future: np.zeros(len(recipients), dtype=np.bool_) for future in futures}
    drawn = policy.year_ahead.futures
    for row, recipient in enumerate(recipients):
        if recipient.kind == "trust" and drawn.lapses:
            for future in _futures_of(recipient.id, policy, futures):
                found[future][row] = True
    return found


def _futures_of(id: str, policy: Policy, futures: Sequence[int]) -> Sequence[int]:
    """The futures in which the trust of this id lapses."""
    drawn = policy.year_ahead.futures
    times = drawn_count(drawn.lapses * len(futures), drawn.seed, "how often a trust lapses", id)
    return sorted(futures, key=lambda future: number(drawn.seed, "lapses", future, id))[:times]
