"""Who may advise a school: not far away, not employed now or before by who runs it, and free of interests."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.limits.commitments import COMMITTED_STATES
from matcher.rules.pairs import forbidden
from matcher.rules.pairs.distance import region
from matcher.rules.pairs.interests import declared_interest, not_checked, organisation_unknown, unknown_parties
from matcher.rules.pairs.pair_sets import bools, cached, in_pairs, ints, kilometres
from matcher.rules.pairs.rise.bodies import pairs_run_by
from matcher.world import UNKNOWN, Bools, Ints, ProviderKind, World, metres_between

KIND: ProviderKind = "advisers"
_CHECKED = Cite("msi-2026", "conflict checks", "the adviser's declaration is checked before they are allocated")


def bars_travel(world: World, pairs: Pairs) -> Bools:
    limit = world.policy.rules.advisers.max_travel_metres
    if limit is None:
        return np.zeros(len(pairs), dtype=np.bool_)
    mask: Bools = (pairs.metres != UNKNOWN) & (pairs.metres > limit)
    return mask


def why_travel(world: World, recipient_row: int, adviser_row: int) -> str:
    recipient, adviser = world.recipients[recipient_row], world.advisers[adviser_row]
    away = metres_between(world.recipient_place[[recipient_row]], world.provider_place["advisers"][[adviser_row]])
    limit = kilometres(world.policy.rules.advisers.max_travel_metres or 0)
    return f"{recipient.name} is {kilometres(int(away[0]))} from {adviser.id}, further than the {limit} that is allowed"


def bars_employer(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, cached(world, "advisers.employer", _employer))


def _employer(world: World) -> Ints:
    own = ([x.organisation_id] if x.organisation_id else [] for x in world.advisers)
    return pairs_run_by(world, "advisers", own)


def why_employer(world: World, recipient_row: int, adviser_row: int) -> str:
    return f"{world.advisers[adviser_row].id} is employed by who runs {world.recipients[recipient_row].name}"


def bars_former(world: World, pairs: Pairs) -> Bools:
    if world.policy.rules.advisers.former_employer == "allow":
        return np.zeros(len(pairs), dtype=np.bool_)
    return in_pairs(world, pairs, cached(world, "advisers.former", _former))


def _former(world: World) -> Ints:
    return pairs_run_by(world, "advisers", (x.former_organisation_ids for x in world.advisers))


def why_former(world: World, recipient_row: int, adviser_row: int) -> str:
    return f"{world.advisers[adviser_row].id} used to be employed by who runs {world.recipients[recipient_row].name}"


def allocated(world: World) -> Ints:
    """Per recipient, the row of the adviser whom it has already; -1 where it has none.

    Where the register of earlier deployments gives it two, the later line counts. Lines of organisations say nothing
    of advisers.
    """
    return cached(world, "advisers.allocated", _allocated)


def _allocated(world: World) -> Ints:
    row, running = world.provider_row["advisers"], [d for d in world.facts.history if d.state in COMMITTED_STATES]
    own = {d.recipient_id: row[d.leader_id] for d in running if d.leader_id in row}
    return ints(own.get(r.id, -1) for r in world.recipients)


def adviser_stands(world: World) -> Bools:
    """Per recipient, whether a pin of the run says that an adviser is allocated to it."""
    return cached(world, "advisers.standing", _adviser_stands)


def _adviser_stands(world: World) -> Bools:
    row = world.provider_row["advisers"]
    standing = {p.recipient_id for p in world.policy.pins if p.stands and p.leader_id in row}
    return bools(r.id in standing for r in world.recipients)


def bars_another(world: World, pairs: Pairs) -> Bools:
    has = allocated(world)[pairs.recipient]
    mask: Bools = (has >= 0) & (has != pairs.leader)
    return mask


def why_another(world: World, recipient_row: int, adviser_row: int) -> str:
    adviser = world.advisers[int(allocated(world)[recipient_row])]
    return f"{world.recipients[recipient_row].name} is advised by {adviser.id} already"


def why_interest(world: World, recipient_row: int, adviser_row: int) -> str:
    """Never what was declared, which is personal data."""
    return f"a declared interest bars {world.advisers[adviser_row].id} from {world.recipients[recipient_row].name}"


def why_forbidden(world: World, recipient_row: int, adviser_row: int) -> str:
    return forbidden.why_ruled_out(world, recipient_row, world.advisers[adviser_row].id)


def is_unplaced(world: World, pairs: Pairs) -> Bools:
    mask: Bools = pairs.metres == UNKNOWN
    return mask


def why_unplaced(world: World, recipient_row: int, adviser_row: int) -> str:
    recipient, adviser = world.recipients[recipient_row], world.advisers[adviser_row]
    return f"the distance from {adviser.id} to {recipient.name} is not known"


def why_elsewhere(world: World, recipient_row: int, adviser_row: int) -> str:
    recipient, adviser = world.recipients[recipient_row], world.advisers[adviser_row]
    return f"{adviser.id} is an adviser of {adviser.region} and would cross into {recipient.region}"


def without_employer(world: World, pairs: Pairs) -> Bools:
    unknown = cached(world, "advisers.unemployed", lambda w: bools(x.organisation_id is None for x in w.advisers))
    return unknown[pairs.leader]


def why_without_employer(world: World, recipient_row: int, adviser_row: int) -> str:
    return f"who employs {world.advisers[adviser_row].id} is not recorded, so conflicts cannot be checked"


ADVISER_TRAVEL = PairRule(
    "adviser-travel",
    Cite("matcher", "travel limit", "distance is taken into account when an adviser is allocated"),
    bars_travel,
    why_travel,
    screen=True,
    short="too far away",
)
ADVISER_ALLOCATED = PairRule(
    "adviser-allocated",
    Cite("matcher", "advisers", "a school keeps the adviser that it has"),
    bars_another,
    why_another,
    screen=True,
    short="of a school that has an adviser",
)
ADVISER_EMPLOYER = PairRule("adviser-employer", _CHECKED, bars_employer, why_employer, short="employed by who runs it")
ADVISER_FORMER_EMPLOYER = PairRule(
    "adviser-former-employer",
    Cite("msi-2026", "used to work for the school or trust", "the declaration asks for earlier employment"),
    bars_former,
    why_former,
    short="employed before by who runs it",
)
ADVISER_INTEREST = replace(declared_interest.DECLARED_INTEREST, name="adviser-declared-interest", why=why_interest)
ADVISER_PARTY_UNKNOWN = replace(
    unknown_parties.PARTY_UNKNOWN, name="adviser-party-unknown", why=partial(unknown_parties.why, provider_kind=KIND)
)
ADVISER_FORBIDDEN = replace(forbidden.FORBIDDEN, name="adviser-forbidden", why=why_forbidden)

# Flags have the names that they have for leaders: the tables have one column for both.
ADVISER_NOT_CHECKED = replace(not_checked.NOT_CHECKED, why=partial(not_checked.why, provider_kind=KIND))
ADVISER_SIGN_OFF = declared_interest.sign_off_flag("advisers")
ADVISER_DECLARED = declared_interest.declared_flag("advisers")
ADVISER_ORGANISATION_UNKNOWN = replace(
    organisation_unknown.ORGANISATION_UNKNOWN, why=partial(organisation_unknown.why, provider_kind=KIND)
)
ADVISER_OUT_OF_REGION = FlagRule(
    "adviser-out-of-region",
    Cite("matcher", "pairs out of region", "a supporter from another region is shown before anybody decides"),
    region.out_of_region,
    why_elsewhere,
    weight="note",
    label="The adviser comes from another region",
)
ADVISER_UNPLACED = FlagRule(
    "distance-unknown",
    Cite("matcher", "unknown distance", "may be chosen, and is shown"),
    is_unplaced,
    why_unplaced,
    weight="ask",
    label="The distance is not known",
)
ADVISER_WITHOUT_EMPLOYER = FlagRule(
    "employer-unknown",
    _CHECKED,
    without_employer,
    why_without_employer,
    weight="ask",
    label="The adviser's employer is not recorded",
)
