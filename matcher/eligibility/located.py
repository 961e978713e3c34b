"""Every school that is open on the day, placed, and where it may have been; and which schools each trust may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import takewhile

from matcher.domain import Facts, School
from matcher.eligibility.lineage import Lineage
from matcher.eligibility.stays import ALONE, UNSEEN, Seen, Stay, seen

PLACE = ("region", "local_authority", "easting", "northing", "postcode", "diocese", "faith", "pupils")


@dataclass(frozen=True, slots=True)
class Located:
    """A school open on the day, its URNs (newest first), and the places where it may have been."""

    school: School
    line: tuple[str, ...]
    stays: tuple[Stay, ...]

    @property
    def surely_in(self) -> str | None:
        return self.stays[0].trust_uid if len(self.stays) == 1 else None


def open_schools(facts: Facts, lineage: Lineage, as_at: date) -> dict[str, Located]:
    memberships = seen(facts, as_at)
    found = {}
    for urn in sorted(facts.schools):
        school = facts.schools[urn]
        if not lineage.is_open(school, as_at):
            continue
        line = _own_line(urn, lineage, as_at)
        if school.sector is None and urn not in memberships.by_urn and not lineage.history(line):
            continue  # neither type, trust nor inspection: no state-funded school that any file knows of
        found[urn] = Located(_placed(school, lineage), line, _stays(school, memberships, lineage))
    return found


def _own_line(urn: str, lineage: Lineage, as_at: date) -> tuple[str, ...]:
    """Its URNs, newest first, back to the first predecessor that is itself open still and so another school."""
    whole, schools = lineage.line(urn), lineage.facts.schools
    if len(whole) == 1:
        return whole
    older = takewhile(lambda u: u not in schools or not lineage.is_open(schools[u], as_at), whole[1:])
    return (urn, *older)


def by_trust(schools: Iterable[Located]) -> dict[str, list[Located]]:
    """The schools that each trust has or may have."""
    found: defaultdict[str, list[Located]] = defaultdict(list)
    for located in schools:
        for stay in located.stays:
            if stay.trust_uid:
                found[stay.trust_uid].append(located)
    return dict(found)


def standing(located: Located, in_trust: Mapping[str, list[Located]]) -> tuple[bool | None, str]:
    """Whether the school stands alone: yes, no, or None where that depends, and then why."""
    answers = {_alone_in(stay, located, in_trust) for stay in located.stays}
    if len(answers) == 1 and None not in answers:
        return answers.pop(), ""
    unseen = any(stay.trust_uid == UNSEEN for stay in located.stays)
    return None, "membership-not-seen" if unseen else "join-date-missing"


def _alone_in(stay: Stay, located: Located, in_trust: Mapping[str, list[Located]]) -> bool | None:
    if stay.trust_uid is None:
        return True
    others = [o for o in in_trust.get(stay.trust_uid, ()) if o is not located]
    if any(o.surely_in for o in others):
        return False
    return True if stay.trust_uid and not others else None


def _stays(school: School, memberships: Seen, lineage: Lineage) -> tuple[Stay, ...]:
    known = school.urn in memberships.by_urn
    if school.sector in ("maintained", "other") or (school.sector is None and not known):
        return ALONE
    return memberships.where(school.urn, school.opened, partial(lineage.is_open, school))


def _placed(school: School, lineage: Lineage) -> School:
    """A school under an old URN takes from its successor what is not known of its own."""
    if school.region is not None and school.easting is not None:
        return school
    for urn in lineage.today(school.urn):
        later = lineage.facts.schools.get(urn)
        if later is not None:
            missing = {name: getattr(later, name) for name in PLACE if getattr(school, name) is None}
            school = replace(school, phases=school.phases or later.phases, **missing)
    return school
