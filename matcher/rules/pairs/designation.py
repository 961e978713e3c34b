"""A leader's designation covers the day; a national leader's from before September 2022 ended with the old cadre."""

from __future__ import annotations

from datetime import date

from matcher.domain import Leader
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.pairs.pair_sets import bools, cached, date_text
from matcher.world import Bools, World

NEW_CADRE = date(2022, 9, 1)  # all earlier accreditation of national leaders ended on 31 August 2022


def bars(world: World, pairs: Pairs) -> Bools:
    lapsed = cached(world, "pairs.designation", lambda w: bools(_lapse(w, x) != "" for x in w.leaders))
    return lapsed[pairs.leader]


def _lapse(world: World, leader: Leader) -> str:
    """Why the designation does not cover the day, or nothing. What is not known lapses nothing."""
    day, first, last = world.policy.as_at, leader.designated_from, leader.designated_to
    if first is not None and first > day:
        return f"{leader.id} is designated only from {date_text(first)}"
    if last is not None and last < day:
        return f"{leader.id}'s designation ended on {date_text(last)}"
    if leader.role == "nle" and first is not None and first < NEW_CADRE <= day:
        return (
            f"{leader.id}'s designation as a national leader of education, of {date_text(first)}, "
            "ended with all others of the old cadre on 31 August 2022"
        )
    return ""


def why(world: World, recipient_row: int, leader_row: int) -> str:
    return _lapse(world, world.leaders[leader_row])


def unknown(world: World, pairs: Pairs) -> Bools:
    undated = cached(
        world,
        "pairs.designation.unknown",
        lambda w: bools(x.role == "nle" and x.designated_from is None for x in w.leaders),
    )
    return undated[pairs.leader]


def why_unknown(world: World, recipient_row: int, leader_row: int) -> str:
    leader = world.leaders[leader_row]
    return f"no designation date is given for {leader.id}, a national leader of education; ask before appointing"


DESIGNATION = PairRule(
    "designation",
    Cite("nle-framework-2022", "new cadre", "accreditation before September 2022 ended; a new cadre is designated"),
    bars,
    why,
    short="without a designation that covers the day",
)
DESIGNATION_UNKNOWN = FlagRule(
    "designation-unknown",
    Cite("nle-framework-2022", "new cadre", "a designation that is not dated may be of the old cadre"),
    unknown,
    why_unknown,
    weight="ask",
    label="The leader's designation is not dated",
)
