"""Every id in the registers brought to the one that this program uses; those that nothing has are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from matcher.domain import Adviser, Interest, Organisation
from matcher.errors import WITHHELD, Fault
from matcher.identity import NotAnId, body_id, is_filler
from matcher.identity.crosswalk import AS_BODY, AS_SCHOOL, AS_TRUST, Crosswalk, IdKind
from matcher.read.gias import geography
from matcher.read.parsing.row_places import place_of
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.registers.register_set import Registers
from matcher.read.registers.resolution.place_names import PlaceNames

PARTY_KINDS: Mapping[str, tuple[IdKind, ...]] = {
    "school": (*AS_SCHOOL, *AS_TRUST),
    "trust": (*AS_TRUST, *AS_SCHOOL),
    "organisation": AS_BODY,
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A well-formed id of a register that nothing in the data has. `shown` is the cell, unless it is personal."""

    table: str
    column: str
    row: int
    file: str
    shown: str
    party_kind: str = ""
    advice: str = ""  # the nearest right name, where it is no school's or trust's


@dataclass
class Resolved:
    """The registers by house ids, how many cells of each column named something, and those that found nothing."""

    registers: Registers
    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)


@dataclass
class _Resolver:
    crosswalk: Crosswalk
    faults: list[Fault]
    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)

    def id(self, fact: Any, table: str, column: str, kinds: tuple[IdKind, ...], value: str | None) -> str | None:
        """The house id of a cell; its own form where nothing has it."""
        if value is None:
            return None
        self.cells[table, column] = self.cells.get((table, column), 0) + 1
        personal = table == "interests"
        try:
            found = self.crosswalk.find(value, kinds)
        except NotAnId as problem:
            shown = WITHHELD if personal else value
            self.faults.append(Fault(*place_of(fact), column, shown, problem.message, problem.suggestion))
            return value
        if found is None:
            kind = fact.party_kind if personal else ""
            file, row = place_of(fact)
            self.unknown.append(Unknown(table, column, row, file, "" if personal else value, kind))
        return found if found is not None else _own_form(value)


def resolve(registers: Registers, open_bodies: Crosswalk, open_names: PlaceNames, faults: list[Fault]) -> Resolved:
    """`open_bodies` are the schools and trusts of the open data; `open_names` its authorities and dioceses."""
    names = open_names.with_recipients(registers.recipients)
    recipients = _recipients(registers, open_bodies, names, faults)
    bodies = {r.id: r.id for r in recipients} | {r.trust_id: r.trust_id for r in recipients if r.trust_id}
    bodies |= {old.id: new.id for old, new in zip(registers.recipients, recipients, strict=True)}
    # An id in a row with a fault is known too: one bad cell is not told again wherever its row is meant.
    bodies = {id_: _form(id_) for id_ in registers.ids.get("recipients") or ()} | bodies
    resolver = _Resolver(Crosswalk(open_bodies.bodies, {**open_bodies.own, **bodies}), faults)
    _tell_of_recipients(registers, recipients, resolver, open_bodies)
    organisations, own = _organisations(registers, resolver, faults)
    own = {id_: _own_form(id_) for id_ in registers.ids.get("organisations") or ()} | own
    resolver.crosswalk = Crosswalk(open_bodies.bodies, {**open_bodies.own, **bodies, **own})
    sorted_bodies = replace(
        registers,
        recipients=tuple(sorted(recipients, key=lambda r: r.id)),
        organisations=tuple(sorted(organisations, key=lambda o: o.id)),
    )
    return Resolved(_by_house_ids(sorted_bodies, resolver, names), resolver.cells, resolver.unknown)


def _by_house_ids(registers: Registers, resolver: _Resolver, names: PlaceNames) -> Registers:
    """Every other table of the registers, whose recipients and organisations have their house ids already."""
    everybody: tuple[Any, ...] = (
        *registers.leaders,
        *registers.governance_leaders,
        *registers.advisers,
        *registers.people,
    )
    people = {x.id for x in everybody}
    main = {written: o.id for o in registers.organisations for written in o.also}
    return replace(
        registers,
        leaders=tuple(
            replace(
                x,
                organisation_id=_organisation(resolver, x, "leaders"),
                base_urn=resolver.id(x, "leaders", "base_urn", AS_SCHOOL, x.base_urn),
            )
            for x in registers.leaders
        ),
        governance_leaders=_with_organisation(resolver, registers.governance_leaders, "governance_leaders"),
        advisers=tuple(_adviser(resolver, x) for x in registers.advisers),
        people=_with_organisation(resolver, registers.people, "people"),
        interests=tuple(_interest(resolver, _of_supporter(i, main), names, people) for i in registers.interests),
        pairs=tuple(_by_supporter(x, main) for x in _with_recipient(resolver, registers.pairs)),
        history=tuple(_by_supporter(x, main) for x in _with_recipient(resolver, registers.history)),
        requests=tuple(replace(r, id=_of(resolver.crosswalk, r.id)) for r in registers.requests),
    )


def _recipients(registers: Registers, open_bodies: Crosswalk, names: PlaceNames, faults: list[Fault]) -> list[Any]:
    """The registered recipients under the ids of the open data, where it has them."""
    result = []
    first: dict[str, Any] = {}
    for r in registers.recipients:
        kinds = AS_TRUST if r.kind == "trust" else AS_SCHOOL
        id_ = _of(open_bodies, r.id, kinds)
        trust = _of(open_bodies, r.trust_id, AS_TRUST) if r.trust_id else r.trust_id
        schools = (id_,) if r.schools else ()
        places: dict[str, Any] = {
            "local_authority": r.local_authority and (names.authority(r.local_authority) or r.local_authority),
            "diocese": r.diocese and (names.diocese(r.diocese) or r.diocese),
        }
        if id_ in first and first[id_].id != r.id:
            file, row = place_of(r)
            message = f"is the school or trust of row {place_of(first[id_])[1]} under another id"
            faults.append(Fault(file, row, "id", r.id, message, "Keep one of the two rows"))
        first.setdefault(id_, r)
        result.append(replace(r, id=id_, trust_id=trust, schools=schools, **places))
    return result


def _tell_of_recipients(
    registers: Registers, recipients: list[Any], resolver: _Resolver, open_bodies: Crosswalk
) -> None:
    """A recipient's authority that is none of England, or trust that open data do not have: an interest in the right
    one would not reach it.
    """
    trusts = {body for (kind, _), body in open_bodies.bodies.items() if kind == "uid"}
    for written, r in zip(registers.recipients, recipients, strict=True):
        file, row = place_of(written)
        if r.local_authority and written.local_authority:
            key = ("recipients", "local_authority")
            resolver.cells[key] = resolver.cells.get(key, 0) + 1
            if geography.known_authority(r.local_authority) is None:
                near = did_you_mean(r.local_authority, [a.name for a in geography.authorities()])
                near = near if near.startswith("Did") else ""
                resolver.unknown.append(Unknown(*key, row, file, written.local_authority, advice=near))
        if r.trust_id and written.trust_id and trusts:
            key = ("recipients", "trust_id")
            resolver.cells[key] = resolver.cells.get(key, 0) + 1
            listed = any(r.trust_id == other.id for other in recipients if other.kind == "trust")
            if r.trust_id not in trusts and not listed:
                resolver.unknown.append(Unknown(*key, row, file, written.trust_id))


def _organisations(registers: Registers, resolver: _Resolver, faults: list[Fault]) -> tuple[list[Any], dict[str, str]]:
    """The organisations under house ids, and those ids by the id as it is written."""
    result, own = [], {}
    first: dict[str, Any] = {}
    for organisation in registers.organisations:
        id_ = _by_number(resolver.crosswalk, organisation) or _of_organisation(resolver.crosswalk, organisation.id)
        if id_ in first:
            file, row = place_of(organisation)
            message = f"is the organisation of row {place_of(first[id_])[1]} under another id"
            faults.append(Fault(file, row, "organisation_id", organisation.id, message, "Keep one of the two rows"))
        first.setdefault(id_, organisation)
        own[organisation.id] = id_
        own.setdefault(_own_form(organisation.id), id_)
        own.setdefault(id_, id_)
        also = (organisation.id,) if organisation.type is not None and organisation.id != id_ else ()
        result.append(replace(organisation, id=id_, also=also, authority=_authority(organisation)))
    return result, own


def _authority(organisation: Organisation) -> str | None:
    """The name of the local authority that an organisation is, or whose traded service it is, by its code or name."""
    if organisation.type not in ("authority", "traded-service"):
        return None
    named = (geography.known_authority(text) for text in (organisation.number, organisation.name) if text)
    return next((found.name for found in named if found is not None), None)


NUMBERED_AS: Mapping[str | None, tuple[IdKind, ...]] = {"school": AS_SCHOOL, "trust": AS_TRUST}


def _by_number(crosswalk: Crosswalk, organisation: Organisation) -> str | None:
    """The school or trust that has the organisation's number; None where it is neither, or nothing has it."""
    kinds = NUMBERED_AS.get(organisation.type)
    if kinds is None or organisation.number is None:
        return None
    try:
        return crosswalk.find(organisation.number, kinds)
    except NotAnId:  # the checks of the register say what is wrong with it
        return None


def _of_organisation(crosswalk: Crosswalk, id_: str) -> str:
    """The school or trust that an organisation is; else its own id."""
    try:
        return crosswalk.find(id_) or _own_form(id_)
    except NotAnId:  # the column's own reader says what is wrong with it
        return id_


def _own_form(text: str) -> str:
    """An id that somebody gave, zeros and all; one that a spreadsheet wrote as a decimal number without that."""
    bare = text.removeprefix("'")  # a spreadsheet's mark for text
    return bare if bare.isdigit() else _form(text)


def _organisation(resolver: _Resolver, fact: Any, table: str) -> str | None:
    return resolver.id(fact, table, "organisation_id", AS_BODY, fact.organisation_id)


def _with_organisation(resolver: _Resolver, facts: Iterable[Any], table: str) -> tuple[Any, ...]:
    return tuple(replace(x, organisation_id=_organisation(resolver, x, table)) for x in facts)


def _adviser(resolver: _Resolver, x: Adviser) -> Adviser:
    former = (resolver.id(x, "advisers", "former_employer_ids", AS_BODY, one) for one in x.former_organisation_ids)
    employer = resolver.id(x, "advisers", "employer_id", AS_BODY, x.organisation_id)
    return replace(x, organisation_id=employer, former_organisation_ids=tuple(one for one in former if one))


def _of_supporter(interest: Interest, main: Mapping[str, str]) -> Interest:
    return replace(interest, person_id=main.get(interest.person_id, interest.person_id))


def _by_supporter(fact: Any, main: Mapping[str, str]) -> Any:
    """A row of pairs or history of an organisation that supports schools, under its house id."""
    return replace(fact, leader_id=main.get(fact.leader_id, fact.leader_id))


def _with_recipient(resolver: _Resolver, facts: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(replace(x, recipient_id=_of(resolver.crosswalk, x.recipient_id)) for x in facts)


def _interest(resolver: _Resolver, x: Interest, names: PlaceNames, people: set[str]) -> Interest:
    if x.relation == "none" and not x.party_id:
        return x
    if x.party_kind in PARTY_KINDS:
        if x.outside:
            return replace(x, party_id=_of(resolver.crosswalk, x.party_id, PARTY_KINDS[x.party_kind]))
        return replace(x, party_id=resolver.id(x, "interests", "party_id", PARTY_KINDS[x.party_kind], x.party_id) or "")
    return _named_party(resolver, x, names, people)


def _named_party(resolver: _Resolver, x: Interest, names: PlaceNames, people: set[str]) -> Interest:
    """An authority, a diocese or a person. An authority of England where the data have no school lies outside them."""
    key = ("interests", "party_id")
    resolver.cells[key] = resolver.cells.get(key, 0) + 1
    if is_filler(x.party_id):
        todo = "Write its name or id, or the relation none for a nil return"
        resolver.faults.append(Fault(*place_of(x), "party_id", WITHHELD, "stands for nothing", todo))
        return x
    if x.party_kind == "authority":
        found = names.authority(x.party_id)
    elif x.party_kind == "diocese":
        found = names.diocese(x.party_id)
    else:
        found = x.party_id if x.party_id in people else None
    if found is None and not x.outside:
        file, row = place_of(x)
        resolver.unknown.append(Unknown("interests", "party_id", row, file, "", x.party_kind))
    empty = x.party_kind == "authority" and found is not None and not names.has_authority(found)
    return replace(x, party_id=found or x.party_id, outside=x.outside or empty or None)


def _of(crosswalk: Crosswalk, value: str, kinds: tuple[IdKind, ...] = AS_BODY) -> str:
    """The house id, or the id's own form where nothing has it or it names no kind that it is of."""
    try:
        found = crosswalk.find(value, kinds)
    except NotAnId:  # whoever lists what is unknown says what is wrong with it
        return value
    return found if found is not None else _form(value)


def _form(value: str) -> str:
    try:
        return body_id(value)
    except NotAnId:  # a name, or an id with a prefix: as it is written
        return value
