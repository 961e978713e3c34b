"""Who is served and who is not: by region, phase, deprivation, sector, faith and place, and by whose organisation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low

from matcher.domain import PHASES, Leader, Recipient
from matcher.report import words
from matcher.report.chosen import Chosen, ChosenMatch
from matcher.world import World


@dataclass(frozen=True, slots=True)
class Served:
    """One group: how many were to be matched, how many are, how many by hand, and the median journey."""

    group: str
    eligible: int
    matched: int
    by_hand: int
    median_metres: int | None


Grouping = Callable[[Recipient], Sequence[str]]


def served(chosen: Chosen, grouping: Grouping, order: Sequence[str] = ()) -> tuple[Served, ...]:
    """A body in several groups counts in each. Groups stand in the order given, then by name."""
    by_hand = {m.recipient_id for m in chosen.result.by_hand.plan.matches}
    eligible: Counter[str] = Counter()
    hand: Counter[str] = Counter()
    metres: dict[str, list[int | None]] = defaultdict(list)
    for recipient in chosen.result.world.recipients:
        match = chosen.by_recipient.get(recipient.id)
        for group in grouping(recipient):
            eligible[group] += 1
            hand[group] += recipient.id in by_hand
            metres[group] += [match.metres] if match else []
    return tuple(Served(g, eligible[g], len(metres[g]), hand[g], _middle(metres[g])) for g in _ordered(eligible, order))


def _ordered(groups: Iterable[str], order: Sequence[str]) -> list[str]:
    place = {name: i for i, name in enumerate(order)}
    return sorted(groups, key=lambda g: (g == _UNKNOWN, place.get(g, len(place)), g))


def _middle(metres: Iterable[int | None]) -> int | None:
    known = [m for m in metres if m is not None]
    return median_low(known) if known else None


_UNKNOWN = "Not known"
_SECTORS = {"maintained": "Maintained by an authority", "academy": "Academy", "other": "Other"}


def region(r: Recipient) -> Sequence[str]:
    return (r.region,)


def phase(r: Recipient) -> Sequence[str]:
    """A trust stands by itself: its phases are those of its schools."""
    if r.kind == "trust":
        return ("Trusts, all phases",)
    return tuple(phase_words(p) for p in PHASES if p in r.phases) or (_UNKNOWN,)


def phase_words(name: str) -> str:
    return name.replace("-", " ").capitalize() if name != "all-through" else "All-through"


def deprivation(r: Recipient) -> Sequence[str]:
    quintile = r.deprivation_quintile
    return (_UNKNOWN,) if quintile is None else (f"Quintile {quintile}",)


def sector(r: Recipient) -> Sequence[str]:
    return ("Trust",) if r.kind == "trust" else (_SECTORS.get(r.sector or "", _UNKNOWN),)


def faith(r: Recipient) -> Sequence[str]:
    return (r.faith or "None, or not known",)


def rural(r: Recipient) -> Sequence[str]:
    return (_UNKNOWN,) if r.rural is None else ("Rural",) if r.rural else ("Urban",)


PHASE_ORDER = tuple(phase_words(p) for p in PHASES)
# title, grouping, the order of its groups
GROUPINGS: tuple[tuple[str, Grouping, Sequence[str]], ...] = (
    ("Region", region, ()),
    ("Phase", phase, PHASE_ORDER),
    ("Pupils' deprivation (IDACI quintile)", deprivation, ()),
    ("Sector", sector, ()),
    ("Faith", faith, ()),
    ("Rural or urban", rural, ()),
)


def tells_apart(groups: Sequence[Served]) -> bool:
    """Whether there is more than one group to compare."""
    return len(groups) > 1


@dataclass(frozen=True, slots=True)
class OwnInterest:
    """How many of a region's matches its own broker's organisation would serve."""

    region: str
    broker: str
    matches: int
    own: int


def own_interest(chosen: Chosen) -> tuple[OwnInterest, ...]:
    """One line per region that somebody brokers; `broker` names the organisations."""
    world = chosen.result.world
    found = []
    for name in world.regions:
        brokers = [o for o in world.facts.organisations if name in o.broker_for]
        inside = [m for m in chosen.matches if m.recipient.region == name]
        own = sum(m.leader.organisation_id in {b.id for b in brokers} for m in inside)
        if brokers:
            found.append(OwnInterest(name, "; ".join(b.name or b.id for b in brokers), len(inside), own))
    return tuple(found)


def out_of_region(chosen: Chosen) -> tuple[ChosenMatch, ...]:
    return tuple(m for m in chosen.matches if m.leader.region != m.recipient.region)


def longest(chosen: Chosen, many: int = 5) -> tuple[ChosenMatch, ...]:
    known = [m for m in chosen.matches if m.metres is not None]
    return tuple(sorted(known, key=lambda m: (-(m.metres or 0), m.recipient.id))[:many])


def flagged(chosen: Chosen, flag: str) -> tuple[ChosenMatch, ...]:
    return tuple(m for m in chosen.matches if flag in m.flags)


def organisation(leader: Leader, world: World) -> str:
    """The organisation by name, else by id; a leader without one is known by id alone, never by name."""
    known = world.organisations.get(leader.organisation_id or "")
    return leader.organisation or (known.name if known else None) or leader.organisation_id or f"leader {leader.id}"


def kind_and_phases(r: Recipient) -> str:
    if r.kind == "trust":
        return words.TRUST
    return f"{words.STANDALONE}, {', '.join(p for p in PHASES if p in r.phases) or 'phase not known'}"
