"""A leader covers every phase of a school they support, and at least one phase of a trust they support."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain import PHASES
from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.pair_sets import bitmasks, cached
from matcher.rules.pairs.pair_wording import and_list
from matcher.world import Bools, Ints, World

# A middle or all-through school spans both ages, and few leaders write those words: see docs/decisions.
SPANNING = ("middle", "all-through")


def covers(phases: Iterable[str]) -> frozenset[str]:
    """The phases a leader covers: those listed, and middle and all-through with both primary and secondary."""
    listed_phases = frozenset(phases)
    return listed_phases | frozenset(SPANNING) if {"primary", "secondary"} <= listed_phases else listed_phases


def needed(world: World) -> Ints:
    """Per recipient, its phases as bits."""
    return cached(world, "pairs.phase.needed", lambda w: bitmasks((r.phases for r in w.recipients), PHASES))


def covered(world: World) -> Ints:
    """Per leader, the phases they cover as bits."""
    return cached(world, "pairs.phase.covered", lambda w: bitmasks((covers(x.phases) for x in w.leaders), PHASES))


def bars(world: World, pairs: Pairs) -> Bools:
    """A recipient whose phases are not known bars nobody."""
    need, cover = needed(world)[pairs.recipient], covered(world)[pairs.leader]
    trust = world.recipient_is_trust[pairs.recipient]
    barred: Bools = (need != 0) & ((trust & (need & cover == 0)) | (~trust & (need & ~cover != 0)))
    return barred


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    if recipient.kind == "trust":
        return f"{leader.id} covers {and_list(leader.phases)}, none of the phases of {recipient.name}"
    missing, phases = recipient.phases - covers(leader.phases), recipient.phases
    return f"{leader.id} offers no {and_list(missing)} support, and {recipient.name} needs {and_list(phases)}"


PHASE = PairRule(
    "phase",
    Cite("tsc-capacity-survey-2019", "matching", "expertise is taken into account when a leader is matched"),
    bars,
    why,
    screen=True,
    short="not covering its phase",
)
