"""The format of a ledger: its number, what this version cannot open, and the copy that is kept before a migration."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from matcher import __version__
from matcher.errors import Fault, InputFaults

# 1: before November 2026, without a number. 2: the table of formats, and a line for each migration.
FORMAT = 2
KEPT = ".format-"  # `ledger.sqlite` of format 1 is kept as `ledger.sqlite.format-1`


def check_ledger_format(where: str, number: int, version: str) -> None:
    """Raises InputFaults for a ledger of a later format, and says which version opens it."""
    if 1 <= number <= FORMAT:
        return
    message = (
        f"the ledger is of format {number}, begun by version {version[:40] or 'unknown'};"
        f" version {__version__} opens formats 1 to {FORMAT}"
    )
    todo = f"Open it with version {version[:40]} of the program, or a later one" if version else "Ask who upgraded it"
    raise InputFaults([Fault(where, None, "", "", message, todo)])


def kept_copies(ledger: Path) -> tuple[Path, ...]:
    """The older ledgers that were kept beside this one."""
    found = ledger.absolute().parent.glob(f"{ledger.name}*{KEPT}*")
    return tuple(sorted(path for path in found if path.suffix[len(KEPT) :].isdigit()))


def keep_copy(ledger: Path, number: int) -> Path:
    """Copy the ledger as it is committed now, whoever is writing; whole or not at all, and durable on return.

    A copy left by a migration that was stopped is replaced where the ledger still begins with all its lines; any other
    is left alone, and this one gets the next free name.
    """
    target = _free_name(ledger, number)
    draft = target.with_name(f"{target.name}.draft")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # names and reasons: for nobody else
    source, copy = sqlite3.connect(ledger), sqlite3.connect(draft)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no journal beside it
    finally:
        copy.close()
        source.close()
    shutil.copymode(ledger, draft)  # who may read the ledger may read its copy, and nobody else
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    _flush_folder(target.parent)
    return target


def _free_name(ledger: Path, number: int) -> Path:
    target = ledger.with_name(f"{ledger.name}{KEPT}{number}")
    again = 0
    while target.exists() and not _begins_with(ledger, target):
        again += 1
        target = ledger.with_name(f"{ledger.name}.again-{again}{KEPT}{number}")
    return target


def _begins_with(ledger: Path, copy: Path) -> bool:
    """Whether the copy's lines are the ledger's first ones."""
    kept, present = _hashes(copy), _hashes(ledger)
    return kept == present[: len(kept)]


def _hashes(path: Path) -> list[str]:
    try:
        connection = sqlite3.connect(path)
        try:
            return [str(row[0]) for row in connection.execute("SELECT hash FROM lines ORDER BY seq")]
        finally:
            connection.close()
    except sqlite3.Error:
        return [f"unreadable: {path.name}"]


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
