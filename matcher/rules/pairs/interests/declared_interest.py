"""A declared interest bars a pair, needs sign-off or is flagged, by its level, whichever side declared it."""

from __future__ import annotations

from collections.abc import Callable

from matcher.domain import Interest
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule, Why
from matcher.rules.pairs.interests.interest_links import (
    active,
    colleague_links,
    interest_links,
    interest_mask,
    level,
    pairs_at_level,
)
from matcher.rules.pairs.pair_sets import cached, date_text, in_pairs
from matcher.wording.terms import LEADER
from matcher.world import Bools, Ints, ProviderKind, World


def bars(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, pairs_at_level(world, pairs.kind, "block"))


def needs_sign_off(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, pairs_at_level(world, pairs.kind, "sign_off"))


def is_declared(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, pairs_at_level(world, pairs.kind, "declare"))


def sponsors(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, cached(world, "pairs.sponsors", _sponsors))


def _sponsors(world: World) -> Ints:
    return interest_links(world).pair_keys_of(
        interest_mask(world, lambda x: active(world, x) and x.relation == "sponsor_interest")
    )


def colleagues(world: World, pairs: Pairs) -> Bools:
    return in_pairs(world, pairs, cached(world, "pairs.colleagues", _colleagues))


def _colleagues(world: World) -> Ints:
    return colleague_links(world).pair_keys_of(interest_mask(world, lambda x: active(world, x)))


def recorded(interest: Interest, kind: str) -> str:
    """Who recorded a declaration and when; never its content, which is personal data."""
    names = {"leader": f"the {LEADER}", "recipient": f"the {kind}", "broker": "the broker"}
    by = names.get(interest.declared_by or "")
    return f"recorded {f'by {by} ' if by else ''}on {date_text(interest.declared_on)}"


def _says(what: str, condition: Callable[[World, Interest], bool], kind: ProviderKind = "leaders") -> Why:
    """A sentence about the first declaration of the kind wanted that joins the pair."""

    def why(world: World, recipient_row: int, leader_row: int) -> str:
        rows = interest_links(world, kind).between(recipient_row, leader_row)
        interest = next(x for x in (world.facts.interests[i] for i in rows.tolist()) if condition(world, x))
        return f"a declared interest, {recorded(interest, world.recipients[recipient_row].kind)}, {what}"

    return why


def _why_colleague(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    return f"somebody else of the organisation of {leader.id} has declared an interest in {recipient.name}"


def _at(condition: str) -> Callable[[World, Interest], bool]:
    return lambda world, x: active(world, x) and level(world, x) == condition


_TWO_SIDED = Cite("msi-2026", "conflict checks", "declarations of both sides are checked before anybody is allocated")
DECLARED_INTEREST = PairRule(
    "declared-interest",
    _TWO_SIDED,
    bars,
    _says("bars this pairing", _at("block")),
    short="with a declared interest that bars the pairing",
)


def sign_off_flag(kind: ProviderKind) -> FlagRule:
    return FlagRule(
        "sign-off",
        _TWO_SIDED,
        needs_sign_off,
        _says("needs the Regional Director's sign-off", _at("sign_off"), kind),
        weight="signs-off",
        label="A declared interest needs the Regional Director's sign-off",
    )


def declared_flag(kind: ProviderKind) -> FlagRule:
    return FlagRule(
        "declared",
        _TWO_SIDED,
        is_declared,
        _says("is shown to whoever decides", _at("declare"), kind),
        weight="ask",
        label="An interest has been declared",
    )


SIGN_OFF = sign_off_flag("leaders")
DECLARED = declared_flag("leaders")
POTENTIAL_SPONSOR = FlagRule(
    "potential-sponsor",
    Cite("schoolsweek-sponsors", "try before you buy", "most helpers of a school went on to absorb it"),
    sponsors,
    _says(
        "shows that the leader's trust may become the sponsor",
        lambda world, x: active(world, x) and x.relation == "sponsor_interest",
    ),
    weight="ask",
    label="The leader's organisation may become its sponsor",
)
COLLEAGUE_INTEREST = FlagRule(
    "colleague-interest",
    Cite(
        "matcher", "conflict levels", "an interest is its declarer's; of their colleagues it is shown and bars nothing"
    ),
    colleagues,
    _why_colleague,
    weight="ask",
    label="A colleague of the leader has declared an interest",
)
