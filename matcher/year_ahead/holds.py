"""Who may be asked to wait: the limits on holding, as rows over today's choices, and who is held in a plan.

Held is whom the best plan of today alone would match and the plan with the futures does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from matcher.domain import Recipient
from matcher.plan import Choices, Limit
from matcher.policy import DecidedWait, Policy
from matcher.rules.goals.grades_running import below_good_twice, judgements_by_urn
from matcher.world import Bools, Ints, World, season_of, term_day

RULE, APPROVED = "year-ahead", "approved-waits"


def term_start(day: date) -> date:
    """The first day of the term that the day is in."""
    return term_day(f"{season_of(day)}-{day.year}")


def may_have_waited_a_term(recipient: Recipient, policy: Policy) -> bool:
    """Whether it qualified before this term began, or may have: a proposal has then passed it over already."""
    return recipient.eligible_since is None or recipient.eligible_since < term_start(policy.as_at)


def may_wait_longer(policy: Policy) -> bool:
    """Whether somebody may be asked to wait whom a proposal of an earlier term has passed over."""
    return "waited-a-term" not in policy.year_ahead.never_hold and policy.year_ahead.wait_at_most != "1 term"


def may_be_held(world: World) -> Bools:
    """A mask over the recipients: those whom no limit on holding, and no director's refusal, protects by themselves.

    Who may be protected, as far as the files show, is: a school with one grade known that is below good, and whoever
    began to qualify on a day that nobody knows.
    """
    settings, policy, refused = world.policy.year_ahead, world.policy, refused_ids(world.policy)
    free: Bools = np.array([r.id not in refused for r in world.recipients], dtype=np.bool_)
    if "below-good-twice" in settings.never_hold:
        known = judgements_by_urn(world.facts)
        certainly_not = [below_good_twice(r, known, policy.as_at) is False for r in world.recipients]
        free &= np.array(certainly_not, dtype=np.bool_)
    if not may_wait_longer(policy):
        free &= np.array([not may_have_waited_a_term(r, policy) for r in world.recipients], dtype=np.bool_)
    return free


def decided_waits(policy: Policy) -> Mapping[str, DecidedWait]:
    """By recipient id, what a director decided last of its wait; without those approved whose day is over."""
    last = {wait.recipient_id: wait for wait in policy.waits}
    return {id: wait for id, wait in last.items() if wait.until is None or policy.as_at <= wait.until}


def refused_ids(policy: Policy) -> frozenset[str]:
    """The recipients that no proposal may ask to wait, because a director refused it."""
    return frozenset(id for id, wait in decided_waits(policy).items() if wait.decision == "refused")


def approved_rows(world: World, choices: Choices, without: Bools) -> Sequence[int]:
    """Those whose approved wait goes on: today's plan alone, `without`, matches each, and nobody has fixed it to a
    leader."""
    matched, fixed = matched_rows(world, choices, without), {pin.recipient_id for pin in world.policy.pins}
    decided = decided_waits(world.policy).items()
    ids = [id for id, wait in decided if wait.decision == "approved" and id not in fixed]
    rows = (world.recipient_row[id] for id in ids if id in world.recipient_row)
    return [r for r in rows if matched[r]]


def within_limits(world: World, choices: Choices, without: Bools, waiting: Sequence[int]) -> Sequence[int]:
    """Of those who wait as approved, in that order, as many as the limits on holding allow together."""
    matched, free = matched_rows(world, choices, without), may_be_held(world)
    groups = [(inside, least) for inside, least, _ in _groups(world, choices, matched)]
    kept = list[int]()
    for r in (r for r in waiting if free[r]):
        if all(not inside[r] or int(inside.sum() - inside[[*kept, r]].sum()) >= least for inside, least in groups):
            kept.append(r)
    return kept


def limit_on_approved(world: World, choices: Choices, waiting: Sequence[int]) -> Limit:
    """Rows that leave each of these recipients without a match today."""
    own = [np.flatnonzero(choices.is_match & (choices.recipient == r)) for r in waiting]
    row = np.repeat(np.arange(len(own)), [len(c) for c in own])
    none: Ints = np.zeros(0, dtype=np.int64)
    choice = np.concatenate([none, *own])
    at_most: Ints = np.zeros(len(own), dtype=np.int64)
    weight: Ints = np.ones(len(choice), dtype=np.int64)
    return Limit(APPROVED, "matches", row, choice, weight, at_most, tuple(world.recipients[r].id for r in waiting))


def limit_on_holds(world: World, choices: Choices, without: Bools) -> Limit:
    """Rows that the plan of today alone, `without`, keeps: each protected body that it matches is matched, a region's
    last is, and no more than the share is held."""
    return _at_least(list(_rows(world, choices, without)))


def must_be_matched(world: World, choices: Choices, rows: Sequence[int]) -> Limit:
    """Rows that ask for a match of each of these recipients."""
    own = (np.flatnonzero(choices.is_match & (choices.recipient == r)) for r in rows)
    return _at_least([(mine, 1, world.recipients[r].id) for mine, r in zip(own, rows, strict=True)])


def _at_least(rows: Sequence[tuple[Ints, int, str]]) -> Limit:
    """One limit of rows: of these choices, at least so many are chosen, and whom that is about."""
    row = np.repeat(np.arange(len(rows)), [len(c) for c, _, _ in rows])
    none: Ints = np.zeros(0, dtype=np.int64)
    choice = np.concatenate([none, *(c for c, _, _ in rows)])
    at_most: Ints = np.array([-least for _, least, _ in rows], dtype=np.int64)
    weight: Ints = np.full(len(choice), -1, dtype=np.int64)
    return Limit(RULE, "matches", row, choice, weight, at_most, tuple(s for _, _, s in rows))


def _rows(world: World, choices: Choices, without: Bools) -> Iterator[tuple[Ints, int, str]]:
    """Choices of which at least so many are chosen, and whom that is about."""
    recipient = choices.recipient
    matched = matched_rows(world, choices, without)
    for r in np.flatnonzero(matched & ~may_be_held(world)).tolist():
        yield np.flatnonzero(choices.is_match & (recipient == r)), 1, world.recipients[r].id
    for inside, least, subject in _groups(world, choices, matched):
        yield np.flatnonzero(choices.is_match & inside[recipient]), least, subject


def _groups(world: World, choices: Choices, matched: Bools) -> Iterator[tuple[Bools, int, str]]:
    """Recipients of whom at least so many are matched today, and what they are together."""
    settings = world.policy.year_ahead
    if "last-of-region" in settings.never_hold:
        for k in np.unique(world.recipient_region[matched]).tolist():
            yield matched & (world.recipient_region == k), 1, world.regions[k]
    able = len(np.unique(choices.recipient[choices.is_match]))
    least = int(matched.sum()) - int(settings.hold_at_most * able)
    if least > 0:
        yield matched, least, "all who would be matched today"


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
