"""What makes two sets of facts the same: a hash of what was read, never of bytes, row order or paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from matcher.domain import Facts


def facts_digest(facts: Facts) -> str:
    """SHA-256 in hexadecimal over every fact's fields but those of provenance, each kind of fact sorted."""
    whole = sha256()
    for f in fields(facts):
        if "provenance" in f.metadata:
            continue
        held = getattr(facts, f.name)
        lines = ["None"] if held is None else sorted(_lines(held.values() if hasattr(held, "values") else held))
        whole.update(f"{f.name} {len(lines)}\n".encode())
        whole.update("\n".join(lines).encode())
    return whole.hexdigest()


def _lines(facts: Iterable[Any]) -> list[str]:
    """One line a fact: the repr of its fields, in which text is escaped, so that no two facts share a line."""
    found = list(facts)
    if not found or isinstance(found[0], tuple):
        return [repr(fact) for fact in found]
    plain, sets = _getters(found[0])
    if sets is None:
        return [repr(plain(fact)) for fact in found]
    return [f"{plain(fact)!r}{_ordered(sets(fact))}" for fact in found]


def _getters(fact: Any) -> tuple[attrgetter[Any], attrgetter[Any] | None]:
    """What reads the fields that count: those of one order, and the sets, whose own order is arbitrary."""
    counted = [f for f in fields(fact) if "provenance" not in f.metadata]
    sets = [f.name for f in counted if str(f.type).startswith("frozenset")]
    plain = [f.name for f in counted if f.name not in sets]
    return attrgetter(*plain), attrgetter(*sets) if sets else None


@cache
def _ordered(sets: frozenset[str] | tuple[frozenset[str], ...]) -> str:
    several = sets if isinstance(sets, tuple) else (sets,)
    return repr([sorted(one) for one in several])
