"""The pydantic model of a section of the scenario, made from the policy's own declaration of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, is_dataclass
from fractions import Fraction
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import Field, GetCoreSchemaHandler, create_model
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from matcher import policy
from matcher.read.scenarios.schema.scenario_values import invalid, value_type
from matcher.read.scenarios.schema.section import Section
from matcher.setting import Declared, Form, declared

T = TypeVar("T")


def _fit_together(fit: policy.FitScale) -> None:
    if fit.distance + fit.needs + fit.phases + fit.faith > 1000:
        raise invalid("gives more than 1000 points together", "Fit is 0 to 1000: lower one of its parts")
    if not fit.reference_metres:
        raise invalid("has a reference_km of 0", "Write the distance at which nearness no longer counts")


def _pot_together(pot: policy.Pot) -> None:
    if pot.starts and pot.ends and pot.ends < pot.starts:
        raise invalid("ends before it starts")
    if pot.amount_pence is not None and sum(f.amount_pence for f in pot.fixed) > pot.amount_pence:
        raise invalid("has fixed costs greater than its amount")


def _goal_together(choice: policy.GoalChoice) -> None:
    for one in declared(policy.GoalChoice):
        is_set = getattr(choice, one.field) != one.default
        if is_set and one.setting.goal not in ("", choice.goal):
            raise invalid(f"has {one.key}, which only {one.setting.goal} knows")


def _goal_by_name(value: Any) -> Any:
    """A goal's name alone is the goal with nothing set."""
    return {"goal": value} if isinstance(value, str) else value


# whether the values of one section go together; a section that is not here has nothing to check
CHECKS: Mapping[type, Callable[[Any], None]] = {
    policy.FitScale: _fit_together,
    policy.Pot: _pot_together,
    policy.GoalChoice: _goal_together,
}
SHORT_FORMS: Mapping[type, Callable[[Any], Any]] = {policy.GoalChoice: _goal_by_name}
# names in the JSON Schema, where they are not the class's
NAMES: Mapping[type, str] = {
    policy.FitScale: "Fit",
    policy.FixedCost: "Fixed",
    policy.GoalChoice: "Goal",
    policy.Pinned: "Pin",
}


class _InSection:
    """Marks a dataclass that is read through its model: validated by it, then built from it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        build = partial(built, source)
        schema: CoreSchema = core_schema.no_info_after_validator_function(
            build, handler.generate_schema(section_model(source))
        )
        short = SHORT_FORMS.get(source)
        return core_schema.no_info_before_validator_function(short, schema) if short else schema


@cache
def section_model(kind: type) -> type[Section]:
    """The model that validates what a scenario writes for the dataclass."""
    keys: dict[str, Any] = {one.name: (written_type(one.kind), _field(one)) for one in declared(kind)}
    return create_model(NAMES.get(kind, kind.__name__), __base__=Section, **keys)


def _field(one: Declared) -> FieldInfo:
    more: dict[str, Any] = {} if one.key == one.name else {"alias": one.key}
    if one.default is not MISSING:
        more |= _default(one)
    if one.setting.least:
        more["min_length"] = one.setting.least
    info: FieldInfo = Field(description=one.setting.text, **more)
    return info


def _default(one: Declared) -> dict[str, Any]:
    """The default, which the JSON Schema shows in the unit that is written: pounds and not pence."""
    if is_dataclass(one.default):  # a section: what it stands for is in its own keys
        return {"default_factory": lambda: one.default}
    as_written = _in_written_unit(one.default, one.kind)
    if as_written != one.default or isinstance(one.default, Fraction):
        return {"default_factory": lambda: one.default, "json_schema_extra": {"default": as_written}}
    return {"default": list(one.default) if isinstance(one.default, tuple) else one.default}


def _in_written_unit(value: Any, kind: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    forms = [mark for part in (kind, *get_args(kind)) for mark in get_args(part)]
    per_unit = {Form.POUNDS: 100, Form.KILOMETRES: 1000}
    scale = next((per_unit[form] for form in forms if isinstance(form, Form) and form in per_unit), 1)
    return value if value is None or scale == 1 else value / scale


def written_type(kind: Any) -> Any:
    """The type that pydantic validates where the policy's field has this type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return Annotated[parts[0], value_type(parts[1])]
    if origin in (Union, UnionType) and NoneType in parts:
        inner = next(part for part in parts if part is not NoneType)
        if get_origin(inner) is Annotated:
            return Annotated[Any, value_type(get_args(inner)[1], or_null=True)]
        return written_type(inner) | None
    if origin is tuple and is_dataclass(parts[0]):
        return list[written_type(parts[0])]  # type: ignore[misc]
    return Annotated[kind, _InSection()] if isinstance(kind, type) and is_dataclass(kind) else kind


def built(kind: type[T], model: Section) -> T:
    """The dataclass with the values of its model. Raises the error of values that do not go together."""
    section: type = kind
    values: dict[str, Any] = {}
    for one in declared(section):
        value = getattr(model, one.name)
        if one.entry:
            values.setdefault(one.field, {})[one.entry] = value
        elif value is not None or one.setting.written is None:
            values[one.field] = tuple(value) if isinstance(value, list) else value
    result = kind(**values)
    if section in CHECKS:
        CHECKS[section](result)
    return result
