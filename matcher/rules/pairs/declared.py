"""A declared interest bars a pairing, or needs sign-off, or is shown, by its level; however it was recorded."""

from __future__ import annotations

from collections.abc import Callable

from matcher.domain import Interest
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.pairs.columns import among, in_words, once
from matcher.rules.pairs.ties import active, at_level, colleague_ties, level, ties, which
from matcher.world import Bools, Ints, World


def bars(world: World, pairs: Pairs) -> Bools:
    return among(world, pairs, at_level(world, "leaders", "block"))


def needs_sign_off(world: World, pairs: Pairs) -> Bools:
    return among(world, pairs, at_level(world, "leaders", "sign_off"))


def is_declared(world: World, pairs: Pairs) -> Bools:
    return among(world, pairs, at_level(world, "leaders", "declare"))


def sponsors(world: World, pairs: Pairs) -> Bools:
    return among(world, pairs, once(world, "pairs.sponsors", _sponsors))


def _sponsors(world: World) -> Ints:
    return ties(world).keys_of(which(world, lambda x: active(world, x) and x.relation == "sponsor_interest"))


def colleagues(world: World, pairs: Pairs) -> Bools:
    return among(world, pairs, once(world, "pairs.colleagues", _colleagues))


def _colleagues(world: World) -> Ints:
    return colleague_ties(world).keys_of(which(world, lambda x: active(world, x)))


def recorded(interest: Interest, kind: str) -> str:
    """Who recorded a declaration and when, and nothing of what it says."""
    names = {"leader": "the leader", "recipient": f"the {kind}", "broker": "the broker"}
    by = names.get(interest.declared_by or "")
    return f"recorded {f'by {by} ' if by else ''}on {in_words(interest.declared_on)}"


def _says(what: str, wanted: Callable[[World, Interest], bool]) -> Callable[[World, int, int], str]:
    """A sentence about the first declaration of the kind wanted that joins the pair."""

    def why(world: World, recipient_row: int, leader_row: int) -> str:
        rows = ties(world).between(recipient_row, leader_row)
        found = next(x for x in (world.facts.interests[i] for i in rows.tolist()) if wanted(world, x))
        return f"a declared interest, {recorded(found, world.recipients[recipient_row].kind)}, {what}"

    return why


def _why_colleague(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    return f"somebody else of the organisation of {leader.id} has declared an interest in {recipient.name}"


def _at(wanted: str) -> Callable[[World, Interest], bool]:
    return lambda world, x: active(world, x) and level(world, x) == wanted


_TWO_SIDED = Cite("msi-2026", "conflict checks", "declarations of both sides are checked before anybody is allocated")
DECLARED_INTEREST = PairRule("declared-interest", _TWO_SIDED, bars, _says("bars this pairing", _at("block")))
SIGN_OFF = FlagRule(
    "sign-off", _TWO_SIDED, needs_sign_off, _says("needs the Regional Director's sign-off", _at("sign_off"))
)
DECLARED = FlagRule("declared", _TWO_SIDED, is_declared, _says("is shown to whoever decides", _at("declare")))
POTENTIAL_SPONSOR = FlagRule(
    "potential-sponsor",
    Cite("schoolsweek-sponsors", "try before you buy", "most helpers of a school went on to absorb it"),
    sponsors,
    _says(
        "shows that the leader's trust may become the sponsor",
        lambda world, x: active(world, x) and x.relation == "sponsor_interest",
    ),
)
COLLEAGUE_INTEREST = FlagRule(
    "colleague-interest",
    Cite(
        "matcher", "conflict levels", "an interest is its declarer's; of their colleagues it is shown and bars nothing"
    ),
    colleagues,
    _why_colleague,
)
