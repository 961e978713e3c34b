"""Every body that may be asked about on the day, as the gates see it: schools by URN, trusts by UID."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from matcher.domain import Deployment, Facts, Request
from matcher.eligibility.lineage import Lineage
from matcher.eligibility.located import Located, by_trust, open_schools, standing
from matcher.rules.gates.body import Body, Member

TRUST_SIZE = 2  # a trust with fewer schools is a standalone school


@dataclass(frozen=True, eq=False)
class Bodies:
    """All bodies by id. `called` gives the body meant by any id it may be known under: a URN it had or will have, or
    the UID of a trust that has this one school.
    """

    by_id: Mapping[str, Body]
    called: Mapping[str, str]
    schools: Mapping[str, Located]


@dataclass(frozen=True, eq=False)
class _Materials:
    facts: Facts
    lineage: Lineage
    in_trust: Mapping[str, list[Located]]
    asked: Mapping[str, tuple[Request, ...]]
    supported: Mapping[str, tuple[Deployment, ...]]


def bodies(facts: Facts, as_at: date) -> Bodies:
    lineage = Lineage(facts)
    schools = open_schools(facts, lineage, as_at)
    in_trust = by_trust(schools.values())
    called = _called(schools, in_trust, lineage)
    asked = _by_body(((r.id, r) for r in facts.requests), called)
    supported = _by_body(((d.recipient_id, d) for d in facts.history), called)
    have = _Materials(facts, lineage, in_trust, asked, supported)
    found = {urn: _school(located, have) for urn, located in schools.items()}
    found |= {uid: _trust(uid, have) for uid in sorted(in_trust) if len(in_trust[uid]) >= TRUST_SIZE}
    return Bodies(found, called, schools)


def _called(schools: Mapping[str, Located], in_trust: Mapping[str, list[Located]], lineage: Lineage) -> dict[str, str]:
    called: dict[str, str] = {}
    for urn, located in schools.items():
        called |= dict.fromkeys((*located.line[1:], *lineage.today(urn)), urn)
    called |= {urn: urn for urn in schools}
    for uid, members in in_trust.items():
        called[uid] = uid if len(members) >= TRUST_SIZE else members[0].school.urn
    return called


T = TypeVar("T")


def _by_body(rows: Iterable[tuple[str, T]], called: Mapping[str, str]) -> dict[str, tuple[T, ...]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for key, row in rows:
        found[called.get(key, key)].append(row)
    return {key: tuple(several) for key, several in found.items()}


def _school(located: Located, have: _Materials) -> Body:
    school, uid = located.school, located.surely_in
    alone, cause = standing(located, have.in_trust)
    return Body(
        id=school.urn,
        name=school.name,
        kind="school",
        region=school.region or "",
        line=located.line,
        sector=school.sector,
        alone=alone,
        cause=cause,
        trust_id=uid,
        trust_name=trust_name(uid, have.facts) if uid else None,
        history=have.lineage.history(located.line),
        predecessors=have.lineage.several(located.line),
        requests=have.asked.get(school.urn, ()),
        deployments=have.supported.get(school.urn, ()),
    )


def _trust(uid: str, have: _Materials) -> Body:
    members = have.in_trust[uid]
    return Body(
        id=uid,
        name=trust_name(uid, have.facts),
        kind="trust",
        region=most_of([m for m in members if m.surely_in] or members)[0],
        alone=False,
        trust_id=uid,
        trust_name=trust_name(uid, have.facts),
        members=tuple(_member(located, uid, have.lineage) for located in members),
        requests=have.asked.get(uid, ()),
        deployments=have.supported.get(uid, ()),
    )


def _member(located: Located, uid: str, lineage: Lineage) -> Member:
    stay = next(s for s in located.stays if s.trust_uid == uid)
    return Member(
        urn=located.school.urn,
        line=located.line,
        surely=len(located.stays) == 1,
        joined_from=stay.joined_from,
        joined_to=stay.joined_to,
        history=lineage.history(located.line),
        predecessors=lineage.several(located.line),
        pupils=located.school.pupils,
    )


def most_of(members: Iterable[Located]) -> tuple[str, bool]:
    """The region where most of the schools are (of equals the first in the alphabet), and whether others equal it."""
    count = Counter(m.school.region for m in members if m.school.region)
    if not count:
        return "", False
    most = max(count.values())
    regions = sorted(region for region, schools in count.items() if schools == most)
    return regions[0], len(regions) > 1


def trust_name(uid: str, facts: Facts) -> str:
    trust = facts.trusts.get(uid)
    return trust.name if trust else f"trust {uid}"
