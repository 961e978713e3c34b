"""An organisation and an adviser for a school: one of each, each within its load, both or neither, and not of one
employer; and a cap on organisations that employ an adviser."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from matcher.plan import Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.commitments import advised
from matcher.rules.limits.limit_rows import int_array, ones, rows_by_subject
from matcher.rules.pairs.rise.advisers import adviser_stands, allocated
from matcher.rules.pairs.rise.fellow import FELLOW_CITE, employees, employs_an_adviser
from matcher.rules.supporters import needs_organisation
from matcher.world import Bools, Ints, World

_ADVISERS = Cite("matcher", "advisers", "a school has one adviser, and an adviser no more schools than they can advise")
_BOTH = Cite("msi-2026", "decision notes", "a school to be matched has an organisation beside its adviser")


def no_rows(rule: str, unit: str) -> Limit:
    none = np.zeros(0, dtype=np.int64)
    return Limit(rule, unit, none, none, none, none, ())


def one_each(world: World, choices: Choices) -> Limit:
    ids = [r.id for r in world.recipients]
    return rows_by_subject(
        "one-adviser", "advisers", ids, ones(len(ids)), choices.recipient, ones(len(choices)), choices.is_adviser
    )


def one_each_words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"{subject} has {used} advisers; it may have {at_most}"


def caseloads(world: World, choices: Choices) -> Limit:
    taken = advised(world)
    left = int_array([max(0, x.caseload - taken[x.id]) for x in world.advisers])
    group, ids = np.where(choices.is_adviser, choices.provider, 0), [x.id for x in world.advisers]
    return rows_by_subject("caseload", "schools", ids, left, group, ones(len(choices)), choices.is_adviser)


def caseloads_words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"adviser {subject} would take on {used} more schools and has room for {at_most}"


def with_adviser(world: World, choices: Choices) -> Limit:
    """Per recipient with a possible organisation: its organisation minus its adviser is at most 0."""
    return _both(world, choices, "organisation-needs-adviser", choices.is_match, choices.is_adviser)


def with_adviser_words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"{subject} would have a supporting organisation and no adviser"


def with_organisation(world: World, choices: Choices) -> Limit:
    """Per recipient to be matched with a possible adviser: its adviser minus its organisation is at most 0.

    A school that has its adviser already may wait for its organisation with the adviser alone.
    """
    both = needs_organisation(world) & (allocated(world) < 0) & ~adviser_stands(world)
    to_match = choices.is_adviser & both[choices.recipient] if len(choices) else choices.is_adviser
    return _both(world, choices, "adviser-needs-organisation", to_match, choices.is_match)


def with_organisation_words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"{subject} is to be matched, and would have an adviser and no supporting organisation"


def _both(world: World, choices: Choices, rule: str, one: Bools, other: Bools) -> Limit:
    """Per recipient of `one`: how many of its `one` are chosen, less how many of its `other`, is at most 0."""
    concerned = np.zeros(len(world.recipients), dtype=np.bool_)
    concerned[choices.recipient[one]] = True
    subjects = [r.id for r, yes in zip(world.recipients, concerned, strict=True) if yes]
    group = (np.cumsum(concerned) - 1)[choices.recipient] if len(choices) else choices.recipient
    mask = (one | other) & concerned[choices.recipient] if len(choices) else one
    sign = one.astype(np.int64) - other.astype(np.int64)
    return rows_by_subject(rule, "schools", subjects, int_array([0] * len(subjects)), group, sign, mask)


def one_employer(world: World, choices: Choices) -> Limit:
    """Per match with an adviser's employer: it and the school's choices of that employer's advisers together at most 1.

    For each school and organisation: x + the sum of y over the advisers whom the organisation employs <= 1.
    """
    if world.policy.rules.advisers.same_employer == "allow" or not choices.is_adviser.any():
        return no_rows("same-employer", "choices")
    advisers_of = _choices_by_pair(choices)
    entries, subjects = list[list[int]](), list[str]()
    for k in np.flatnonzero(choices.is_match).tolist():
        recipient, leader = int(choices.recipient[k]), world.leaders[int(choices.provider[k])]
        own = [y for a in employees(world).get(leader.id, ()) for y in advisers_of.get((recipient, a), ())]
        if own:
            entries.append([k, *own])
            subjects.append(f"{world.recipients[recipient].id}+{leader.id}")
    row = np.repeat(np.arange(len(entries)), [len(e) for e in entries])
    choice = int_array([k for e in entries for k in e])
    return Limit("same-employer", "choices", row, choice, ones(len(choice)), ones(len(entries)), tuple(subjects))


def _choices_by_pair(choices: Choices) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k in np.flatnonzero(choices.is_adviser).tolist():
        found[int(choices.recipient[k]), int(choices.provider[k])].append(k)
    return found


def one_employer_words(world: World, subject: str, used: int, at_most: int) -> str:
    recipient, _, organisation = subject.partition("+")
    return f"{organisation} would support {recipient}, whose adviser it employs"


def is_fellow(world: World, choices: Choices) -> Bools:
    """Per choice: a match with an organisation that employs an adviser of the programme."""
    mask = np.zeros(len(choices), dtype=np.bool_)
    mask[choices.is_match] = employs_an_adviser(world)[choices.provider[choices.is_match]]
    return mask


def fellow_share(world: World, choices: Choices) -> Limit:
    """For a share p/q, per region: (q - p) x such matches - p x the others <= 0; without one, no rows."""
    share = world.policy.rules.fellow_adviser.share_at_most
    if share is None or not len(choices):
        return no_rows("fellow-share", "matches")
    p, q = share.numerator, share.denominator
    weight: Ints = np.where(is_fellow(world, choices), q - p, -p)
    group, most = world.recipient_region[choices.recipient], int_array([0] * len(world.regions))
    return rows_by_subject("fellow-share", "matches", world.regions, most, group, weight, choices.is_match)


def fellow_share_words(world: World, subject: str, used: int, at_most: int) -> str:
    share = world.policy.rules.fellow_adviser.share_at_most
    return f"in {subject} organisations that employ an adviser would support more than {share} of the schools matched"


ONE_ADVISER = LimitRule("one-adviser", _ADVISERS, one_each, one_each_words, short_of="its one adviser")
CASELOADS = LimitRule("caseload", _ADVISERS, caseloads, caseloads_words, short_of="advisers' room")
ORGANISATION_NEEDS_ADVISER = LimitRule(
    "organisation-needs-adviser", _BOTH, with_adviser, with_adviser_words, short_of="an adviser", of_whole_plans=True
)
ADVISER_NEEDS_ORGANISATION = LimitRule(
    "adviser-needs-organisation",
    _BOTH,
    with_organisation,
    with_organisation_words,
    short_of="an organisation",
    of_whole_plans=True,
)
SAME_EMPLOYER = LimitRule(
    "same-employer",
    Cite("msi-2026", "conflict checks", "the school, its adviser and its organisation are checked against one another"),
    one_employer,
    one_employer_words,
    short_of="an adviser from elsewhere",
)
FELLOW_SHARE = LimitRule(
    "fellow-share", FELLOW_CITE, fellow_share, fellow_share_words, short_of="the share of fellow advisers"
)
