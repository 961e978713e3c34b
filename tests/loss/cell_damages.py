"""What tools and people do to one cell. A damage is one line: its name, the kinds of column it befalls, what it writes.

None says that the damage cannot befall this cell. Every damage either keeps what the cell means, or makes of it
something that cannot be meant: a change to another cell that could be meant is no damage that a reader can see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from matcher.read.parsing.values import day

Change = Callable[[str], str | None]

PUBLIC = ("urn", "uid", "laestab", "urn reference", "uid reference", "party")
REFERENCE = ("urn reference", "uid reference", "party", "own id reference")
OWN = ("own id reference",)
ANY_ID = (*PUBLIC, *OWN)
DATES = ("date", "date checked")
NUMBERS = ("number", "distance")  # a distance may have decimals
EVERY = (*ANY_ID, *DATES, *NUMBERS, "code", "word", "yes or no", "list", "grade")
LOOK_ALIKE = str.maketrans({"L": "\u216c", "P": "\u0420", "S": "\u0405", "0": "\u041e", "1": "\u217c"})
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

WORDS = {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Inadequate"}


@dataclass(frozen=True)
class CellDamage:
    name: str
    kinds: tuple[str, ...]
    change: Change


def if_digits(write: Change) -> Change:
    return lambda cell: write(cell) if cell.isascii() and cell.isdigit() else None


def if_date(write: Callable[[date], str | None]) -> Change:
    return lambda cell: write(day(cell))


def exponent(cell: str) -> str | None:
    digits = cell.rstrip("0")
    return f"{digits[0]}.{digits[1:] or '0'}E+{len(cell) - 1:02d}" if cell[0] != "0" else None


def rounded_exponent(cell: str) -> str | None:
    return f"{cell[0]}.{cell[1]}E+{len(cell) - 1:02d}" if len(cell) > 3 and cell[2:].strip("0") else None


def thousands(cell: str) -> str | None:
    return f"{int(cell):,}" if cell[0] != "0" and len(cell) > 3 else None


def american(when: date) -> str | None:
    return f"{when.month}/{when.day}/{when.year}" if when.day > 12 else None


def without_zeros(cell: str) -> str | None:
    return cell.lstrip("0") if cell.startswith("0") and cell.strip("0") else None


def with_commas(cell: str) -> str | None:
    return cell.replace(";", ", ") if ";" in cell else None


def other_case(cell: str) -> str | None:
    swapped = cell.swapcase()
    return swapped if swapped != cell else None


def look_alike(cell: str) -> str | None:
    alike = cell.translate(LOOK_ALIKE)
    return alike if alike != cell else None


def instead(value: str) -> Change:
    return lambda cell: value if cell != value else None


def changed(before: str, after: str) -> Change:
    return lambda cell: cell.replace(before, after) if before in cell else None


DAMAGES = (
    CellDamage("an id as a float", ANY_ID, if_digits(lambda cell: f"{cell}.0")),
    CellDamage("an id with thousands commas", ANY_ID, if_digits(thousands)),
    CellDamage("an id in exact exponents", PUBLIC, if_digits(exponent)),
    CellDamage("an id in rounded exponents", PUBLIC, if_digits(rounded_exponent)),
    CellDamage("a leading zero added", PUBLIC, if_digits(lambda cell: f"0{cell}")),
    CellDamage("leading zeros lost", OWN, without_zeros),
    CellDamage("a no-break space before", EVERY, lambda cell: f"\u00a0{cell}"),
    CellDamage("a no-break space within", PUBLIC, if_digits(lambda cell: f"{cell[:3]}\u00a0{cell[3:]}")),
    CellDamage("a zero-width space behind", EVERY, lambda cell: f"{cell}\u200b"),
    CellDamage("spaces around", EVERY, lambda cell: f"  {cell} "),
    CellDamage("full-width letters", (*PUBLIC, *OWN), lambda cell: cell.translate(FULL_WIDTH)),
    CellDamage("look-alike letters", OWN, look_alike),
    CellDamage("other capitals", OWN, other_case),
    CellDamage("an apostrophe before", EVERY, lambda cell: f"'{cell}"),
    CellDamage("a formula of text", ANY_ID, lambda cell: f'="{cell}"'),
    CellDamage("a letter O for a zero", ANY_ID, changed("0", "O")),
    CellDamage("words behind an id", ANY_ID, lambda cell: f"{cell} (see note)"),
    CellDamage("two ids in one cell", ANY_ID, lambda cell: f"{cell};{cell}"),
    CellDamage("Group ID for UID", ("uid reference",), if_digits(lambda cell: f"TR{cell}")),
    CellDamage("an id that is nowhere", ("urn reference", "uid reference"), if_digits(instead("789012"))),
    CellDamage("a party that is nowhere", ("party",), if_digits(instead("789012"))),
    CellDamage("a party's name that is nowhere", ("party",), lambda cell: None if cell.isdigit() else f"{cell} Xyz"),
    CellDamage("a person who is nowhere", OWN, instead("ZZ99")),
    *(
        CellDamage(f"the filler {filler!r}", EVERY, instead(filler))
        for filler in ("NA", "N/A", "n/a", "-", "nan", "None", "#N/A", "#REF!", "tbc", "unknown", "?")
    ),
    CellDamage("a date with a time of midnight", DATES, if_date(lambda d: f"{d.isoformat()} 00:00:00")),
    CellDamage("a date with a time and zone", DATES, if_date(lambda d: f"{d.isoformat()}T00:00:00Z")),
    CellDamage("a date as a serial number", DATES, if_date(lambda d: str((d - date(1899, 12, 30)).days))),
    CellDamage("a date in the American order", DATES, if_date(american)),
    CellDamage("a date with two digits of the year", DATES, if_date(lambda d: d.strftime("%d/%m/%y"))),
    CellDamage("a date with the month in words", DATES, if_date(lambda d: d.strftime("%d %b %Y"))),
    CellDamage("a date with dots", DATES, if_date(lambda d: d.strftime("%d.%m.%Y"))),
    CellDamage("a check in years to come", ("date checked",), if_date(lambda d: d.replace(year=2121).isoformat())),
    CellDamage("a number as a float", (*NUMBERS, "grade", "code"), if_digits(lambda cell: f"{cell}.0")),
    CellDamage("a number with thousands commas", NUMBERS, if_digits(thousands)),
    CellDamage("a number with its unit", NUMBERS, if_digits(lambda cell: f"{cell} days")),
    CellDamage("a negative number", NUMBERS, if_digits(lambda cell: f"-{cell}")),
    CellDamage("a decimal comma", NUMBERS, if_digits(lambda cell: f"{cell},5")),
    CellDamage("yes as a number", ("yes or no",), instead("1")),
    CellDamage("yes as a mark", ("yes or no",), instead("x")),
    CellDamage("a list parted by commas", ("list",), with_commas),
    CellDamage("a list parted by line breaks", ("list",), changed(";", "\n")),
    CellDamage("a list parted by strokes", ("list",), changed(";", "/")),
    CellDamage("a filler in a list", ("list",), lambda cell: f"{cell};NA"),
    CellDamage("a list that ends in a separator", ("list",), lambda cell: f"{cell};"),
    CellDamage("capitals throughout", ("word", "list", "yes or no"), lambda cell: cell.upper()),
    CellDamage("a word cut short", ("word",), lambda cell: cell[:2] if len(cell) > 3 else None),
    CellDamage("a grade in words", ("grade",), lambda cell: WORDS.get(cell)),
    CellDamage("a grade that is none", ("grade",), instead("7")),
)
