"""People whose organisation is a school in a trust: the trust is theirs, and the school is where they are based."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from matcher.domain import Leader, Membership, Succession
from matcher.read.registers.register_set import Registers


def trusts_on(memberships: Iterable[Membership], successions: Iterable[Succession], day: date) -> Mapping[str, str]:
    """URN to the UID of its trust on the day: of several stays the one that began last; of a school that has become
    another, the other's.
    """
    best: dict[str, tuple[date, str]] = {}
    for stay in memberships:
        if (stay.joined is None or stay.joined <= day) and (stay.left is None or stay.left > day):
            rank = (stay.joined or date.min, stay.trust_uid)
            best[stay.urn] = max(rank, best.get(stay.urn, rank))
    trusts = {urn: uid for urn, (_, uid) in best.items()}
    plain = [link for link in successions if link.plain and (link.on is None or link.on <= day)]
    for link in sorted(plain, key=lambda link: link.on or date.min, reverse=True):  # the last first, so chains are met
        if link.new_urn in trusts:
            trusts.setdefault(link.old_urn, trusts[link.new_urn])
    return trusts


def under_their_trusts(registers: Registers, trust_of: Mapping[str, str]) -> tuple[Registers, tuple[str, ...]]:
    """The registers with each such person under the trust, so that its days, what it brokers and its schools are
    theirs; and a note that counts them. A school that has a row of its own in `organisations` stays an organisation.
    """
    own = {organisation.id for organisation in registers.organisations}
    listed = {r.id: r.trust_id for r in registers.recipients if r.kind == "school" and r.trust_id}
    listed |= {urn: r.id for r in registers.recipients if r.kind == "trust" for urn in r.schools}
    trusts = {urn: uid for urn, uid in {**listed, **trust_of}.items() if urn not in own}
    moved = tuple(x for x in _everybody(registers) if x.organisation_id in trusts)
    if not moved:
        return registers, ()
    changed = replace(
        registers,
        leaders=tuple(_under(x, trusts) for x in registers.leaders),
        governance_leaders=tuple(_under(x, trusts) for x in registers.governance_leaders),
        people=tuple(_under(x, trusts) for x in registers.people),
    )
    rows = ", ".join(sorted(x.source for x in moved)[:10])
    more = f" and {len(moved) - 10} more" if len(moved) > 10 else ""
    return changed, (
        "people whose organisation is a school in a trust, and who were read as the trust's, based at the school:"
        f" {len(moved)} ({rows}{more})",
    )


def _everybody(registers: Registers) -> tuple[Any, ...]:
    return (*registers.leaders, *registers.governance_leaders, *registers.people)


def _under(person: Any, trusts: Mapping[str, str]) -> Any:
    urn = person.organisation_id
    if urn not in trusts:
        return person
    based = {"base_urn": urn} if isinstance(person, Leader) and person.base_urn is None else {}
    return replace(person, organisation_id=trusts[urn], **based)
