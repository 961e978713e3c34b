"""Storage of the ledger: an append-only table of lines, and a table of erasable personal texts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Protocol

from matcher.errors import Fault, InputFaults
from matcher.ledger.log.chain import Line, PersonalText, digest_of, head, seal_line

BUSY_SECONDS = 30
DEFAULT_LEDGER = "ledger.sqlite"


def ledger_of(run: Path, path: str | None) -> str:
    """The location of the ledger: as given, else beside the run folder."""
    return path or str(run.absolute().parent / DEFAULT_LEDGER)


class Connection(Protocol):
    """What SQLite's connection and PostgreSQL's have in common here."""

    def execute(self, query: Any, parameters: Any = ..., /) -> Any: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between databases: parameter placeholder, how a write transaction begins, the schema, the statement
    that purges old pages of erased text, and the query that gives a row where there is a table of notes."""

    placeholder: str
    begin: tuple[str, ...]
    schema_statements: tuple[str, ...]
    purge_statement: str
    has_notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A line to be sealed: its body, and name and reason as (whose or which line's, text) to be stored apart."""

    body: Mapping[str, Any]
    who: tuple[str, str] | None = None
    why: tuple[str, str] | None = None


Make = Callable[[tuple[Line, ...]], Sequence[Draft]]

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
)


class Store:
    """Lines and personal texts in one database. Every write is one transaction that reads all lines before it."""

    def __init__(
        self, connection: Connection, dialect: Dialect, errors: type[Exception], read_only: bool = False
    ) -> None:
        self._connection, self._dialect, self._errors, self._read_only = connection, dialect, errors, read_only

    def lines(self) -> tuple[Line, ...]:
        rows = self._run("SELECT seq, payload, hash FROM lines ORDER BY seq").fetchall()
        return tuple(Line(int(seq), payload, hash_) for seq, payload, hash_ in rows)

    def asides(self) -> tuple[PersonalText, ...]:
        rows = self._run("SELECT digest, about, salt, words FROM asides ORDER BY digest").fetchall()
        return tuple(PersonalText(*row) for row in rows)

    def append(self, make: Make) -> tuple[Line, ...]:
        """Seal and append the drafts that `make` returns for the lines so far, all or none; durable on return."""
        with self._writing():
            before = self.lines()
            digests = self._digests_by_text()
            return tuple(self._sealed(before, make(before), digests))

    def _digests_by_text(self) -> dict[tuple[str, str], str]:
        """(whose, text) -> digest of the texts stored already, so that a name is stored once."""
        return {(a.about, a.words): a.digest for a in self.asides() if a.words is not None}

    def _sealed(
        self, before: tuple[Line, ...], drafts: Sequence[Draft], digests: dict[tuple[str, str], str]
    ) -> list[Line]:
        last, added = head(before), []
        for seq, draft in enumerate(drafts, len(before) + 1):
            who, why = self._stored_digest(draft.who, digests), self._stored_digest(draft.why, digests)
            line = seal_line(seq, last, {**draft.body, "who": who, "why": why})
            self._run("INSERT INTO lines (seq, payload, hash) VALUES (?, ?, ?)", (line.seq, line.payload, line.hash))
            last = line.hash
            added.append(line)
        return added

    def _stored_digest(self, words: tuple[str, str] | None, digests: dict[tuple[str, str], str]) -> str:
        """The digest of this text, which is stored if it is new; '' for none."""
        if words is None:
            return ""
        if words not in digests:
            salt = token_hex(16)
            digest = digest_of(salt, words[1])
            row = (digest, words[0], salt, words[1])
            self._run("INSERT INTO asides (digest, about, salt, words) VALUES (?, ?, ?, ?)", row)
            digests[words] = digest
        return digests[words]

    def erase(self, about: str, make: Callable[[tuple[str, ...]], Draft]) -> tuple[str, ...]:
        """Erase all texts about a person or a line, and seal a line that records it. Returns the erased digests."""
        with self._writing():
            digests = tuple(a.digest for a in self.asides() if a.about == about and a.words is not None)
            if digests:
                self._run("UPDATE asides SET salt = NULL, words = NULL WHERE about = ?", (about,))
                self._sealed(self.lines(), [make(digests)], self._digests_by_text())
        if digests:
            self._run(self._dialect.purge_statement)
        return digests

    # Notes: no lines, unsealed, and removed for good.

    def notes(self) -> tuple[tuple[Any, ...], ...]:
        """Number, recipient, leader, day of writing, last day, writer and words of each, in order; a ledger of before
        there were notes, opened where nothing may be written, has none."""
        if not self._run(self._dialect.has_notes).fetchall():
            return ()
        query = "SELECT number, recipient, leader, written_on, expires, writer, words FROM notes ORDER BY number"
        return tuple(tuple(row) for row in self._run(query).fetchall())

    def add_note(self, row: tuple[str, str, str, str, str, str]) -> int:
        """Keeps a note (recipient, leader, day of writing, last day, writer, words); returns its number."""
        with self._writing():
            query = (
                "INSERT INTO notes (recipient, leader, written_on, expires, writer, words) VALUES (?, ?, ?, ?, ?, ?)"
            )
            self._run(query, row)
            return int(self._run("SELECT MAX(number) FROM notes").fetchone()[0])

    def erase_notes(self, condition: str, parameters: Sequence[Any]) -> int:
        """Removes the notes that meet a condition of ours; returns how many."""
        with self._writing():
            found = self._run(f"SELECT number FROM notes WHERE {condition}", parameters).fetchall()
            self._run(f"DELETE FROM notes WHERE {condition}", parameters)
        if found:
            self._run(self._dialect.purge_statement)
        return len(found)

    def drop_expired_notes(self, today: str) -> None:
        """Removes what has expired before this day; nothing is written where there is none, or where nobody may."""
        if not self._read_only and any(row[4] < today for row in self.notes()):
            self.erase_notes("expires < ?", (today,))

    def close(self) -> None:
        self._connection.close()

    def _run(self, query: str, parameters: Sequence[Any] = ()) -> Any:
        return self._connection.execute(query.replace("?", self._dialect.placeholder), tuple(parameters))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            for begin in self._dialect.begin:
                self._run(begin)
            yield
            self._run("COMMIT")
        except BaseException as problem:
            with suppress(self._errors):  # the rollback may fail for the same reason as the write
                self._run("ROLLBACK")
            if isinstance(problem, self._errors):
                message = f"the ledger could not be written, and nothing was recorded ({_why(problem)})"
                todo = "Look at the disk, at who may write there, and at who else is writing; then do it again"
                raise InputFaults([Fault("--ledger", None, "", "", message, todo)]) from problem
            raise


def _why(problem: Exception) -> str:
    """SQLite's own message; of another database only the kind of error, since its text might repeat personal data."""
    return str(problem) if isinstance(problem, sqlite3.Error) else type(problem).__name__


def sqlite_store(path: Path, make: bool = True) -> Store:
    """Open the ledger in this file, read-only where it may not be written. Raises InputFaults.

    `synchronous=FULL`: an acknowledged line survives a killed process and a power cut.
    """
    if not make and not path.is_file():
        raise InputFaults([Fault(str(path), None, "", "", "there is no ledger here", "Name it with --ledger")])
    if not make and not _may_write(path):
        return _read_only(path)
    try:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)  # the first run's folder may not be there yet
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        for statement in SQLITE.schema_statements:
            connection.execute(statement)
    except (sqlite3.Error, OSError) as problem:
        raise _cannot_open(path, problem) from problem
    return Store(connection, SQLITE, sqlite3.Error)


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
    return Store(connection, SQLITE, sqlite3.Error, read_only=True)


def _cannot_open(path: Path, problem: Exception) -> InputFaults:
    message = problem.strerror if isinstance(problem, OSError) else problem
    message = f"the ledger cannot be opened: {message}"
    return InputFaults([Fault(str(path), None, "", "", message, "Name another file with --ledger")])
