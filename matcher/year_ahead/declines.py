"""Who of today's schools and trusts says no in each drawn future, and what that leaves of today's choices there.

A match of today that is declined gives its days and money back, and ends the case: in that future it uses nothing, is
worth nothing, and is not asked again. Today's own limits stand as they are, so no plan uses days that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matcher.domain import Recipient
from matcher.plan import Choices, Limit
from matcher.policy import Policy
from matcher.world import Bools, Ints
from matcher.year_ahead.draw import happens


def saying_no(recipients: Iterable[Recipient], policy: Policy, future: int) -> Bools:
    """A mask over today's recipients: those who say no in the future, drawn as its stand-ins are."""
    drawn = policy.year_ahead.futures
    return np.array([happens(drawn.declines, drawn.seed, "today says no", future, r.id) for r in recipients], np.bool_)


def of_whom_says_yes(choices: Choices, declining: Bools) -> Bools:
    """A mask over these choices, of which only the first bodies, as many as in `declining`, can say no."""
    asked = choices.recipient < len(declining)
    yes = ~asked
    yes[asked] = ~declining[choices.recipient[asked]]
    return yes


def limit_on(limit: Limit, counts: Bools) -> Limit:
    """The limit over the choices that count alone; its rows stay, also where nothing is left in them."""
    kept = counts[limit.choice]
    return Limit(
        limit.rule,
        limit.unit,
        limit.row[kept],
        limit.choice[kept],
        limit.weight[kept],
        limit.at_most,
        limit.subject,
    )


def times_counted(choices: Choices, declining: Iterable[Bools]) -> Ints:
    """Per choice of today, in how many futures its school or trust says yes."""
    times: Ints = np.zeros(len(choices), dtype=np.int64)
    for mask in declining:
        times += ~mask[choices.recipient]
    return times
