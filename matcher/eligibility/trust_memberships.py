"""The trusts a school may have been in on a day, inferred from files that each describe one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matcher.domain import Facts, Membership
from matcher.rules.gates.body import LONG_AGO

DAY = timedelta(days=1)
UNKNOWN_TRUST = ""  # some trust that no file names


@dataclass(frozen=True, slots=True)
class PossibleStay:
    """One possibility: the trust of a school on the day (None: no trust) and the earliest and latest joining day."""

    trust_uid: str | None
    joined_from: date = LONG_AGO
    joined_to: date = LONG_AGO


NO_TRUST = (PossibleStay(None),)
NO_OR_UNKNOWN_TRUST = (PossibleStay(None), PossibleStay(UNKNOWN_TRUST))


@dataclass(frozen=True, eq=False)
class MembershipRecords:
    """All memberships by URN, and the days that the files describe."""

    by_urn: Mapping[str, tuple[Membership, ...]]
    days: tuple[date, ...]
    as_at: date

    def where(self, urn: str, opened: date | None, is_open: Callable[[date], bool]) -> tuple[PossibleStay, ...]:
        """Every stay that is possible on the day: exactly one where it is known.

        A membership lasts until a later file contradicts it. Between two files that disagree the school may have been
        in either place; before the first that shows it, in no trust or already in that one.
        """
        stays = self.by_urn.get(urn, ())
        here = _at(stays, self.as_at)
        if here:
            return (self._stay(stays, here.trust_uid, opened),)
        earlier = next((d for d in reversed(self.days) if d <= self.as_at and _existed(opened, d)), None)
        later = next((d for d in self.days if d > self.as_at and is_open(d)), None)
        if earlier is None and later is None:
            return NO_OR_UNKNOWN_TRUST
        before = _at(stays, earlier) if earlier else None
        after = _at(stays, later) if later else before
        if before and before.left is not None and before.left <= self.as_at:
            return NO_OR_UNKNOWN_TRUST
        if after and after.joined and after.joined > self.as_at:  # so not there yet on the day
            if earlier is None:
                return NO_OR_UNKNOWN_TRUST
            after = before
        places = [before.trust_uid if before else None, after.trust_uid if after else None]
        return tuple(self._stay(stays, uid, opened) for uid in dict.fromkeys(places))

    def _stay(self, stays: Sequence[Membership], uid: str | None, opened: date | None) -> PossibleStay:
        if uid is None:
            return NO_TRUST[0]
        own = [s for s in stays if s.trust_uid == uid]
        dates = [s.joined for s in own if s.joined and s.joined <= self.as_at and not (s.left and s.left <= self.as_at)]
        if dates:
            return PossibleStay(uid, max(dates), max(dates))
        first_seen = min((s.seen_on for s in own if s.seen_on), default=self.as_at)
        elsewhere = [d + DAY for d in self.days if d < min(first_seen, self.as_at) and _existed(opened, d)]
        earliest = max([opened or LONG_AGO, *elsewhere])
        return PossibleStay(uid, min(earliest, self.as_at), min(first_seen, self.as_at))


def membership_records(facts: Facts, as_at: date) -> MembershipRecords:
    """A trust's closing ends every stay in it."""
    by_urn: defaultdict[str, list[Membership]] = defaultdict(list)
    for stay in facts.memberships:
        trust = facts.trusts.get(stay.trust_uid)
        if trust and trust.closed and not (stay.left and stay.left <= trust.closed):
            stay = replace(stay, left=trust.closed)
        by_urn[stay.urn].append(stay)
    days = sorted({s.seen_on for s in facts.memberships if s.seen_on})
    return MembershipRecords({urn: tuple(stays) for urn, stays in by_urn.items()}, tuple(days), as_at)


def _at(stays: Sequence[Membership], day: date) -> Membership | None:
    """The stay that the files show on a day; of two, the one joined last."""
    covering = [s for s in stays if _covers(s, day)]
    return max(covering, key=lambda s: (s.joined or LONG_AGO, s.trust_uid)) if covering else None


def _covers(stay: Membership, day: date) -> bool:
    """Whether a membership covers the day. Without a joining date it covers its file's day; without any, every day."""
    if (stay.left and stay.left <= day) or (stay.joined and stay.joined > day):
        return False
    if stay.seen_on is None or stay.seen_on == day:
        return True
    return stay.joined is not None and (stay.seen_on >= day or (stay.left is not None and stay.left > day))


def _existed(opened: date | None, day: date) -> bool:
    return opened is None or opened <= day
