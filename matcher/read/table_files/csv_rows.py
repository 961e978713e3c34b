"""The rows of a CSV file, whatever its encoding, with bounded memory; an Unreadable error where it is not a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from matcher.read.parsing.unreadable import Unreadable

LONGEST_LINE = 1_000_000  # bytes; a row of 140 columns is under 10,000
# Copies saved again by others keep cp1252 punctuation as control characters U+0080 to U+009F.
LEFTOVERS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
} | {0xA0: " ", 0xFEFF: None}


def csv_rows(path: Path, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as a spreadsheet shows it. Raises Unreadable with the row to blame."""
    number = 0
    not_utf8: list[int] = []
    with path.open("rb") as file:
        rows = csv.reader(_lines(file, not_utf8), strict=True)
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as problem:
                raise _explained(problem, number) from None
            yield number, row
    if not_utf8:
        notes.append(f"{len(not_utf8)} lines are not UTF-8 and were read as cp1252, the first is line {not_utf8[0]}")


def tidy(cell: str) -> str:
    """Text without the traces of a lost encoding: an apostrophe lost inside a word comes back."""
    if cell.isascii():
        return cell.strip()
    cell = cell.translate(LEFTOVERS)
    if "\ufffd" in cell:
        parts = cell.split("\ufffd")
        cell = parts[0]
        for part in parts[1:]:
            cell += ("’" if cell[-1:].isalpha() else "") + part
    return cell.strip()


def _lines(file: BinaryIO, not_utf8: list[int]) -> Iterator[str]:
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if b"\0" in raw:
            raise Unreadable("holds NUL bytes, so it is no CSV in UTF-8", "Save it as 'CSV UTF-8'", number)
        if len(raw) == LONGEST_LINE:
            raise Unreadable("has a line of a million characters, so it is no table", "Export it again as CSV", number)
        yield _decoded(raw, number, not_utf8)


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
