"""What is wrong with the organisations and advisers of a programme, beside what one cell can say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from matcher.domain import Organisation
from matcher.errors import Fault
from matcher.identity import NotAnId
from matcher.identity.crosswalk import AS_SCHOOL, AS_TRUST, READERS, Crosswalk, IdKind
from matcher.identity.numbers import plain_number
from matcher.read.gias import geography
from matcher.read.parsing.row_places import place_of
from matcher.read.registers.register_set import Registers
from matcher.read.registers.resolution.unknown_ids import MARK

COMMITTED = ("agreed", "running")
NUMBERED: Mapping[str, str] = {
    "school": "a school's URN",
    "trust": "a trust's UKPRN (its UID, Group ID or company number will do)",
    "authority": "an authority's code of three digits",
    "traded-service": "a company number of eight characters",
}


def check_supporters(
    registers: Registers, written: Registers, open_bodies: Crosswalk, faults: list[Fault]
) -> tuple[str, ...]:
    """Faults of the registers by house ids (`written`: as they were written), and notes on what is not known."""
    faults += _numbers(written, open_bodies)
    faults += _two_at_once(registers)
    nobody = [x.source for x in registers.advisers if x.organisation_id is None]
    if not nobody:
        return ()
    said = "no employer is given, so nobody can tell whether an organisation beside them is their own"
    rows = ", ".join(source.rpartition(" row ")[2] for source in nobody[:10])
    more = f" and {len(nobody) - 10} more" if len(nobody) > 10 else ""
    return (f"{MARK}advisers, column employer_id: {said}: {len(nobody)} (row {rows}{more})",)


def _numbers(registers: Registers, open_bodies: Crosswalk) -> Iterator[Fault]:
    """A number that does not fit the organisation's type: it would name another body, or none."""
    for organisation in registers.organisations:
        why = _wrong_number(organisation, open_bodies)
        if why and organisation.type and organisation.number:
            file, row = place_of(organisation)
            todo = f"Write {NUMBERED[organisation.type]}, or mend the type"
            yield Fault(file, row, "number", organisation.number, f"{why}, and the type is {organisation.type!r}", todo)


def _wrong_number(organisation: Organisation, open_bodies: Crosswalk) -> str:
    kind, number = organisation.type, organisation.number
    if kind is None or number is None or kind not in NUMBERED:
        return ""
    checks: Mapping[str, Callable[[str], str]] = {
        "school": lambda text: _body(text, AS_SCHOOL, "is no number of a school", AS_TRUST, open_bodies),
        "trust": lambda text: _body(text, AS_TRUST, "is no number of a trust", AS_SCHOOL, open_bodies),
        "authority": _authority,
        "traded-service": lambda text: "" if _reads("company", text) else "is no company number",
    }
    return checks[kind](number)


def _body(text: str, own: tuple[IdKind, ...], message: str, other: tuple[IdKind, ...], open_bodies: Crosswalk) -> str:
    """Not of the form of any number of its kind; or, where the data have it, a body of the other kind alone.

    Schools and trusts both have UKPRNs: whose it is, the body that it finds says.
    """
    if not any(_reads(kind, text) for kind in own):
        return message
    found = _found(text, own, open_bodies) or _found(text, other, open_bodies)
    mine: tuple[IdKind, IdKind] = ("urn", "uid") if own == AS_SCHOOL else ("uid", "urn")
    is_own, is_other = (found is not None and (kind, found) in open_bodies.bodies for kind in mine)
    return message if is_other and not is_own else ""


def _found(text: str, kinds: tuple[IdKind, ...], open_bodies: Crosswalk) -> str | None:
    """The body by public ids alone: the registers' own ids are another matter."""
    try:
        return Crosswalk(open_bodies.bodies).find(text, kinds)
    except NotAnId:  # then it is no id of these kinds
        return None


def _reads(kind: IdKind, text: str) -> bool:
    try:
        READERS[kind](text)
    except NotAnId:  # the caller says what is wrong
        return False
    return True


def _authority(text: str) -> str:
    try:
        digits = plain_number(text)
    except NotAnId:  # a number that lost digits
        digits = None
    known = digits is not None and geography.known_authority(digits) is not None
    return "" if known else "is no code of an authority"


def _two_at_once(registers: Registers) -> Iterator[Fault]:
    """A school that history gives two organisations at once: which one is it?"""
    names = {o.id: o.name or o.id for o in registers.organisations if o.type is not None}
    first: dict[str, tuple[str, int]] = {}
    for d in sorted(registers.history, key=lambda d: place_of(d)):
        if d.state not in COMMITTED or d.leader_id not in names:
            continue
        file, row = place_of(d)
        other, there = first.setdefault(d.recipient_id, (d.leader_id, row))
        if other != d.leader_id:
            message = f"is a second organisation of {d.recipient_id} that is agreed or running, beside row {there}"
            yield Fault(file, row, "leader_id", d.leader_id, message, "Write finished or declined in one of the rows")
