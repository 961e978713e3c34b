"""The year ahead: whether a proposal keeps days and money for those who come later, and what may be held for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Literal

from matcher.setting import Day, Seed, Setting, Share, SomeOf, Text, Whole

NEVER_HOLD = ("below-good-twice", "waited-a-term", "last-of-region")
LOOK_AHEAD = ("coverage", "strong-trust-first", "governance", "fit")  # goals over drawn futures; others: today alone
Points = Annotated[int, Whole(0, 1_000_000, "points")]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPoints:
    """The points of `priority: history`."""

    below_good_twice: Annotated[Points, Setting("a school whose last two grades are both below good")] = 3
    trust: Annotated[Points, Setting("a trust")] = 2
    school: Annotated[Points, Setting("any other school")] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """Where those who may come later are drawn from, and how often."""

    source: Annotated[
        Literal["history", "expected"],
        Setting("`history`: the files' own past years; `expected`: the table data.expected", key="from", optional=True),
    ] = "history"
    years: Annotated[
        int,
        Whole(1, 30, "years"),
        Setting("how many past years; those without arrivals are passed over", optional=True),
    ] = 3
    number: Annotated[
        Annotated[int, Whole(1, 40, "futures")] | None,
        Setting("how many futures are drawn; not set: 8, or 4 beside more than 8,000 choices of today", optional=True),
    ] = None
    seed: Annotated[Seed, Setting("the draw's starting number", optional=True)] = 1
    scale: Annotated[
        Literal["as-so-far", "none"],
        Setting(
            "`as-so-far`: a past year counts as many times as this year's months so far came to its own", optional=True
        ),
    ] = "as-so-far"
    declines: Annotated[
        Share,
        Setting(
            "the part that says no: a drawn future is so much smaller, and that part of today's leaves its room",
            optional=True,
            added="2026-11-29",
        ),
    ] = Fraction(0)
    lapses: Annotated[
        Share,
        Setting(
            "the part of today's trusts that no longer qualify when a drawn future would serve them",
            optional=True,
            added="2026-11-30",
        ),
    ] = Fraction(0)
    of_today: Annotated[
        Literal["everybody", "may-wait"],
        Setting(
            "whom of today a drawn future may serve, where somebody may wait: `everybody` who has no leader, or those"
            " who `may-wait`",
            optional=True,
            added="2026-11-30",
        ),
    ] = "may-wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAhead:
    """Whether and how a proposal looks beyond its own day."""

    use: Annotated[
        Literal["off", "even-release", "which-leader", "who-and-when"],
        Setting(
            "`off`; `even-release`: days and money by the share of the year's arrivals; `which-leader`: nobody waits,"
            " leaders are kept who will be needed; `who-and-when`: some may wait for those who need support more",
            optional=True,
            label="the year ahead",
        ),
    ] = "off"
    futures: Annotated[Futures, Setting("those who may come later", optional=True)] = field(default_factory=Futures)
    never_hold: Annotated[
        tuple[str, ...],
        SomeOf(NEVER_HOLD, may_be_empty=True),
        Setting("who is never asked to wait", optional=True),
    ] = NEVER_HOLD
    wait_at_most: Annotated[
        Literal["1 term", "none"], Setting("how long anybody may be asked to wait; none: no limit", optional=True)
    ] = "1 term"
    hold_at_most: Annotated[
        Share, Setting("the most who may be asked to wait, as a share of those with a lawful candidate", optional=True)
    ] = Fraction(1, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedWait:
    """What a director decided about a school or trust that a proposal asked to wait for the year ahead."""

    recipient_id: Annotated[Text, Setting("a URN or a trust's UID", key="recipient")]
    decision: Annotated[
        Literal["approved", "refused"],
        Setting("`approved`: it waits until its day; `refused`: it is not asked to wait again this year"),
    ]
    reason: Annotated[Text, Setting("why; it is kept with the run")]
    until: Annotated[
        Day | None, Setting("the last day of an approved wait; not set: as long as it is here", optional=True)
    ] = None
