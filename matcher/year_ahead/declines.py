"""Who of today's schools and trusts says no in each drawn future, or stops qualifying, and what that leaves there.

A match of today that is declined gives its days and money back, and ends the case: in that future it uses nothing, is
worth nothing, and is not asked again. Today's own limits stand as they are, so no plan uses days that nobody has. A
trust that has stopped qualifying by the next decision can be served today alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from matcher.domain import Recipient
from matcher.plan import Choices, Limit
from matcher.policy import Policy
from matcher.world import Bools, Ints, last_day_of_term, season_of
from matcher.year_ahead.draw import happens


def saying_no(recipients: Iterable[Recipient], policy: Policy, future: int) -> Bools:
    """A mask over today's recipients: those who say no in the future, drawn as its stand-ins are."""
    drawn = policy.year_ahead.futures
    return np.array([happens(drawn.declines, drawn.seed, "today says no", future, r.id) for r in recipients], np.bool_)


def lapsing(recipients: Iterable[Recipient], policy: Policy, future: int) -> Bools:
    """A mask over today's recipients: trusts that no longer qualify at the next term's end of the future."""
    drawn = policy.year_ahead.futures
    chance = 1 - (1 - drawn.trusts_lapse) ** months_to_next_term(policy)
    found = (r.kind == "trust" and happens(chance, drawn.seed, "lapses", future, r.id) for r in recipients)
    return np.fromiter(found, np.bool_)


def months_to_next_term(policy: Policy) -> int:
    """Whole months from the run's day to the end of the term that goes on after it, at least one."""
    day = policy.as_at + timedelta(days=1)
    end = min(last_day_of_term(f"{season_of(day)}-{day.year}"), policy.year_to)
    return max(1, 12 * (end.year - policy.as_at.year) + end.month - policy.as_at.month)


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
