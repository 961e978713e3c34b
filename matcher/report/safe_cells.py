"""Escaping of every value written to a CSV, a workbook or a page: no formulas, no control characters."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

LONGEST_CELL = 32_767  # what a spreadsheet cell holds
# XML has no place for these, nor has a reader's eye
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def plain(value: object) -> str:
    """Text that any file can hold: a lone surrogate becomes a question mark."""
    text = "" if value is None else str(value)
    if text.isascii():  # as nearly all are: a sixth of the time
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def visible(value: object) -> str:
    """Text for a page or a sheet: control characters become the replacement mark, and it fits a spreadsheet cell."""
    text = plain(value)
    if not text.isprintable():  # of what is printable nothing is a control character
        text = _CONTROLS.sub("\ufffd", text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tame(value: object) -> str:
    """Text of a table that people open: a spreadsheet takes none of it for a formula. An apostrophe is put before
    what begins like one, also behind spaces or apostrophes, so that `untamed` gives the text back."""
    text = plain(value)
    return f"'{text}" if text.lstrip(" '").startswith(_FORMULA) else text


def untamed(text: str) -> str:
    """The text before `tame`."""
    return text[1:] if text.startswith("'") and text.lstrip(" '").startswith(_FORMULA) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table that reads back equal, whatever the cells hold. It is for programs: cells are written as they are."""
    all_rows = list(rows)
    text = _csv(header, all_rows, csv.QUOTE_MINIMAL)
    if "\r" in text:  # the minimal form leaves a lone carriage return bare, and readers take it for a new row
        text = _csv(header, all_rows, csv.QUOTE_ALL)
    return text.encode("utf-8", "replace")


def _csv(header: Sequence[str], rows: list[Sequence[Any]], quoting: Any) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=quoting)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def write_text(sheet: Any, row: int, column: int, value: object, style: Any) -> None:
    """Text into a sheet as text: `write_string` makes neither formula nor link of it, whatever it begins with."""
    text = visible(value)
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def write_number(sheet: Any, row: int, column: int, value: float, style: Any) -> None:
    sheet.write_number(row, column, value, style)


def header_text(value: object) -> str:
    """Text for a sheet's printed header or footer, where `&` begins a code."""
    return visible(value).replace("&", "&&").replace("\n", " ")[:200]
