"""The ledger store in PostgreSQL: the same append-only tables as in SQLite, enforced by triggers."""

from __future__ import annotations

from typing import Any

from matcher.errors import Fault, InputFaults
from matcher.ledger.log.store import Dialect, Store

_REFUSE = "CREATE OR REPLACE FUNCTION matcher_refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0];"
NAME = "postgresql"  # how a run folder names a ledger that is no file
POSTGRES = Dialect(
    placeholder="%s",
    purge_statement="VACUUM FULL asides, notes",
    has_notes="SELECT 1 FROM information_schema.tables WHERE table_name = 'notes'",
    # one writer at a time, so that each reads what the one before wrote
    begin=("BEGIN", "LOCK TABLE lines IN EXCLUSIVE MODE"),
    schema_statements=(
        "SELECT pg_advisory_lock(7305614)",
        "CREATE TABLE IF NOT EXISTS lines (seq BIGINT PRIMARY KEY, payload TEXT NOT NULL, hash TEXT NOT NULL UNIQUE)",
        "CREATE TABLE IF NOT EXISTS asides (digest TEXT PRIMARY KEY, about TEXT NOT NULL, salt TEXT, words TEXT)",
        "CREATE TABLE IF NOT EXISTS notes (number BIGSERIAL PRIMARY KEY, recipient TEXT NOT NULL,"
        " leader TEXT NOT NULL, written_on TEXT NOT NULL, expires TEXT NOT NULL, writer TEXT NOT NULL,"
        " words TEXT NOT NULL)",
        f"{_REFUSE} END $$ LANGUAGE plpgsql",
        "CREATE OR REPLACE TRIGGER lines_stay BEFORE UPDATE OR DELETE ON lines"
        " FOR EACH ROW EXECUTE FUNCTION matcher_refuse('a sealed line is never changed or removed')",
        "CREATE OR REPLACE TRIGGER lines_whole BEFORE TRUNCATE ON lines"
        " FOR EACH STATEMENT EXECUTE FUNCTION matcher_refuse('a sealed line is never changed or removed')",
        "CREATE OR REPLACE TRIGGER asides_last BEFORE DELETE ON asides"
        " FOR EACH ROW EXECUTE FUNCTION matcher_refuse('words are erased, their place is not removed')",
        "CREATE OR REPLACE TRIGGER asides_stay BEFORE UPDATE ON asides FOR EACH ROW"
        " WHEN (NEW.words IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.digest <> OLD.digest OR NEW.about <> OLD.about)"
        " EXECUTE FUNCTION matcher_refuse('words are erased, never changed')",
        "SELECT pg_advisory_unlock(7305614)",
    ),
    format_query="SELECT 1 WHERE to_regclass('ledger_format') IS NOT NULL",
    format_statements=(
        "CREATE TABLE ledger_format (number BIGINT PRIMARY KEY, version TEXT NOT NULL)",
        "CREATE TRIGGER format_stays BEFORE UPDATE OR DELETE ON ledger_format"
        " FOR EACH ROW EXECUTE FUNCTION matcher_refuse('a format is never changed or removed')",
        "CREATE TRIGGER format_whole BEFORE TRUNCATE ON ledger_format"
        " FOR EACH STATEMENT EXECUTE FUNCTION matcher_refuse('a format is never changed or removed')",
    ),
)


def postgres_store(url: str) -> Store:
    """The ledger at this connection string (postgresql://...). A password in it is never repeated in a message."""
    try:
        import psycopg
    except ImportError as problem:
        message = "a ledger in PostgreSQL needs the library psycopg"
        raise InputFaults([_fault(message, "Install matcher[postgres]")]) from problem
    try:
        connection: Any = psycopg.connect(url, autocommit=True)
        for statement in POSTGRES.schema_statements:
            connection.execute(statement)
        store = Store(connection, POSTGRES, psycopg.Error, NAME, lambda number: _kept(connection, number))
        store.number_if_new()
    except psycopg.Error as problem:
        kind = type(problem).__name__
        raise InputFaults([_fault(f"the ledger's database cannot be opened ({kind})", "Check --ledger")]) from None
    store.format_number()
    return store


def _kept(connection: Any, number: int) -> str:
    """Keeps the older lines in a table beside them, in the transaction of the migration. Personal texts are not in
    it: they stay where they are, and are erased there."""
    connection.execute(f"CREATE TABLE lines_format_{number} AS TABLE lines")
    return f"lines_format_{number}"


def _fault(message: str, suggestion: str) -> Fault:
    return Fault("--ledger", None, "", "", message, suggestion)
