"""What the XML of a sheet tells of its cells beyond their values: errors, formulas without a value, merges, hiding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from matcher.read.parsing.unreadable import Unreadable

Cell = tuple[int, int]  # row and column, both from 1
ERROR = "#ERROR"  # stands where Excel shows #N/A, #REF! and the like
UNSAVED = "#UNSAVED"  # stands where a formula has no saved value
UNSEEN = (ERROR, UNSAVED)  # told of once, for the whole sheet; no reader of cells complains of them again

_ERROR = re.compile(rb'<c r="([A-Z]{1,4})([0-9]{1,9})"[^<>]*?\st="e"')
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,4})([0-9]{1,9})"([^<>]*)>\s*<f(?:\s[^<>]*?)?(?:/>|>[^<]*</f>)'
    rb"\s*(<v(?:\s[^<>]*)?(?:/>|>([^<]*)</v>))?"
)
_MERGE = re.compile(rb'<mergeCell\s[^<>]*?ref="([A-Z]{1,4})([0-9]{1,9}):([A-Z]{1,4})([0-9]{1,9})"')
_ROW = re.compile(rb"<row(\s[^<>]*)>")
_COLUMNS = re.compile(rb"<col(\s[^<>]*)>")
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_NUMBER = {name: re.compile(rb"\s" + name + rb'="([0-9]{1,9})"') for name in (b"r", b"min", b"max")}
WIDEST = 16_384  # columns of a sheet
MOST_MERGES = 10_000


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, first and last row and column included; only its first cell holds a value."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


@dataclass(slots=True)
class SheetMarks:
    """The cells of one sheet that do not read as they look.

    `unsaved`: formulas whose value was never saved, which read as empty. `zeros`: formulas with the saved value 0,
    which some programs write in place of a value that they cannot work out.
    """

    errors: set[Cell] = field(default_factory=set)
    unsaved: set[Cell] = field(default_factory=set)
    zeros: set[Cell] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def collect(self, piece: bytes) -> None:
        """Add what this piece of the sheet's XML tells; no cell and no tag is cut in two by it."""
        if b't="e"' in piece:
            self.errors.update((int(row), column_number(column)) for column, row in _ERROR.findall(piece))
        if b"<f" in piece:
            self._formulas(piece)
        if b"<mergeCell " in piece:
            self._merges(piece)
        if b'hidden="' in piece:
            self._hidden(piece)

    def _merges(self, piece: bytes) -> None:
        for left, top, right, bottom in _MERGE.findall(piece):
            self.merges.append(Merge(int(top), column_number(left), int(bottom), column_number(right)))
        if len(self.merges) > MOST_MERGES:
            raise Unreadable(f"has more than {MOST_MERGES:,} merged ranges", "Unmerge them and fill in each cell")

    def _formulas(self, piece: bytes) -> None:
        for column, row, attributes, saved, value in _FORMULA.findall(piece):
            cell = int(row), column_number(column)
            gives_empty_text = saved and b't="str"' in attributes
            if value == b"0":
                self.zeros.add(cell)
            elif not value and not gives_empty_text:
                self.unsaved.add(cell)

    def _hidden(self, piece: bytes) -> None:
        for attributes in filter(_hides, _ROW.findall(piece)):
            self.hidden_rows.add(_number(b"r", attributes))
        for attributes in filter(_hides, _COLUMNS.findall(piece)):
            first, last = _number(b"min", attributes), min(_number(b"max", attributes), WIDEST)
            self.hidden_columns.update(range(first, last + 1))


def _hides(attributes: bytes) -> bool:
    return _HIDDEN.search(attributes) is not None


def _number(name: bytes, attributes: bytes) -> int:
    match = _NUMBER[name].search(attributes)
    return int(match[1]) if match else 0


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
