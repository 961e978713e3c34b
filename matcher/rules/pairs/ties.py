"""Declared interests as a sparse table: every pairing one declaration joins, with membership steps at either end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.domain import LEVELS, Interest
from matcher.rules.pairs.bodies import NONE, groups_of, person_groups
from matcher.rules.pairs.columns import bools, once
from matcher.rules.pairs.sides import PLACES, Who, leaders_in, reached, recipients_in, side
from matcher.world import Bools, Ints, World

NIL = "none"


@dataclass(frozen=True, eq=False)
class Ties:
    """One entry for each pairing and each declaration that joins it, sorted by key, then by declaration.

    `key` is recipient row x `wide` + leader row; `interest` is the declaration's row in `facts.interests`.
    """

    key: Ints
    interest: Ints
    wide: int

    def keys_of(self, wanted: Bools) -> Ints:
        """The pairings, sorted and once each, that a wanted declaration joins."""
        found = self.key[wanted[self.interest]]
        return found[np.diff(found, prepend=-1) > 0]

    def between(self, recipient_row: int, leader_row: int) -> Ints:
        """The declarations that join one pairing."""
        key = recipient_row * self.wide + leader_row
        return self.interest[np.searchsorted(self.key, key) : np.searchsorted(self.key, key, side="right")]


def ties(world: World, who: Who = "leaders") -> Ties:
    """Declarations that join a recipient to the leader who made them or whom, or whose bodies, they are about."""
    return once(world, f"pairs.ties.{who}", lambda w: _table(w, who, partial(_joined, w, who)))


def colleague_ties(world: World, who: Who = "leaders") -> Ties:
    """Declarations of other people of the leader's organisation; a colleague's interest is shown, it never bars."""
    return once(world, f"pairs.ties.colleagues.{who}", lambda w: _table(w, who, partial(_through_colleague, w, who)))


Rectangle = tuple[Iterable[int], Iterable[int]]  # recipient rows x leader rows


def _table(world: World, who: Who, joined: Callable[[Interest], Iterable[Rectangle]]) -> Ties:
    wide = len(side(world, who).bodies)
    keys: list[int] = []
    rows: list[int] = []
    for i, interest in enumerate(world.facts.interests):
        found = {r * wide + j for recipients, leaders in joined(interest) for r in recipients for j in leaders}
        keys += found
        rows += [i] * len(found)
    key, row = np.array(keys, dtype=np.int64), np.array(rows, dtype=np.int64)
    order = np.lexsort((row, key))
    return Ties(key[order], row[order], wide)


def _joined(world: World, who: Who, x: Interest) -> Iterable[Rectangle]:
    """From the leader's side: their own declaration. From the recipient's: one of its people's, about the leader."""
    declarer = side(world, who).row.get(x.person_id)
    if declarer is not None:
        yield reached(world, x.party_kind, x.party_id), [declarer]
    if x.relation != NIL and x.party_kind not in PLACES:
        yield recipients_in(world, person_groups(world).get(x.person_id, NONE)), _leaders_meant(world, who, x)


def _leaders_meant(world: World, who: Who, x: Interest) -> Iterable[int]:
    if x.party_kind == "person":
        row = side(world, who).row.get(x.party_id)
        return [] if row is None else [row]
    return leaders_in(world, who, groups_of(world, x.party_kind, x.party_id))


def _through_colleague(world: World, who: Who, x: Interest) -> Iterable[Rectangle]:
    if x.relation == NIL:
        return
    colleagues = leaders_in(world, who, person_groups(world).get(x.person_id, NONE))
    yield reached(world, x.party_kind, x.party_id), colleagues - {side(world, who).row.get(x.person_id, -1)}


def level(world: World, interest: Interest) -> str:
    """The stricter of the level declared and the programme's for the relation; block where neither says."""
    given = [x for x in (interest.level, world.policy.rules.levels.get(interest.relation)) if x is not None]
    return max(given, key=LEVELS.index, default="block")


def expired(world: World, interest: Interest) -> bool:
    return interest.expires_on is not None and interest.expires_on < world.policy.as_at


def active(world: World, interest: Interest) -> bool:
    """An interest that has not expired, however old, and even where it was declared after the day of the run."""
    return interest.relation != NIL and not expired(world, interest)


def which(world: World, wanted: Callable[[Interest], bool]) -> Bools:
    """Per declaration of the world, whether it is wanted."""
    return bools(wanted(x) for x in world.facts.interests)


def at_level(world: World, who: Who, wanted: str) -> Ints:
    """The pairings that an active declaration of this level joins."""
    return once(
        world,
        f"pairs.ties.{wanted}.{who}",
        lambda w: ties(w, who).keys_of(which(w, lambda x: active(w, x) and level(w, x) == wanted)),
    )
