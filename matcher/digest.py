"""A hash of facts that depends on their values only, not on file bytes, row order or paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import Field, fields
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from matcher.domain import Facts


def facts_digest(facts: Facts) -> str:
    """SHA-256 in hexadecimal over every fact's fields but those of provenance, each kind of fact sorted."""
    digest = sha256()
    for f in fields(facts):
        if "provenance" in f.metadata:
            continue
        value = getattr(facts, f.name)
        if "added" in f.metadata and value == f.default:
            continue
        lines = ["None"] if value is None else sorted(_lines(value.values() if hasattr(value, "values") else value))
        digest.update(f"{f.name} {len(lines)}\n".encode())
        digest.update("\n".join(lines).encode())
    return digest.hexdigest()


def _lines(facts: Iterable[Any]) -> list[str]:
    """One line a fact: the repr of its fields, in which text is escaped, so that no two facts share a line."""
    items = list(facts)
    if not items or isinstance(items[0], tuple):
        return [repr(fact) for fact in items]
    plain, sets = _getters(items[0])
    later = [f for f in fields(items[0]) if "added" in f.metadata]
    if sets is None:
        return [f"{plain(fact)!r}{_later(fact, later)}" for fact in items]
    return [f"{plain(fact)!r}{_ordered(sets(fact))}{_later(fact, later)}" for fact in items]


def _later(fact: Any, later: list[Field[Any]]) -> str:
    """Fields that joined later, by name; those at their default leave the line as it was before them."""
    values = ((f.name, getattr(fact, f.name), f.default) for f in later)
    return "".join(f" {name}={_in_order(v)!r}" for name, v, default in values if v != default)


def _in_order(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _getters(fact: Any) -> tuple[attrgetter[Any], attrgetter[Any] | None]:
    """What reads the fields that count: those of one order, and the sets, whose own order is arbitrary."""
    counted = [f for f in fields(fact) if not {"provenance", "added"} & f.metadata.keys()]
    sets = [f.name for f in counted if str(f.type).startswith("frozenset")]
    plain = [f.name for f in counted if f.name not in sets]
    return attrgetter(*plain), attrgetter(*sets) if sets else None


@cache
def _ordered(sets: frozenset[str] | tuple[frozenset[str], ...]) -> str:
    several = sets if isinstance(sets, tuple) else (sets,)
    return repr([sorted(one) for one in several])
