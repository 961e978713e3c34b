"""Postal addresses and heads' names from GIAS's own files, for letters: read when they are written, never kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matcher.errors import Fault, raise_faults
from matcher.read.table_files.fast_csv import read_columns
from matcher.read.table_files.file_columns import Columns, FaultCollector, match_headings, named_columns

_SCHOOLS: dict[str, tuple[str, ...]] = {
    "id": ("URN",),
    "title": ("HeadTitle (name)",),
    "first": ("HeadFirstName",),
    "last": ("HeadLastName",),
    "job": ("HeadPreferredJobTitle",),
    "street": ("Street",),
    "locality": ("Locality",),
    "address 3": ("Address3",),
    "town": ("Town",),
    "county": ("County (name)",),
    "postcode": ("Postcode",),
}
_TRUSTS: dict[str, tuple[str, ...]] = {
    "id": ("Group UID",),
    "street": ("Group Street",),
    "locality": ("Group Locality",),
    "address 3": ("Group Address 3",),
    "town": ("Group Town",),
    "county": ("Group County",),
    "postcode": ("Group Postcode",),
}
_PLACE = ("street", "locality", "address 3", "town", "county")
_NEEDED = ("id", "street", "town", "postcode")
_NOTHING = frozenset({"", "not recorded", "not applicable", "unknown", "unspecified", "none"})


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """`lines` of the place, without the name of the body; `head` is the head's name with the title, '' for none."""

    lines: tuple[str, ...]
    postcode: str
    head: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True)
class AddressBook:
    """By URN and by UID of the group; nobody where no file was given."""

    schools: Mapping[str, PostalAddress] = field(default_factory=dict)
    trusts: Mapping[str, PostalAddress] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.schools or self.trusts)


NO_ADDRESSES = AddressBook()


def read_addresses(paths: Iterable[Path]) -> AddressBook:
    """From GIAS's files of establishments and of groups, which are told apart by their columns.

    Raises InputFaults with every file that is neither, and every column that is missing.
    """
    faults: list[Fault] = []
    schools: dict[str, PostalAddress] = {}
    trusts: dict[str, PostalAddress] = {}
    for path in paths:
        found = read_columns(path, "addresses", faults, ("URN", "Group UID"), _wanted)
        if found is None:
            continue
        table, header = found
        of_trusts = "id" in match_headings(header, _TRUSTS)
        collector = FaultCollector(path.name, faults)
        columns = named_columns(table, header, _TRUSTS if of_trusts else _SCHOOLS, _NEEDED, collector)
        collector.close()
        if columns is not None:
            (trusts if of_trusts else schools).update(_addresses(columns))
    raise_faults(faults)
    return AddressBook(schools, trusts)


def _wanted(header: Sequence[str]) -> list[str]:
    return [*match_headings(header, _SCHOOLS).values(), *match_headings(header, _TRUSTS).values()]


def _addresses(columns: Columns) -> dict[str, PostalAddress]:
    """Every row that has a place; a later row of one id stands."""
    names = ("id", *_PLACE, "postcode", "title", "first", "last", "job")
    cells = zip(*([_said(cell) for cell in columns.text(name)] for name in names), strict=True)
    found: dict[str, PostalAddress] = {}
    for id_, *rest in cells:
        place, (postcode, title, first, last, job) = rest[: len(_PLACE)], rest[len(_PLACE) :]
        lines = tuple(dict.fromkeys(part for part in place if part))
        if id_ and lines:
            head = " ".join(part for part in (title, first, last) if part) if last else ""
            found[id_] = PostalAddress(lines, postcode, head, job if head else "")
    return found


def _said(cell: str) -> str:
    text = " ".join(cell.split())
    return "" if text.casefold() in _NOTHING else text
