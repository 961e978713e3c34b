"""A fast reader of selected columns of a large, well-formed CSV; `tables.read_table` is used for any other file."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from matcher.errors import Fault
from matcher.read.table_files.csv_rows import tidy
from matcher.read.table_files.file_columns import RepeatedTexts
from matcher.read.table_files.table_header import HEADER_WITHIN
from matcher.read.table_files.tables import MOST_BYTES, MOST_ROWS, Table, read_table, without_rows_under

BLOCK_BYTES = 1_000_000  # read at once: what a processor has at hand
SOME_BYTES = 4_000  # a few lines: of Ofsted's files one line in forty is not UTF-8
LARGE = 500_000  # bytes; below this the careful reader is quick enough
_BLANK_ROW = re.compile(rb"\n[, ]+\r?(?=\n|\Z)")  # from the end of the row above, which is found quickly

ColumnFilter = Callable[[Sequence[str]], Collection[str]]


def read_columns(
    path: Path,
    role: str,
    faults: list[Fault],
    header_must_have: str | tuple[str, ...],
    choose: ColumnFilter,
    sheets: Collection[str] = (),
) -> tuple[Table, tuple[str, ...]] | None:
    """The columns that `choose` picks from the header, and the whole header. None, and a fault, where unreadable.

    Of a workbook the sheet that has the header is read; of several, the one with one of `sheets` in its name.
    """
    header_names = (header_must_have,) if isinstance(header_must_have, str) else header_must_have
    result = _fast(path, role, header_names, choose)
    if result is not None:
        return result
    table = read_table(path, None, role, faults, header_names, checked=choose, prefer=sheets)
    return None if table is None else (table, tuple(table.columns))


def _fast(
    path: Path, role: str, header_names: tuple[str, ...], choose: ColumnFilter
) -> tuple[Table, tuple[str, ...]] | None:
    if path.suffix.lower() != ".csv" or not path.is_file() or not LARGE < path.stat().st_size < MOST_BYTES:
        return None
    raw = path.read_bytes()
    text, notes = _as_utf8(raw)
    result = _header(text, header_names) if text is not None else None
    if text is None or result is None:
        return None
    header, above, start = result
    picked = [name for name in header if name in choose(header)]
    columns = _columns(text, start, header, picked)
    if not columns:
        return None
    row_indices = _rows_with_something(columns, text, start)
    if row_indices is None or len(row_indices) > MOST_ROWS:
        return None
    numbers = tuple(map((above + 2).__add__, row_indices))
    if len(row_indices) < len(columns[0]):
        places = np.array(row_indices)
        columns = [column.at(places) for column in columns]
    more_notes = list(notes)
    values: dict[str, Sequence[str]] = dict(zip(picked, columns, strict=True))
    values, numbers, _ = without_rows_under(values, numbers, header_names, more_notes)
    digest = hashlib.sha256(raw).hexdigest()
    return Table(path.name, role, values, numbers, digest, tuple(more_notes)), tuple(header)


def _as_utf8(raw: bytes) -> tuple[bytes | None, tuple[str, ...]]:
    """Line by line where it must be, because a file pasted together from two sources mixes encodings."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in raw:
        return None, ()
    return (raw, ()) if _is_utf8(raw) else _line_by_line(raw)


def _line_by_line(raw: bytes) -> tuple[bytes | None, tuple[str, ...]]:
    """Some lines at a time, and by the line where any of those is not UTF-8."""
    parts: list[bytes] = []
    changed = first = 0
    for part in _some_lines(raw):
        if not part.isascii() and not _is_utf8(part):
            lines = part.splitlines(keepends=True)
            wrong = [k for k, line in enumerate(lines) if not _is_utf8(line)]
            first = first or len(b"".join(parts).splitlines()) + wrong[0] + 1
            changed += len(wrong)
            try:
                for k in wrong:
                    lines[k] = lines[k].decode("cp1252").encode()
            except UnicodeDecodeError:
                return None, ()
            part = b"".join(lines)
        parts.append(part)
    return b"".join(parts), (f"{changed} lines are not UTF-8 and were read as cp1252, the first is line {first}",)


def _some_lines(raw: bytes) -> Iterator[bytes]:
    begin = 0
    while begin < len(raw):
        end = raw.find(b"\n", begin + SOME_BYTES) + 1 or len(raw)
        yield raw[begin:end]
        begin = end


def _is_utf8(part: bytes) -> bool:
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _header(text: bytes, header_names: tuple[str, ...]) -> tuple[list[str], int, int] | None:
    """The header's names, the rows above it and where its line ends; None where there is anything unusual in it."""
    top = text[:200_000].decode(errors="replace").splitlines(keepends=True)
    rows = csv.reader(top)
    for above, row in enumerate(islice(rows, HEADER_WITHIN)):
        names = [" ".join(tidy(cell).split()) for cell in row]
        if not set(names).isdisjoint(header_names):
            usual = rows.line_num == above + 1 and len(set(names)) == len(names) and "" not in names
            return (names, above, _line_end(text, rows.line_num)) if usual else None
    return None


def _line_end(text: bytes, line: int) -> int:
    at = 0
    for _ in range(line):
        at = text.index(b"\n", at) + 1
    return at


def _columns(text: bytes, start: int, header: list[str], picked: list[str]) -> list[RepeatedTexts] | None:
    import pyarrow as pa  # 0.1 s, and only wanted for large files
    from pyarrow import csv as arrow_csv

    if b"\n\n" in text or b"\n\r\n" in text:  # arrow would skip them, and the row numbers be wrong
        return None
    repeated = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(memoryview(text)[start:]),
            read_options=arrow_csv.ReadOptions(column_names=header, block_size=BLOCK_BYTES, use_threads=False),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=picked, column_types=dict.fromkeys(picked, repeated), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    table = table.unify_dictionaries()
    return [_texts(table.column(name)) for name in picked]


def _texts(column: Any) -> RepeatedTexts:
    """The column's cells, each different one tidied once: all chunks share one dictionary."""
    if not column.chunks:
        return RepeatedTexts([], np.zeros(0, dtype=np.int32))
    different = [tidy(value) for value in column.chunks[0].dictionary.to_pylist()]
    rows = [np.from_dlpack(chunk.indices) for chunk in column.chunks]  # its own to_numpy would load pandas, 0.2 s
    return RepeatedTexts(different, np.concatenate(rows))


def _rows_with_something(columns: list[RepeatedTexts], text: bytes, start: int) -> Sequence[int] | None:
    """Indices of the rows that are not blank; None where a row is blank only in the columns read."""
    rows, first = len(columns[0]), columns[0]
    doubtful = np.flatnonzero(np.array([not cell for cell in first.different], dtype=np.bool_)[first.rows]).tolist()
    empty = {i for i in doubtful if not any(column[i] for column in columns)}
    if not empty:
        return range(rows)
    blank = len(_BLANK_ROW.findall(text, start - 1))
    return [i for i in range(rows) if i not in empty] if len(empty) == blank else None
