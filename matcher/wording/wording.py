"""The one wording of each fact that several pages, sheets, letters and commands show: nobody else words them.

Each function takes typed values and gives the words; `matcher.case` works the values out.
Journeys are worded in `matcher.journeys`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from matcher.wording import words
from matcher.wording.terms import LEADER

NOT_ON_RECORD = "(erased)"

# Interests of a leader in a pair, on one day.

NEVER, OUT_OF_DATE, CLEAR, DECLARED, CONFLICT = "never", "out-of-date", "clear", "declared", "conflict"
OPEN = "open"  # checked lately, and something that was declared is not settled


@dataclass(frozen=True, slots=True)
class Interests:
    """Whether the interests of a leader are checked. `checked_on` is the last check, None for never."""

    code: str
    checked_on: date | None = None


def interests(x: Interests) -> str:
    return {
        NEVER: "never checked",
        OUT_OF_DATE: f"out of date: last checked {day(x.checked_on)}",
        OPEN: f"checked {day(x.checked_on)}, but what was declared is not settled",
        CLEAR: f"clear, checked {day(x.checked_on)}",
        DECLARED: "declared: director signs off",
        CONFLICT: "conflict",
    }[x.code]


FLAGS_OF_INTERESTS = {"not-checked": (NEVER, OUT_OF_DATE, OPEN), "sign-off": (DECLARED,)}


def flag(name: str, label: str, x: Interests) -> str:
    """A flag of a pair; those about the leader's interests are worded as the interests are everywhere."""
    return f"Interests {interests(x)}" if x.code in FLAGS_OF_INTERESTS.get(name, ()) else label


# Why this leader.


@dataclass(frozen=True, slots=True)
class Standing:
    """Among the `possible` leaders of a school or trust: how many are nearer, or fit better.

    `nearer` is None where the distance is not known, or crosses water and so is compared with nobody's.
    """

    possible: int
    nearer: int | None
    fitter: int


def standing(x: Standing) -> str:
    """`nearest and best fit of 5`, `3rd nearest, best fit of 3`, `the only one who may`."""
    if x.possible == 1:
        return "the only one who may"
    fit = place(x.fitter, "best fit")
    if x.nearer is None:
        return f"{fit} of {x.possible}"
    both = " and " if not x.nearer and not x.fitter else ", "
    return f"{place(x.nearer, 'nearest')}{both}{fit} of {x.possible}"


def nearness(x: Standing) -> str:
    """The part of the standing that a school is told: no fit. '' where distances are not compared."""
    if x.possible == 1:
        return "the only one who may"
    return "" if x.nearer is None else f"{place(x.nearer, 'nearest')} of {x.possible}"


def place(ahead: int, best: str) -> str:
    return best if not ahead else f"{words.ordinal(ahead + 1)} {best}"


def no_reserve(why: str) -> str:
    return f"No reserve: {why}"


# Where a match stands.


@dataclass(frozen=True, slots=True)
class State:
    """A match's state. `on` is the day it began; of what a run proposed or left out, the day its facts stand for: when
    it was published is not said. `by` is who took its place, a refusal in words, or the term in which the match goes
    on; `until` its end. `withdrew_on`: the leader withdrew altogether; `away`: they cannot support any school."""

    code: str
    on: date | None = None
    by: str = ""
    until: date | None = None
    said_yes: str = ""  # 'school' or 'leader': the one that has agreed while the other has not
    # of one that is replaced: 'closed' by a person, 'carried' into a later term, '' by a run; of a yes: 'over' once the
    # day has passed until which it alone holds the pair
    ended: str = ""
    withdrew_on: date | None = None
    away: bool = False
    away_until: date | None = None


def state(x: State, leader: str = "") -> str:
    """`Proposed, facts as at D`, `Said yes to N on D, kept until D`, `Agreed, stays`, `Replaced by N, ...`; and that
    the leader has withdrawn, or cannot at present."""
    return f"{_stands(x, leader)}{absence(x)}"


def absence(x: State) -> str:
    """`; the leader withdrew on D`, `; the leader cannot until D`; '' for neither."""
    if x.withdrew_on:
        return f"; the {LEADER} {withdrew(x.withdrew_on)}"
    return f"; the {LEADER} {cannot(x.away_until)}" if x.away else ""


def withdrew(on: date | str) -> str:
    """What a leader or adviser did who supports nobody any more."""
    return f"withdrew on {day(on)}"


def cannot(until: date | None) -> str:
    """What is so of a leader or adviser who can support nobody at present; `until`, that day included."""
    return f"cannot until {day(until) if until else 'they answer'}"


def _stands(x: State, leader: str) -> str:
    if x.said_yes == "school":
        kept = f", {'was kept' if x.ended == 'over' else 'kept'} until {day(x.until)}" if x.until else ""
        return f"Said yes to {leader or f'this {LEADER}'} on {day(x.on)}{kept}"
    if x.said_yes == "leader":
        return f"{leader or f'The {LEADER}'} said yes on {day(x.on)}"
    return _state(x)


def _state(x: State) -> str:
    match x.code:
        case "proposed":
            return f"Proposed, facts as at {day(x.on)}"
        case "replaced":
            return _replaced(x)
        case "refused":
            return f"Refused on {day(x.on)}: {x.by}"
        case "paused":
            return f"Paused until {day(x.until) if x.until else 'answered'}"
        case "delivering":
            return f"Running since {day(x.on)}, stays" if x.on else "Running, stays"
        case "finished":
            return f"Ended on {day(x.on)}"
        case "stopped":
            return f"Stopped early on {day(x.on)}"
        case "allocated":
            return f"Allocated on {day(x.on)}"
        case _:
            return f"{words.capital(x.code)}, stays"


def _replaced(x: State) -> str:
    if x.ended == "closed":
        return f"Offer closed on {day(x.on)}"
    if x.ended == "carried":
        return f"Goes on in {x.by.replace('-', ' ')}"
    return f"{f'Replaced by {x.by}' if x.by else 'No longer proposed'}, facts as at {day(x.on)}"


# Counts, shares, days, names.


def matched(proposed: int, of: int, refused: int = 0, replaced: int = 0, going_on: int = 0) -> str:
    """`25 of 33 matched when proposed; 18 still stand: 4 refused, 3 replaced`; without the second half if all do."""
    if not refused + replaced + going_on:
        return f"{proposed:,} of {of:,} matched"
    return f"{proposed:,} of {of:,} matched when proposed; {still_standing(proposed, refused, replaced, going_on)}"


def still_standing(proposed: int, refused: int, replaced: int, going_on: int = 0) -> str:
    """`18 still stand: 4 refused, 3 replaced, 2 go on in a later term`; nothing where all do.

    `going_on`: with the school's yes, to the same leader in a later term.
    """
    still = proposed - refused - replaced - going_on
    goes_on = f"{'goes' if going_on == 1 else 'go'} on in a later term"
    counts = ((refused, "refused"), (replaced, "replaced"), (going_on, goes_on))
    gone = [f"{n:,} {how}" for n, how in counts if n]
    return f"{still:,} still {'stands' if still == 1 else 'stand'}: {', '.join(gone)}" if gone else ""


def share(part: int, of: int) -> str:
    """`25 of 33 (76%)`, rounded once, half up."""
    return f"{part:,} of {of:,} ({percent(part, of)})" if of else f"{part:,} of {of:,}"


def percent(part: int, of: int) -> str:
    """A whole percentage, half up; a dash where there is nothing to share."""
    return "–" if not of else f"{(200 * part + of) // (2 * of)}%"


def points(before: Fraction, after: Fraction) -> str:
    """The difference of two shares in percentage points, from their exact values: `+3.1 percentage points`."""
    return f"{bare_points(before, after)} percentage points"


def bare_points(before: Fraction, after: Fraction) -> str:
    """The same where the unit stands in the heading: `+3.1`."""
    tenths = (after - before) * 1000
    whole = int(abs(tenths) + Fraction(1, 2))
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign if whole else ''}{whole // 10}.{whole % 10}"


@lru_cache(maxsize=65_536)
def day(value: date | str | None) -> str:
    """`17 October 2022`; an ISO day may be given as text, as the ledger keeps it."""
    if value is None or value == "":
        return words.NOT_KNOWN
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{on.day} {words.MONTHS[on.month - 1]} {on.year}"


def evidence(urn: str, on: date | None, grade: str, source: str) -> str:
    """`URN 136111, 15 March 2020: 3 Requires Improvement [the file it stands in]`."""
    return f"URN {urn}, {day(on) if on else 'no date'}: {grade} [{source}]"


_TERM = re.compile(r"(autumn|spring|summer)-(\d{4})")


def term(name: str) -> str:
    """`autumn 2022` of `autumn-2022`; a term of another name as it is."""
    found = _TERM.fullmatch(name)
    return f"{found[1]} {found[2]}" if found else name


_STAY = {"MAT": "MAT", "RC": "RC", "COFE": "CofE", "CE": "CE", "VA": "VA", "VC": "VC", "UK": "UK", "SEND": "SEND"}
_SMALL = frozenset({"of", "and", "the", "in", "for", "at", "on"})


@lru_cache(maxsize=65_536)
def proper_name(name: str) -> str:
    """A name written all in capitals, in title case; any other name as it is."""
    if name != name.upper() or name == name.lower() or len(name) < 5:
        return name
    return " ".join(_title(word, first=not at) for at, word in enumerate(name.split(" ")))


def _title(word: str, *, first: bool) -> str:
    bare = word.strip("().,")
    if bare in _STAY:
        return word.replace(bare, _STAY[bare])
    if bare.lower() in _SMALL and not first:
        return word.lower()
    return "-".join(_capitalised(part) for part in word.split("-"))


def _capitalised(word: str) -> str:
    """The first letter stays a capital: `(St`, `O'Neill's` keep what follows an apostrophe small but for a name."""
    head = next((i for i, letter in enumerate(word) if letter.isalpha()), 0)
    text = word[: head + 1] + word[head + 1 :].lower()
    return text[: head + 2] + text[head + 2 :].capitalize() if text[head : head + 2] in ("O'", "O’") else text
