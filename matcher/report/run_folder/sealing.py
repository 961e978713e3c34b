"""Writes the facts of a run into its `inputs` folder, every value exactly as it was read; then seal and manifest."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from matcher.domain import Facts
from matcher.read.run_folders.seal import (
    FORMAT,
    MANIFEST,
    SEAL,
    as_written,
    cells_digest,
    file_digest,
    other_names,
    seal_of,
)
from matcher.read.run_folders.sealed_codecs import FILES, NOTES, PREVIOUS, field_codecs, write_text


def seal(facts: Facts, folder: Path) -> None:
    """Make the folder and write one CSV file for each kind of fact; `read_sealed` gives the same facts back.

    These files are for this program: cells that begin with `=` are left as they are, so that they read back equal.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in FILES.items():
        collection = getattr(facts, name)
        rows = list(collection.values()) if hasattr(collection, "values") else collection
        columns = [[form.write(getattr(row, form.name)) for row in rows] for form in field_codecs(kind)]
        _write(folder / f"{name}.csv", [form.name for form in field_codecs(kind)], zip(*columns, strict=True))
    if facts.previous is not None:
        _write(folder / "previous.csv", PREVIOUS, (tuple(map(write_text, pair)) for pair in facts.previous))
    notes = ((write_text(note.kind), write_text(note.text)) for note in facts.notes)
    _write(folder / "notes.csv", NOTES, notes)


def write_seal(folder: Path, run_id: str) -> str:
    """Seal what is in the folder now; returns the digest. Called once `inputs/` and the tables are written."""
    seal = seal_of(folder, run_id)
    content = {"format": FORMAT, "run_id": run_id, "digest": seal.digest, "files": dict(seal.files)}
    (folder / SEAL).write_bytes(as_written(content))
    return seal.digest


def write_manifest(folder: Path) -> None:
    """List every other file with its SHA-256, and for workbooks that of their locked cells. Called last."""
    files = {name: file_digest(folder / name) for name in other_names(folder)}
    workbooks = {name: cells_digest(folder / name) for name in files if name.endswith(".xlsx")}
    content = {"format": FORMAT, "files": files, "workbooks": workbooks}
    (folder / MANIFEST).write_bytes(as_written(content))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
