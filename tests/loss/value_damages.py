"""More of what tools and people do to one cell: other ids, days, numbers, answers, lists and grades."""

from __future__ import annotations

import unicodedata
from datetime import date

from tests.loss.cell_damages import (
    ANY_ID,
    DATES,
    EVERY,
    NUMBERS,
    OWN,
    PUBLIC,
    WORDS,
    CellDamage,
    changed,
    if_date,
    if_digits,
    instead,
)

NAMED = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "10": "ten", "20": "twenty"}
SHORT = {"1": "O", "2": "G", "3": "RI", "4": "I"}
REQUIRED_IDS = ("own id", "urn", "own id reference", "party")


def named_number(cell: str) -> str | None:
    return NAMED.get(cell)


def exponent(cell: str) -> str | None:
    digits = cell.rstrip("0")
    return f"{digits}e{len(cell) - len(digits)}" if digits and digits != cell else None


def impossible(when: date) -> str | None:
    return f"{when.year}-02-30"


def next_century(when: date) -> str:
    return when.replace(year=when.year + 200, day=1).isoformat()


def other_list(mark: str) -> CellDamage:
    return CellDamage(f"a list parted by {mark!r}", ("list",), changed(";", mark))


DAMAGES = (
    CellDamage("an id with a prefix", PUBLIC, if_digits(lambda cell: f"URN {cell}")),
    CellDamage("an id with a mark of number", PUBLIC, if_digits(lambda cell: f"#{cell}")),
    CellDamage("an id between quotation marks", ANY_ID, lambda cell: f'"{cell}"'),
    CellDamage("an id with a dash at its end", ANY_ID, lambda cell: f"{cell}-"),
    CellDamage("an id with a decimal", PUBLIC, if_digits(lambda cell: f"{cell}.5")),
    CellDamage("an id with its sign", PUBLIC, if_digits(lambda cell: f"+{cell}")),
    CellDamage("a negative id", PUBLIC, if_digits(lambda cell: f"-{cell}")),
    CellDamage("an id with a digit too many", PUBLIC, if_digits(lambda cell: f"{cell}00")),
    CellDamage("an id with a soft hyphen within", ANY_ID, lambda cell: f"{cell[:2]}\u00ad{cell[2:]}"),
    CellDamage("an id with a mark of direction", ANY_ID, lambda cell: f"\u200f{cell}"),
    CellDamage("Arabic digits", PUBLIC, if_digits(lambda cell: cell.translate({48 + i: 0x660 + i for i in range(10)}))),
    CellDamage("a line break behind", EVERY, lambda cell: f"{cell}\r\n"),
    CellDamage("a line break and a note behind", EVERY, lambda cell: f"{cell}\r\nsee e-mail"),
    CellDamage("a blank of HTML before", EVERY, lambda cell: f"&nbsp;{cell}"),
    CellDamage("a mark of a footnote behind", EVERY, lambda cell: f"{cell}*"),
    CellDamage("a mark of a question behind", EVERY, lambda cell: f"{cell}?"),
    CellDamage("struck out by hand", EVERY, lambda cell: f"({cell})"),
    CellDamage("an id in a name's place", ("own id reference",), lambda cell: f"Leader {cell}"),
    CellDamage("an id left out", REQUIRED_IDS, instead("")),
    CellDamage("an own id in another normal form", OWN, lambda cell: unicodedata.normalize("NFD", f"\u00e9{cell}")),
    *(CellDamage(f"the filler {filler!r}", EVERY, instead(filler)) for filler in (".", "xxx", "see notes")),
    CellDamage("the filler '0'", (*ANY_ID, *DATES, "word", "list"), instead("0")),
    CellDamage("a day as a compact number", DATES, if_date(lambda d: d.strftime("%Y%m%d"))),
    CellDamage(
        "a day as a serial number with decimals", DATES, if_date(lambda d: f"{(d - date(1899, 12, 30)).days}.0")
    ),
    CellDamage("a day by the calendar of 1904", DATES, if_date(lambda d: str((d - date(1904, 1, 1)).days))),
    CellDamage("a month without its day", DATES, if_date(lambda d: d.strftime("%Y-%m"))),
    CellDamage("a month in words without its day", DATES, if_date(lambda d: d.strftime("%b-%y"))),
    CellDamage("a year alone", DATES, if_date(lambda d: str(d.year))),
    CellDamage("a day that is none", DATES, if_date(impossible)),
    CellDamage("a day in another century", DATES, if_date(next_century)),
    CellDamage("a day with its weekday", DATES, if_date(lambda d: d.strftime("%a %d %B %Y"))),
    CellDamage("a day with the month first in words", DATES, if_date(lambda d: d.strftime("%B %d, %Y"))),
    CellDamage("a day with a time", DATES, if_date(lambda d: f"{d.isoformat()} 13:45:00")),
    CellDamage("two days", DATES, if_date(lambda d: f"{d.isoformat()} to {d.isoformat()}")),
    CellDamage("a number in words", NUMBERS, named_number),
    CellDamage("a number in exponents", NUMBERS, if_digits(exponent)),
    CellDamage("a number that is none", (*NUMBERS, "grade", "code"), instead("inf")),
    CellDamage("a number between brackets", NUMBERS, if_digits(lambda cell: f"({cell})")),
    CellDamage("a number as a percentage", NUMBERS, if_digits(lambda cell: f"{cell}%")),
    CellDamage("a number with a currency", NUMBERS, if_digits(lambda cell: f"\u20ac{cell}")),
    CellDamage("a number and a half", ("number",), if_digits(lambda cell: f"{cell}.5")),
    CellDamage("a number and a half in one mark", NUMBERS, if_digits(lambda cell: f"{cell}\u00bd")),
    CellDamage("a number with blanks within", NUMBERS, if_digits(lambda cell: " ".join(cell) if cell[1:] else None)),
    CellDamage("a span of numbers", NUMBERS, if_digits(lambda cell: f"{cell}-{int(cell) + 5}")),
    CellDamage("at most a number", NUMBERS, if_digits(lambda cell: f"<{cell}")),
    CellDamage("about a number", NUMBERS, if_digits(lambda cell: f"c. {cell}")),
    CellDamage("a number in wide digits", (*NUMBERS, "grade", "code"), if_digits(lambda cell: wide(cell))),
    CellDamage("a number beyond all bounds", NUMBERS, if_digits(lambda cell: f"{cell}{'0' * 12}")),
    *(
        CellDamage(f"yes as {word!r}", ("yes or no",), instead(word))
        for word in ("TRUE", "WAHR", "Ja", "Y", "\u2713", "ok")
    ),
    *(other_list(mark) for mark in (" and ", " & ", "|", "\uff1b", "\t", "  ")),
    CellDamage("a list in brackets", ("list",), lambda cell: str(cell.split(";"))),
    CellDamage("a list with a part twice", ("list",), lambda cell: f"{cell};{cell.split(';')[0]}"),
    CellDamage("a list with all but", ("list",), lambda cell: f"all but {cell}"),
    CellDamage("a word in the plural", ("word",), lambda cell: f"{cell}s"),
    CellDamage(
        "a word with a slip",
        ("word",),
        lambda cell: f"{cell[:-2]}{cell[-1]}{cell[-2]}" if len(set(cell[-2:])) > 1 else None,
    ),
    CellDamage("a word with another dash", ("word",), changed("-", "\u2013")),
    CellDamage("a word without its blanks", ("word",), changed(" ", "")),
    CellDamage("a grade with its word", ("grade",), lambda cell: f"{cell} - {WORDS[cell]}" if cell in WORDS else None),
    CellDamage("a grade in short", ("grade",), lambda cell: SHORT.get(cell)),
    CellDamage("a grade between two", ("grade",), if_digits(lambda cell: f"{cell}.5")),
)


def wide(cell: str) -> str:
    return cell.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
