"""The school terms of one's own authority, in a table beside the run folders, in place of those shipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

from matcher.errors import Fault, raise_faults
from matcher.read.notification_data import SchoolTerm, SchoolYear, school_years
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.tables import Table, read_table

LOCAL_TERMS = "school-terms.csv"
COLUMNS = ("term", "from", "to", "half_term_from", "half_term_to")
BANK_HOLIDAY = "bank holiday"
LAST_WORKING_DAYS = 5  # assumed, as in the calendars that are shipped
Days = dict[str, date | None]


def school_years_beside(runs: Path) -> tuple[SchoolYear, ...]:
    """The shipped school years; where the folder of runs holds `school-terms.csv`, its terms instead of those of the
    same school years (1 September to 31 August). Its rows `bank holiday` (`from` alone) are added to the shipped ones.

    Raises InputFaults with everything that is wrong in the file.
    """
    path = runs / LOCAL_TERMS
    if not path.is_file():
        return school_years()
    terms, holidays = _read(path)
    own: dict[int, list[SchoolTerm]] = {}
    for term in sorted(terms, key=lambda t: t.starts):
        own.setdefault(_year_of(term.starts), []).append(term)
    shipped = {_year_of(year.terms[0].starts): year for year in school_years()}
    known = frozenset().union(*(year.bank_holidays for year in shipped.values())) | holidays
    mine = {at: _local_year(at, tuple(of_year), known) for at, of_year in own.items()}
    return tuple(year for _, year in sorted((shipped | mine).items()))


def _year_of(day: date) -> int:
    """The calendar year in which the school year of this day began."""
    return day.year if day.month >= 8 else day.year - 1


def _local_year(begins: int, terms: tuple[SchoolTerm, ...], holidays: frozenset[date]) -> SchoolYear:
    title = f"School year {begins}/{(begins + 1) % 100:02}"
    return SchoolYear(title, LOCAL_TERMS, False, LAST_WORKING_DAYS, terms, holidays)


def _read(path: Path) -> tuple[list[SchoolTerm], frozenset[date]]:
    faults: list[Fault] = []
    table = read_table(path, None, "school terms", faults, "term")
    raise_faults(faults)
    assert table is not None
    raise_faults(
        Fault(table.file, table.header_row, name, "", "the column is missing", "Add it")
        for name in COLUMNS
        if name not in table.columns
    )
    terms: list[SchoolTerm] = []
    holidays: set[date] = set()
    for number, row in _rows(table):
        name, days = row["term"].strip(), _days(table.file, number, row, faults)
        if name.casefold() == BANK_HOLIDAY and days["from"]:
            holidays.add(days["from"])
        elif name.casefold() != BANK_HOLIDAY and (term := _term(table.file, number, name, days, faults)):
            terms.append(term)
    faults += _overlapping(table.file, terms)
    raise_faults(faults)
    return terms, frozenset(holidays)


def _rows(table: Table) -> Iterator[tuple[int, Mapping[str, str]]]:
    for place, number in enumerate(table.row_numbers):
        yield number, {name: table.columns[name][place] for name in COLUMNS}


def _days(file: str, number: int, row: Mapping[str, str], faults: list[Fault]) -> Days:
    found: Days = {}
    for name in COLUMNS[1:]:
        try:
            found[name] = cells.day(row[name])
        except Unreadable as problem:
            found[name] = None
            faults.append(Fault(file, number, name, row[name], problem.message, problem.suggestion))
    if found["from"] is None and not row["from"].strip():
        faults.append(Fault(file, number, "from", "", "is missing", "Write the first day"))
    return found


def _term(file: str, number: int, name: str, days: Days, faults: list[Fault]) -> SchoolTerm | None:
    starts, ends, half_from, half_to = (days[column] for column in COLUMNS[1:])
    if not (starts and ends and half_from and half_to):
        missing = [column for column in COLUMNS[2:] if days[column] is None]
        text = "a term needs its last day and its half-term"
        faults.append(Fault(file, number, ", ".join(missing) or "from", "", text, "Write the days as 2026-12-18"))
        return None
    if not (name and starts < half_from <= half_to < ends):
        todo = "Write the term's name, and days in this order: from, half_term_from, half_term_to, to"
        faults.append(Fault(file, number, "", name, "the days of the term are in no order, or it has no name", todo))
        return None
    return SchoolTerm(name, starts, ends, half_from, half_to)


def _overlapping(file: str, terms: list[SchoolTerm]) -> Iterator[Fault]:
    in_order = sorted(terms, key=lambda t: t.starts)
    for one, two in pairwise(in_order):
        if two.starts <= one.ends:
            text = f"{two.name} begins before {one.name} ends"
            yield Fault(file, None, "from", str(two.starts), text, "Give each term days of its own")
