"""Who is matched and who is not, by region, phase, deprivation, sector, faith and rurality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from matcher.domain import PHASES, Leader, Recipient
from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.rules.pairs import pair_wording
from matcher.rules.rulebooks import rulebook_of
from matcher.wording.terms import LEADER
from matcher.world import World


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """One group: how many were to be matched, how many are, how many by hand, the median journey, and the median days
    since they became eligible, of the matched and of the others. None where nothing of the kind is known."""

    group: str
    eligible: int
    matched: int
    by_hand: int
    median_metres: int | None
    waited_matched: int | None
    waited_others: int | None


Grouping = Callable[[Recipient], Sequence[str]]


def group_statistics(view: PlanView, grouping: Grouping, order: Sequence[str] = ()) -> tuple[GroupStatistics, ...]:
    """Statistics per group. A recipient in several groups counts in each. In the order given, then by name."""
    inside: dict[str, list[Recipient]] = defaultdict(list)
    for recipient in view.result.world.recipients:
        for group in grouping(recipient):
            inside[group].append(recipient)
    by_hand = {m.recipient_id for m in view.result.by_hand.plan.matches}
    return tuple(_served(view, name, inside[name], by_hand) for name in _ordered(inside, order))


def _served(view: PlanView, name: str, bodies: Sequence[Recipient], by_hand: set[str]) -> GroupStatistics:
    matches = [m for r in bodies if (m := view.by_recipient.get(r.id))]
    others = [r for r in bodies if r.id not in view.by_recipient]
    as_at = view.result.policy.as_at
    return GroupStatistics(
        group=name,
        eligible=len(bodies),
        matched=len(matches),
        by_hand=sum(r.id in by_hand for r in bodies),
        median_metres=_middle(m.metres for m in matches),
        waited_matched=_middle(waiting_days(m.recipient, as_at) for m in matches),
        waited_others=_middle(waiting_days(r, as_at) for r in others),
    )


def waiting_days(r: Recipient, as_at: date) -> int | None:
    """Days from becoming eligible to the day of the run; None where the day is not known."""
    return None if r.eligible_since is None else max(0, (as_at - r.eligible_since).days)


def _ordered(groups: Iterable[str], order: Sequence[str]) -> list[str]:
    place = {name: i for i, name in enumerate(order)}
    return sorted(groups, key=lambda g: (g == UNKNOWN, g == TRUSTS, place.get(g, len(place)), g))


def _middle(metres: Iterable[int | None]) -> int | None:
    values = [m for m in metres if m is not None]
    return median_low(values) if values else None


UNKNOWN, TRUSTS = "Not known", "Trusts"
_SECTORS = {"maintained": "Maintained by an authority", "academy": "Academy", "other": "Other"}


def region(r: Recipient) -> Sequence[str]:
    return (r.region,)


def phase(r: Recipient) -> Sequence[str]:
    """Trusts are one group of their own: their phases are those of their schools."""
    if r.kind == "trust":
        return ("Trusts, all phases",)
    return tuple(phase_words(p) for p in PHASES if p in r.phases) or (UNKNOWN,)


def phase_words(name: str) -> str:
    return name.replace("-", " ").capitalize() if name != "all-through" else "All-through"


def deprivation(r: Recipient) -> Sequence[str]:
    quintile = r.deprivation_quintile
    return (_trusts_or_unknown(r),) if quintile is None else (f"Quintile {quintile}",)


def _trusts_or_unknown(r: Recipient) -> str:
    """The group of a recipient without the fact: trusts apart, since no file gives it for a whole trust."""
    return TRUSTS if r.kind == "trust" else UNKNOWN


def sector(r: Recipient) -> Sequence[str]:
    return (TRUSTS,) if r.kind == "trust" else (_SECTORS.get(r.sector or "", UNKNOWN),)


def faith(r: Recipient) -> Sequence[str]:
    return (r.faith or (TRUSTS if r.kind == "trust" else "None, or not known"),)


def rural(r: Recipient) -> Sequence[str]:
    return (_trusts_or_unknown(r),) if r.rural is None else ("Rural",) if r.rural else ("Urban",)


PHASE_ORDER = tuple(phase_words(p) for p in PHASES)
# title, grouping, the order of its groups
GROUPINGS: tuple[tuple[str, Grouping, Sequence[str]], ...] = (
    ("Region", region, ()),
    ("Phase", phase, PHASE_ORDER),
    ("Pupils' deprivation (IDACI quintile, 5 the most deprived)", deprivation, ()),
    ("Sector", sector, ()),
    ("Faith", faith, ()),
    ("Rural or urban", rural, ()),
)


def informative_groups(groups: Sequence[GroupStatistics]) -> list[str]:
    """Names of the groups except the unknown and the trusts."""
    return [g.group for g in groups if g.group not in (UNKNOWN, TRUSTS)]


def out_of_region(view: PlanView) -> tuple[MatchDetails, ...]:
    return tuple(m for m in view.matches if m.leader.region != m.recipient.region)


def longest(view: PlanView, many: int = 5) -> tuple[MatchDetails, ...]:
    with_distance = [m for m in view.matches if m.metres is not None]
    return tuple(sorted(with_distance, key=lambda m: (-(m.metres or 0), m.recipient.id))[:many])


def flagged(view: PlanView, *flags: str) -> tuple[MatchDetails, ...]:
    """Matches with one of these, those of the school's adviser included."""
    return tuple(m for m in view.matches if any(x.name in flags for x in m.to_settle))


def is_supporter_an_organisation(world: World) -> bool:
    """Whether organisations support, so that a table which names them has no second column for theirs."""
    return rulebook_of(world.policy).supporters == "organisations"


def organisation_heading(world: World) -> str:
    """The heading above `organisation`: where organisations support, the supporter itself is one."""
    return f"{LEADER:C}" if is_supporter_an_organisation(world) else f"{LEADER:C}'s organisation"


def organisation(leader: Leader, world: World) -> str:
    """The organisation as the case names it; a leader without one is known by id alone, never by name."""
    if leader.organisation or leader.organisation_id:
        return pair_wording.organisation(world, leader)
    return f"{LEADER} {leader.id}"
