"""What is wrong, or worth a word, in journeys that are each well written: unknown ends, speeds, other minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from math import isqrt

from matcher.domain import Journey, Leader, Recipient
from matcher.errors import WITHHELD, Fault
from matcher.read.parsing.row_places import place_of
from matcher.read.parsing.spelling import closest_spelling
from matcher.read.registers.journeys import FASTEST
from matcher.read.registers.register_set import Registers
from matcher.read.registers.resolution.leader_places import Places
from matcher.read.registers.resolution.postcodes import Place, postcode_key

SLOWEST = 3  # km/h in a straight line: slower is a ferry, a walk, or a slip
FAR = 3_000  # metres from which a speed in a straight line says anything
SHOWN = 5


def check_journeys(
    registers: Registers, bodies: Collection[str] | None, places: Places, faults: list[Fault]
) -> Iterator[str]:
    """Adds faults; gives what was noticed without being one. `bodies`: every URN and UID in the data, None where the
    files could not be read."""
    leaders = registers.ids.get("leaders", frozenset())
    _other_minutes(registers, faults)
    where = _where(registers, places)
    _speeds(registers.journeys, where, faults)
    slow = [way for way in registers.journeys if _slow(way, where)]
    if slow:
        rows = ", ".join(_row(way) for way in slow[:SHOWN]) + (", ..." if len(slow) > SHOWN else "")
        yield f"journeys: {len(slow):,} are slower than {SLOWEST} km/h in a straight line (row {rows}): check them"
    if bodies is None or leaders is None:
        return
    known = frozenset(bodies) | leaders | _postcodes(registers, places)
    ends = (
        (way, name, column) for way in registers.journeys for name, column in ((way.start, "from"), (way.end, "to"))
    )
    yield from _unknown("journeys", ends, known, len(registers.journeys), faults)
    judged = ((x, name, column) for x in registers.crossings for name, column in ((x.a, "a"), (x.b, "b")))
    yield from _unknown("crossings", judged, known, len(registers.crossings), faults)


def _postcodes(registers: Registers, places: Places) -> frozenset[str]:
    given = {x.postcode for x in registers.leaders} | {r.postcode for r in registers.recipients}
    return frozenset(p for p in given if p) | places.postcodes


def _unknown(
    table: str, ends: Iterable[tuple[object, str, str]], known: frozenset[str], rows: int, faults: list[Fault]
) -> Iterator[str]:
    """One that finds nothing decides nothing and is counted; more than half of a column is a damaged column."""
    lost: dict[str, list[tuple[object, str]]] = {}
    for fact, name, column in ends:
        if name not in known:
            lost.setdefault(column, []).append((fact, name))
    for column, found in lost.items():
        fact, name = found[0]
        file, row = place_of(fact)
        if 2 * len(found) > rows and rows > 1:
            said = f"stands for nobody in the data, as do {len(found):,} of the {rows:,} cells of this column"
            hint = "Write URNs, trusts' UIDs, leaders' ids or postcodes as the other tables do"
            faults.append(Fault(file, row, column, WITHHELD, said, hint))
        else:
            near = closest_spelling(name, known, at_least=80) if len(known) < 50_000 else None
            hint = f"; row {row}: did you mean {near!r}?" if near and " " not in near else f" (row {row} first)"
            yield f"{table}: {len(found):,} of {rows:,} in the column {column!r} stand for nobody in the data{hint}"


def _where(registers: Registers, places: Places) -> Mapping[str, Place]:
    """The place of each end that has one."""
    found: dict[str, Place] = dict(places.by_urn)
    bodies: tuple[Recipient | Leader, ...] = (*registers.recipients, *registers.leaders)
    for body in bodies:
        if body.easting is not None and body.northing is not None:
            found[body.id] = (body.easting, body.northing)
    return found


def _metres(way: Journey, where: Mapping[str, Place]) -> int | None:
    here, there = where.get(way.start), where.get(way.end)
    if here is None or there is None:
        return None
    return isqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2)


def _speeds(ways: Iterable[Journey], where: Mapping[str, Place], faults: list[Fault]) -> None:
    for way in ways:
        metres = _metres(way, where)
        if way.metres is None and metres is not None and metres * 60 > FASTEST * 1000 * way.minutes:
            file, row = place_of(way)
            said = f"is faster than {FASTEST} km/h: the ends are {metres / 1000:.1f} km apart in a straight line"
            faults.append(Fault(file, row, "minutes", str(way.minutes), said, "Write minutes, not hours"))


def _slow(way: Journey, where: Mapping[str, Place]) -> bool:
    metres = way.metres if way.metres is not None else _metres(way, where)
    return metres is not None and metres >= FAR and metres * 60 < SLOWEST * 1000 * way.minutes


def _row(way: Journey) -> str:
    return str(place_of(way)[1])


def _other_minutes(registers: Registers, faults: list[Fault]) -> None:
    """`pairs.csv` and the journeys may not say two things of one pair."""
    told = {(way.start, way.end): way for way in registers.journeys}
    for pair in registers.pairs:
        if pair.minutes is None:
            continue
        way = told.get((pair.leader_id, pair.recipient_id)) or told.get((pair.recipient_id, pair.leader_id))
        if way is not None and way.minutes != pair.minutes:
            file, row = place_of(pair)
            said = f"is not the {way.minutes} minutes of {way.source}"
            faults.append(Fault(file, row, "minutes", str(pair.minutes), said, "Keep one of the two"))


def spelt(postcodes: Iterable[str]) -> frozenset[str]:
    """Postcodes in capitals with one space, from any spelling."""
    whole = (postcode_key(p) for p in postcodes)
    return frozenset(f"{p[:-3]} {p[-3:]}" for p in whole if len(p) > 3)
