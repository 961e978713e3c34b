"""Sessions of the served pages in one file, so that they survive a restart: who, and until when."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from matcher.errors import Fault, InputFaults

SESSIONS = ".review/sessions.sqlite"
TABLES = """
CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY CHECK (one = 1), value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS session (key_hash TEXT PRIMARY KEY, provider TEXT NOT NULL, subject TEXT NOT NULL,
                                    email TEXT NOT NULL, until TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as identified by the provider. `email` is '' unless the provider has verified it."""

    subject: str
    email: str


@dataclass(frozen=True)
class SessionStore:
    """`path` is made on first use, for its owner alone. `provider`: sessions that another one opened count for nothing.

    The browser's key is kept as a hash: whoever reads the file cannot come in by it. Deleting the file, or taking a
    person out of the register of roles, ends sessions at once.
    """

    path: Path
    provider: str

    def secret_key(self) -> bytes:
        """What signs the cookies: the same after a restart. Raises InputFaults where the file cannot be used."""
        try:
            with self._open() as db:
                db.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (token_bytes(32),))
                return bytes(db.execute("SELECT value FROM secret").fetchone()[0])
        except (OSError, sqlite3.Error) as problem:
            message = "the file of sessions cannot be used"
            todo = "Delete it, or let the pages write there; people then sign in again"
            raise InputFaults([Fault(self.path.name, None, "", "", message, todo)]) from problem

    def put(self, key: str, identity: Identity, until: datetime, now: datetime) -> None:
        """Keep a session, and drop those that have ended."""
        with self._open() as db:
            db.execute("DELETE FROM session WHERE until <= ?", (now.isoformat(),))
            row = (_hash(key), self.provider, identity.subject, identity.email, until.isoformat())
            db.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?)", row)

    def get(self, key: str, now: datetime) -> Identity | None:
        """Whose session this is; None where there is none, or it has ended."""
        if not key:
            return None
        ask = "SELECT subject, email, until FROM session WHERE key_hash = ? AND provider = ?"
        with self._open() as db:
            row = db.execute(ask, (_hash(key), self.provider)).fetchone()
        if row is None or datetime.fromisoformat(row[2]) <= now:
            return None
        return Identity(row[0], row[1])

    def delete(self, key: str) -> None:
        with self._open() as db:
            db.execute("DELETE FROM session WHERE key_hash = ?", (_hash(key),))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one use, so that a deleted file ends every session at once; commits where all went well."""
        new = not self.path.exists()
        if new:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self.path, timeout=10)) as db:
            db.execute("PRAGMA secure_delete = ON")  # an ended session leaves no address behind in the file
            if new or not self.path.stat().st_size:
                db.executescript(TABLES)
            with db:
                yield db


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()
