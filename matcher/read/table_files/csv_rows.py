"""The rows of a CSV file, whatever its encoding, with bounded memory; an Unreadable error where it is not a table."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from matcher.read.parsing.unreadable import Unreadable

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_DECLARED = re.compile(r"sep=(.)\s*")  # a first line that some programs write to tell Excel the separator
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.000)+")  # where commas stand for decimals, points part thousands
LONGEST_LINE = 1_000_000  # bytes; a row of 140 columns is under 10,000
# Copies saved again by others keep cp1252 punctuation as control characters U+0080 to U+009F.
LEFTOVERS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
} | {0xA0: " ", 0xFEFF: None}


def csv_rows(path: Path, notes: list[str], separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as a spreadsheet shows it. Raises Unreadable with the row to blame."""
    number = 0
    not_utf8: list[int] = []
    with path.open("rb") as file:
        rows = csv.reader(_lines(file, not_utf8, notes), strict=True, delimiter=separator)
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as problem:
                raise _explained(problem, number) from None
            if separator != ",":
                _refuse_thousands(row, number)
            yield number, row
    if not_utf8:
        notes.append(f"{len(not_utf8)} lines are not UTF-8 and were read as cp1252, the first is line {not_utf8[0]}")


def separator_of(path: Path, is_header: Callable[[list[str]], bool], within: int, notes: list[str]) -> str:
    """What parts the columns: commas, unless only with another mark one of the first rows (`within`) is the header."""
    with path.open("rb") as file:
        lines = list(islice(_lines(file, [], []), within))
    declared = _DECLARED.fullmatch(lines[0]) if lines else None
    if declared and declared[1] in SEPARATORS:
        return declared[1]
    for mark, what in SEPARATORS.items():
        if any(is_header(row) for row in _parted(lines, mark)):
            if mark != ",":
                notes.append(f"its columns are separated by {what}, and were read so")
            return mark
    return ","


def _parted(lines: list[str], mark: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=mark)
    except csv.Error:  # the reader of all rows says what is wrong
        return


def _refuse_thousands(row: list[str], number: int) -> None:
    wrong = next((cell for cell in row if _THOUSANDS.fullmatch(cell.strip())), None)
    if wrong is not None:
        message = f"has the number {wrong.strip()!r}, whose point may part thousands or decimals"
        raise Unreadable(message, "Write its digits only", number)


def tidy(cell: str) -> str:
    """Text without the traces of a lost encoding: an apostrophe lost inside a word, or read as cp1252, comes back."""
    if cell.isascii():
        return cell.strip()
    cell = _as_utf8(cell).translate(LEFTOVERS)
    if "\ufffd" in cell:
        parts = cell.split("\ufffd")
        cell = parts[0]
        for part in parts[1:]:
            cell += ("’" if cell[-1:].isalpha() else "") + part
    return cell.strip()


def _as_utf8(cell: str) -> str:
    """Text in UTF-8 that somebody took for cp1252 and saved again; any other text is hardly ever UTF-8 by chance."""
    if cell.isascii() or not any(mark in cell for mark in "ÂÃâ"):
        return cell
    try:
        return cell.encode("cp1252").decode()
    except UnicodeError:  # it is what it looks like
        return cell


def _lines(file: BinaryIO, not_utf8: list[int], notes: list[str]) -> Iterator[str]:
    if _is_utf16(file):
        notes.append("it is in UTF-16, and was read so")
        yield from _utf16_lines(file)
        return
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if b"\0" in raw:
            raise Unreadable("holds NUL bytes, so it is no CSV in UTF-8", "Save it as 'CSV UTF-8'", number)
        if len(raw) == LONGEST_LINE:
            raise _too_long(number)
        yield _decoded(raw, number, not_utf8)


def _is_utf16(file: BinaryIO) -> bool:
    """Whether the file says by its first bytes that it is in UTF-16, as Excel's 'Unicode Text' is."""
    first = file.read(4)
    file.seek(0)
    return first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and not first.startswith(BOM_UTF32_LE)


def _utf16_lines(file: BinaryIO) -> Iterator[str]:
    text = io.TextIOWrapper(file, encoding="utf-16", newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if "\0" in line:
                raise Unreadable("holds NUL characters, so it is no table", "Save it as 'CSV UTF-8'", number)
            if len(line) == LONGEST_LINE:
                raise _too_long(number)
            yield line
    except UnicodeDecodeError:
        raise Unreadable("is cut short, or is no UTF-16", "Save it as 'CSV UTF-8'", number + 1) from None
    finally:
        text.detach()


def _too_long(number: int) -> Unreadable:
    return Unreadable("has a line of a million characters, so it is no table", "Export it again as CSV", number)


def _decoded(raw: bytes, number: int, not_utf8: list[int]) -> str:
    """Line by line, because a file pasted together from two sources mixes encodings."""
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        not_utf8.append(number)
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable("is neither UTF-8 nor cp1252", "Save it as 'CSV UTF-8'", number) from None


def _explained(problem: csv.Error, number: int) -> Unreadable:
    message = str(problem)
    if "field larger" in message or "unexpected end" in message:
        return Unreadable("opens a quotation mark that is never closed", 'Close it, or write it twice ("")', number)
    if "expected after" in message:
        return Unreadable("has text after a closing quotation mark", 'Write a quotation mark inside as ""', number)
    return Unreadable("has a line that is no CSV", "Save it again as 'CSV UTF-8'", number)
