"""The fields of many facts of one kind as columns, for the texts that are made of a whole table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple


class FactColumn(NamedTuple):
    """One field of each fact, and the values that occur, in the order in which they first do. Equal values of one field
    are of one type (a test looks)."""

    values: list[Any]
    different: list[Any]

    def in_words(self, words: Callable[[list[Any]], list[str]]) -> list[str]:
        """The words of each fact's value, where `words` gives those of a list; of values that repeat, asked once."""
        if len(self.different) > len(self.values) // 2:
            return words(self.values)
        known = dict(zip(self.different, words(self.different), strict=True))
        return list(map(known.__getitem__, self.values))


class FactColumns:
    """The columns of some facts, each put together when it is first asked for."""

    def __init__(self, facts: Iterable[Any]) -> None:
        self.facts = list(facts)
        self._columns: dict[str, FactColumn] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process without the columns."""
        return FactColumns, (self.facts,)

    def __getitem__(self, name: str) -> FactColumn:
        if name not in self._columns:
            values = list(map(attrgetter(name), self.facts))
            self._columns[name] = FactColumn(values, list(dict.fromkeys(values)))
        return self._columns[name]


def table_columns(table: Any) -> FactColumns:
    """Those of a table of `Facts`. A table that several texts are made of has them (`columns`); else they are new."""
    held: FactColumns | None = getattr(table, "columns", None)
    return held or FactColumns(table.values() if isinstance(table, Mapping) else table)
