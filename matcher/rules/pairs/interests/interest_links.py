"""Declared interests as a sparse table of pairs: each pair a declaration links, with membership steps at both ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.domain import LEVELS, Interest
from matcher.rules.pairs.interests.affiliations import NO_GROUPS, groups_of, person_groups
from matcher.rules.pairs.leader_registers import (
    PLACES,
    leader_register,
    leaders_in,
    recipients_in,
    recipients_of_party,
)
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.world import Bools, Ints, ProviderKind, World

NIL = "none"


@dataclass(frozen=True, eq=False)
class InterestLinks:
    """One entry for each pairing and each declaration that joins it, sorted by key, then by declaration.

    `key` is recipient row x `wide` + leader row; `interest` is the declaration's row in `facts.interests`.
    """

    key: Ints
    interest: Ints
    wide: int

    def pair_keys_of(self, wanted: Bools) -> Ints:
        """The pairings, sorted and once each, that a wanted declaration joins."""
        matches = self.key[wanted[self.interest]]
        return matches[np.diff(matches, prepend=-1) > 0]

    def between(self, recipient_row: int, leader_row: int) -> Ints:
        """The declarations that join one pairing."""
        key = recipient_row * self.wide + leader_row
        return self.interest[np.searchsorted(self.key, key) : np.searchsorted(self.key, key, "right")]


def interest_links(world: World, provider_kind: ProviderKind = "leaders") -> InterestLinks:
    """Declarations that join a recipient to the leader who made them or whom, or whose bodies, they are about."""
    return cached(
        world, f"pairs.ties.{provider_kind}", lambda w: _table(w, provider_kind, partial(_joined, w, provider_kind))
    )


def colleague_links(world: World, provider_kind: ProviderKind = "leaders") -> InterestLinks:
    """Declarations of other people of the leader's organisation; a colleague's interest is shown, it never bars."""
    return cached(
        world,
        f"pairs.ties.colleagues.{provider_kind}",
        lambda w: _table(w, provider_kind, partial(_through_colleague, w, provider_kind)),
    )


Rectangle = tuple[Iterable[int], Iterable[int]]  # recipient rows x leader rows


def _table(
    world: World, provider_kind: ProviderKind, rectangles: Callable[[Interest], Iterable[Rectangle]]
) -> InterestLinks:
    wide = len(leader_register(world, provider_kind).bodies)
    keys: list[int] = []
    rows: list[int] = []
    for i, interest in enumerate(world.facts.interests):
        matches = {r * wide + j for recipients, leaders in rectangles(interest) for r in recipients for j in leaders}
        keys += matches
        rows += [i] * len(matches)
    key, row = np.array(keys, dtype=np.int64), np.array(rows, dtype=np.int64)
    order = np.lexsort((row, key))
    return InterestLinks(key[order], row[order], wide)


def _joined(world: World, provider_kind: ProviderKind, x: Interest) -> Iterable[Rectangle]:
    """From the leader's side: their own declaration. From the recipient's: one of its people's, about the leader."""
    declarer = leader_register(world, provider_kind).row.get(x.person_id)
    if declarer is not None:
        yield recipients_of_party(world, x.party_kind, x.party_id), [declarer]
    if x.relation != NIL and x.party_kind not in PLACES:
        yield (
            recipients_in(world, person_groups(world).get(x.person_id, NO_GROUPS)),
            _leaders_named(world, provider_kind, x),
        )


def _leaders_named(world: World, provider_kind: ProviderKind, x: Interest) -> Iterable[int]:
    if x.party_kind == "person":
        row = leader_register(world, provider_kind).row.get(x.party_id)
        return [] if row is None else [row]
    return leaders_in(world, provider_kind, groups_of(world, x.party_kind, x.party_id))


def _through_colleague(world: World, provider_kind: ProviderKind, x: Interest) -> Iterable[Rectangle]:
    if x.relation == NIL:
        return
    colleagues = leaders_in(world, provider_kind, person_groups(world).get(x.person_id, NO_GROUPS))
    yield (
        recipients_of_party(world, x.party_kind, x.party_id),
        colleagues - {leader_register(world, provider_kind).row.get(x.person_id, -1)},
    )


def level(world: World, interest: Interest) -> str:
    """The stricter of the level declared and the programme's for the relation; `block` where neither is given."""
    levels = [x for x in (interest.level, world.policy.rules.levels.get(interest.relation)) if x is not None]
    return max(levels, key=LEVELS.index, default="block")


def expired(world: World, interest: Interest) -> bool:
    return interest.expires_on is not None and interest.expires_on < world.policy.as_at


def active(world: World, interest: Interest) -> bool:
    """An interest that has not expired, however old, and even where it was declared after the day of the run."""
    return interest.relation != NIL and not expired(world, interest)


def interest_mask(world: World, wanted: Callable[[Interest], bool]) -> Bools:
    """Per declaration of the world, whether it is wanted."""
    return bools(wanted(x) for x in world.facts.interests)


def pairs_at_level(world: World, provider_kind: ProviderKind, wanted: str) -> Ints:
    """The pairings that an active declaration of this level joins."""
    return cached(
        world,
        f"pairs.ties.{wanted}.{provider_kind}",
        lambda w: interest_links(w, provider_kind).pair_keys_of(
            interest_mask(w, lambda x: active(w, x) and level(w, x) == wanted)
        ),
    )
