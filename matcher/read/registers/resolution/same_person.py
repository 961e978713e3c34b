"""Leaders who are one person under two ids (`same_as`): their interests, organisations and days become one person's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from matcher.domain import Interest, Leader
from matcher.errors import Fault
from matcher.read.parsing.row_places import place_of
from matcher.read.registers.register_set import Registers


def as_one_person(registers: Registers, faults: list[Fault]) -> tuple[Registers, tuple[str, ...]]:
    """The registers with every leader who is `same_as` another read under the other's id, and notes on each.

    The other's row stands for the person: their days, regions and phases. What a row that goes says of its
    organisation and school still bars: it is kept as a declared interest.
    """
    by_id = {leader.id: leader for leader in registers.leaders}
    to = {x.id: x.same_as for x in registers.leaders if x.same_as and _is_right(x, by_id, faults)}
    if not to:
        return registers, ()
    main = {id_: _last(id_, to) for id_ in to}
    others = {id_: tuple(sorted(o for o, m in main.items() if m == id_)) for id_ in set(main.values())}
    kept = tuple(replace(x, also=others.get(x.id, ())) for x in registers.leaders if x.id not in main)
    ties = [tie for id_ in main for tie in _ties(by_id[id_], main[id_])]
    notes = tuple(
        f"References: leaders, {id_} is {main[id_]} under another id: read as one person" for id_ in sorted(main)
    )
    return replace(_renamed(registers, main, ties), leaders=kept), notes


def _is_right(leader: Leader, by_id: Mapping[str, Leader], faults: list[Fault]) -> bool:
    other = by_id.get(leader.same_as or "")
    wrong = None
    if other is None:
        wrong = ("is the id of no leader in the data", "Write the id of the leader's other row")
    elif other.id == leader.id:
        wrong = ("is the leader's own id", "Write the id of the leader's other row, or leave it empty")
    elif other.same_as:
        wrong = ("is itself the same as another", "Write the same id in both rows, that of the row that stands")
    if wrong:
        file, row = place_of(leader)
        faults.append(Fault(file, row, "same_as", leader.same_as or "", *wrong))
    return wrong is None


def _last(id_: str, to: Mapping[str, str]) -> str:
    return to[id_]


def _ties(leader: Leader, main: str) -> Iterable[Interest]:
    """The row's organisation and base, as interests that bar."""
    parties = (("trust", leader.organisation_id), ("school", leader.base_urn))
    for kind, party in parties:
        if party:
            yield Interest(
                person_id=main,
                party_id=party,
                party_kind="organisation" if kind == "trust" else kind,
                relation="employed_by",
                level="block",
                declared_by="broker",
                source=leader.source,
            )


def _renamed(registers: Registers, main: Mapping[str, str], ties: list[Interest]) -> Registers:
    interests = [
        replace(
            i,
            person_id=main.get(i.person_id, i.person_id),
            party_id=main.get(i.party_id, i.party_id) if i.party_kind == "person" else i.party_id,
        )
        for i in registers.interests
    ]
    return replace(
        registers,
        interests=tuple(sorted({*interests, *ties}, key=repr)),
        pairs=tuple(replace(p, leader_id=main.get(p.leader_id, p.leader_id)) for p in registers.pairs),
        history=tuple(replace(d, leader_id=main.get(d.leader_id, d.leader_id)) for d in registers.history),
    )
