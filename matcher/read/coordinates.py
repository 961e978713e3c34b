"""A table of eastings and northings by URN, for those who lack them in the establishments file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from matcher.errors import Fault
from matcher.read import cells
from matcher.read.bulk import read_columns
from matcher.read.columns import Complaints, find_names, named_columns, school_urn
from matcher.read.file_dates import day_of
from matcher.read.gathered import Reading, some
from matcher.read.gias_words import place
from matcher.read.unreadable import Unreadable

COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "postcode": ("postcode",),
    "easting": ("easting",),
    "northing": ("northing",),
    "source": ("source",),
}


def read_coordinates(path: Path, as_at: date, faults: list[Fault]) -> Reading | None:
    """Whole metres; what lies outside England is not known."""
    found = read_columns(
        path, "coordinates", faults, ("URN", "urn"), lambda header: find_names(header, COLUMNS).values()
    )
    if found is None:
        return None
    table, header = found
    complaints = Complaints(path.name, faults)
    columns = named_columns(table, header, COLUMNS, ("urn", "easting", "northing"), complaints)
    reading = Reading(table.input_file(), day_of(path.name))
    if columns is not None:
        away: list[str] = []
        rows = zip(
            columns.parsed("urn", school_urn),
            columns.parsed("postcode", cells.text),
            columns.parsed("easting", metres),
            columns.parsed("northing", metres),
            strict=True,
        )
        for urn, postcode, easting, northing in rows:
            spot = place(easting, northing)
            if urn is None:
                continue
            if spot is None and easting is not None:
                away.append(urn)
            facts = {"postcode": postcode, "easting": spot and spot[0], "northing": spot and spot[1]}
            known = reading.schools.get(urn)
            reading.schools[urn] = facts if known is None else max(facts, known, key=repr)
        reading.note(len(away), f"places are 0 or lie outside England, so are not known (URNs {some(away)})")
        by_source = Counter(filter(None, columns.text("source")))
        said = ", ".join(f"{number:,} {source}" for source, number in sorted(by_source.items()))
        reading.note(by_source.total(), f"places, by how they were found: {said}")
    complaints.close()
    return reading


def metres(cell: str) -> int | None:
    """Whole metres, rounded down: the grid has no use for less."""
    if not cell:
        return None
    whole, _, rest = cell.partition(".")
    if rest and not rest.isdigit():
        raise Unreadable("is not a number of metres", "Write digits only, for example 533502")
    return cells.whole(whole)
