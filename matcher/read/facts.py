"""All facts of a run from all its files; the faults of all files are reported together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

from matcher.domain import LEADER_ROLES, Facts, ReadingNote
from matcher.errors import Fault, raise_faults
from matcher.read.gias.postcode_file import read_postcodes
from matcher.read.open_data.case_checks import case_notes
from matcher.read.open_data.cases import CaseList, read_cases
from matcher.read.open_data.kept_open_data import OpenDataStore, read_kept_open_data
from matcher.read.open_data.opendata import OpenData
from matcher.read.open_data.school_figures import read_figures
from matcher.read.registers import (
    COLUMNS,
    KnownData,
    Places,
    Registers,
    Where,
    link_registers,
    read_registers,
    tables_in_workbook,
)
from matcher.read.registers.resolution.dates import check_dates
from matcher.read.registers.resolution.employing_trusts import trusts_on
from matcher.read.registers.resolution.journey_checks import check_journeys, spelt
from matcher.read.registers.resolution.place_names import place_names
from matcher.read.registers.resolution.postcodes import MiddlesOnDemand, PostcodeFile, Postcodes
from matcher.read.run_folders.previous import read_previous

Paths = Mapping[str, Path | tuple[Path, ...]]
OF_OPEN_DATA = (
    *("schools", "trusts", "memberships", "successions", "judgements", "inspection_rows", "area_grades"),
    "trust_numbers",
)  # the facts that the open files give, under one name in both
OF_REGISTERS = tuple(f.name for f in fields(Registers) if f.name in COLUMNS)


def load_facts(
    data: Paths,
    as_at: date,
    store: OpenDataStore | None = None,
    *,
    today: date | None = None,
    regions: Collection[str] | None = None,
    strict: bool = False,
    roles: Sequence[str] = LEADER_ROLES,
    figures: Sequence[str] = (),
) -> Facts:
    """Read every file of a scenario's `data`. Raises InputFaults with all that is wrong in any of them.

    `store`: where what the open files said is kept from one run to the next.

    `today` is the day on which the command is run: a check or decision recorded for a later day is a fault. `regions`
    are the run's, None for all. With `strict` every id that nothing in the data has is a fault. `roles` are those that
    the programme knows, `figures` the columns of schools' figures that it asks for.
    """
    faults: list[Fault] = []
    notes: list[str] = []
    open_data = read_kept_open_data(_open_paths(data), as_at, faults, store)
    known = None if faults else _known_data(open_data, as_at, regions, strict)
    where = _register_paths(data, faults, notes)
    postcodes, brought = read_postcodes(_all(data.get("postcodes", ())), faults, notes)
    places = places_of(open_data, postcodes)
    registers, references = link_registers(read_registers(where, places, faults, roles), known, faults)
    check_dates(registers, today, faults)
    in_data = None if known is None else frozenset((*open_data.schools, *open_data.trusts))
    notes += check_journeys(registers, bodies_of(registers, in_data), places, faults)
    previous = read_previous(_one(data["previous"]), faults) if "previous" in data else None
    cases = (read_cases(_one(data["cases"]), faults) if "cases" in data else None) or CaseList()
    signs = read_figures(_all(data.get("signs", ())), figures, faults)
    raise_faults(sorted(faults, key=lambda f: (f.file, f.row or 0, f.column)))
    tables = {name: getattr(open_data, name) for name in OF_OPEN_DATA}
    tables |= {name: getattr(registers, name) for name in OF_REGISTERS}
    files = (*open_data.files, *registers.files, *brought, *cases.files, *signs.files)
    references = (*references, *case_notes(cases.cases, registers.organisations))
    said = _notes((*open_data.notes, *registers.notes, *notes), references, (*cases.notes, *signs.notes))
    return Facts(**tables, cases=cases.cases, figures=signs.figures, previous=previous, files=files, notes=said)


def _notes(files: Iterable[str], references: Iterable[str], beside: Iterable[str]) -> tuple[ReadingNote, ...]:
    """In this order: of the open files and registers, of ids that nothing has, and of the files beside them."""
    groups = (("files", files), ("references", references), ("files", beside))
    return tuple(ReadingNote(kind, text) for kind, texts in groups for text in texts)


def _open_paths(data: Paths) -> dict[str, Path | Sequence[Path]]:
    ours = {*COLUMNS, "registers", "previous", "postcodes", "cases", "signs"}
    return {name: paths for name, paths in data.items() if name not in ours}


def _register_paths(data: Paths, faults: list[Fault], notes: list[str]) -> dict[str, Where]:
    result: dict[str, Where] = {}
    if "registers" in data:
        result.update(tables_in_workbook(_one(data["registers"]), faults, notes))
    for name in COLUMNS:
        if name not in data:
            continue
        paths = data[name]
        path = _one(paths)
        if name in result or (isinstance(paths, tuple) and len(paths) > 1):
            message = f"the register {name} is given twice"
            faults.append(Fault(path.name, None, "", "", message, "Give each register one file or one sheet"))
        result[name] = path
    return result


def _all(paths: Path | tuple[Path, ...]) -> tuple[Path, ...]:
    return (paths,) if isinstance(paths, Path) else paths


def _one(paths: Path | tuple[Path, ...]) -> Path:
    return paths if isinstance(paths, Path) else paths[0]


def _known_data(open_data: OpenData, as_at: date, regions: Collection[str] | None, strict: bool) -> KnownData:
    """What the registers may refer to."""
    names = {uid: trust.name for uid, trust in open_data.trusts.items()}
    names |= {urn: school.name for urn, school in open_data.schools.items()}
    return KnownData(
        ids=open_data.ids,
        place_names=place_names(open_data.schools.values()),
        names=names,
        trust_of=trusts_on(open_data.memberships, open_data.successions, as_at),
        regions=regions,
        groups=any(file.role == "groups" for file in open_data.files),
        strict=strict,
    )


def bodies_of(registers: Registers, known: frozenset[str] | None) -> frozenset[str] | None:
    """Every URN and UID of the open data and the register of recipients; None where either could not be read."""
    listed = registers.ids.get("recipients", frozenset())
    return None if known is None or listed is None else known | listed


def places_of(open_data: OpenData, postcodes: PostcodeFile | None = None) -> Places:
    """Where each school is, and the middles of the schools of each postcode, sector and district."""
    by_urn: dict[str, tuple[int, int]] = {}
    placed: list[tuple[str, tuple[int, int]]] = []
    for school in open_data.schools.values():
        if school.easting is not None and school.northing is not None:
            by_urn[school.urn] = (school.easting, school.northing)
            if school.postcode:
                placed.append((school.postcode, by_urn[school.urn]))
    known = spelt(postcode for postcode, _ in placed)
    return Places(by_urn, Postcodes(MiddlesOnDemand(placed), postcodes or PostcodeFile()), known, open_data.ids)
