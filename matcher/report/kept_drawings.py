"""Drawings kept from one run to the next: what lies behind a map follows from the schools alone, a chart from its data.

A drawing is kept by a hash of all that it is drawn from and of the code that draws. It may be deleted at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from hashlib import sha256
from pathlib import Path

import matcher
from matcher.read.open_data.kept_tables import OpenDataStore

OWN_SOURCES = ("coast", "report/maps", "report/pages")  # the code that draws, with the data that it ships

_store: ContextVar[OpenDataStore | None] = ContextVar("store of drawings", default=None)


@contextmanager
def drawings_kept_in(store: OpenDataStore | None) -> Iterator[None]:
    """Within this block what is drawn is kept in `store`, and taken from there; None keeps nothing."""
    before = _store.set(store)
    try:
        yield
    finally:
        _store.reset(before)


def kept_drawing(drawn_from: object, make: Callable[[], str]) -> str:
    """The text that `make` gives, or gave before from the same: `repr(drawn_from)` must tell all that it rests on."""
    store = _store.get()
    if store is None:
        return make()
    key = sha256(repr((code_digest(), drawn_from)).encode()).hexdigest()
    content = store.get(key)
    if content is not None:
        return content.decode()
    made = make()
    store.put(key, made.encode())
    return made


@cache
def code_digest() -> str:
    """A hash of the program's version and of the packages that draw."""
    house, digest = Path(matcher.__file__).parent, sha256(matcher.__version__.encode())
    for package in OWN_SOURCES:
        for path in sorted((house / package).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(house).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
