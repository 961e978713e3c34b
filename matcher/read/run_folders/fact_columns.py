"""Facts from columns, many at once: slots are filled column by column, a third of the time of as many calls."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from itertools import repeat
from typing import Any, TypeVar

Fact = TypeVar("Fact")


def facts_of(kind: type[Fact], columns: Mapping[str, Iterable[Any]], count: int) -> tuple[Fact, ...]:
    """`count` facts with these fields, in order; a field without a column has its default.

    As calls of the kind would make them: a kind of fact has slots and does nothing else when it is made (a test looks).
    Raises KeyError for a field that has neither a column nor a default, ValueError for a column of another length.
    """
    made = tuple(map(object.__new__, repeat(kind, count)))
    for field in fields(kind):  # type: ignore[arg-type]  # every kind is a dataclass
        values = list(columns[field.name]) if field.name in columns else [_default(field)] * count
        if len(values) != count:
            raise ValueError(f"the column {field.name} has {len(values)} values, not {count}")
        deque(map(getattr(kind, field.name).__set__, made, values), maxlen=0)
    return made


def facts_of_rows(
    kind: type[Fact], names: Sequence[str], rows: Sequence[Sequence[Any]], **same: Any
) -> tuple[Fact, ...]:
    """Facts from the values of these fields in each row; `same` are fields that have one value in all."""
    columns: dict[str, Iterable[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    columns |= {name: repeat(value, len(rows)) for name, value in same.items()}
    return facts_of(kind, columns, len(rows)) if rows else ()


def _default(field: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    raise KeyError(field.name)
