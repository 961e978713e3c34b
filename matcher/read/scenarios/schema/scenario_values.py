"""Types of single scenario values: each is checked, and converted to whole units (pence, metres, days).

YAML has typed the values already; what they may look like is said in `matcher.read.parsing.values`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from matcher.domain import LEADER_ROLES, REGIONS
from matcher.read.parsing import values
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.unreadable import Unreadable
from matcher.setting import SEED, Form, OneOf, SomeOf, Whole

MOST = 10**12  # larger numbers are slips of the keyboard, and would not fit the solver's integers


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
        return core_schema.no_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        return dict(self.schema)

    def _validated(self, value: Any) -> Any:
        try:
            return self.check(value)
        except Unreadable as problem:
            raise invalid(problem.message, problem.suggestion) from None

    def or_null(self) -> ValueType:
        return ValueType(lambda v: None if v is None else self.check(v), {"anyOf": [self.schema, {"type": "null"}]})


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise invalid("is not a number", "Write digits only, such as 646_225 or 0.5, without a unit or quotes")
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) > MOST:
        raise invalid("is too large a number")
    if number < 0:
        raise values.negative()
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


def _positive(value: Any) -> float:
    number = _number(value)
    if not number:
        raise invalid("is 0", "Write more than 0")
    return float(number)


def _share(value: Any) -> Fraction:
    part = values.fraction(value) if isinstance(value, str) else None
    return values.share(Fraction(_number(value)) if part is None else part)


def _day(value: Any) -> date:
    """A date of YAML's own, or text in one of the forms that a table may have too."""
    return values.likely_day(value) if isinstance(value, date) else values.day(value if isinstance(value, str) else "")


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
        raise invalid("is not one of the names known here", did_you_mean(str(value)[:80], names, "`"), str(value)[:80])
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


def _ids(value: Any) -> tuple[str, ...]:
    """In order and each once; a number written without quotes is taken as it stands."""
    if not isinstance(value, list):
        raise invalid("is not a list", "Write it as [100001, 100002]")
    several = tuple(sorted(_text(item) for item in value))
    if len(set(several)) < len(several):
        raise invalid("names something twice")
    return several


def _roles(value: Any) -> tuple[str, ...]:
    """Which roles there are is the programme's to say; it is asked once the scenario is whole."""
    if not isinstance(value, list):
        raise invalid("is not a list", f"Write it as [{LEADER_ROLES[0]}]")
    if not value:
        raise invalid("is an empty list")
    several = tuple(_name(item) for item in value)
    if len(set(several)) < len(several):
        raise invalid("names something twice")
    return several


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
    lambda value: values.pence(_number(value)),
    # an editor's YAML takes 646_225 for text
    {"anyOf": [{"type": "number", "minimum": 0, "multipleOf": 0.01}, {"type": "string", "pattern": "^[0-9_]+$"}]},
)
KM = ValueType(
    lambda value: values.metres(_number(value)),
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

NUMBER = ValueType(lambda value: Fraction(_number(value)), {"type": "number", "minimum": 0})
DAY = ValueType(_day, {"type": "string", "format": "date"})
TEXT = ValueType(_text, {"type": ["string", "number"]})
TEXT_OR_NULL = ValueType(_text, {"type": "string"}).or_null()
TextOrNull = Annotated[str | None, TEXT_OR_NULL]

FORMS: Mapping[Form, ValueType] = {
    Form.POUNDS: MONEY,
    Form.KILOMETRES: KM,
    Form.SHARE: SHARE,
    Form.DAY: DAY,
    Form.TERM: ValueType(
        _term, {"type": "string", "pattern": "^((autumn|spring|summer)-20[0-9]{2})?$", "examples": ["autumn-2022"]}
    ),
    Form.TEXT: TEXT,
    Form.NAME: ValueType(
        _name, {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$", "examples": ["three-pots"]}
    ),
    Form.SWITCH: ValueType(_switch, {"type": "boolean"}),
    Form.REGIONS: ValueType(_regions, {"anyOf": [{"const": "all"}, REGION_LIST]}),
    Form.DAY_CHOICES: ValueType(_day_choices, {"anyOf": [_days.schema, DAY_LIST]}),
    Form.IDS: ValueType(_ids, {"type": "array", "items": {"type": ["string", "number"]}, "uniqueItems": True}),
    Form.ROLES: ValueType(
        _roles,
        {
            "type": "array",
            "items": {"anyOf": [{"enum": list(LEADER_ROLES)}, {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}]},
            "uniqueItems": True,
            "minItems": 1,
        },
    ),
    Form.WORK: ValueType(_positive, {"type": "number", "exclusiveMinimum": 0}),
}


def value_type(form: Form | Whole | OneOf | SomeOf, or_null: bool = False) -> ValueType:
    """How a value declared in this form is checked and converted."""
    if or_null:
        return TEXT_OR_NULL if form is Form.TEXT else value_type(form).or_null()
    if isinstance(form, Form):
        return FORMS[form]
    if isinstance(form, Whole):
        return whole(form.least, form.most, form.unit)
    if isinstance(form, OneOf):
        return one_of(*form.names)
    return some_of(*form.names, may_be_empty=form.may_be_empty)


Seed = Annotated[int, value_type(SEED)]
