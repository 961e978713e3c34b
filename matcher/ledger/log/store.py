"""Storage of the ledger: an append-only table of lines, and a table of erasable personal texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Protocol

from matcher import __version__
from matcher.errors import Fault, InputFaults
from matcher.ledger.log.chain import Line, PersonalText, digest_of, head, latest_time, seal_line, with_clock_behind
from matcher.ledger.log.ledger_format import FORMAT, check_ledger_format

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
    """What differs between databases: parameter placeholder, how a write transaction begins, the schema, the table of
    formats and how to ask whether it is there, the statement that purges old pages of erased text, and the query that
    gives a row where there is a table of notes."""

    placeholder: str
    begin: tuple[str, ...]
    schema_statements: tuple[str, ...]
    format_statements: tuple[str, ...]
    format_query: str
    purge_statement: str
    has_notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A line to be sealed: its body, and name and reason as (whose or which line's, text) to be stored apart."""

    body: Mapping[str, Any]
    who: tuple[str, str] | None = None
    why: tuple[str, str] | None = None


Make = Callable[[tuple[Line, ...]], Sequence[Draft]]


class Store:
    """Lines and personal texts in one database. Every write is one transaction that reads all lines before it.

    `name` is the ledger's file, without its folder. `keep` keeps the ledger as it is, before it is migrated from the
    format with that number, and says where; a store without it is never migrated. `describe_migration` drafts the
    line of a migration.
    """

    def __init__(
        self,
        connection: Connection,
        dialect: Dialect,
        errors: type[Exception],
        name: str = "",
        keep: Callable[[int], str] | None = None,
        copies: Callable[[], tuple[Store, ...]] = tuple,
        read_only: bool = False,
    ) -> None:
        self._connection, self._dialect, self._errors, self._read_only = connection, dialect, errors, read_only
        self.name, self._keep, self.copies = name, keep, copies
        self.describe_migration: Callable[[int], Draft] | None = None

    def format_number(self) -> int:
        """The ledger's format. Raises InputFaults for one that this version cannot open."""
        if self._run(self._dialect.format_query).fetchone() is None:
            return 1
        row = self._run("SELECT number, version FROM ledger_format ORDER BY number DESC").fetchone()
        number, version = row or (1, "")
        check_ledger_format("--ledger", int(number), str(version))
        return int(number)

    def number_if_new(self) -> None:
        """Give a ledger without lines its format number; one with lines keeps its own until it is written to."""
        if self._run(self._dialect.format_query).fetchone() is None and not self._has_lines():
            with self._transaction():
                if self._run(self._dialect.format_query).fetchone() is None and not self._has_lines():
                    self._add_format()

    def _has_lines(self) -> bool:
        return self._run("SELECT 1 FROM lines LIMIT 1").fetchone() is not None

    def _add_format(self) -> None:
        for statement in self._dialect.format_statements:
            self._run(statement)
        self._run("INSERT INTO ledger_format (number, version) VALUES (?, ?)", (FORMAT, __version__))

    def _migrate(self) -> None:
        """Bring an older ledger to this format, inside the transaction that was begun; the older one is kept."""
        number = self.format_number()
        if number == FORMAT or self._keep is None or self.describe_migration is None:
            return
        draft = self.describe_migration(number)
        kept = self._keep(number)
        self._add_format()
        body = {**draft.body, "detail": {**draft.body["detail"], "kept": kept}}
        self._sealed(self.lines(), [Draft(body=body)], {})

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
        latest = latest_time(before)
        for seq, draft in enumerate(drafts, len(before) + 1):
            who, why = self._stored_digest(draft.who, digests), self._stored_digest(draft.why, digests)
            line = seal_line(seq, last, {**with_clock_behind(draft.body, latest), "who": who, "why": why})
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
            if not self._run(self._dialect.has_notes).fetchall():
                return 0  # a kept ledger of before there were notes
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
        """A transaction on a ledger of this version's format."""
        with self._transaction():
            self._migrate()
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
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
