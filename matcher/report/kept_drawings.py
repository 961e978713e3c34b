"""Drawings kept from one run to the next: what lies behind a map follows from the schools alone, a chart from its data.

A drawing is kept by a hash of all that it is drawn from and of the code that draws. It may be deleted at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256

from matcher.read.open_data.kept_tables import OpenDataStore, sources_digest

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
    key = sha256(repr((sources_digest(OWN_SOURCES), drawn_from)).encode()).hexdigest()
    content = store.get(key)
    if content is not None:
        return content.decode()
    made = make()
    store.put(key, made.encode())
    return made
