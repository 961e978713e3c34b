"""Referential integrity of the registers: ids that nothing in the data has are faults, or are told by column."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from matcher.domain import Deployment, Interest, JudgedPair, Leader, Request
from matcher.errors import Fault
from matcher.identity.crosswalk import Crosswalk
from matcher.read.parsing.personal_data import withhold_name
from matcher.read.parsing.row_places import place_in, place_of
from matcher.read.parsing.spelling import closest_spelling
from matcher.read.registers.register_set import Registers
from matcher.read.registers.resolution.employing_trusts import under_their_trusts
from matcher.read.registers.resolution.look_alikes import check_look_alikes
from matcher.read.registers.resolution.place_names import PlaceNames
from matcher.read.registers.resolution.resolve import resolve
from matcher.read.registers.resolution.same_person import as_one_person
from matcher.read.registers.resolution.strangers import odd_ids, unregistered_declarers, unused_organisations
from matcher.read.registers.resolution.supporter_checks import check_supporters
from matcher.read.registers.resolution.unknown_ids import MARK, tell_unknown

Referring = Deployment | Interest | JudgedPair | Leader | Request


@dataclass(frozen=True)
class KnownData:
    """What the references of a register may mean: `ids` and `place_names` of the open data; `names` of
    schools and trusts by id; `trust_of` each school on the day; `regions` of the run, None for all; `groups`: whether
    every trust is listed there.
    """

    ids: Crosswalk = field(default_factory=Crosswalk)
    place_names: PlaceNames = field(default_factory=PlaceNames)
    names: Mapping[str, str] = field(default_factory=dict)
    trust_of: Mapping[str, str] = field(default_factory=dict)
    regions: Collection[str] | None = None
    groups: bool = False
    strict: bool = False


def link_registers(
    registers: Registers, known: KnownData | None, faults: list[Fault]
) -> tuple[Registers, tuple[str, ...]]:
    """The registers with every reference brought to the id of what it means, and notes on those that mean nothing.

    `known` None says that the open data could not be read: nothing is then said of schools and trusts, as nothing is
    of a register that could not be read itself.
    """
    check_look_alikes(registers, faults)
    open_data = known or KnownData()
    resolved = resolve(registers, open_data.ids, open_data.place_names, faults)
    notes = _check_references(resolved.registers, known, faults)
    notes += check_supporters(resolved.registers, registers, open_data.ids, faults)
    employed, by_trust = under_their_trusts(resolved.registers, open_data.trust_of)
    linked, same = as_one_person(employed, faults)
    if known is not None and None not in registers.ids.values():
        notes += tell_unknown(resolved, known.names, known.groups, known.strict, faults)
        notes += _strangers(linked, known)
    return linked, (*notes, *by_trust, *same)


def _strangers(registers: Registers, known: KnownData) -> tuple[str, ...]:
    declarers = list(unregistered_declarers(registers))
    unused = list(unused_organisations(registers, known_bodies(registers, known))) if known.ids.bodies else []
    return (
        *(note for table, rows in odd_ids(registers) for note in _listed(f"{table}, ids unlike the others", rows)),
        *_listed("interests, declared by a school or trust of somebody who is in no register", declarers),
        *_listed("organisations that are no school or trust of the data, and that nobody belongs to", unused),
    )


def _check_references(registers: Registers, known: KnownData | None, faults: list[Fault]) -> tuple[str, ...]:
    """A fault for each pair, request or interest that is about nobody; notes on those of another region."""
    ids = registers.ids
    leaders = _ids_of(registers, ("leaders",))
    elsewhere: list[str] = []
    if leaders is not None and not _leaders_register_is_empty(registers, faults):
        _check("leader_id", ((p, p.leader_id) for p in registers.pairs), leaders, "leader", faults)
    _check_people(registers, faults)
    if known is None or ids.get("recipients", frozenset()) is None:
        return ()
    bodies = known_bodies(registers, known)
    pairs = [p for p in registers.pairs if p.recipient_id in bodies or not _elsewhere(registers, p, known, elsewhere)]
    _check("recipient_id", ((p, p.recipient_id) for p in pairs), bodies, "school or trust", faults)
    _check("id", ((r, r.id) for r in registers.requests), bodies, "school or trust", faults)
    return (
        *_history(registers, bodies, faults),
        *_listed("pairs, those of other regions whose school or trust is not in the data", elsewhere),
    )


def known_bodies(registers: Registers, known: KnownData) -> frozenset[str]:
    """Every school and trust of the open data and of the register of recipients."""
    listed = {r.id for r in registers.recipients} | {r.trust_id for r in registers.recipients if r.trust_id}
    return frozenset({*known.ids.bodies.values(), *listed, *(registers.ids.get("recipients") or ())})


def _elsewhere(registers: Registers, pair: JudgedPair, known: KnownData, elsewhere: list[str]) -> bool:
    """Whether the pair is another region's, by the leader, who serves none of the run's: then it is listed."""
    leader = next((x for x in registers.leaders if x.id == pair.leader_id), None)
    if known.regions is None or leader is None or leader.regions & set(known.regions):
        return False
    elsewhere.append(pair.source)
    return True


def _history(registers: Registers, bodies: frozenset[str], faults: list[Fault]) -> tuple[str, ...]:
    """A row of which neither end is known is a fault; with one, it still holds the other's days, room and money."""
    people = _ids_of(registers, ("leaders", "governance_leaders", "advisers"))
    if people is None or not registers.history:
        return ()
    known_people = bool(people)
    gone, closed = [], []
    for row in registers.history:
        no_leader, no_body = known_people and row.leader_id not in people, row.recipient_id not in bodies
        if no_leader and no_body and bodies:
            file, number = place_of(row)
            message = "is the id of no leader in the data, and its recipient_id of no school or trust"
            todo = _hint(row.leader_id, people, "leader")
            faults.append(Fault(file, number, "leader_id", withhold_name(row.leader_id, todo), message, todo))
        elif no_leader:
            gone.append(row.source)
        elif no_body and bodies:
            closed.append(row.source)
    return (
        *_listed(
            "history, column leader_id: the leader is not in the data; the school or trust and the money count", gone
        ),
        *_listed(
            "history, column recipient_id: the school or trust is not in the data; its leader's days and money count",
            closed,
        ),
    )


def _listed(message: str, sources: list[str]) -> tuple[str, ...]:
    if not sources:
        return ()
    rows = sorted(place_in(source)[1] for source in sources)
    more = f" and {len(rows) - 10} more" if len(rows) > 10 else ""
    return (f"{MARK}{message}: {len(rows)} (row {', '.join(map(str, rows[:10]))}{more})",)


def _leaders_register_is_empty(registers: Registers, faults: list[Fault]) -> bool:
    """Whether leaders are meant and the register has none: that is one fault, not one for each id that means them."""
    files = [f for f in registers.files if f.role == "leaders" and not f.rows]
    referenced = {x.leader_id for x in registers.pairs} | {x.leader_id for x in registers.history}
    referenced |= {i.person_id for i in registers.interests if i.declared_by != "recipient"}
    referenced -= _ids_of(registers, ("governance_leaders", "people", "advisers")) or frozenset()
    if not files or not referenced:
        return False
    ids = "1 id" if len(referenced) == 1 else f"{len(referenced):,} ids"
    message = f"the register has a header and no rows, and other tables name people of it ({ids})"
    faults.append(Fault(files[0].name, None, "", "", message, "Write a row for each leader"))
    return True


def _check_people(registers: Registers, faults: list[Fault]) -> None:
    if any(f.role == "leaders" and not f.rows for f in registers.files):
        return
    known_ids = _ids_of(registers, ("leaders", "governance_leaders", "advisers", "people"))
    if known_ids is None:
        return
    # A school's own governor need not be registered: the school declares for them.
    declared = ((i, i.person_id) for i in registers.interests if i.declared_by != "recipient")
    _check("person_id", declared, known_ids, "person", faults)


def _ids_of(registers: Registers, tables: Iterable[str]) -> frozenset[str] | None:
    """The ids of these registers and of the organisations that support schools; None where one could not be read."""
    named = [registers.ids.get(table, frozenset()) for table in tables]
    if None in named or registers.ids.get("organisations", frozenset()) is None:
        return None
    supporters = frozenset(o.id for o in registers.organisations if o.type is not None)
    return supporters.union(*(ids for ids in named if ids))


def _check(
    column: str, referring: Iterable[tuple[Referring, str]], known_ids: frozenset[str], what: str, faults: list[Fault]
) -> None:
    for fact, id_ in referring:
        if id_ in known_ids:
            continue
        file, row = place_of(fact)
        message = _hint(id_, known_ids, what)
        faults.append(
            Fault(file, row, column, withhold_name(id_, message), f"is the id of no {what} in the data", message)
        )


def _hint(id_: str, known_ids: frozenset[str], what: str) -> str:
    """Of two ids that differ by leading zeros, the shorter one lost them: it is the one to mend."""
    bare = id_.lstrip("0")
    same = min((k for k in known_ids if k.lstrip("0") == bare), key=lambda k: (-len(k), k), default=None)
    if same is not None and len(same) < len(id_):
        return f"The data have {same!r}: a spreadsheet drops leading zeros. Write {id_!r} there"
    suggestion = same if same is not None else closest_spelling(id_, known_ids, at_least=70)
    lost = " A spreadsheet drops leading zeros" if same is not None else ""
    return f"Did you mean {suggestion!r}?{lost}" if suggestion else f"Write the id of a {what} that is in the data"
