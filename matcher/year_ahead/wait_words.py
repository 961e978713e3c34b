"""The sentences about who waits for the year ahead and what is kept: why, for whom, at what price, what would help."""

from __future__ import annotations

from matcher.result import Hold
from matcher.wording import words
from matcher.wording.messages import LeaderRef, Message, message
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.year_ahead.words import SWITCH, tenths


def held(hold: Hold) -> str:
    """Why it is not proposed now, without any name."""
    if not hold.futures:
        return f"Asked to wait: {who_has_it(hold)}"
    return f"Asked to wait although {LEADER:a} could support it now: {who_has_it(hold)}; {exchange(hold)}"


def exchange(hold: Hold) -> str:
    """What giving it a leader now would cost those who come later."""
    if not hold.cost_tenths:
        return "what matching it alone would cost later is not proved"
    return f"matching it now would cost at least {tenths(hold.cost_tenths)} priority points later, on average"


# those for whom somebody waits, by what they are
LATER = {
    "below-good-twice": "schools below good twice running who come later",
    "trust": "trusts that come later",
    "school": "schools that come later",
    "waiting": "others who wait today",
}
SHORT = {"room": "place with that leader"}  # in a sentence; others are said as they are named


def who_has_it(hold: Hold) -> str:
    """Who is to have what it would need, without any name."""
    if not hold.futures:
        return "what is released of the year's days and money by now goes to others"
    if hold.needed_in:
        likely = f"in {hold.needed_in} of {hold.futures} likely futures"
        who = LATER.get(hold.for_whom, "those who come later")
        return f"{likely} {who} need the {SHORT.get(hold.short_of, hold.short_of)}"
    likely = f"with {hold.futures} likely futures in view"
    if hold.short_of:
        what = SHORT.get(hold.short_of, hold.short_of)
        kept = "so that what those others would have had is kept for later"
        return f"{likely} others who are here now have the {what}, {kept}"
    return f"{likely} the plan does not serve it now, though no limit by itself leaves it out"


KEPT = (
    "This leaves alone what the run keeps for those who come later; only a new proposal weighs them again, and may ask"
    " others to wait"
)
TODAY_ALONE = (
    "These are figures of today alone: what is kept for those who come later is not weighed here, so a pair that takes"
    " of it looks better than it is; a new proposal weighs both"
)
FROM_KEPT = "That would take what is kept for those who come later"
WAIT_REFUSED = "Its wait was refused, so it is asked no more to wait in this programme year"
# of whoever today's best plan alone leaves out as well, so that nobody decides on a wait
KEPT_ROOM = (
    "The days, room or money that it would need are left today, and kept for those who are expected later; without the"
    " year ahead others would have them"
)
RELEASED = (
    "What even release gives out of the year's days and money by now goes to others (year_ahead.use: even-release);"
    " what is left is for later"
)
KEPT_GROUP = "What is left today is kept for those who are expected later"
HELD_GROUP = "Asked to wait, with those in view who are expected later"


def kept_from(number: int) -> str:
    """How many nobody leads, beside those who are asked to wait, though a leader has what they need left today."""
    more = f"{number:,} more {RECIPIENT} has" if number == 1 else f"{number:,} more {RECIPIENT:s} have"
    return (
        f"{more} no {LEADER} because what is left today is kept for those who are expected later; without the year"
        " ahead others would be matched in their place, so there is no wait to decide"
    )


def kept_days(days: int) -> str:
    """Of one leader: what the plan leaves them for those who are expected later."""
    return f"{words.count(days, 'day')} of theirs at most {'is' if days == 1 else 'are'} kept for those expected later"


def kept_leader(days: int) -> str:
    """Why a pair is not proposed although its leader has days left: how many of them are kept, and for whom."""
    return f"The {LEADER} has days left, of which at most {days} are kept for those expected later"


def held_change(hold: Hold) -> Message:
    """Who could support it now, and what would let them: a director's word, a fixed pair, or the switch."""
    return message(
        "Leader {leader} would support it now without the year ahead: refuse the wait, fix the pair, or set {switch}",
        leader=LeaderRef(hold.leader_id),
        switch=SWITCH,
    )


def kept_change(leader_id: str) -> Message:
    """The nearest leader who has the days and the room left that this plan keeps."""
    return message("Leader {leader} has room for it in this plan: fix the pair", leader=LeaderRef(leader_id))
