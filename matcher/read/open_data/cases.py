"""The department's own case list, one row a school, as its service exports it. Names of advisers are not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from matcher.domain import CASE_ELIGIBILITY, CASE_STATUSES, ORGANISATION_TYPES, REGIONS, Case, InputFile
from matcher.errors import Fault
from matcher.read.open_data.public_ids import urn
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.file_columns import Columns, FaultCollector, named_columns
from matcher.read.table_files.tables import read_table

COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("SchoolUrn",),
    "name": ("SchoolName",),
    "region": ("Region",),
    "cohort": ("Cohort",),
    "status": ("ProjectStatus",),
    "eligibility": ("SupportProjectEligibilityStatus",),
    "milestone": ("CurrentDeliveryMilestone",),
    "decision": ("InitialDiagnosisMatchingDecision",),
    "organisation_type": ("SupportingOrganisationType",),
    "organisation_name": ("SupportOrganisationName",),
    "number": ("SupportOrganisationIdNumber",),
    "informed_on": ("DateFormalNotificationSent",),
    "allocated_on": ("DateAdviserAllocated",),
    "decided_on": ("RegionalDirectorDecisionDate",),
    "checked_on": ("DateDueDiligenceCompleted",),
    "appointed_on": ("RegionalDirectorAppointmentDate",),
    "band": ("FundingBand",),
    "deleted": ("DeletedAt",),
}
NEEDED = ("urn", "name", "status")
LAST_MILESTONE = 7
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.]+(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")


@dataclass(frozen=True)
class CaseList:
    """The cases, by URN, those that were deleted left out; and what was noticed."""

    files: tuple[InputFile, ...] = ()
    cases: tuple[Case, ...] = ()
    notes: tuple[str, ...] = ()


def read_cases(path: Path, faults: list[Fault]) -> CaseList | None:
    """None, and a fault, where the file cannot be read at all."""
    table = read_table(path, None, "cases", faults, COLUMNS["urn"])
    if table is None:
        return None
    fault_collector = FaultCollector(path.name, faults)
    columns = named_columns(table, tuple(table.columns), COLUMNS, NEEDED, fault_collector)
    found = [] if columns is None else _cases(columns)
    if columns is not None:
        _one_running_each(found, columns)
    fault_collector.close()
    gone = table.rows - len(found) if columns is not None else 0
    notes = [f"{path.name}: {note}" for note in table.notes]
    notes += [f"{path.name}: {gone} cases were deleted and are left out"] if gone else []
    return CaseList((table.input_file(),), tuple(case for _, case in sorted(found, key=_by_urn)), tuple(notes))


def _by_urn(found: tuple[int, Case]) -> tuple[str, int]:
    return found[1].urn, found[0]


def _cases(columns: Columns) -> list[tuple[int, Case]]:
    """Each with its row's number."""
    readers: dict[str, Callable[[str], Any]] = {
        "urn": urn,
        "region": partial(cells.one_of, allowed=REGIONS),
        "status": partial(_numbered, words=CASE_STATUSES),
        "eligibility": partial(_numbered, words=CASE_ELIGIBILITY),
        "milestone": partial(cells.whole, at_most=LAST_MILESTONE),
        "organisation_type": _organisation_type,
        **dict.fromkeys(("informed_on", "allocated_on", "decided_on", "checked_on", "appointed_on"), moment),
        "deleted": moment,
    }
    read = {name: columns.parse(name, readers.get(name, cells.text)) for name in COLUMNS}
    rows = zip(columns.table.row_numbers, *read.values(), strict=True)
    found = []
    for row, *values in rows:
        one = dict(zip(read, values, strict=True))
        if one.pop("deleted") is None and one["urn"] is not None:
            one["name"] = one["name"] or f"URN {one['urn']}"
            found.append((row, Case(**one, source=f"{columns.table.file} row {row}")))
    return found


def _numbered(cell: str, words: Sequence[str]) -> str | None:
    """A whole number from zero, as the service keeps it, or the word that it shows."""
    if cell in cells.NOT_KNOWN:
        return None
    bare = cell.removesuffix(".0")
    if bare.isascii() and bare.isdigit() and int(bare) < len(words):
        return words[int(bare)]
    if cell.casefold() in words:
        return cell.casefold()
    meant = ", ".join(f"{number} ({word})" for number, word in enumerate(words))
    raise Unreadable("is no status of the service", f"Write one of {meant}")


def _organisation_type(cell: str) -> str | None:
    if cell in cells.NOT_KNOWN:
        return None
    said = " ".join(cell.split()).casefold()
    if said not in ORGANISATION_TYPES:
        raise Unreadable("is no type of supporting organisation", f"Write one of: {', '.join(ORGANISATION_TYPES)}")
    return said


def moment(cell: str) -> date | None:
    """An ISO date with or without a time, which is dropped; or a date as elsewhere."""
    found = _MOMENT.fullmatch(cell)
    return cells.day(found[1] if found else cell)


def _one_running_each(found: Sequence[tuple[int, Case]], columns: Columns) -> None:
    """A school that returns has a new case, once the old one is stopped: never two at a time."""
    running: dict[str, int] = {}
    for row, case in found:
        if case.status not in ("in progress", "paused"):
            continue
        first = running.setdefault(case.urn, row)
        if first != row:
            said = f"has a second case that is not stopped, first in row {first}"
            columns.fault_collector.add(row, columns.names["urn"], case.urn, said, "Stop or delete one of the two")
