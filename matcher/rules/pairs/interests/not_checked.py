"""A pair without a current declaration (missing, old or expired) may be proposed but not appointed."""

from __future__ import annotations

from datetime import date
from functools import partial

from matcher.domain import Interest
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule
from matcher.rules.pairs.interests.declared_interest import recorded
from matcher.rules.pairs.interests.interest_links import NIL, expired, interest_links, interest_mask
from matcher.rules.pairs.interests.same_person import twice_with_an_interest
from matcher.rules.pairs.interests.unknown_parties import unsure_providers, unsure_recipients
from matcher.rules.pairs.leader_registers import leader_register
from matcher.rules.pairs.pair_sets import bools, cached, date_text, in_pairs
from matcher.wording.messages import Day, LeaderRef, Listed, Message, message
from matcher.wording.terms import LEADER
from matcher.world import Bools, Ints, ProviderKind, World

MOST_SHOWN = 10


def flags(world: World, pairs: Pairs) -> Bools:
    kind = pairs.kind
    stale = cached(world, f"pairs.stale.{kind}", partial(_stale, provider_kind=kind))
    nil = cached(world, f"pairs.nil.{kind}", partial(_nil, provider_kind=kind))
    lapsed = cached(world, f"pairs.lapsed.{kind}", partial(_lapsed, provider_kind=kind))
    unsure = unsure_providers(world, kind)[pairs.leader] | unsure_recipients(world)[pairs.recipient]
    unsure |= twice_with_an_interest(world, kind)[pairs.leader]
    return (stale[pairs.leader] & ~in_pairs(world, pairs, nil)) | in_pairs(world, pairs, lapsed) | unsure


def _fresh(world: World, day: date | None) -> bool:
    """Not too old on the day of the run, and not after it: what is checked later is not yet known then."""
    return day is not None and 0 <= (world.policy.as_at - day).days <= world.policy.rules.conflicts_stale_after_days


def _stale(world: World, provider_kind: ProviderKind) -> Bools:
    return bools(not _fresh(world, x.interests_checked_on) for x in leader_register(world, provider_kind).bodies)


def _nil(world: World, provider_kind: ProviderKind) -> Ints:
    """Pairs with a recent nil return: the leader has declared that there is no interest."""
    return interest_links(world, provider_kind).pair_keys_of(interest_mask(world, partial(_fresh_nil, world)))


def _fresh_nil(world: World, x: Interest) -> bool:
    return x.relation == NIL and not expired(world, x) and _fresh(world, x.declared_on)


def _lapsed(world: World, provider_kind: ProviderKind) -> Ints:
    return interest_links(world, provider_kind).pair_keys_of(
        interest_mask(world, lambda x: x.relation != NIL and expired(world, x))
    )


def why(world: World, recipient_row: int, leader_row: int, provider_kind: ProviderKind = "leaders") -> str:
    leader, kind = world.providers[provider_kind][leader_row], world.recipients[recipient_row].kind
    rows = interest_links(world, provider_kind).between(recipient_row, leader_row).tolist()
    lapsed = [x for x in (world.facts.interests[i] for i in rows) if x.relation != NIL and expired(world, x)]
    if lapsed:
        ended = date_text(lapsed[0].expires_on)
        return f"a declared interest, {recorded(lapsed[0], kind)}, ended on {ended} and has not been checked since"
    if twice_with_an_interest(world, provider_kind)[leader_row]:
        return f"{leader.id} may be one person with another {LEADER}, and one of the two has declared an interest"
    if unsure_providers(world, provider_kind)[leader_row]:
        return f"what {leader.id} has declared, or where they are based, names a party that is not in the data"
    if unsure_recipients(world)[recipient_row]:
        return f"somebody of {world.recipients[recipient_row].name} has declared a party that is not in the data"
    if leader.last_checked_on is None:
        return f"the interests of {leader.id} have not been checked"
    return f"the interests of {leader.id} were last checked on {date_text(leader.last_checked_on)}"


def late_check_notices(world: World) -> tuple[Message, ...]:
    """Checks of a day after the run's, for page one: on the run's day they had not been done."""
    day = world.policy.as_at
    late = sorted(
        (x.id, x.interests_checked_on)
        for people in world.providers.values()
        for x in people
        if x.interests_checked_on is not None and x.interests_checked_on > day
    )
    if not late:
        return ()
    shown = Listed(
        tuple(message("{who} on {on}", who=LeaderRef(id), on=Day(on)) for id, on in late[:MOST_SHOWN]), last=", "
    )
    more = f" and {len(late) - MOST_SHOWN} more" if len(late) > MOST_SHOWN else ""
    text = "Checked after the day of the run, {day}, and so not checked on it: {shown}{more}"
    return (message(text, day=Day(day), shown=shown, more=more),)


NOT_CHECKED = FlagRule(
    "not-checked",
    Cite("msi-2026", "conflict checks", "nobody is allocated until the checks are done"),
    flags,
    why,
    weight="stops",
    label="Interests to be checked before anybody is appointed",
)
