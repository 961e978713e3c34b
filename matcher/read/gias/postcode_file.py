"""A file of postcodes that the user brought: ONSPD's columns, or `postcode`, `easting` and `northing`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from matcher.domain import InputFile
from matcher.errors import Fault
from matcher.read.gias.coordinates import metres
from matcher.read.gias.gias_codes import place
from matcher.read.registers.resolution.postcodes import Place, PostcodeFile, postcode_key
from matcher.read.table_files.fast_csv import read_columns
from matcher.read.table_files.file_columns import FaultCollector, match_headings, named_columns
from matcher.read.table_files.tables import Table

COLUMNS: dict[str, tuple[str, ...]] = {
    "postcode": ("pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode"),
    "easting": ("oseast1m", "east1m", "easting"),
    "northing": ("osnrth1m", "north1m", "northing"),
}


def read_postcodes(
    paths: Sequence[Path], faults: list[Fault], notes: list[str]
) -> tuple[PostcodeFile, tuple[InputFile, ...]]:
    """Postcodes with a place in England, of all the files; others are counted in a note."""
    placed: dict[str, Place] = {}
    files: list[InputFile] = []
    for path in paths:
        table = _read(path, placed, faults, notes)
        if table is not None:
            files.append(table.input_file())
    names = sorted(placed)
    places = np.array([placed[name] for name in names], dtype=np.int64).reshape(-1, 2)
    return PostcodeFile(np.array(names, dtype=str), places), tuple(files)


def _read(path: Path, placed: dict[str, Place], faults: list[Fault], notes: list[str]) -> Table | None:
    """Adds the file's postcodes to those placed."""
    names = COLUMNS["postcode"]
    found = read_columns(path, "postcodes", faults, names, lambda header: match_headings(header, COLUMNS).values())
    if found is None:
        return None
    table, header = found
    fault_collector = FaultCollector(path.name, faults)
    columns = named_columns(table, header, COLUMNS, tuple(COLUMNS), fault_collector)
    if columns is not None:
        east, north = columns.parse("easting", metres), columns.parse("northing", metres)
        rows = zip(columns.text("postcode"), east, north, strict=True)
        ours = {postcode_key(postcode): spot for postcode, x, y in rows if (spot := place(x, y)) and postcode}
        placed.update(ours)
        if len(ours) < table.rows:
            lost = table.rows - len(ours)
            notes.append(f"{path.name}: {lost:,} of {table.rows:,} postcodes have no place in England: not kept")
    fault_collector.close()
    return table
