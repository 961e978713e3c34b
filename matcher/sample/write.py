"""Writes the sample in the real file formats: encodings, line ends, dates and blank rows included."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from matcher.errors import Fault, InputFaults
from matcher.sample.people_and_places.inspections import inspected, ungraded_visit
from matcher.sample.people_and_places.out_of_scope import out_of_scope_schools
from matcher.sample.people_and_places.schools import SampleSchool, create_schools
from matcher.sample.people_and_places.trusts import SampleTrust
from matcher.sample.random_stream import RandomStream
from matcher.sample.real_files import columns
from matcher.sample.real_files.gias_rows import (
    Row,
    all_groups,
    establishment_row,
    group_link_rows,
    group_row,
    link_rows,
)
from matcher.sample.real_files.ofsted_rows import ofsted_row
from matcher.sample.real_files.registers import registers, supporter_registers
from matcher.sample.size import size_of

LEADERS, ORGANISATIONS = "tsio-2022-23", "rise-2025-26"
REGISTERS = {LEADERS: registers, ORGANISATIONS: supporter_registers}
BLANK_ROWS = 15  # Ofsted's file ends in as many rows of commas
WITHOUT_PLACE = 60  # one school in so many has no easting and northing in GIAS


def write_sample(folder: Path, size: str | int = "small", seed: int = 2022, programme: str = LEADERS) -> None:
    """Write a synthetic England into `folder`: the five open files and the registers of the programme.

    The same arguments give the same bytes. Raises `InputFaults` for a size or a programme that is none.
    """
    sample_size = size_of(size)
    if programme not in REGISTERS:
        hint = f"Write one of: {', '.join(REGISTERS)}"
        raise InputFaults([Fault("--programme", None, "", programme, "there is no sample of this programme", hint)])
    folder.mkdir(parents=True, exist_ok=True)
    trusts, schools = create_schools(sample_size, seed)
    _write_open_data(folder, trusts, schools, seed, numbered=programme == ORGANISATIONS)
    for name, (header, rows) in REGISTERS[programme](sample_size, trusts, schools, seed).items():
        write_table(folder / f"{name}.csv", header, rows, encoding="utf-8", newline="\n")


def _write_open_data(
    folder: Path, trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool], seed: int, numbered: bool
) -> None:
    """`numbered`: whether GIAS's groups have their UKPRNs, by which organisations are then named."""
    rng = RandomStream(seed, "inspections")
    establishments: list[Row] = []
    ofsted: list[Row] = []
    for index, school in enumerate(schools):
        graded = inspected(school, rng)
        ofsted.append(ofsted_row(school, graded, ungraded_visit(school, graded, rng), index))
        for one in (school, *school.old):
            newest = max((x for x in graded if x.under is one), key=lambda x: x.started, default=None)
            if one.in_gias:
                establishments.append(_in_gias(one, establishment_row(one, newest), index))
    establishments += [establishment_row(x, None) for x in out_of_scope_schools(schools[-1])]
    in_gias = [school for school in schools if school.in_gias]
    blank = [dict[str, str]() for _ in range(BLANK_ROWS)]
    tables = {
        "ofsted": (columns.OFSTED, ofsted + blank),
        "establishments": (columns.ESTABLISHMENTS, sorted(establishments, key=lambda row: row["URN"])),
        "group_links": (columns.GROUP_LINKS, [row for school in in_gias for row in group_link_rows(school)]),
        "groups": (
            columns.GROUPS,
            [group_row(g) | ({"UKPRN": g.ukprn} if numbered else {}) for g in all_groups(trusts, in_gias)],
        ),
        "establishment_links": (
            columns.ESTABLISHMENT_LINKS,
            [row for index, school in enumerate(schools) for row in link_rows(school, index)],
        ),
    }
    for name, (header, rows) in tables.items():
        write_table(folder / f"{name}.csv", header, rows, encoding="cp1252", newline="\r\n")


def _in_gias(school: SampleSchool, row: Row, index: int) -> Row:
    """GIAS closes a school whose successor is too new to be in it only later, and knows not every place."""
    if school.closed and school.closed.year > 2023:
        row |= {"EstablishmentStatus (code)": "3", "EstablishmentStatus (name)": "Open, but proposed to close"}
    if index % WITHOUT_PLACE == 7:
        row |= {"Easting": "0", "Northing": "0"}
    return row


def write_table(path: Path, header: Sequence[str], rows: Iterable[Row], encoding: str, newline: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator=newline)
        writer.writeheader()
        writer.writerows(rows)
