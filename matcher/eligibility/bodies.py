"""Every school and trust that may be assessed on the day, with the facts gates need: schools by URN, trusts by UID."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from matcher.domain import Case, Deployment, Facts, Membership, Request, SchoolFigure
from matcher.eligibility.forgotten import forgets, forgets_within
from matcher.eligibility.inspection_order import Inspections
from matcher.eligibility.lineage import Lineage
from matcher.eligibility.open_schools import OpenSchool, by_trust, open_schools, stands_alone
from matcher.rules.gates.body import Body, Member
from matcher.wording.wording import proper_name

NEW_SCHOOLS = ("Free school", "Studio school", "University technical college")  # how the names of such types begin
TRUST_SIZE = 2  # a trust with fewer schools is a standalone school


@dataclass(frozen=True, eq=False)
class Bodies:
    """All bodies by id. `id_by_alias` maps any id of a body to its present one: a URN it had or will have, or
    the UID of a trust that has this one school.
    """

    by_id: Mapping[str, Body]
    id_by_alias: Mapping[str, str]
    schools: Mapping[str, OpenSchool]


@dataclass(frozen=True, eq=False)
class _Materials:
    facts: Facts
    lineage: Lineage
    inspections: Inspections
    stays: Mapping[str, tuple[Membership, ...]]
    in_trust: Mapping[str, list[OpenSchool]]
    requests: Mapping[str, tuple[Request, ...]]
    deployments: Mapping[str, tuple[Deployment, ...]]
    cases: Mapping[str, tuple[Case, ...]]
    figures: Mapping[str, tuple[SchoolFigure, ...]]


def supported_by(facts: Facts) -> tuple[Deployment, ...]:
    """The history without advisers': a school that has an adviser is not supported by that."""
    advisers = {x.id for x in facts.advisers}
    return tuple(d for d in facts.history if d.leader_id not in advisers)


class BodiesOnDemand(Mapping[str, Body]):
    """The bodies by id, schools first; each put together when it is asked for. A school and a trust of one number are
    found as the trust."""

    def __init__(self, schools: Mapping[str, OpenSchool], materials: _Materials) -> None:
        self._schools, self._materials = schools, materials
        trusts = (uid for uid in sorted(materials.in_trust) if len(materials.in_trust[uid]) >= TRUST_SIZE)
        self._trusts = dict[str, Body | None].fromkeys(trusts)
        self._made: dict[str, Body] = {}  # schools

    def __getitem__(self, id_: str) -> Body:
        if id_ not in self._trusts:
            return self._school(id_)
        made = self._trusts[id_]
        if made is None:
            members = [self._school(open_school.school.urn) for open_school in self._materials.in_trust[id_]]
            made = self._trusts[id_] = _trust(id_, self._materials, members)
        return made

    def _school(self, urn: str) -> Body:
        if urn not in self._made:
            self._made[urn] = _school(self._schools[urn], self._materials)
        return self._made[urn]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._schools, **self._trusts})

    def __len__(self) -> int:
        return len(self._schools.keys() | self._trusts.keys())


def bodies(facts: Facts, as_at: date) -> Bodies:
    lineage = Lineage(facts)
    schools = open_schools(facts, lineage, as_at)
    in_trust = by_trust(schools.values())
    id_by_alias = _id_by_alias(schools, in_trust, lineage)
    requests = _by_body(((r.id, r) for r in facts.requests), id_by_alias)
    deployments = _by_body(((d.recipient_id, d) for d in supported_by(facts)), id_by_alias)
    cases = _by_body(((case.urn, case) for case in facts.cases), id_by_alias)
    figures = _by_body(((figure.urn, figure) for figure in facts.figures), id_by_alias)
    stays = _by_body(((stay.urn, stay) for stay in facts.memberships), {})
    inspections = Inspections(facts, lineage)
    materials = _Materials(facts, lineage, inspections, stays, in_trust, requests, deployments, cases, figures)
    return Bodies(BodiesOnDemand(schools, materials), id_by_alias, schools)


def _id_by_alias(
    schools: Mapping[str, OpenSchool], in_trust: Mapping[str, list[OpenSchool]], lineage: Lineage
) -> dict[str, str]:
    id_by_alias: dict[str, str] = {}
    for urn, open_school in schools.items():
        id_by_alias |= dict.fromkeys((*open_school.line[1:], *lineage.today(urn)), urn)
    id_by_alias |= {urn: urn for urn in schools}
    for uid, members in in_trust.items():
        id_by_alias[uid] = uid if len(members) >= TRUST_SIZE else members[0].school.urn
    return id_by_alias


T = TypeVar("T")


def _by_body(rows: Iterable[tuple[str, T]], id_by_alias: Mapping[str, str]) -> dict[str, tuple[T, ...]]:
    result: defaultdict[str, list[T]] = defaultdict(list)
    for key, row in rows:
        result[id_by_alias.get(key, key)].append(row)
    return {key: tuple(several) for key, several in result.items()}


def _school(open_school: OpenSchool, materials: _Materials) -> Body:
    school, uid = open_school.school, open_school.certain_trust
    alone, cause = stands_alone(open_school, materials.in_trust, materials.facts.trusts)
    history = materials.lineage.history(open_school.line)
    return Body(
        id=school.urn,
        name=proper_name(school.name),
        kind="school",
        region=school.region or "",
        line=open_school.line,
        sector=school.sector,
        alone=alone,
        cause=cause,
        trust_id=uid,
        trust_name=trust_name(uid, materials.facts) if uid else None,
        history=history,
        predecessors=materials.lineage.several(open_school.line),
        forgets=forgets_within(history, materials.inspections),
        find_past=partial(materials.inspections.past, open_school.line, history),
        order=materials.inspections.order,
        stays=materials.stays.get(school.urn, ()),
        phases=school.phases,
        requests=materials.requests.get(school.urn, ()),
        deployments=materials.deployments.get(school.urn, ()),
        cases=materials.cases.get(school.urn, ()),
        figures=tuple(sorted(materials.figures.get(school.urn, ()), key=lambda x: (x.urn != school.urn, x.urn))),
    )


def _trust(uid: str, materials: _Materials, schools: Sequence[Body]) -> Body:
    members = materials.in_trust[uid]
    both = zip(members, schools, strict=True)
    return Body(
        id=uid,
        name=trust_name(uid, materials.facts),
        kind="trust",
        region=most_of([m for m in members if m.certain_trust] or members)[0],
        alone=False,
        trust_id=uid,
        trust_name=trust_name(uid, materials.facts),
        members=tuple([_member(open_school, school, uid, materials) for open_school, school in both]),
        schools=tuple(schools),
        requests=materials.requests.get(uid, ()),
        deployments=materials.deployments.get(uid, ()),
    )


def _member(open_school: OpenSchool, school: Body, uid: str, materials: _Materials) -> Member:
    stay = next(s for s in open_school.stays if s.trust_uid == uid)
    return Member(
        urn=school.id,
        line=school.line,
        certain=len(open_school.stays) == 1,
        joined_from=stay.joined_from,
        joined_to=stay.joined_to,
        history=school.history,
        predecessors=school.predecessors,
        pupils=open_school.school.pupils,
        opened=_began(open_school, materials.lineage),
        forgets=forgets(school.history, materials.inspections),
    )


def _began(open_school: OpenSchool, lineage: Lineage) -> date | None:
    """The day a school began that is new by its type and succeeds no other; None where another may stand behind it, as
    behind an academy that was a school before, whether or not the links of the files name it.
    """
    school = open_school.school
    is_new = (school.type_name or "").startswith(NEW_SCHOOLS)
    return school.opened if is_new and len(open_school.line) == 1 and not lineage.several(open_school.line) else None


def most_of(members: Iterable[OpenSchool]) -> tuple[str, bool]:
    """The region where most of the schools are (of equals the first in the alphabet), and whether others equal it."""
    count = Counter(m.school.region for m in members if m.school.region)
    if not count:
        return "", False
    most = max(count.values())
    regions = sorted(region for region, schools in count.items() if schools == most)
    return regions[0], len(regions) > 1


def trust_name(uid: str, facts: Facts) -> str:
    trust = facts.trusts.get(uid)
    return proper_name(trust.name) if trust else f"trust {uid}"
