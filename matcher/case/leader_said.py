"""What a leader has said since the register was written, read of the recorded lines in this one place.

The record, the pages and the re-run take from here whether they withdrew, cannot at present, offer other days or
travel, and whether what they declared is still open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from matcher.case.ledger_view import LineBody, is_away, on, until_of
from matcher.case.pair.interests import declares_unknown_party, last_check
from matcher.case.records import LeaderSaid
from matcher.policy import Policy
from matcher.world import term_day


class LinesOfLeaders(Protocol):
    """Lines about leaders in general: a replayed ledger has them, and so has the part of it that a case reads."""

    @property
    def checks(self) -> tuple[LineBody, ...]: ...
    @property
    def withdrawn(self) -> Mapping[str, LineBody]: ...
    @property
    def away(self) -> Mapping[str, LineBody]: ...
    @property
    def leader_changes(self) -> tuple[LineBody, ...]: ...


def leader_said(lines: LinesOfLeaders, leader: str, day: date, policy: Policy) -> LeaderSaid:
    """What was said on or before `day`. Days count in the programme year of the policy in which they were said; travel
    from then on."""
    withdrawn, absence = lines.withdrawn.get(leader), lines.away.get(leader)
    changes = [b for b in lines.leader_changes if b["leader"] == leader and on(b) <= day]
    general = [b for b in lines.checks if b["leader"] == leader and not b["recipient"] and on(b) <= day]
    general += [*changes, *(b for b in (withdrawn, absence) if b is not None and on(b) <= day)]
    last = max(general, key=lambda b: (b["on"], b["seq"]), default=None)
    check, away = last_check(lines.checks, "", leader, day), is_away(lines, leader, day)
    days = [b["detail"]["days"] for b in changes if b["detail"].get("days") is not None and _of_year(b, policy)]
    km = [b["detail"]["travel_km"] for b in changes if b["detail"].get("travel_km") is not None]
    return LeaderSaid(
        withdrawn_on=on(withdrawn) if withdrawn is not None and on(withdrawn) <= day else None,
        away=away,
        away_until=until_of(lines.away[leader]) if away else None,
        days=int(days[-1]) if days else None,
        travel_metres=int(km[-1]) * 1000 if km else None,
        changed_on=on(changes[-1]) if changes else None,
        declared_on=on(check) if check is not None and declares_unknown_party(check) else None,
        said_on=on(last) if last is not None else None,
        cannot_said=last is not None and last is absence,
        cannot_until=until_of(absence) if absence is not None and last is absence else None,
    )


def _of_year(body: LineBody, policy: Policy) -> bool:
    try:
        return policy.year_from <= term_day(body["term"]) <= policy.year_to
    except ValueError:  # a term of a name of its own has no place in time
        return True
