"""Encoding of facts in the CSV files of a run's `inputs/` folder; decoding gives back equal facts.

An empty cell is None. Text that is empty, or begins with a backslash, stands behind a backslash; nothing else of
any text is altered.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from io import StringIO
from itertools import repeat
from types import SimpleNamespace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from matcher import domain
from matcher.domain.columns import FactColumns, table_columns

FILES: Mapping[str, type] = {
    "schools": domain.School,
    "trusts": domain.Trust,
    "memberships": domain.Membership,
    "successions": domain.Succession,
    "judgements": domain.Judgement,
    "inspection_rows": domain.InspectionRow,
    "area_grades": domain.AreaGrade,
    "recipients": domain.Recipient,
    "leaders": domain.Leader,
    "organisations": domain.Organisation,
    "governance_leaders": domain.GovernanceLeader,
    "advisers": domain.Adviser,
    "interests": domain.Interest,
    "people": domain.Person,
    "pairs": domain.JudgedPair,
    "requests": domain.Request,
    "history": domain.Deployment,
    "cases": domain.Case,
    "trust_numbers": domain.TrustNumber,
    "journeys": domain.Journey,
    "crossings": domain.Crossing,
    "figures": domain.SchoolFigure,
    "expected": domain.ExpectedArrivals,
    "files": domain.InputFile,
}
KEYED = {"schools": "urn", "trusts": "uid"}  # these stand in Facts as mappings
_MARKS = re.compile(r'[,"\r\n]')  # the csv module leaves a cell as it is that has none of them
PREVIOUS = ("recipient_id", "leader_id")
NOTES = ("kind", "note")


@dataclass(frozen=True, slots=True)
class FieldCodec:
    """How one field is encoded in a cell (`write`) and decoded (`read`)."""

    name: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]


@cache
def field_codecs(kind: type) -> tuple[FieldCodec, ...]:
    """One codec per field, in the order of the type's fields."""
    hints = get_type_hints(kind)
    return tuple(_form(f.name, hints[f.name]) for f in fields(kind))


def _form(name: str, hint: Any) -> FieldCodec:
    inner = [arg for arg in get_args(hint) if arg is not type(None)]
    optional = type(None) in get_args(hint)
    base = inner[0] if optional else hint
    write, read = CODECS[str if get_origin(base) is Literal else base]
    if not optional:
        return FieldCodec(name, write, read)
    return FieldCodec(
        name, lambda value: "" if value is None else write(value), lambda cell: read(cell) if cell else None
    )


def written_column(codec: FieldCodec, columns: FactColumns) -> list[str]:
    """The cells of one field of these facts."""
    return columns[codec.name].in_words(lambda values: list(map(codec.write, values)))


def table_bytes(kind: type, table: Any) -> bytes:
    """A table of facts of one kind, as it stands in `inputs/`: what `rows_bytes` gives, each different cell of a column
    quoted once.
    """
    codecs, columns = field_codecs(kind), table_columns(table)
    header = rows_bytes([codec.name for codec in codecs], ()).decode()
    rows = zip(*(_quoted_column(codec, columns) for codec in codecs), strict=True)
    return (header + "".join([f"{row}\r\n" for row in map(",".join, rows)])).encode()


def _quoted_column(codec: FieldCodec, columns: FactColumns) -> list[str]:
    """The cells of one field of these facts, as they stand in a file of several columns."""
    return columns[codec.name].in_words(lambda values: _quoted(list(map(codec.write, values))))


def _quoted(cells: list[str]) -> list[str]:
    if not _MARKS.search("".join(cells)):
        return cells
    marked = [cell for cell in cells if _MARKS.search(cell)]
    lines: list[str] = []
    csv.writer(SimpleNamespace(write=lines.append)).writerows(zip(marked, repeat("")))
    quoted = {cell: line[: -len(",\r\n")] for cell, line in zip(marked, lines, strict=True)}  # without the empty cell
    return [quoted.get(cell, cell) for cell in cells]


def rows_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def write_text(value: str) -> str:
    return "\\" + value if not value or value[0] == "\\" else value


def read_text(cell: str) -> str:
    return cell[1:] if cell[:1] == "\\" else cell


def _read_truth(cell: str) -> bool:
    return {"true": True, "false": False}[cell]


def _write_items(values: Any) -> str:
    return ";".join(sorted(values) if isinstance(values, frozenset) else values)


def _read_items(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _write_grades(areas: tuple[tuple[str, int], ...]) -> str:
    return ";".join(f"{area}={grade}" for area, grade in areas)


def _read_grades(cell: str) -> tuple[tuple[str, int], ...]:
    parts = (part.rpartition("=") for part in _read_items(cell))
    return tuple((area, int(grade)) for area, _, grade in parts)


CODECS: Mapping[Any, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    str: (write_text, read_text),
    int: (str, int),
    bool: (lambda value: "true" if value else "false", _read_truth),
    date: (date.isoformat, date.fromisoformat),
    frozenset[str]: (_write_items, lambda cell: frozenset(_read_items(cell))),
    tuple[str, ...]: (_write_items, _read_items),
    tuple[tuple[str, int], ...]: (_write_grades, _read_grades),
}
