"""Whom to notify of a match, in the programme's order, each with the earliest day; unknown names are marked gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.case.notice_recipients import NoticeRecipient, notice_recipients
from matcher.ledger.log.states import MatchState
from matcher.ledger.notify.calendar import is_covered, later_if_known, next_day_if_known
from matcher.read.for_letters.local_terms import school_years_beside
from matcher.read.notification_data import SchoolYear, read_notification_order
from matcher.runs.opened import OpenedRun
from matcher.wording.terms import in_words
from matcher.wording.wording import day, proper_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One person or body to notify of one match. `on` is the earliest day, None where no school
    calendar covers it; `gap` says what must be found out first; `notified_on` is the recorded
    day (ISO), '' for none; `late` says that the day misses what `why` asks for, '' where it does not."""

    recipient: str
    leader: str
    step: int
    whom: str  # authority, diocese, trust, school or leader
    name: str
    on: date | None
    why: str
    source: str
    gap: str = ""
    notified_on: str = ""
    late: str = ""


def notices_of(match_state: MatchState, run: OpenedRun, start: date) -> tuple[Notice, ...]:
    """Notices by step; equal steps share a day. `start` is the first day on which anybody could be notified.

    School terms are those of `school-terms.csv` beside the run folders, where it is there. Raises InputFaults for one
    that cannot be read.
    """
    recipient = run.world.recipients[run.world.recipient_row[match_state.match.recipient]]
    leader = run.world.leaders[run.world.leader_row[match_state.match.leader]]
    to_notify = notice_recipients(recipient, run.facts, run.policy)
    years = school_years_beside(run.folder.absolute().parent)
    between = read_notification_order(run.policy.programme).days_between
    days = _days(sorted({t.step.step for t in to_notify}), start, between, years)
    term_ended = _end_of_term(recipient.eligible_since, years)
    named = proper_name(leader.name)
    notices = [
        _notice(match_state, t, named if t.step.who == "leader" else t.name, days[t.step.step], term_ended)
        for t in to_notify
    ]
    return tuple(sorted(notices, key=lambda n: (n.step, n.whom, n.name)))


def _end_of_term(since: date | None, years: Sequence[SchoolYear]) -> date | None:
    """The last day of the term in which it became eligible, of the next one where that was in holidays; None where the
    day or its term is not known."""
    if since is None or not is_covered(since, years):
        return None
    return min((t.ends for year in years for t in year.terms if t.ends >= since), default=None)


def _notice(
    match_state: MatchState, one: NoticeRecipient, name: str, on: date | None, term_ended: date | None
) -> Notice:
    step = one.step
    notifications = [b for b in match_state.acts if b["act"] == "tell" and b["detail"].get("whom") == step.who]
    told = date.fromisoformat(notifications[-1]["on"]) if notifications else on
    late = step.within_term and told is not None and term_ended is not None and told > term_ended
    return Notice(
        recipient=match_state.match.recipient,
        leader=match_state.match.leader,
        step=step.step,
        whom=step.who,
        name=name,
        on=on,
        why=in_words(step.why),
        source=f"{step.source}, {step.clause}",
        gap=one.gap,
        notified_on=notifications[-1]["on"] if notifications else "",
        late=f"Later than that: the term ended on {day(term_ended)}" if late else "",
    )


def _days(steps: list[int], start: date, between: int, years: Sequence[SchoolYear]) -> dict[int, date | None]:
    """The earliest day of each step; None from where no school calendar covers it."""
    days: dict[int, date | None] = {}
    earliest = next_day_if_known(start, years)
    for place, step in enumerate(steps):
        if place and earliest is not None:
            earliest = later_if_known(earliest, between, years)
        days[step] = earliest
    return days
