"""A hash of facts that depends on their values only, not on file bytes, row order or paths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, fields
from functools import cache, partial
from hashlib import sha256
from operator import attrgetter
from typing import Any

from matcher.domain import Facts
from matcher.domain.columns import FactColumn, FactColumns, table_columns

Kept = Callable[[str, Any, Callable[[], bytes]], bytes]  # (field, table, how to make it) -> what is hashed of it


def facts_digest(facts: Facts, kept: Kept = lambda _name, _table, make: make()) -> str:
    """SHA-256 in hexadecimal over every fact's fields but those of provenance, each kind of fact sorted.

    `kept` may give what is hashed of a table where it was made before.
    """
    digest = sha256()
    for f in fields(facts):
        if "provenance" in f.metadata:
            continue
        value = getattr(facts, f.name)
        if "added" in f.metadata and value == f.default:
            continue
        digest.update(kept(f.name, value, partial(_hashed, f.name, value)))
    return digest.hexdigest()


def _hashed(name: str, value: Any) -> bytes:
    lines = ["None"] if value is None else sorted(_lines(table_columns(value)))
    return f"{name} {len(lines)}\n".encode() + "\n".join(lines).encode()


def _lines(columns: FactColumns) -> list[str]:
    """One line a fact: the repr of its fields, in which text is escaped, so that no two facts share a line."""
    items = columns.facts
    if not items or isinstance(items[0], tuple):
        return [repr(fact) for fact in items]
    plain, sets = _counted(items[0])
    words = [columns[name].in_words(_reprs) for name in plain]
    lines = [f"({values})" for values in map(", ".join, zip(*words, strict=True))]
    if sets:
        lines = [f"{line}{_ordered(values)}" for line, values in zip(lines, map(attrgetter(*sets), items), strict=True)]
    for field in fields(items[0]):
        if "added" in field.metadata:
            _add_later(lines, columns[field.name], field)
    return lines


def _reprs(values: list[Any]) -> list[str]:
    return list(map(repr, values))


def _add_later(lines: list[str], column: FactColumn, field: Field[Any]) -> None:
    """A field that joined later, by name; where it is at its default the line stays as it was before it."""
    if column.different == [field.default]:
        return
    for k, value in enumerate(column.values):
        if value != field.default:
            lines[k] += f" {field.name}={_in_order(value)!r}"


def _in_order(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _counted(fact: Any) -> tuple[list[str], list[str]]:
    """The fields that count: two or more of one order, and the sets, whose own order is arbitrary."""
    counted = [f for f in fields(fact) if not {"provenance", "added"} & f.metadata.keys()]
    sets = [f.name for f in counted if str(f.type).startswith("frozenset")]
    return [f.name for f in counted if f.name not in sets], sets


@cache
def _ordered(sets: frozenset[str] | tuple[frozenset[str], ...]) -> str:
    several = sets if isinstance(sets, tuple) else (sets,)
    return repr([sorted(one) for one in several])
