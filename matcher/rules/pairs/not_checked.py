"""A declaration that is missing, old or expired is not a clear one: the pair may be proposed, never appointed."""

from __future__ import annotations

from datetime import date
from functools import partial

from matcher.domain import Interest
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.columns import bools, held, in_words, once
from matcher.rules.pairs.declared import recorded
from matcher.rules.pairs.sides import Who, side
from matcher.rules.pairs.ties import NIL, expired, ties, which
from matcher.world import Bools, Ints, World


def flags(world: World, pairs: Pairs) -> Bools:
    return not_checked(world, "leaders", pairs.recipient, pairs.leader)


def not_checked(world: World, who: Who, recipient: Ints, leader: Ints) -> Bools:
    key = recipient * len(side(world, who).bodies) + leader
    stale = once(world, f"pairs.stale.{who}", partial(_stale, who=who))
    nil = once(world, f"pairs.nil.{who}", partial(_nil, who=who))
    lapsed = once(world, f"pairs.lapsed.{who}", partial(_lapsed, who=who))
    return (stale[leader] & ~held(nil, key)) | held(lapsed, key)


def _fresh(world: World, day: date | None) -> bool:
    return day is not None and (world.policy.as_at - day).days <= world.policy.rules.conflicts_stale_after_days


def _stale(world: World, who: Who) -> Bools:
    return bools(not _fresh(world, x.interests_checked_on) for x in side(world, who).bodies)


def _nil(world: World, who: Who) -> Ints:
    """Pairings for which the leader has lately said that there is nothing to declare."""
    return ties(world, who).keys_of(which(world, partial(_fresh_nil, world)))


def _fresh_nil(world: World, x: Interest) -> bool:
    return x.relation == NIL and not expired(world, x) and _fresh(world, x.declared_on)


def _lapsed(world: World, who: Who) -> Ints:
    return ties(world, who).keys_of(which(world, lambda x: x.relation != NIL and expired(world, x)))


def why(world: World, recipient_row: int, leader_row: int) -> str:
    leader, kind = world.leaders[leader_row], world.recipients[recipient_row].kind
    rows = ties(world).between(recipient_row, leader_row).tolist()
    lapsed = [x for x in (world.facts.interests[i] for i in rows) if x.relation != NIL and expired(world, x)]
    if lapsed:
        ended = in_words(lapsed[0].expires_on)
        return f"a declared interest, {recorded(lapsed[0], kind)}, ended on {ended} and has not been checked since"
    if leader.interests_checked_on is None:
        return f"the interests of {leader.id} have not been checked"
    return f"the interests of {leader.id} were last checked on {in_words(leader.interests_checked_on)}"


NOT_CHECKED = FlagRule(
    "not-checked",
    Cite("msi-2026", "conflict checks", "nobody is allocated until the checks are done"),
    flags,
    why,
)
