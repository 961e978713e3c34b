"""What leaves for a CSV reads back equal; what leaves for a page or a sheet can be shown."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.report import safe_cells
from matcher.report.safe_cells import LONGEST_CELL, csv_bytes, header_text, plain, tame, untamed, visible
from tests.report.hostile import NAMES

cells = st.text(st.characters(blacklist_categories=["Cs"]))


def read_back(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


@given(st.lists(st.tuples(cells, cells), max_size=6))
def test_csv_reads_back_equal(rows: list[tuple[str, str]]) -> None:
    assert read_back(csv_bytes(["a", "b"], rows)) == [["a", "b"], *map(list, rows)]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_read_back_equal(name: str) -> None:
    assert read_back(csv_bytes(["a", "b"], [(name, 1)]))[1] == [name, "1"]


def test_a_lone_surrogate_does_not_stop_a_file() -> None:
    assert plain("a\ud800b") == "a?b"
    assert csv_bytes(["a"], [["\ud800"]]) == b"a\n?\n"


def test_controls_are_shown_as_a_mark_and_line_breaks_stay() -> None:
    assert visible("a\x00\x1b[31mb\tc\nd") == "a��[31mb\tc\nd"


def test_a_cell_too_long_for_a_sheet_is_cut_visibly() -> None:
    assert len(visible("x" * 40_000)) == LONGEST_CELL
    assert visible("x" * 40_000).endswith("…")


def test_an_ampersand_in_a_printed_header_is_no_code() -> None:
    assert header_text("Trust &D & &[File]\nx") == "Trust &&D && &&[File] x"


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "''=1", "' =1"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_tamed_and_comes_back(text: str) -> None:
    assert tame(text) == f"'{text}"
    assert untamed(tame(text)) == text


@pytest.mark.parametrize("text", ["", "Oak", "O'Neill", "'tis", "St John's = good", "1-2"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert tame(text) == untamed(text) == text


def test_nothing_printable_is_a_control_character_or_a_surrogate() -> None:
    """Such text is not looked through: it is given as it is."""
    printable = "".join(filter(str.isprintable, map(chr, range(0x110000))))
    assert len(printable) > 100_000
    assert not safe_cells._CONTROLS.search(printable)
    assert printable.encode().decode() == printable
