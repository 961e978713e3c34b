"""Parsers of the columns of ids: an id that people gave, a school or trust by any public id, a reference to either."""

from __future__ import annotations

from collections.abc import Callable

from matcher.identity import NotAnId, body_id, is_filler, own_id
from matcher.read.parsing import cells
from matcher.read.parsing.unreadable import Unreadable


def own(cell: str) -> str | None:
    """The id of a person or an organisation, as it is written."""
    return _read(cell, own_id)


def several_own(cell: str) -> tuple[str, ...]:
    """Ids of people, separated by `;`."""
    return tuple(sorted({id_ for part in cells.items(cell) if (id_ := own(part)) is not None}))


def body(cell: str) -> str | None:
    """The id of a school or trust: a public one in one form, any other as it is written."""
    return _read(cell, body_id)


def reference(cell: str) -> str | None:
    """An id or a name to be looked up in the data, as it is written; a filler is none."""
    return _read(cell, _not_a_filler)


def several_references(cell: str) -> tuple[str, ...]:
    """References separated by `;`, in their order."""
    found = (reference(part) for part in cells.items(cell))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def _not_a_filler(cell: str) -> str:
    if is_filler(cell):
        raise NotAnId("stands for nothing, and is the id of nobody", "Write the id, or leave the cell empty")
    return cell


def _read(cell: str, reader: Callable[[str], str]) -> str | None:
    if cells.ident(cell) is None:
        return None
    try:
        return reader(cell)
    except NotAnId as problem:
        raise Unreadable(problem.message, problem.suggestion) from None
