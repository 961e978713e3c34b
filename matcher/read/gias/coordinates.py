"""A table of eastings and northings by URN, for schools without them in the establishments file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from matcher.errors import Fault
from matcher.read.gias.gias_codes import place
from matcher.read.open_data import public_ids
from matcher.read.open_data.parsed_file import ParsedFile, first_few, one_of_two
from matcher.read.parsing import cells
from matcher.read.parsing.file_dates import day_of
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.fast_csv import read_columns
from matcher.read.table_files.file_columns import FaultCollector, match_headings, named_columns

COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "postcode": ("postcode",),
    "easting": ("easting",),
    "northing": ("northing",),
    "source": ("source",),
}


def read_coordinates(path: Path, as_at: date, faults: list[Fault]) -> ParsedFile | None:
    """Whole metres; what lies outside England is not known."""
    result = read_columns(
        path, "coordinates", faults, ("URN", "urn"), lambda header: match_headings(header, COLUMNS).values()
    )
    if result is None:
        return None
    table, header = result
    fault_collector = FaultCollector(path.name, faults)
    columns = named_columns(table, header, COLUMNS, ("urn", "easting", "northing"), fault_collector)
    parsed_file = ParsedFile(table.input_file(), day_of(path.name))
    if columns is not None:
        away: list[str] = []
        rows = zip(
            columns.parse("urn", public_ids.urn),
            columns.parse("postcode", cells.text),
            columns.parse("easting", metres),
            columns.parse("northing", metres),
            strict=True,
        )
        for urn, postcode, easting, northing in rows:
            spot = place(easting, northing)
            if urn is None:
                continue
            if spot is None and easting is not None:
                away.append(urn)
            facts = {"postcode": postcode, "easting": spot and spot[0], "northing": spot and spot[1]}
            parsed_file.schools[urn] = one_of_two(facts, parsed_file.schools.get(urn))
        parsed_file.note(len(away), f"places are 0 or lie outside England, so are not known (URNs {first_few(away)})")
        by_source = Counter(filter(None, columns.text("source")))
        message = ", ".join(f"{number:,} {source}" for source, number in sorted(by_source.items()))
        parsed_file.note(by_source.total(), f"places, by how they were found: {message}")
    fault_collector.close()
    return parsed_file


def metres(cell: str) -> int | None:
    """Whole metres, rounded down: the grid has no use for less."""
    if not cell:
        return None
    whole, _, rest = cell.partition(".")
    if rest and not rest.isdigit():
        raise Unreadable("is not a number of metres", "Write digits only, for example 533502")
    return cells.whole(whole)
