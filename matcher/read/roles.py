"""The register of roles: who may read the review pages on a server, as what, and for which regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.domain import REGIONS
from matcher.errors import WITHHELD, Fault, raise_faults
from matcher.read.parsing import cells
from matcher.read.parsing.spelling import write_one_of
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.tables import Table, read_table

ROLES = ("broker", "director", "approver", "analyst", "auditor")
DECIDING = ("broker", "director", "approver")
REGIONAL = ("broker", "director")
COLUMNS = ("subject", "email", "role", "regions", "organisation", "person")


@dataclass(frozen=True, slots=True)
class Role:
    """One row: somebody the provider knows by `subject`, or by `email`. `person` is their id in the people register.

    `regions` is None for all England. `organisation` is the id of the organisation whose interests are theirs.
    """

    subject: str
    email: str
    role: str
    regions: frozenset[str] | None
    organisation: str
    person: str

    def is_of(self, subject: str, email: str) -> bool:
        """A row with a subject is found by it alone: an address may pass to somebody else."""
        if self.subject:
            return self.subject == subject
        return bool(email) and self.email.casefold() == email.casefold()


def read_roles(path: Path) -> tuple[Role, ...]:
    """Raises InputFaults; subjects and addresses are not shown in faults, only the row."""
    faults: list[Fault] = []
    table = read_table(path, None, "roles", faults, "role")
    raise_faults(faults)
    assert table is not None
    absent = [name for name in ("role", "regions") if name not in table.columns]
    if "subject" not in table.columns and "email" not in table.columns:
        absent.append("subject")
    raise_faults(Fault(table.file, table.header_row, name, "", "the column is missing", "Add it") for name in absent)
    strange = [name for name in table.columns if name not in COLUMNS]
    faults += [
        Fault(table.file, table.header_row, n, "", "is no column of this register", "Take it out") for n in strange
    ]
    roles = []
    for number, row in _rows(table):
        wrong = list(_wrong(table.file, number, row))
        faults += wrong
        if not wrong:
            roles.append(_role(row))
    faults += _twice(table.file, roles, table.row_numbers) if len(roles) == table.rows else ()
    raise_faults(faults)
    return tuple(roles)


def _rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    empty = [""] * table.rows
    for i, number in enumerate(table.row_numbers):
        yield number, {name: table.columns.get(name, empty)[i] for name in COLUMNS}


def _wrong(file: str, number: int, row: Mapping[str, str]) -> Iterator[Fault]:
    if not row["subject"] and not row["email"]:
        yield Fault(file, number, "subject", "", "names nobody", "Write the provider's subject, or an e-mail address")
    if row["email"] and "@" not in row["email"]:
        yield Fault(file, number, "email", WITHHELD, "is no e-mail address", "Write name@organisation")
    try:
        role = cells.one_of(row["role"], ROLES)
        regions = cells.some_of(row["regions"], REGIONS)
    except Unreadable as problem:
        yield Fault(file, number, "role, regions", "", problem.message, problem.suggestion)
        return
    if role is None:
        yield Fault(file, number, "role", "", "is missing", write_one_of(ROLES))
    if role in REGIONAL and not regions:
        yield Fault(file, number, "regions", "", f"a {role} has regions of their own", "Write them, separated by ;")
    if role == "auditor" and regions:
        yield Fault(file, number, "regions", "", "an auditor reads everything", "Leave it empty")
    if role in DECIDING and not row["person"]:
        yield Fault(file, number, "person", "", f"a {role} is in the register of people", "Write their id there")


def _role(row: Mapping[str, str]) -> Role:
    regions = cells.some_of(row["regions"], REGIONS)
    return Role(
        subject=row["subject"],
        email=row["email"],
        role=cells.one_of(row["role"], ROLES) or "",
        regions=regions or None,
        organisation=row["organisation"],
        person=row["person"],
    )


def _twice(file: str, roles: list[Role], numbers: tuple[int, ...]) -> Iterator[Fault]:
    """One person, one row: two would leave it open which role counts."""
    for column in ("subject", "email"):
        first_rows: dict[str, int] = {}
        for role, number in zip(roles, numbers, strict=True):
            key = str(getattr(role, column)).casefold()
            if key and key in first_rows:
                yield Fault(
                    file, number, column, WITHHELD, f"stands in row {first_rows[key]} too", "Leave one row a person"
                )
            first_rows.setdefault(key, number)
