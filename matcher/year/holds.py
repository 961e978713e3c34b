"""Who may be asked to wait: the limits on holding, as rows over today's choices, and who is held in a plan.

Held is whom the best plan of today alone would match and the plan with the futures does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from matcher.domain import Recipient
from matcher.plan import Choices, Limit
from matcher.policy import Policy
from matcher.rules.goals.grades_running import below_good_twice, judgements_by_urn
from matcher.world import Bools, Ints, World, season_of, term_day

RULE = "year-ahead"


def term_start(day: date) -> date:
    """The first day of the term that the day is in."""
    return term_day(f"{season_of(day)}-{day.year}")


def may_have_waited_a_term(recipient: Recipient, policy: Policy) -> bool:
    """Whether it qualified before this term began, or may have: a proposal has then passed it over already."""
    return recipient.eligible_since is None or recipient.eligible_since < term_start(policy.as_at)


def may_be_held(world: World) -> Bools:
    """A mask over the recipients: those whom no limit on holding protects by themselves.

    Who may be protected, as far as the files show, is: a school with one grade known that is below good, and whoever
    began to qualify on a day that nobody knows.
    """
    settings, policy = world.policy.year_ahead, world.policy
    free = np.ones(len(world.recipients), dtype=np.bool_)
    if "below-good-twice" in settings.never_hold:
        known = judgements_by_urn(world.facts)
        certainly_not = [below_good_twice(r, known, policy.as_at) is False for r in world.recipients]
        free &= np.array(certainly_not, dtype=np.bool_)
    if "waited-a-term" in settings.never_hold or settings.wait_at_most == "1 term":
        free &= np.array([not may_have_waited_a_term(r, policy) for r in world.recipients], dtype=np.bool_)
    return free


def limit_on_holds(world: World, choices: Choices, without: Bools) -> Limit:
    """Rows that the plan of today alone, `without`, keeps: each protected body that it matches is matched, a region's
    last is, and no more than the share is held."""
    rows = list(_rows(world, choices, without))
    row = np.repeat(np.arange(len(rows)), [len(c) for c, _, _ in rows])
    none: Ints = np.zeros(0, dtype=np.int64)
    choice = np.concatenate([none, *(c for c, _, _ in rows)])
    at_most: Ints = np.array([-least for _, least, _ in rows], dtype=np.int64)
    weight: Ints = np.full(len(choice), -1, dtype=np.int64)
    return Limit(RULE, "matches", row, choice, weight, at_most, tuple(s for _, _, s in rows))


def _rows(world: World, choices: Choices, without: Bools) -> Iterator[tuple[Ints, int, str]]:
    """Choices of which at least so many are chosen, and whom that is about."""
    settings, recipient = world.policy.year_ahead, choices.recipient
    matched = matched_rows(world, choices, without)
    for r in np.flatnonzero(matched & ~may_be_held(world)).tolist():
        yield np.flatnonzero(choices.is_match & (recipient == r)), 1, world.recipients[r].id
    if "last-of-region" in settings.never_hold:
        for k in np.unique(world.recipient_region[matched]).tolist():
            inside = matched & (world.recipient_region == k)
            yield np.flatnonzero(choices.is_match & inside[recipient]), 1, world.regions[k]
    able = len(np.unique(recipient[choices.is_match]))
    least = int(matched.sum()) - int(settings.hold_at_most * able)
    if least > 0:
        yield np.flatnonzero(choices.is_match & matched[recipient]), least, "all who would be matched today"


def matched_rows(world: World, choices: Choices, chosen: Bools) -> Bools:
    """A mask over the recipients: those matched in a plan."""
    found = np.zeros(len(world.recipients), dtype=np.bool_)
    found[choices.recipient[chosen & choices.is_match]] = True
    return found


def held_rows(world: World, choices: Choices, without: Bools, chosen: Bools) -> Sequence[int]:
    """The rows of those held, in order."""
    held = matched_rows(world, choices, without) & ~matched_rows(world, choices, chosen)
    rows: list[int] = np.flatnonzero(held).tolist()
    return rows
