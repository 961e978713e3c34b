"""A leader whose organisation nothing in the data is: whether the school or trust is their own cannot be told."""

from __future__ import annotations

import re
from functools import partial

from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.interests.affiliations import affiliations
from matcher.rules.pairs.interests.unknown_parties import is_known_body
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.world import Bools, Provider, ProviderKind, World

_PUBLIC = re.compile("[1-9][0-9]{2,7}|TR[0-9]{5}")  # an id that a register of schools or trusts gives


def flags(world: World, pairs: Pairs) -> Bools:
    kind = pairs.kind
    return cached(world, f"pairs.organisation.unknown.{kind}", partial(_unknown, provider_kind=kind))[pairs.leader]


def _unknown(world: World, provider_kind: ProviderKind) -> Bools:
    return bools(_is_unknown(world, x) for x in world.providers[provider_kind])


def _is_unknown(world: World, body: Provider) -> bool:
    """An organisation of the register is known by its row; where open data list the trusts, one whose id is a public
    one and is not among them is not, unless the register says that it lies outside.
    """
    id = body.organisation_id
    if id is None:
        return False
    row = world.organisations.get(id)
    if row is None:
        return not is_known_body(world, id)
    index = affiliations(world)
    listed = id in index.trusts or id in index.schools
    misplaced = bool(world.facts.trusts) and _PUBLIC.fullmatch(id) is not None and not listed
    return misplaced and not row.outside


def why(world: World, recipient_row: int, leader_row: int, provider_kind: ProviderKind = "leaders") -> str:
    leader = world.providers[provider_kind][leader_row]
    return f"the organisation of {leader.id} ({leader.organisation_id}) is not in the data"


ORGANISATION_UNKNOWN = FlagRule(
    "organisation-unknown",
    Cite("msi-2026", "conflict checks", "nobody is allocated until the checks are done"),
    flags,
    why,
    weight="stops",
    label="The leader's organisation is not in the data: may be proposed, not appointed",
)
