"""Rows of registers that are tied to nothing else: told by row, since a slip of an id makes such a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from matcher.domain import Adviser, GovernanceLeader, Leader, Person
from matcher.identity import unlike_the_others
from matcher.read.registers.register_set import Registers


def unregistered_declarers(registers: Registers) -> Iterator[str]:
    """Where each interest was read that a school or trust declared of somebody who is in no register."""
    people = {x.id for x in _members(registers)}
    people |= {o.id for o in registers.organisations if o.type is not None}
    people |= {other for leader in registers.leaders for other in leader.also}
    yield from (i.source for i in registers.interests if i.declared_by == "recipient" and i.person_id not in people)


def odd_ids(registers: Registers) -> Iterator[tuple[str, list[str]]]:
    """For each register of people, where those rows were read whose id is made up otherwise than the others'."""
    for table in ("leaders", "governance_leaders", "advisers", "people"):
        rows = getattr(registers, table)
        odd = set(unlike_the_others(row.id for row in rows))
        if odd:
            yield table, [row.source for row in rows if row.id in odd]


def _members(registers: Registers) -> tuple[Leader | GovernanceLeader | Adviser | Person, ...]:
    return (*registers.leaders, *registers.governance_leaders, *registers.advisers, *registers.people)


def unused_organisations(registers: Registers, bodies: Collection[str]) -> Iterator[str]:
    """Where each organisation was read that is no school or trust of the data, and that nobody belongs to."""
    named = {x.organisation_id for x in _members(registers)} | {i.party_id for i in registers.interests}
    named |= {id_ for adviser in registers.advisers for id_ in adviser.former_organisation_ids}
    untyped = (o for o in registers.organisations if o.type is None)
    yield from (o.source for o in untyped if o.id not in bodies and o.id not in named and not o.outside)
