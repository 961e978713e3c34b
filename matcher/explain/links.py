"""What the registers are tied to: leaders to organisations and places, declared interests to the parties they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from matcher.domain import PARTY_KINDS, GovernanceLeader, Interest, Leader, Person, Recipient, School
from matcher.rules.pairs.interests.interest_links import NIL, active, level
from matcher.rules.pairs.leader_registers import PLACES, place_key
from matcher.rules.pairs.pair_sets import cached
from matcher.wording.terms import SYSTEM_LEADER
from matcher.world import World

Member = Leader | GovernanceLeader | Person


@dataclass(frozen=True, slots=True)
class Tie:
    """`found` of `of` people are tied to what `what` says. `unknown` are the ids of those whose reference is given and
    finds nothing; the others give none.
    """

    what: str
    found: int
    of: int
    unknown: tuple[str, ...] = ()

    @property
    def not_given(self) -> int:
        return self.of - self.found - len(self.unknown)


@dataclass(frozen=True, slots=True)
class InterestTies:
    """Declared interests in one kind of party, nil returns aside, by the day of the run.

    `in_force`: not expired. `found`: of these, the party is in the data. `bars`: of the found, those at the level
    `block`. `bars_nobody`: at the level `block`, in force, and the party is not in the data.
    """

    party_kind: str
    declared: int
    in_force: int
    found: int
    bars: int
    bars_nobody: int


def ties(world: World) -> tuple[Tie, ...]:
    """One for each reference of the registers that a person made, where the register has rows."""
    facts = world.facts
    urns = {*facts.schools, *(r.id for r in facts.recipients), *(s.old_urn for s in facts.successions)}
    return (
        *_people(f"{SYSTEM_LEADER:s}", world.leaders, world),
        *_tie(
            f"{SYSTEM_LEADER:s} tied to the school they are based at", [(x.id, x.base_urn) for x in world.leaders], urns
        ),
        *_people("governance leaders", world.governance_leaders, world),
        *_organised("other people", facts.people, world),
    )


def _people(who: str, people: Sequence[Leader] | Sequence[GovernanceLeader], world: World) -> Iterator[Tie]:
    yield from _organised(who, people, world)
    placed = sum(x.easting is not None for x in people)
    if people:
        yield Tie(f"{who} with a place", placed, len(people))


def _organised(who: str, people: Sequence[Member], world: World) -> Iterator[Tie]:
    given = [(x.id, x.organisation_id) for x in people]
    return _tie(f"{who} tied to a known organisation", given, cached(world, "links.organisations", _organisations))


def _tie(what: str, given: Sequence[tuple[str, str | None]], known: Collection[str]) -> Iterator[Tie]:
    if given:
        found = sum(reference in known for _, reference in given)
        yield Tie(what, found, len(given), tuple(id for id, r in given if r is not None and r not in known))


def _organisations(world: World) -> frozenset[str]:
    """Every id that an organisation column may hold and that the data have."""
    facts = world.facts
    return frozenset(
        {
            *world.organisations,
            *facts.trusts,
            *facts.schools,
            *(stay.trust_uid for stay in facts.memberships),
            *(r.id for r in facts.recipients),
            *(r.trust_id for r in facts.recipients if r.trust_id),
        }
    )


def interest_ties(world: World) -> tuple[InterestTies, ...]:
    """One for each kind of party that somebody declared an interest in."""
    declared = [x for x in world.facts.interests if x.relation != NIL]
    by_kind = {kind: [x for x in declared if x.party_kind == kind] for kind in PARTY_KINDS}
    known = _Parties(world)
    return tuple(_interest_ties(world, kind, known, several) for kind, several in by_kind.items() if several)


def _interest_ties(world: World, kind: str, known: _Parties, declared: list[Interest]) -> InterestTies:
    in_force = [x for x in declared if active(world, x)]
    found = [x for x in in_force if known.has(x)]
    blocks = sum(level(world, x) == "block" for x in in_force)
    bars = sum(level(world, x) == "block" for x in found)
    return InterestTies(kind, len(declared), len(in_force), len(found), bars, blocks - bars)


class _Parties:
    """Every party that the data have."""

    def __init__(self, world: World) -> None:
        facts = world.facts
        bodies: tuple[Recipient | School, ...] = (*facts.recipients, *facts.schools.values())
        people: tuple[Member, ...] = (*world.leaders, *world.governance_leaders, *facts.people)
        authorities, dioceses = {b.local_authority for b in bodies}, {b.diocese for b in bodies}
        self.places = {
            "authority": {place_key(name) for name in authorities if name},
            "diocese": {place_key(name) for name in dioceses if name},
        }
        self.people = {x.id for x in people}
        old = (urn for link in facts.successions for urn in (link.old_urn, link.new_urn))
        organisations = cached(world, "links.organisations", _organisations)
        self.bodies = {*organisations, *old, *(x.organisation_id for x in people if x.organisation_id)}

    def has(self, x: Interest) -> bool:
        if x.party_kind in PLACES:
            return place_key(x.party_id) in self.places[x.party_kind]
        return x.party_id in (self.people if x.party_kind == "person" else self.bodies)


def doubled(world: World) -> Iterator[tuple[str, ...]]:
    """Ids of leaders who have one name and one organisation, or one name and one postcode: perhaps one person."""
    seen = Counter(key for x in world.leaders for key in _likeness(x))
    for key in sorted(key for key, number in seen.items() if number > 1):
        yield tuple(x.id for x in world.leaders if key in _likeness(x))


def _likeness(x: Leader) -> set[tuple[str, str, str]]:
    name = " ".join(x.name.split()).casefold()
    return {
        (name, what, value) for what, value in (("organisation", x.organisation_id), ("postcode", x.postcode)) if value
    }
