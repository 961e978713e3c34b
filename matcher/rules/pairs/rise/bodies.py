"""Responsible bodies: who runs each school, and which schools an organisation runs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matcher.domain import Recipient
from matcher.rules.pairs.interests.affiliations import Node, groups_of, recipient_groups
from matcher.rules.pairs.leader_registers import place_key, recipients_in
from matcher.rules.pairs.pair_sets import cached, ints
from matcher.world import Ints, ProviderKind, World


def is_maintained(recipient: Recipient) -> bool:
    """Run by its authority: as the files say, or, where they are silent, in no trust."""
    if recipient.sector is not None:
        return recipient.sector == "maintained"
    return recipient.kind == "school" and recipient.trust_id is None


def responsible_bodies(world: World) -> tuple[Node, ...]:
    """Per recipient, who runs it: its trust, its authority, or itself where neither is known."""
    return cached(world, "supporters.bodies", lambda w: tuple(_body(w, row) for row in range(len(w.recipients))))


def _body(world: World, row: int) -> Node:
    recipient = world.recipients[row]
    if recipient.trust_id:
        return "trust", recipient.trust_id
    trusts = sorted(node for node in recipient_groups(world)[row] if node[0] == "trust")
    if trusts:
        return trusts[0]
    if is_maintained(recipient) and recipient.local_authority:
        return "authority", place_key(recipient.local_authority)
    return "school", recipient.id


def run_by(world: World, organisation_id: str) -> frozenset[int]:
    """The rows of the recipients that an organisation runs: of a trust its schools, of an authority its maintained
    schools, of a school itself."""
    rows = recipients_in(world, groups_of(world, "organisation", organisation_id))
    organisation = world.organisations.get(organisation_id)
    if organisation is None or organisation.authority is None:
        return rows
    own = ("authority", place_key(organisation.authority))
    return rows | {k for k, body in enumerate(responsible_bodies(world)) if body == own}


def pairs_run_by(world: World, kind: ProviderKind, organisations: Iterable[Iterable[str]]) -> Ints:
    """Keys of the pairs of each provider of the kind, in row order, with the recipients that its organisations run."""
    wide = len(world.providers[kind])
    keys = (row * wide + j for j, ids in enumerate(organisations) for id in ids for row in run_by(world, id))
    return np.unique(ints(keys))
