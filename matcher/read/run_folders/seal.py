"""The seal of a run folder: SHA-256 of what the run stands on and concluded; the manifest: of everything else in it.

The seal covers `inputs/`, the resolved scenario, the tables, goals and certificate. Its digest names the answer, as the
run id names the question. The manifest covers the files for people, the record and the seal itself. Both are files
that `sha256sum` can check. This room only reads and compares; `report` writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from matcher.errors import Fault, InputFaults, raise_faults

FORMAT = 2  # of a run folder; 1 is what was written before November 2026: no seal, no format number
SEAL, MANIFEST, RECORD = "seal.json", "manifest.json", "run.json"
SEALED = ("inputs/*", "*.csv", "scenario.resolved.yaml", "goals.json", "certificate.json")
HINT = "Take the run folder from its archive, or run again"
DECIDED_COLUMNS = ("Decision", "Reason for the decision", "Decided by", "Decided on")  # of every sheet of proposals
OPEN_COLUMNS = (*DECIDED_COLUMNS, "Until")  # earlier versions had no column for the last day of 'leader cannot'
UNSEALED = "unsealed"  # how a folder without a seal is described everywhere
MOST_BYTES = 10_000_000  # of a seal or a manifest


@dataclass(frozen=True, slots=True)
class Seal:
    """`files` maps a path inside the folder to the SHA-256 of its bytes; `digest` is of that list."""

    run_id: str
    digest: str
    files: Mapping[str, str]


def file_digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal. Raises OSError."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def list_digest(files: Mapping[str, str]) -> str:
    """SHA-256 of the lines that `sha256sum` prints for these files, in the order of their names."""
    lines = "".join(f"{files[name]}  {name}\n" for name in sorted(files))
    return sha256(lines.encode()).hexdigest()


def sealed_names(folder: Path) -> tuple[str, ...]:
    """The files of the folder that a seal covers, as paths inside it, sorted."""
    found = (path for pattern in SEALED for path in folder.glob(pattern) if path.is_file())
    return tuple(sorted({path.relative_to(folder).as_posix() for path in found}))


def other_names(folder: Path) -> tuple[str, ...]:
    """The files of the folder that the manifest covers: all but the sealed ones and the manifest itself."""
    sealed = {*sealed_names(folder), MANIFEST}
    every = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(name for name in every if name not in sealed))


def seal_of(folder: Path, run_id: str) -> Seal:
    """The seal that the folder's files give now."""
    files = {name: file_digest(folder / name) for name in sealed_names(folder)}
    return Seal(run_id, list_digest(files), files)


def format_of(record: Mapping[str, Any]) -> int:
    """The format of the run folder by its record; 1 where it has none. A number that is no format is 0."""
    number = record.get("format", 1)
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else 0


def check_format(folder: Path, record: Mapping[str, Any], made_by: str) -> int:
    """The folder's format. Raises InputFaults where this version cannot open it, and says which could."""
    number = format_of(record)
    if 1 <= number <= FORMAT:
        return number
    message = (
        f"is of format {number}, made by version {made_by[:40] or 'unknown'}; this version opens formats 1 to {FORMAT}"
    )
    todo = f"Open it with version {made_by[:40]} of the program" if number and made_by else HINT
    raise InputFaults([Fault(str(folder / RECORD), None, "", "", message, todo)])


def read_seal(folder: Path) -> Seal | None:
    """The folder's written seal; None where it has none. Raises InputFaults where it cannot be read."""
    if not (folder / SEAL).exists():
        return None
    content = _json(folder, SEAL)
    run_id, digest = content.get("run_id"), content.get("digest")
    if not isinstance(run_id, str) or not isinstance(digest, str):
        raise InputFaults([_fault(folder, SEAL, "is no seal: its run id or its digest is missing")])
    return Seal(run_id, digest, _files(folder, SEAL, content))


def verify_seal(folder: Path, record: Mapping[str, Any]) -> str:
    """The digest of the seal where every sealed file is as it was sealed; `UNSEALED` for a folder of format 1.

    Raises InputFaults that name every file that was changed, removed or added.
    """
    seal = read_seal(folder)
    if seal is None:
        if format_of(record) == 1:
            return UNSEALED
        raise InputFaults([_fault(folder, SEAL, "is missing: nobody can tell whether the run is as it was sealed")])
    faults = list(_differences(folder, seal.files, sealed_names(folder)))
    if list_digest(seal.files) != seal.digest:
        faults.append(_fault(folder, SEAL, "was changed: its digest is not that of its own list of files"))
    if seal.run_id != record.get("run_id"):
        faults.append(_fault(folder, SEAL, f"is of run {seal.run_id[:40]!r}, and run.json says another"))
    if record.get("seal") != seal.digest:
        faults.append(_fault(folder, RECORD, "names another seal than the folder has"))
    raise_faults(faults)
    return seal.digest


def filled_in(folder: Path) -> tuple[str, ...]:
    """Workbooks whose bytes differ from the manifest's and whose locked cells do not: somebody filled them in."""
    if not (folder / MANIFEST).exists():
        return ()
    manifest = _json(folder, MANIFEST)
    files, cells = _files(folder, MANIFEST, manifest), manifest.get("workbooks", {})
    there = [name for name in sorted(cells) if (folder / name).is_file()] if isinstance(cells, dict) else []
    changed = [name for name in there if files.get(name) != file_digest(folder / name)]
    return tuple(name for name in changed if cells_digest(folder / name) == cells[name])


def cells_digest(workbook: Path) -> str:
    """SHA-256 of every cell of a workbook but those of the columns left open for decisions; '' where it is unreadable.

    A program that saves the workbook again changes its bytes and not this.
    """
    digest = sha256()
    try:
        book = CalamineWorkbook.from_path(str(workbook))
        for name in book.sheet_names:
            digest.update(f"{name}\n".encode())
            for row in _locked_cells(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                digest.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    except (CalamineError, OSError, ValueError):
        return ""
    return digest.hexdigest()


def _locked_cells(rows: list[list[Any]]) -> Iterator[list[str]]:
    """The rows as text without the open columns, without empty cells at the end and without empty rows."""
    unlocked: set[int] = set()
    for row in rows:
        if not unlocked and {*DECIDED_COLUMNS} <= {str(cell) for cell in row}:
            unlocked = {place for place, cell in enumerate(row) if str(cell) in OPEN_COLUMNS}
        cells = ["" if place in unlocked else _cell_text(cell) for place, cell in enumerate(row)]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield cells


def _cell_text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def manifest_faults(folder: Path, allowed: Iterable[str] = ()) -> list[Fault]:
    """Faults of every file outside the seal that is not as it was written; `allowed` ones may differ in their bytes."""
    if not (folder / MANIFEST).exists():
        return [_fault(folder, MANIFEST, "is missing: nobody can tell whether the files for people are as published")]
    try:
        content = _json(folder, MANIFEST)
        written = _files(folder, MANIFEST, content)
    except InputFaults as problem:
        return list(problem.faults)
    if (folder / MANIFEST).read_bytes() != as_written(content):
        return [_fault(folder, MANIFEST, "is not as the program writes it, so somebody has changed it")]
    may_differ = frozenset(allowed)
    faults = _differences(folder, written, other_names(folder))
    return [fault for fault in faults if Path(fault.file).relative_to(folder).as_posix() not in may_differ]


def as_written(content: Mapping[str, Any]) -> bytes:
    """The bytes of a seal or a manifest: there is one way to write it."""
    return (json.dumps(content, indent=1) + "\n").encode()


def _differences(folder: Path, written: Mapping[str, str], present: Iterable[str]) -> Iterable[Fault]:
    for name, digest in sorted(written.items()):
        path = folder / name
        if not path.is_file():
            yield _fault(folder, name, "is missing: it was there when the run was sealed")
        elif file_digest(path) != digest:
            yield _fault(folder, name, "was changed after the run was sealed")
    for name in sorted(set(present) - set(written)):
        yield _fault(folder, name, "was added after the run was sealed")


def _files(folder: Path, name: str, content: Mapping[str, Any]) -> Mapping[str, str]:
    files = content.get("files")
    if not isinstance(files, dict) or not all(isinstance(v, str) for v in files.values()):
        raise InputFaults([_fault(folder, name, "does not list its files")])
    outside = [path for path in files if not (folder / path).resolve().is_relative_to(folder.resolve())]
    if outside:
        raise InputFaults([_fault(folder, name, "lists a file outside the run folder")])
    return files


def _json(folder: Path, name: str) -> Mapping[str, Any]:
    path = folder / name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise InputFaults([_fault(folder, name, "cannot be read")]) from None
    if not isinstance(content, dict):
        raise InputFaults([_fault(folder, name, "cannot be read")])
    return content


def _fault(folder: Path, name: str, message: str) -> Fault:
    return Fault(str(folder / name), None, "", "", message, HINT)
