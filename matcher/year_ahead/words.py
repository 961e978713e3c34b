"""The sentences of the year ahead: one wording for the terminal, the report, the workbook, pages and explanations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

from matcher.domain import ExpectedArrivals
from matcher.policy import DecidedWait, Policy
from matcher.result import Hold, YearFigures
from matcher.wording import words
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day
from matcher.year_ahead.arrivals import Expectations
from matcher.year_ahead.draw import USUAL_FUTURES, futures_to_draw
from matcher.year_ahead.holds import decided_waits
from matcher.year_ahead.left import Left

SWITCH = "year_ahead.use: off"


def outlook(expected: Expectations, left: Left, policy: Policy) -> str:
    """How many more are expected by the year's end, and what share of days and money is left for them."""
    until, rest = day(policy.year_to), _left_over(left)
    if expected.total is None:
        return (
            f"The year ahead: how many more will come by {until} cannot be said, because the files show no past year"
            f" with arrivals like this one's. {rest}"
        )
    total, years = expected.total, _listed([y.name for y in expected.years]) if expected.years else ""
    if policy.year_ahead.futures.source == "expected":
        return f"The year ahead: by {until} {total.least:,} more are expected, as the table `expected` says. {rest}"
    return (
        f"The year ahead: by {until} about {round(total.mean):,} more {RECIPIENT:s} are expected"
        f" ({total.least:,} to {total.most:,}, as {years} went). {rest}"
    )


def _left_over(left: Left) -> str:
    parts = [f"{_percent(left.days, left.days_in_all)} of the {LEADER:s}' days"] if left.days_in_all else []
    if left.pence_in_all:
        money = f"{words.pounds(left.pence)} of {words.pounds(left.pence_in_all)}"
        parts.append(f"{_percent(left.pence, left.pence_in_all)} of the money ({money})")
    if left.room_in_all:
        room = f"{left.room:,} of {left.room_in_all:,}"
        parts.append(f"{_percent(left.room, left.room_in_all)} of the {LEADER:s}' room for schools ({room})")
    if not parts:
        return "This scenario limits neither days nor money"
    return f"Left for them after this proposal: {' and '.join(parts)}"


def _percent(part: int, of: int) -> str:
    return f"{100 * part // of} %"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def tenths(number: int) -> str:
    return f"{number // 10:,}.{number % 10}"


def use_line(asked: str, use: str, holds: Collection[Hold], kept: int, futures: int) -> str:
    """What the year ahead does to this plan, in one sentence."""
    if asked == "who-and-when" and use == "which-leader":
        return (
            "Nobody is asked to wait: everybody counts the same, so serving one later instead of another now gains"
            f" nothing. {futures} drawn futures only decide which {LEADER} serves whom"
        )
    if use == "which-leader":
        kept_days = words.count(kept, f"{LEADER} is", f"{LEADER:s} are")
        kept_days += " kept for later; nobody waits for it"
        return f"{futures} drawn futures decide which {LEADER} serves whom: {kept_days}"
    if use == "who-and-when":
        who = words.count(len(holds), f"{RECIPIENT} is", f"{RECIPIENT:s} are")
        return f"{who} asked to wait{_for_whom(holds, futures)} ({SWITCH} turns it off)"
    return ""


def _for_whom(holds: Collection[Hold], futures: int) -> str:
    """For whom they wait: those expected, who need the days themselves or whose days others of today would have had."""
    drawn, now = f"{futures} drawn futures", sum(hold.needed_in == 0 for hold in holds)
    if not now:
        return f" for those expected later in {drawn}" if holds else f" with {drawn} in view"
    others = "since others who are here now have the days or the room, so that theirs are kept for later"
    if now == len(holds):
        return f" with {drawn} in view, {others}"
    return f": {len(holds) - now} for those expected later in {drawn}, {now} {others}"


def released(share: Fraction, holds: int) -> str:
    who = words.count(holds, f"{RECIPIENT} waits", f"{RECIPIENT:s} wait")
    return (
        f"Even release: {round(100 * share)} % of those whom the year is likely to bring are here, so at most that part"
        f" of the year's days and money is used; {who} for it ({SWITCH} turns it off). Where schools cannot wait this"
        " is harmful"
    )


def to_decide(holds: Iterable[str], policy: Policy) -> str:
    """How many waits a named director has still to approve before the run is final; '' where nobody waits."""
    waits, decided = list(holds), decided_waits(policy)
    approved = sum(id in decided and decided[id].decision == "approved" for id in waits)
    if not waits:
        return ""
    if approved == len(waits):
        return "A named director has approved each wait"
    return (
        "Each wait needs a named director's approval in the ledger before this run is final:"
        f" {approved} of {len(waits)} have it"
    )


def decision_words(decided: DecidedWait | None) -> str:
    """What a director decided about a wait before this run."""
    if decided is None:
        return "has still to decide"
    return f"{decided.decision}{f' until {day(decided.until)}' if decided.until is not None else ''}"


def not_used(asked: str, why: str) -> str:
    return f"The year ahead ({asked}) could not be used: {why}"


NOT_BUILT = "it does not know a programme with advisers yet"
NOTHING_TO_RELEASE = "it releases days and money evenly, and this scenario limits neither"
NO_PAST_YEAR = "no past year says who will come"
NOBODY_DRAWN = "the files show nobody of past years who could stand for those whom the table `expected` names"


def outside(rows: Sequence[ExpectedArrivals]) -> str:
    """The rows of those expected that say nothing to this run."""
    named = "; ".join(f"{row.month}, {row.region}, {row.kind}: {row.number:,}" for row in rows)
    which = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    counts = "counts" if len(rows) == 1 else "count"
    return (
        f"{which} of the table `expected` {counts} for nothing here, since the month is not after this proposal's and"
        f" in its year, or the region is not its own ({named})"
    )


def undrawn(rows: Sequence[ExpectedArrivals]) -> str:
    """The rows of those expected that the futures leave out."""
    named = "; ".join(f"{row.month}, {row.region}, {row.kind}: {row.number:,}" for row in rows)
    return (
        f"{sum(row.number for row in rows):,} of those whom the table `expected` names are in no drawn future, because"
        f" no past year has anybody of their region and kind ({named})"
    )


def fewer_futures(policy: Policy, choices: int) -> str:
    """That fewer futures are drawn than usually, and why; nothing where they are not, or the scenario asks for them."""
    number = futures_to_draw(policy, choices)
    if policy.year_ahead.futures.number is not None or number >= USUAL_FUTURES:
        return ""
    return (
        f"{number} futures are drawn instead of {USUAL_FUTURES}, since {choices:,} choices of today stand beside them:"
        " a proof takes long there (year_ahead.futures.number asks for more)"
    )


def who_declines(policy: Policy, use: str) -> str:
    """That the futures are drawn with those who will say no; nothing where they are not."""
    part = policy.year_ahead.futures.declines
    if not part:
        return ""
    if use != "which-leader":
        return f"The drawn futures leave out {float(100 * part):g} % of those who come later, since so many say no"
    return (
        f"In each drawn future {float(100 * part):g} % say no, of those here and of those who come later: what they"
        " leave serves others, and their points do not count"
    )


def trusts_lapse(policy: Policy) -> str:
    """That some trusts of today are gone when a future would serve them; nothing where none are."""
    part = policy.year_ahead.futures.lapses
    if not part:
        return ""
    return f"In each drawn future {float(100 * part):g} % of today's trusts no longer qualify when they would be served"


def both_plans(with_it: YearFigures, without: YearFigures, futures: int) -> str:
    return (
        f"Matched now: {with_it.matched} ({with_it.points:,} priority points), without the year ahead {without.matched}"
        f" ({without.points:,}). By the year's end, on average of {futures} drawn futures:"
        f" {tenths(with_it.later_tenths)} points ({with_it.least:,} to {with_it.most:,}), without {_without(without)}."
        f" {OTHER_TIE}"
    )


OTHER_TIE = "Without it, another plan as good today may come to more by then; ties are settled by a fixed rule"


def _without(figures: YearFigures) -> str:
    """The points without the year ahead; no range where the search stopped, since each future may come to more."""
    if figures.at_least:
        return f"at least {tenths(figures.later_tenths)}, since the search stopped before its proof"
    return f"{tenths(figures.later_tenths)} ({figures.least:,} to {figures.most:,})"


def joined(number: int) -> str:
    """That others are matched because somebody waits, so that waits and matches do not differ by as many; '' if none
    is."""
    if not number:
        return ""
    who = words.count(number, f"{RECIPIENT} is", f"{RECIPIENT:s} are")
    return f"{who} matched now that would not be without the year ahead, with what those who wait would have had"


def journeys(with_it: YearFigures, without: YearFigures) -> str:
    """What keeping leaders costs in kilometres a match."""
    now, before = words.kilometres(with_it.mean_metres), words.kilometres(without.mean_metres)
    if now == before:
        return f"Keeping {LEADER:s} leaves the mean journey as it is: {now}"
    longer = "longer" if with_it.mean_metres > without.mean_metres else "shorter"
    return f"Keeping {LEADER:s} makes the mean journey {longer}: {now} instead of {before}"


def no_better_in(number: int) -> str:
    """What a proof says of a goal over drawn futures; never `best for the year`."""
    return f"no plan is better today plus on average in these {words.count(number, 'drawn future')}"
