"""What follows from the matches and is counted: which organisation supports a body at all, and which body has any.

A choice of kind SUPPORTS is 1 as soon as its organisation supports a school of the body; one of kind SUPPORTED may be 1
where some organisation does. No plan is unlawful by them: they are there for the goal `supporters-per-body` alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from matcher.plan import MATCH, SUPPORTED, SUPPORTS, Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.choices import concatenate_choices
from matcher.rules.limits.commitments import deployments_committed
from matcher.rules.limits.limit_rows import int_array
from matcher.rules.limits.supporters import no_rows
from matcher.rules.pairs.rise.bodies import responsible_bodies
from matcher.world import Bools, Ints, World

GOAL = "supporters-per-body"
NO_PROVIDER = 0  # of SUPPORTED, whose provider means nothing

Linked = Mapping[tuple[int, int], Ints]  # first recipient row of a body, leader row -> the matches between them


def first_recipients(world: World) -> Ints:
    """Per recipient, the row of the first recipient of its responsible body."""
    first: dict[tuple[str, str], int] = {}
    return int_array([first.setdefault(body, row) for row, body in enumerate(responsible_bodies(world))])


def matches_between(world: World, choices: Choices) -> Linked:
    """The matches of each organisation with each body of which two or more recipients can be matched."""
    first, rows = first_recipients(world), np.flatnonzero(choices.is_match)
    matchable = np.unique(choices.recipient[rows])
    several = np.bincount(first[matchable], minlength=len(first)) > 1
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k in rows.tolist():
        body = int(first[choices.recipient[k]])
        if several[body]:
            found[body, int(choices.provider[k])].append(k)
    return {key: int_array(found[key]) for key in sorted(found)}


def link_choices(world: World, choices: Choices) -> Choices:
    """The choices that the goal needs: one for each organisation and body, then one for each body."""
    linked = matches_between(world, choices)
    bodies = sorted({body for body, _ in linked})
    kind = int_array([SUPPORTS] * len(linked) + [SUPPORTED] * len(bodies))
    recipient = int_array([body for body, _ in linked] + bodies)
    provider = int_array([leader for _, leader in linked] + [NO_PROVIDER] * len(bodies))
    nothing = np.zeros(len(kind), dtype=np.int64)
    cost = dict.fromkeys(choices.cost_pence, nothing)
    return Choices(kind, recipient, provider, nothing, nothing, nothing, nothing, cost)


def relinked(world: World, choices: Choices) -> Choices:
    """The choices after some matches came or went, with what follows from them made again, where it was there."""
    given = np.flatnonzero(choices.kind < SUPPORTS)
    if len(given) == len(choices):
        return choices
    matches = choices.where(given)
    return concatenate_choices(matches, link_choices(world, matches))


def rows(world: World, choices: Choices) -> Limit:
    """x - z <= 0 for each match; over a body, the sum of x less the most that fit times z <= 0; w - the sum of z <= 0.

    The second follows from the first and from the organisation's room; it makes the relaxation's bound far better.
    """
    numbers = np.flatnonzero(choices.kind >= SUPPORTS)
    if not len(numbers):
        return no_rows("supports", "supporters")
    z = {
        (int(choices.recipient[k]), int(choices.provider[k])): k
        for k in numbers.tolist()
        if choices.kind[k] == SUPPORTS
    }
    table = _Table()
    room = _room(world)
    for (body, leader), matches in matches_between(world, choices).items():
        if (body, leader) not in z:  # a part of the choices, without what follows from these
            continue
        subject = f"{world.recipients[body].id}+{world.leaders[leader].id}"
        for k in matches.tolist():
            table.add(f"{subject}+{world.recipients[int(choices.recipient[k])].id}", [k, z[body, leader]], [1, -1])
        most = min(int(room[leader]), len(np.unique(choices.recipient[matches])))
        if most < len(matches):
            table.add(f"{subject}+all", [*matches.tolist(), z[body, leader]], [1] * len(matches) + [-most])
    for k in numbers[choices.kind[numbers] == SUPPORTED].tolist():
        own = [number for (body, _), number in z.items() if body == int(choices.recipient[k])]
        table.add(f"{world.recipients[int(choices.recipient[k])].id}+any", [k, *own], [1] + [-1] * len(own))
    return table.limit()


class _Table:
    """Rows with nothing on the right side, as they are written one after another."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.row: list[int] = []
        self.choice: list[int] = []
        self.weight: list[int] = []

    def add(self, subject: str, choices: list[int], weights: list[int]) -> None:
        self.row += [len(self.subjects)] * len(choices)
        self.subjects.append(subject)
        self.choice += choices
        self.weight += weights

    def limit(self) -> Limit:
        nothing = int_array([0] * len(self.subjects))
        row, choice, weight = map(int_array, (self.row, self.choice, self.weight))
        return Limit("supports", "supporters", row, choice, weight, nothing, tuple(self.subjects))


def _room(world: World) -> Ints:
    """Per leader, how many more recipients they can take; as many as there are where they gave no most."""
    committed, everybody = deployments_committed(world), len(world.recipients)
    given = ((x.max_matches, committed[x.id]) for x in world.leaders)
    return int_array([everybody if most is None else max(0, most - taken) for most, taken in given])


def with_links(world: World, choices: Choices, matched: Bools) -> Bools:
    """A plan with what follows from its matches: every SUPPORTS and SUPPORTED that they make true, and no other."""
    if not (choices.kind >= SUPPORTS).any():
        return matched
    first, chosen = first_recipients(world), matched.copy()
    kept = np.flatnonzero(matched & (choices.kind == MATCH))
    pairs = {(int(first[choices.recipient[k]]), int(choices.provider[k])) for k in kept.tolist()}
    bodies = {body for body, _ in pairs}
    for k in np.flatnonzero(choices.kind >= SUPPORTS).tolist():
        body = int(choices.recipient[k])
        of_pair = choices.kind[k] == SUPPORTS
        chosen[k] = (body, int(choices.provider[k])) in pairs if of_pair else body in bodies
    return chosen


def words(world: World, subject: str, used: int, at_most: int) -> str:
    return f"what is counted of {subject} does not follow from the matches"


SUPPORTER_LINKS = LimitRule(
    "supports",
    Cite("matcher", "supporters per body", "schools of one trust are not sent many different supporters"),
    rows,
    words,
    short_of="room",
)
