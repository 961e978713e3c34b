"""The ledger store in a file: append-only tables of SQLite, enforced by triggers; its journal survives a crash."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from matcher.errors import Fault, InputFaults
from matcher.ledger.log.ledger_format import keep_copy, kept_copies
from matcher.ledger.log.store import Dialect, Store

BUSY_SECONDS = 30

SQLITE = Dialect(
    placeholder="?",
    purge_statement="PRAGMA wal_checkpoint(TRUNCATE)",  # old pages stay in the journal until it is folded in
    has_notes="SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'notes'",
    begin=("BEGIN IMMEDIATE",),
    schema_statements=(
        "CREATE TABLE IF NOT EXISTS lines (seq INTEGER PRIMARY KEY, payload TEXT NOT NULL, hash TEXT NOT NULL UNIQUE)",
        "CREATE TABLE IF NOT EXISTS asides (digest TEXT PRIMARY KEY, about TEXT NOT NULL, salt TEXT, words TEXT)",
        "CREATE TABLE IF NOT EXISTS notes (number INTEGER PRIMARY KEY AUTOINCREMENT, recipient TEXT NOT NULL,"
        " leader TEXT NOT NULL, written_on TEXT NOT NULL, expires TEXT NOT NULL, writer TEXT NOT NULL,"
        " words TEXT NOT NULL)",
        "CREATE TRIGGER IF NOT EXISTS lines_stay BEFORE UPDATE ON lines"
        " BEGIN SELECT RAISE(ABORT, 'a sealed line is never changed'); END",
        "CREATE TRIGGER IF NOT EXISTS lines_last BEFORE DELETE ON lines"
        " BEGIN SELECT RAISE(ABORT, 'a sealed line is never removed'); END",
        "CREATE TRIGGER IF NOT EXISTS lines_follow BEFORE INSERT ON lines"
        " WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM lines)"
        " BEGIN SELECT RAISE(ABORT, 'a line is only ever added at the end'); END",
        "CREATE TRIGGER IF NOT EXISTS asides_last BEFORE DELETE ON asides"
        " BEGIN SELECT RAISE(ABORT, 'words are erased, their place is not removed'); END",
        "CREATE TRIGGER IF NOT EXISTS asides_stay BEFORE UPDATE ON asides"
        " WHEN NEW.words IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.digest <> OLD.digest OR NEW.about <> OLD.about"
        " BEGIN SELECT RAISE(ABORT, 'words are erased, never changed'); END",
    ),
    format_query="SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger_format'",
    format_statements=(
        "CREATE TABLE ledger_format (number INTEGER PRIMARY KEY, version TEXT NOT NULL)",
        "CREATE TRIGGER format_stays BEFORE UPDATE ON ledger_format"
        " BEGIN SELECT RAISE(ABORT, 'a format is never changed'); END",
        "CREATE TRIGGER format_lasts BEFORE DELETE ON ledger_format"
        " BEGIN SELECT RAISE(ABORT, 'a format is never removed'); END",
    ),
)


def sqlite_store(path: Path, make: bool = True) -> Store:
    """Open the ledger in this file, read-only where it may not be written. Raises InputFaults."""
    if not make and not path.is_file():
        raise InputFaults([Fault(str(path), None, "", "", "there is no ledger here", "Name it with --ledger")])
    if not make and not _may_write(path):
        return _read_only(path)
    try:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)  # the first run's folder may not be there yet
        store = Store(
            _connection(path),
            SQLITE,
            sqlite3.Error,
            path.name,
            lambda number: keep_copy(path, number).name,
            lambda: tuple(_copy(kept) for kept in kept_copies(path)),
        )
        store.number_if_new()
    except (sqlite3.Error, OSError) as problem:
        raise _cannot_open(path, problem) from problem
    store.format_number()
    return store


def _connection(path: Path) -> sqlite3.Connection:
    """`synchronous=FULL`: an acknowledged line survives a killed process and a power cut."""
    connection = _connected(path)
    connection.execute("PRAGMA journal_mode=WAL")
    for statement in SQLITE.schema_statements:
        connection.execute(statement)
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    for pragma in ("synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _copy(path: Path) -> Store:
    """A ledger that was kept when it was migrated: it stays in its format, and no table or journal is added to it. Only
    erasures reach it.
    """
    return Store(_connected(path), SQLITE, sqlite3.Error, path.name)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _read_only(path: Path) -> Store:
    """Open an archived ledger read-only. Raises InputFaults where its journal holds lines that would be missed."""
    journal = path.with_name(f"{path.name}-wal")
    if journal.is_file() and journal.stat().st_size:
        message = "the ledger lies where nothing may be written, beside a journal that is not yet part of it"
        raise InputFaults([Fault(str(path), None, "", "", message, "Copy both files to where you may write")])
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        connection.execute("SELECT count(*) FROM lines")
    except sqlite3.Error as problem:
        raise _cannot_open(path, problem) from problem
    store = Store(connection, SQLITE, sqlite3.Error, path.name, read_only=True)
    store.format_number()
    return store


def _cannot_open(path: Path, problem: Exception) -> InputFaults:
    message = problem.strerror if isinstance(problem, OSError) else problem
    message = f"the ledger cannot be opened: {message}"
    return InputFaults([Fault(str(path), None, "", "", message, "Name another file with --ledger")])
