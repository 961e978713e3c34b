"""Referential integrity of the registers: every id must exist in the data."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from matcher.domain import Deployment, Interest, JudgedPair, Leader, Request
from matcher.errors import Fault
from matcher.read.personal_data import withhold_name
from matcher.read.registers.register_set import Registers
from matcher.read.spelling import closest_spelling

Referring = Deployment | Interest | JudgedPair | Leader | Request


def check_references(
    registers: Registers, known_school_and_trust_ids: Collection[str] | None, faults: list[Fault]
) -> tuple[str, ...]:
    """Add a fault for each id that is nowhere in the data; returns notes on what is not a fault.

    `known_school_and_trust_ids` None says that the open data could not be read: nothing is then said of their ids,
    as nothing is of a register that could not be read itself.
    """
    ids = registers.ids
    leaders = ids.get("leaders", frozenset())
    if leaders is not None and not _leaders_register_is_empty(registers, faults):
        _check("leader_id", ((p, p.leader_id) for p in registers.pairs), leaders, "leader", faults)
        people = leaders | (ids.get("governance_leaders") or frozenset())
        _check("leader_id", ((d, d.leader_id) for d in registers.history), people, "leader", faults)
    _check_people(registers, faults)
    listed = ids.get("recipients", frozenset())
    if known_school_and_trust_ids is None or listed is None:
        return ()
    bodies = frozenset(known_school_and_trust_ids) | listed
    _check("recipient_id", ((p, p.recipient_id) for p in registers.pairs), bodies, "school or trust", faults)
    _check("id", ((r, r.id) for r in registers.requests), bodies, "school or trust", faults)
    if known_school_and_trust_ids:
        based = ((leader, leader.base_urn) for leader in registers.leaders if leader.base_urn)
        _check("base_urn", based, bodies, "school", faults)
        return _unknown_parties(registers, bodies)
    return ()


def _leaders_register_is_empty(registers: Registers, faults: list[Fault]) -> bool:
    """Whether leaders are meant and the register has none: that is one fault, not one for each id that means them."""
    files = [f for f in registers.files if f.role == "leaders" and not f.rows]
    referenced = {x.leader_id for x in registers.pairs} | {x.leader_id for x in registers.history}
    referenced |= {i.person_id for i in registers.interests if i.declared_by != "recipient"}
    referenced -= registers.ids.get("governance_leaders") or frozenset()
    referenced -= registers.ids.get("people") or frozenset()
    if not files or not referenced:
        return False
    ids = "1 id" if len(referenced) == 1 else f"{len(referenced):,} ids"
    message = f"the register has a header and no rows, and other tables name people of it ({ids})"
    faults.append(Fault(files[0].name, None, "", "", message, "Write a row for each leader"))
    return True


def _check_people(registers: Registers, faults: list[Fault]) -> None:
    if any(f.role == "leaders" and not f.rows for f in registers.files):
        return
    named = [registers.ids.get(table, frozenset()) for table in ("leaders", "governance_leaders", "people")]
    known_ids = [ids for ids in named if ids is not None]
    if len(known_ids) < len(named):
        return
    # A school's own governor need not be registered: the school declares for them.
    declared = ((i, i.person_id) for i in registers.interests if i.declared_by != "recipient")
    _check("person_id", declared, frozenset().union(*known_ids), "person", faults)


def _check(
    column: str, referring: Iterable[tuple[Referring, str]], known_ids: frozenset[str], what: str, faults: list[Fault]
) -> None:
    for fact, id_ in referring:
        if id_ in known_ids:
            continue
        file, _, row = fact.source.rpartition(" row ")
        message = _hint(id_, known_ids, what)
        faults.append(
            Fault(file, int(row), column, withhold_name(id_, message), f"is the id of no {what} in the data", message)
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


def _unknown_parties(registers: Registers, bodies: frozenset[str]) -> tuple[str, ...]:
    rows = [
        i.source.rpartition(" row ")[2]
        for i in registers.interests
        if i.party_kind in ("school", "trust") and i.party_id not in bodies
    ]
    if not rows:
        return ()
    listed = ", ".join(sorted(rows, key=int)[:10]) + (f" and {len(rows) - 10} more" if len(rows) > 10 else "")
    return (f"interests: the school or trust of row {listed} is nowhere in the data, so it bars nobody: check its id",)
