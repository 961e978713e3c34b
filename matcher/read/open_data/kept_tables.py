"""Tables of the open data that know which files they were read from, and texts made of them, kept beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import matcher
from matcher.domain.columns import FactColumns


class OpenDataStore(Protocol):
    """Where bytes are kept by a key; `get` gives None for what is not there or no longer whole; `has` does not look
    whether it is whole."""

    def has(self, key: str) -> bool: ...
    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, content: bytes) -> None: ...


class KeptRows(tuple[Any, ...]):
    """A table as it was read. `kept_as` names the files, the day and the program; any change makes a plain tuple.
    `columns` are for the texts that are made of it."""

    kept_as = ""
    columns: FactColumns


class KeptByKey(dict[str, Any]):
    """The same for a table by id. Nobody changes the tables of `Facts`."""

    kept_as = ""
    columns: FactColumns


def as_read(table: Any, key: str) -> Any:
    """The table, marked as what was read under this key."""
    marked: Any = KeptByKey(table) if isinstance(table, dict) else KeptRows(table)
    marked.kept_as = key
    marked.columns = FactColumns(table.values() if isinstance(table, dict) else table)
    return marked


def kept_text(store: OpenDataStore | None, table: Any, what: str, make: Callable[[], bytes]) -> bytes:
    """Bytes that follow from this table alone, and from what `what` names: from the store where the table came out of
    the same files before, else made, and kept there. A table that was not read whole from files is never kept."""
    key = getattr(table, "kept_as", "")
    if store is None or not key:
        return make()
    name = sha256(f"{what}|{key}".encode()).hexdigest()
    content = store.get(name)
    if content is None:
        content = make()
        store.put(name, content)
    return content


def sources_digest(packages: Iterable[str]) -> str:
    """A hash of the program's version and of these packages of its own, with the data that they ship."""
    parts = [matcher.__version__, *map(_package_digest, packages)]
    return sha256("|".join(parts).encode()).hexdigest()


@cache
def _package_digest(package: str) -> str:
    house, digest = Path(matcher.__file__).parent, sha256()
    for path in sorted((house / package).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(house).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
