"""Types of single scenario values: each is checked, and converted to whole units (pence, metres, days)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from rapidfuzz import fuzz, process

from matcher.domain import LEADER_ROLES, REGIONS

MOST = 10**12  # larger numbers are slips of the keyboard, and would not fit the solver's integers


def closest_spelling(name: str, names: Iterable[str]) -> str | None:
    """The most alike of the names (of equals the first), or None where none is at all alike."""
    match = process.extractOne(name.lower(), {n: n.lower() for n in names}, scorer=fuzz.ratio, score_cutoff=60)
    return str(match[2]) if match else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """What to write instead: the nearest name, or all of them where they are few."""
    options = list(names)
    suggestion = closest_spelling(name, options)
    if suggestion:
        return f"Did you mean `{suggestion}`?"
    return "Write one of " + ", ".join(f"`{n}`" for n in options) if 0 < len(options) <= 20 else ""


def invalid(message: str, hint: str = "", value: str = "") -> PydanticCustomError:
    """The error of an invalid value: what is wrong, what to write instead, and the value."""
    return PydanticCustomError("wrong", "{message}", {"message": message, "hint": hint, "value": value})


Schema = dict[str, Any]


@dataclass(frozen=True)
class ValueType:
    """A type of value: `check` validates and converts it, `schema` is its JSON Schema."""

    check: Callable[[Any], Any]
    schema: Schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        return dict(self.schema)

    def or_null(self) -> ValueType:
        return ValueType(lambda v: None if v is None else self.check(v), {"anyOf": [self.schema, {"type": "null"}]})


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise invalid("is not a number", "Write digits only, such as 646_225 or 0.5, without a unit or quotes")
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) > MOST:
        raise invalid("is too large a number")
    if number < 0:
        raise invalid("is negative", "Write nought or more")
    return number


def whole(least: int, most: int, unit: str) -> ValueType:
    def check(value: Any) -> int:
        number = _number(value)
        if number != int(number):
            raise invalid(f"is not a whole number of {unit}")
        if not least <= number <= most:
            raise invalid(f"is not from {least:,} to {most:,} {unit}")
        return int(number)

    return ValueType(check, {"type": "integer", "minimum": least, "maximum": most})


def _scaled(factor: int, message: str) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        scaled = Fraction(_number(value)) * factor
        if scaled.denominator != 1:
            raise invalid(message)
        return int(scaled)

    return check


def _positive(value: Any) -> float:
    number = _number(value)
    if not number:
        raise invalid("is nought", "Write more than nought")
    return float(number)


def _share(value: Any) -> Fraction:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}/[1-9][0-9]{0,8}", value, re.ASCII):
        share = Fraction(value)
    else:
        share = Fraction(_number(value))
    if share > 1:
        raise invalid("is more than 1", "Write a share as a number from 0 to 1, or as a fraction such as 1/9")
    return share


def _day(value: Any) -> date:
    """ISO, or dd/mm/yyyy or dd-mm-yyyy as text."""
    if isinstance(value, date):
        return value
    parts = re.fullmatch(r"([0-9]{2})([/-])([0-9]{2})\2([0-9]{4})", value, re.ASCII) if isinstance(value, str) else None
    try:
        if parts:
            return date(int(parts[4]), int(parts[3]), int(parts[1]))
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise invalid("is not a day", "Write it as 2022-12-31") from None


def _term(value: Any) -> str:
    if isinstance(value, str) and (not value or re.fullmatch(r"(autumn|spring|summer)-20[0-9]{2}", value, re.ASCII)):
        return value
    raise invalid("is not a term", "Write it as autumn-2022, spring-2023 or summer-2023")


def _text(value: Any) -> str:
    """Text; a number written without quotes is taken as it stands, so that ids need none."""
    if value is None or isinstance(value, bool | list | dict):
        raise invalid("is not text", "Put quotes round it")
    text = str(value).strip()
    if not text or len(text) > 500:
        raise invalid("is empty text" if not text else "is longer than 500 characters")
    return text


def _name(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", text, re.ASCII):
        raise invalid("is not a short name", "Use letters, digits, hyphens and underscores, such as three-pots")
    return text


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise invalid("is neither true nor false", "Write true or false")
    return value


def checked_name(value: Any, names: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in names:
        raise invalid("is not one of the names known here", did_you_mean(str(value)[:80], names), str(value)[:80])
    return value


def one_of(*names: str) -> ValueType:
    return ValueType(lambda value: checked_name(value, names), {"enum": list(names)})


def some_of(*names: str, may_be_empty: bool = False) -> ValueType:
    def check(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise invalid("is not a list", f"Write it as [{names[0]}]")
        if not value and not may_be_empty:
            raise invalid("is an empty list")
        several = tuple(checked_name(item, names) for item in value)
        if len(set(several)) < len(several):
            raise invalid("names something twice")
        return several

    least = 0 if may_be_empty else 1
    return ValueType(check, {"type": "array", "items": {"enum": list(names)}, "uniqueItems": True, "minItems": least})


def _regions(value: Any) -> frozenset[str] | None:
    if value == "all":
        return None
    if not isinstance(value, list) or not value:
        raise invalid("is neither `all` nor a list of regions", "Write it as [South West]")
    return frozenset(checked_name(item, REGIONS) for item in value)


def _files(value: Any) -> tuple[str, ...]:
    """One file or several."""
    return () if value is None else tuple(_text(item) for item in (value if isinstance(value, list) else [value]))


_days = whole(1, 366, "days")


def _day_choices(value: Any) -> tuple[int, ...]:
    """One number of days, or the several that may be offered."""
    items = value if isinstance(value, list) else [value]
    if not items:
        raise invalid("is an empty list", "Write it as [10], or [5, 10] where either may be offered")
    return tuple(sorted({_days.check(item) for item in items}))


MONEY = ValueType(
    _scaled(100, "has more than two decimals: pounds and pence only"),
    # an editor's YAML takes 646_225 for text
    {"anyOf": [{"type": "number", "minimum": 0, "multipleOf": 0.01}, {"type": "string", "pattern": "^[0-9_]+$"}]},
)
KM = ValueType(
    _scaled(1000, "has more than three decimals: kilometres and metres only"),
    {"type": "number", "minimum": 0, "multipleOf": 0.001},
)
SHARE = ValueType(
    _share,
    {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 1},
            {"type": "string", "pattern": "^[0-9]+/[1-9][0-9]*$", "examples": ["1/9"]},
        ]
    },
)
FILES = ValueType(_files, {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
REGION_LIST = {"type": "array", "items": {"enum": list(REGIONS)}, "minItems": 1}
DAY_LIST = {"type": "array", "items": _days.schema, "minItems": 1}

Pence = Annotated[int, MONEY]
PenceOrNull = Annotated[int | None, MONEY.or_null()]
Metres = Annotated[int, KM]
MetresOrNull = Annotated[int | None, KM.or_null()]
Share = Annotated[Fraction, SHARE]
ShareOrNull = Annotated[Fraction | None, SHARE.or_null()]
Day = Annotated[date, ValueType(_day, {"type": "string", "format": "date"})]
DayOrNull = Annotated[date | None, ValueType(_day, {"type": "string", "format": "date"}).or_null()]
Term = Annotated[
    str,
    ValueType(
        _term, {"type": "string", "pattern": "^((autumn|spring|summer)-20[0-9]{2})?$", "examples": ["autumn-2022"]}
    ),
]
Text = Annotated[str, ValueType(_text, {"type": ["string", "number"]})]
TextOrNull = Annotated[str | None, ValueType(_text, {"type": "string"}).or_null()]
Name = Annotated[
    str, ValueType(_name, {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$", "examples": ["three-pots"]})
]
Switch = Annotated[bool, ValueType(_switch, {"type": "boolean"})]
Regions = Annotated[frozenset[str] | None, ValueType(_regions, {"anyOf": [{"const": "all"}, REGION_LIST]})]
DayChoices = Annotated[tuple[int, ...], ValueType(_day_choices, {"anyOf": [_days.schema, DAY_LIST]})]
Work = Annotated[float, ValueType(_positive, {"type": "number", "exclusiveMinimum": 0})]
Seed = Annotated[int, whole(0, 2**31 - 1, "as a seed")]
Roles = Annotated[tuple[str, ...], some_of(*LEADER_ROLES)]
