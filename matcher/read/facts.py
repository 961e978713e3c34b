"""All facts of a run from all its files; the faults of all files are reported together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

from matcher.domain import Facts, School
from matcher.errors import Fault, raise_faults
from matcher.read.kept_open_data import Store, read_kept_open_data
from matcher.read.opendata import OpenData
from matcher.read.previous import read_previous
from matcher.read.registers import (
    COLUMNS,
    Places,
    Registers,
    Where,
    check_references,
    read_registers,
    tables_in_workbook,
)
from matcher.read.registers.leader_places import postcode_key

Paths = Mapping[str, Path | tuple[Path, ...]]


def load_facts(data: Paths, as_at: date, store: Store | None = None) -> Facts:
    """Read every file of a scenario's `data`. Raises InputFaults with all that is wrong in any of them.

    `store`: where what the open files said is kept from one run to the next.
    """
    faults: list[Fault] = []
    notes: list[str] = []
    open_data = read_kept_open_data(_open_paths(data), as_at, faults, store)
    open_data_right = not faults
    where = _register_paths(data, faults, notes)
    registers = read_registers(where, places_of(open_data.schools), faults)
    ids = known_ids(open_data) if open_data_right else None
    notes += check_references(registers, ids, faults)
    previous = read_previous(_one(data["previous"]), faults) if "previous" in data else None
    raise_faults(sorted(faults, key=lambda f: (f.file, f.row or 0, f.column)))
    registers_by_name = {f.name: getattr(registers, f.name) for f in fields(Registers) if f.name in COLUMNS}
    return Facts(
        schools=open_data.schools,
        trusts=open_data.trusts,
        memberships=open_data.memberships,
        successions=open_data.successions,
        judgements=open_data.judgements,
        **registers_by_name,
        previous=previous,
        files=(*open_data.files, *registers.files),
        notes=(*open_data.notes, *registers.notes, *notes),
    )


def _open_paths(data: Paths) -> dict[str, Path | Sequence[Path]]:
    ours = {*COLUMNS, "registers", "previous"}
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


def _one(paths: Path | tuple[Path, ...]) -> Path:
    return paths if isinstance(paths, Path) else paths[0]


def known_ids(open_data: OpenData) -> frozenset[str]:
    """The ids of every school and trust in the open data, old URNs included."""
    return frozenset().union(
        open_data.schools,
        open_data.trusts,
        (m.trust_uid for m in open_data.memberships),
        (m.urn for m in open_data.memberships),
        (s.old_urn for s in open_data.successions),
        (s.new_urn for s in open_data.successions),
        (j.urn for j in open_data.judgements),
    )


def places_of(schools: Mapping[str, School]) -> Places:
    """The location of each school, and the mean location of the schools of each postcode."""
    by_urn: dict[str, tuple[int, int]] = {}
    at_postcode: dict[str, list[tuple[int, int]]] = {}
    for school in schools.values():
        if school.easting is not None and school.northing is not None:
            by_urn[school.urn] = (school.easting, school.northing)
            if school.postcode:
                at_postcode.setdefault(postcode_key(school.postcode), []).append(by_urn[school.urn])
    middles = {
        postcode: (sum(e for e, _ in here) // len(here), sum(n for _, n in here) // len(here))
        for postcode, here in at_postcode.items()
    }
    return Places(by_urn, middles)
