"""YAML is read as people mean it, with marks, and nothing hostile gets far."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest

from matcher.errors import Fault
from matcher.read.parsing.yaml_marks import MOST_BYTES, Mark, plain_value, read_bytes, read_file, read_text
from tests.machine_speed import pace


def read(text: str) -> object:
    faults: list[Fault] = []
    tree = read_text(text, "a.yaml", faults)
    assert not faults, list(map(str, faults))
    assert tree is not None
    return plain_value(tree)


def only_fault(text: str) -> str:
    faults: list[Fault] = []
    read_text(text, "a.yaml", faults)
    assert len(faults) == 1, list(map(str, faults))
    return str(faults[0])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("0123456", "0123456"),
        ("12:30", "12:30"),
        ("1e5", "1e5"),
        ("0x10", "0x10"),
        (".inf", ".inf"),
        ("'646225'", "646225"),
        ("646_225", 646225),
        ("-5", -5),
        ("0.50", Decimal("0.50")),
        ("2022-12-31", date(2022, 12, 31)),
        ("31/12/2022", "31/12/2022"),
        ("true", True),
        ("~", None),
        ("", None),
    ],
)
def test_unquoted_text_means_what_a_person_means(written: str, meant: object) -> None:
    assert read(f"key: {written}") == {"key": meant}


def test_every_value_and_key_knows_its_line_and_column() -> None:
    tree = read_text("a:\n  b: [1, 2]\n", "a.yaml", [])
    assert tree is not None
    inner = tree.value["a"].value["b"]  # type: ignore[index, call-overload, union-attr]
    assert (inner.key_mark, inner.mark) == (Mark("a.yaml", 2, 3), Mark("a.yaml", 2, 6))
    assert inner.value[1].mark == Mark("a.yaml", 2, 10)


def test_a_duplicate_key_is_a_fault_that_names_the_first() -> None:
    said = only_fault("a: {b: 1, b: 2}")
    assert said == "a.yaml:1:column 11 a.b: is written twice; the first is at a.yaml:1. Keep one of them"


def test_a_day_that_is_not_in_the_calendar_is_a_fault() -> None:
    assert "is not a day of the calendar (found '2022-02-30')" in only_fault("a: 2022-02-30")


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!str", "!mine", "!!binary"])
def test_no_tag_is_ever_read(tag: str) -> None:
    assert "a tag (starting with `!`) is never read here" in only_fault(f"a: {tag} x")


def test_an_anchor_may_be_used_again() -> None:
    assert read("a: &a [1]\nb: *a") == {"a": [1], "b": [1]}


def test_an_alias_inside_itself_is_refused() -> None:
    assert "stands for nothing written before it" in only_fault("a: &a [*a]")


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    assert "holds more than 20,000 values" in only_fault("\n".join(lines))


def test_aliases_do_not_get_round_the_limit_on_depth() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} {'[' * 40}*a{i - 1}{']' * 40}" for i in range(1, 20)]
    assert "is nested deeper than 50 levels" in only_fault("\n".join(lines))


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "[\n", "? "])
def test_depth_of_100000_is_refused_at_once(opening: str) -> None:
    began = process_time()
    only_fault(opening * 100_000)
    assert process_time() - began < 2 * pace()


@pytest.mark.parametrize(
    "text",
    [
        "- a\n" * 60_000,
        "[" + "a," * 120_000 + "]",
        "a: " + "x " * 120_000,
        "\n" * 249_000 + "a: 1",
        "a: |\n" + " x\n" * 80_000,
    ],
    ids=["long list", "long flow list", "many words", "many lines", "long block"],
)
def test_the_largest_file_allowed_is_read_or_refused_in_two_seconds(text: str) -> None:
    began = process_time()
    read_text(text, "a.yaml", [])
    assert process_time() - began < 2 * pace()


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as handle:
        handle.truncate(50_000_000)
    faults: list[Fault] = []
    assert read_file(path, "big.yaml", faults) is None
    assert f"is larger than {MOST_BYTES:,} bytes" in str(faults[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: x\0y", "a.yaml:1:column 5: the character U+0000 may not stand in a scenario"),
        ("a: 1\nb: \x1b[2J", "a.yaml:2:column 4: the character U+001B may not stand in a scenario"),
        ("a:\n\tb: 1", "a.yaml:2:column 1: a tab stands where YAML needs spaces. Indent with spaces"),
        ("a: [1, 2", "is not YAML"),
        ("a: 1\n---\nb: 2", "a.yaml:3:column 1: a second document starts here"),
        ("? [a]\n: 1", "a key must be plain text"),
        ("", "a.yaml: is empty"),
        ("# only a comment", "a.yaml: is empty"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, said: str) -> None:
    assert said in only_fault(text)


def test_a_byte_order_mark_is_no_matter() -> None:
    tree = read_bytes("\ufeffa: 1".encode(), "a.yaml", [])
    assert tree is not None
    assert plain_value(tree) == {"a": 1}


@pytest.mark.parametrize("raw", [b"a: 1\nb: caf\xe9", "a: 1".encode("utf-16")])
def test_text_that_is_not_utf8_is_refused(raw: bytes) -> None:
    faults: list[Fault] = []
    assert read_bytes(raw, "a.yaml", faults) is None
    assert "is not UTF-8 text" in str(faults[0])


def test_a_key_with_control_marks_is_shown_escaped() -> None:
    assert "\u202e" not in only_fault('"a\u202eb": 1\n"a\u202eb": 2')
