"""The ledgers that are kept as examples, read without a trace."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def an_example(ledger: Path) -> sqlite3.Connection:
    """For reading alone: opened as other ledgers are, SQLite would leave two files of its own beside the example."""
    return sqlite3.connect(f"{ledger.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
