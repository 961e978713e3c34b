"""A plan never holds two pairs in which each leader helps the other's school or trust."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from matcher.plan import Choices, Limit
from matcher.rules.base import Cite, LimitRule
from matcher.rules.limits.commitments import COMMITTED_STATES
from matcher.rules.limits.limit_rows import int_array, ones
from matcher.rules.pairs.interests.affiliations import (
    NO_GROUPS,
    Groups,
    groups_of,
    person_groups,
    recipient_groups,
    rows_by,
)
from matcher.rules.pairs.leader_registers import leaders_in
from matcher.wording.terms import LEADER
from matcher.world import Ints, World

RowPair = tuple[int, int]  # recipient row, leader row


def rows(world: World, choices: Choices) -> Limit:
    """Per two pairs that mirror each other: their choices together at most 1. Per pair that mirrors an agreed or
    running deployment of the history: its choices at most 0. Two matches that stand already are left alone."""
    none = np.zeros(0, dtype=np.int64)
    if world.policy.rules.leader_own_trust.mutual == "allow" or not len(choices):
        return Limit("mutual-help", "matches", none, none, none, none, ())
    of_pair = _choices_by_pair(world, choices)
    both, mirrored = tuple(_mirror_pairs(world, of_pair)), tuple(_mirrors_of_history(world, of_pair))
    entries = [np.concatenate([of_pair[one], of_pair[other]]) for one, other in both]
    entries += [of_pair[pair] for pair in mirrored]
    row = np.concatenate([none, *(np.full(len(e), k, dtype=np.int64) for k, e in enumerate(entries))])
    subjects = tuple(f"{_name(world, a)} and {_name(world, b)}" for a, b in both)
    subjects += tuple(_name(world, pair) for pair in mirrored)
    at_most = int_array([1] * len(both) + [0] * len(mirrored))
    return Limit("mutual-help", "matches", row, np.concatenate([none, *entries]), ones(len(row)), at_most, subjects)


def _choices_by_pair(world: World, choices: Choices) -> Mapping[RowPair, Ints]:
    """The choices of each pair whose leader belongs to some recipient or to a body of the history; no others can
    mirror a pair."""
    at_home = np.zeros(len(world.leaders), dtype=np.bool_)
    at_home[sorted(_leaders_of_bodies(world))] = True
    found: dict[RowPair, list[int]] = defaultdict(list)
    matches = np.flatnonzero(choices.is_match)
    for k in matches[at_home[choices.provider[matches]]].tolist():
        found[int(choices.recipient[k]), int(choices.provider[k])].append(k)
    return {pair: int_array(numbers) for pair, numbers in found.items()}


def _leaders_of_bodies(world: World) -> frozenset[int]:
    bodies = [*recipient_groups(world), *(groups_of(world, "school", d.recipient_id) for d in world.facts.history)]
    return leaders_in(world, "leaders", NO_GROUPS.union(*bodies))


def _mirror_pairs(world: World, pairs: Iterable[RowPair]) -> Iterator[tuple[RowPair, RowPair]]:
    """Every two of these pairs in which each leader belongs to the other's recipient, once, in order."""
    by_recipient: dict[int, list[int]] = defaultdict(list)
    for r, j in pairs:
        by_recipient[r].append(j)
    standing = {(p.recipient_id, p.leader_id) for p in world.policy.pins if p.stands}
    own_recipients = _recipients_by_leader(world, by_recipient)
    for one in sorted(pairs):
        for other_recipient in own_recipients[one[1]]:
            for leader in by_recipient[other_recipient]:
                other = other_recipient, leader
                kept = _ids(world, one) in standing and _ids(world, other) in standing
                if one < other and not kept and _belongs(world, leader, recipient_groups(world)[one[0]]):
                    yield one, other


def _recipients_by_leader(world: World, by_recipient: Mapping[int, Sequence[int]]) -> Mapping[int, Sequence[int]]:
    """Per leader of these pairs the recipients, of these pairs, that they belong to: rows in order."""
    rows = rows_by(recipient_groups(world))
    groups = {j: person_groups(world)[world.leaders[j].id] for leaders in by_recipient.values() for j in leaders}
    return {
        j: sorted({r for node in nodes for r in rows.get(node, ()) if r in by_recipient}) for j, nodes in groups.items()
    }


def _mirrors_of_history(world: World, pairs: Iterable[RowPair]) -> Iterator[RowPair]:
    running = [d for d in world.facts.history if d.state in COMMITTED_STATES and d.leader_id in world.leader_row]
    standing = {(p.recipient_id, p.leader_id) for p in world.policy.pins if p.stands}
    for r, j in sorted(pairs):
        for d in running if _ids(world, (r, j)) not in standing else ():
            helper = world.leader_row[d.leader_id]
            its_groups = groups_of(world, "school", d.recipient_id)
            if _belongs(world, j, its_groups) and _belongs(world, helper, recipient_groups(world)[r]):
                yield r, j
                break


def _belongs(world: World, leader: int, groups: Groups) -> bool:
    return not groups.isdisjoint(person_groups(world)[world.leaders[leader].id])


def _ids(world: World, pair: RowPair) -> tuple[str, str]:
    return world.recipients[pair[0]].id, world.leaders[pair[1]].id


def _name(world: World, pair: RowPair) -> str:
    return "+".join(_ids(world, pair))


def words(world: World, subject: str, used: int, at_most: int) -> str:
    if not at_most:
        return f"in {subject} the {LEADER} would help the trust or school whose own {LEADER} helps theirs already"
    return f"each {LEADER} would help the other's trust or school: {subject}"


MUTUAL_HELP = LimitRule(
    "mutual-help",
    Cite("matcher", "leader's own trust", "two that need support do not support each other"),
    rows,
    words,
    short_of="a leader whom it does not help itself",
)
