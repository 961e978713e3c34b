"""Small files in the layouts that DfE and Ofsted publish, whose defaults leave only what matters to be said."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from matcher.errors import Fault
from matcher.read.open_data.opendata import OpenData, read_open_data
from matcher.sample.real_files import columns

Row = Mapping[str, object]

OFSTED_NAME = "State-funded_schools_inspections_and_outcomes_as_at_31_August_2025.csv"
AS_AT = date(2023, 8, 31)

# What a heading of 2025 was called in the management information of February 2022.
IN_2022 = {
    "URN at time of latest graded inspection": "URN at time of latest full inspection",
    "LAESTAB at time of latest graded inspection": "LAESTAB at time of latest full inspection",
    "School name at time of latest graded inspection": "School name at time of latest full inspection",
    "School type at time of latest graded inspection": "School type at time of latest full inspection",
    "URN at time of previous graded inspection": "URN at time of previous full inspection",
    "LAESTAB at time of previous graded inspection": "LAESTAB at time of previous full inspection",
    "School name at time of previous graded inspection": "School name at time of previous full inspection",
    "School type at time of previous graded inspection": "School type at time of previous full inspection",
    "Previous graded inspection overall effectiveness": "Previous full inspection overall effectiveness",
    "Previous inspection number": "Previous full inspection number",
    "Web Link (opens in new window)": "Web link",
}


def a_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    encoding: str = "cp1252",
    titles: Sequence[str] = (),
    blank_rows: int = 0,
) -> Path:
    """With title lines above the header and rows of commas below, as the publishers have them."""
    with path.open("w", encoding=encoding, newline="") as file:
        for title in titles:
            file.write(title + "\r\n")
        writer = csv.DictWriter(file, header, restval="", extrasaction="ignore", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        for _ in range(blank_rows):
            file.write("," * (len(header) - 1) + "\r\n")
    return path


def a_workbook(path: Path, sheet: str, header: Sequence[str], rows: Iterable[Row], *, titles: int = 0) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        cover = book.add_worksheet("Cover")
        cover.write(0, 0, "Management information")
        page = book.add_worksheet(sheet)
        for number in range(titles):
            page.write(number, 0, f"Line {number + 1} of the title")
        page.write_row(titles, 0, header)
        for number, row in enumerate(rows, titles + 1):
            page.write_row(number, 0, [row.get(heading, "") for heading in header])
    return path


def a_school(urn: str = "100001", **cells: object) -> dict[str, object]:
    """A row of Ofsted's file of 2025 for a school that has never been inspected; keys as in its headings."""
    return {
        "URN": urn,
        "LAESTAB": "3801234",
        "School name": "Beck Primary School",
        "Ofsted phase": "Primary",
        "Type of education": "Community School",
        "Faith grouping": "Non-faith",
        "Ofsted region": "North East, Yorkshire and the Humber",
        "Region": "Yorkshire and the Humber",
        "Local authority": "Bradford",
        "Postcode": "BD1 1AA",
        "The income deprivation affecting children index (IDACI) quintile": "5",
        "Total number of pupils": "210",
        "Statutory lowest age": "4",
        "Statutory highest age": "11",
        **cells,
    }


def inspected(
    grade: object = "3",
    *,
    started: object = "10/01/2023",
    published: object = "20/02/2023",
    urn: str = "100001",
    kind: str = "Community School",
    leadership: object = "3",
    category: str = "",
    **cells: object,
) -> dict[str, object]:
    """The columns of the latest graded inspection."""
    return {
        "Inspection start date": started,
        "Publication date": published,
        "URN at time of latest graded inspection": urn,
        "LAESTAB at time of latest graded inspection": "3801234",
        "School name at time of latest graded inspection": "Beck Primary School",
        "School type at time of latest graded inspection": kind,
        "Overall effectiveness": grade,
        "Category of concern": category,
        "Quality of education": "3",
        "Behaviour and attitudes": "2",
        "Personal development": "2",
        "Effectiveness of leadership and management": leadership,
        "Early years provision (where applicable)": "9",
        "Sixth form provision (where applicable)": "9",
        **cells,
    }


def inspected_before(
    grade: object = "2", *, started: object = "05/03/2018", published: object = "10/04/2018", urn: str = "100001"
) -> dict[str, object]:
    """The columns of the previous graded inspection."""
    return {
        "Previous inspection start date": started,
        "Previous publication date": published,
        "URN at time of previous graded inspection": urn,
        "LAESTAB at time of previous graded inspection": "3801234",
        "School name at time of previous graded inspection": "Beck Junior School",
        "School type at time of previous graded inspection": "Community School",
        "Previous graded inspection overall effectiveness": grade,
        "Previous quality of education": "9",
        "Previous effectiveness of leadership and management": "2",
    }


def an_ofsted_file(folder: Path, *rows: Row, name: str = OFSTED_NAME, **how: object) -> Path:
    return a_csv(folder / name, columns.OFSTED, rows, **how)  # type: ignore[arg-type]


def an_establishment(urn: str = "100001", **cells: object) -> dict[str, object]:
    """A row of the full GIAS file; keys as in its headings."""
    return {
        "URN": urn,
        "LA (code)": "380",
        "LA (name)": "Bradford",
        "EstablishmentName": "Beck Primary School",
        "TypeOfEstablishment (code)": "1",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": "Primary",
        "StatutoryLowAge": "4",
        "StatutoryHighAge": "11",
        "ReligiousCharacter (name)": "Does not apply",
        "Diocese (code)": "0000",
        "Diocese (name)": "Not applicable",
        "NumberOfPupils": "210",
        "TrustSchoolFlag (name)": "Not applicable",
        "Postcode": "BD1 1AA",
        "GOR (name)": "Yorkshire and the Humber",
        "UrbanRural (name)": "(England/Wales) Urban major conurbation",
        "Easting": "416000",
        "Northing": "433000",
        **cells,
    }


def an_academy(urn: str = "140001", **cells: object) -> dict[str, object]:
    return an_establishment(urn, **{"TypeOfEstablishment (code)": "34", **cells})


def a_gias_file(folder: Path, *rows: Row, name: str = "edubasealldata20230918.csv", **how: object) -> Path:
    return a_csv(folder / name, columns.ESTABLISHMENTS, rows, **how)  # type: ignore[arg-type]


def a_link_to_a_group(urn: str = "140001", uid: str = "2044", **cells: object) -> dict[str, object]:
    return {
        "URN": urn,
        "Group UID": uid,
        "Group Name": "Beck Trust",
        "Group Type": "Multi-academy trust",
        "Group Status": "Open",
        "Joined date": "01/09/2018",
        "EstablishmentName": "Beck Academy",
        "TypeOfEstablishment (code)": "34",
        "TypeOfEstablishment (name)": "Academy converter",
        "PhaseOfEducation (code)": "2",
        "PhaseOfEducation (name)": "Primary",
        "LA (code)": "380",
        "LA (name)": "Bradford",
        **cells,
    }


def group_links(folder: Path, *rows: Row, name: str = "alllinksdata20220718.csv", **how: object) -> Path:
    return a_csv(folder / name, columns.GROUP_LINKS, rows, **how)  # type: ignore[arg-type]


def a_group(uid: str = "2044", **cells: object) -> dict[str, object]:
    return {
        "Group UID": uid,
        "Group Name": "Beck Trust",
        "Group Type": "Multi-academy trust",
        "Group Status": "Open",
        "Incorporated on (open date)": "12/05/2012",
        **cells,
    }


def groups(folder: Path, *rows: Row, name: str = "allgroupsdata20220718.csv", **how: object) -> Path:
    return a_csv(folder / name, columns.GROUPS, rows, **how)  # type: ignore[arg-type]


def a_link(old: str, new: str, kind: str = "Successor", on: str = "31-08-2018") -> dict[str, object]:
    return {"URN": old, "LinkURN": new, "LinkName": f"School {new}", "LinkType": kind, "LinkEstablishedDate": on}


def links(folder: Path, *rows: Row, name: str = "links_edubasealldata20250422.csv", **how: object) -> Path:
    return a_csv(folder / name, columns.ESTABLISHMENT_LINKS, rows, **how)  # type: ignore[arg-type]


def read(**paths: Path | list[Path]) -> OpenData:
    """Everything that the files say; no fault is expected."""
    faults: list[Fault] = []
    found = read_open_data(paths, AS_AT, faults)
    assert faults == [], [str(fault) for fault in faults]
    return found


def faults_of(**paths: Path | list[Path]) -> list[Fault]:
    faults: list[Fault] = []
    read_open_data(paths, AS_AT, faults)
    return faults
