"""Every school open on the day with its location and possible trusts, and the schools each trust may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import takewhile

from matcher.domain import Facts, School, Trust
from matcher.eligibility.lineage import Lineage
from matcher.eligibility.trust_memberships import (
    NO_TRUST,
    UNKNOWN_TRUST,
    MembershipRecords,
    PossibleStay,
    membership_records,
)

# what the row of a school lacks is taken from the school that followed it
TAKEN_FROM_SUCCESSOR = ("region", "local_authority", "easting", "northing", "postcode", "diocese", "faith", "pupils")


@dataclass(frozen=True, slots=True)
class OpenSchool:
    """A school open on the day, its URNs (newest first), and the places where it may have been."""

    school: School
    line: tuple[str, ...]
    stays: tuple[PossibleStay, ...]

    @property
    def certain_trust(self) -> str | None:
        return self.stays[0].trust_uid if len(self.stays) == 1 else None


def open_schools(facts: Facts, lineage: Lineage, as_at: date) -> dict[str, OpenSchool]:
    memberships = membership_records(facts, as_at)
    open_now = {urn: school for urn, school in facts.schools.items() if lineage.is_open(school, as_at)}
    result = {}
    for urn, school in sorted(open_now.items()):
        line = _own_line(urn, lineage, open_now)
        if school.sector is None and urn not in memberships.by_urn and not lineage.history(line):
            continue  # neither type, trust nor inspection: no state-funded school that any file knows of
        result[urn] = OpenSchool(_placed(school, lineage), line, _stays(school, memberships, lineage))
    return result


def _own_line(urn: str, lineage: Lineage, open_now: Collection[str]) -> tuple[str, ...]:
    """Its URNs, newest first, back to the first predecessor that is itself open still and so another school."""
    whole = lineage.line(urn)
    return whole if len(whole) == 1 else (urn, *takewhile(lambda older: older not in open_now, whole[1:]))


def by_trust(schools: Iterable[OpenSchool]) -> dict[str, list[OpenSchool]]:
    """The schools that each trust has or may have."""
    result: defaultdict[str, list[OpenSchool]] = defaultdict(list)
    for open_school in schools:
        for stay in open_school.stays:
            if stay.trust_uid:
                result[stay.trust_uid].append(open_school)
    return dict(result)


def stands_alone(
    open_school: OpenSchool, in_trust: Mapping[str, list[OpenSchool]], trusts: Mapping[str, Trust]
) -> tuple[bool | None, str]:
    """Whether the school stands alone (None where facts are missing), and the cause where it is None. That it stood
    alone between two multi-academy trusts is possible, and hardly ever so: such schools have a cause of their own.
    """
    answers = {_alone_in(stay, open_school, in_trust) for stay in open_school.stays}
    if len(answers) == 1 and None not in answers:
        return answers.pop(), ""
    if any(stay.trust_uid == UNKNOWN_TRUST for stay in open_school.stays):
        return None, "membership-not-seen"
    places = [trusts.get(stay.trust_uid or "") for stay in open_school.stays]
    between = len(places) > 1 and all(trust is not None and trust.multi for trust in places)
    return None, "between-trusts" if between else "join-date-missing"


def _alone_in(stay: PossibleStay, open_school: OpenSchool, in_trust: Mapping[str, list[OpenSchool]]) -> bool | None:
    """Whether it is the only school of the trust it may have been in; None where others may be in it, too."""
    if stay.trust_uid is None:
        return True
    others = 0
    for other in in_trust.get(stay.trust_uid, ()):
        if other is not open_school:
            if other.certain_trust:
                return False
            others += 1
    return True if stay.trust_uid and not others else None


def _stays(school: School, memberships: MembershipRecords, lineage: Lineage) -> tuple[PossibleStay, ...]:
    is_listed = school.urn in memberships.by_urn
    if school.sector in ("maintained", "other") or (school.sector is None and not is_listed):
        return NO_TRUST
    return memberships.where(school.urn, school.opened, partial(lineage.is_open, school))


def _placed(school: School, lineage: Lineage) -> School:
    """A school under an old URN takes from its successor what is not known of its own."""
    if school.region is not None and school.easting is not None:
        return school
    for urn in lineage.today(school.urn):
        later = lineage.facts.schools.get(urn)
        if later is not None:
            missing = {name: getattr(later, name) for name in TAKEN_FROM_SUCCESSOR if getattr(school, name) is None}
            school = replace(school, phases=school.phases or later.phases, **missing)
    return school
