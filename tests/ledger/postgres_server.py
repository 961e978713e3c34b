"""A PostgreSQL server of the test's own, where the Debian packages are there."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
# not on the path of a bare environment
RUNUSER = shutil.which("runuser", path=os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin")))
NEEDS_SERVER = pytest.mark.skipif(
    BIN is None or importlib.util.find_spec("psycopg") is None,
    reason="no PostgreSQL server, or no library psycopg, is installed",
)


def as_server(*command: str) -> None:
    """The server refuses to run as root."""
    before = [str(RUNUSER), "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*before, *command], check=True, capture_output=True, timeout=120)


@contextmanager
def running_server() -> Iterator[str]:
    """The connection string of an empty database on a server that ends with the block."""
    assert BIN is not None
    home = Path(tempfile.mkdtemp(prefix="matcher-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data, log = str(home / "data"), str(home / "log")
    as_server(str(BIN / "initdb"), "-D", data, "-A", "trust", "-U", "keeper", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={home}"
    as_server(str(BIN / "pg_ctl"), "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield f"postgresql://keeper@/postgres?host={home}"
    finally:
        as_server(str(BIN / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def emptied(url: str) -> None:
    """No ledger is left in the database, of whatever format."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("DROP TABLE IF EXISTS lines, asides, ledger_format, lines_format_1")


def filled_from(ledger: Path, url: str) -> None:
    """The lines and texts of a ledger's file, in the database as an older version kept them: without a format."""
    import psycopg

    from matcher.ledger.log.postgres import POSTGRES
    from tests.formats.examples import an_example

    emptied(url)
    with closing(an_example(ledger)) as file, psycopg.connect(url, autocommit=True) as raw:
        for statement in POSTGRES.schema_statements:
            raw.execute(statement)  # type: ignore[arg-type]
        for row in file.execute("SELECT seq, payload, hash FROM lines ORDER BY seq"):
            raw.execute("INSERT INTO lines (seq, payload, hash) VALUES (%s, %s, %s)", row)
        for row in file.execute("SELECT digest, about, salt, words FROM asides"):
            raw.execute("INSERT INTO asides (digest, about, salt, words) VALUES (%s, %s, %s, %s)", row)
