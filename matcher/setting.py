"""How a setting of the policy is declared: its documentation, label, unit and bounds stand beside its field.

A field of the policy that a scenario may write is `Annotated` with a `Setting`, and its type says in which form the
value is written (`Pence`, `Metres`, `Whole` ...). `matcher.read` derives from this the models that validate YAML, the
JSON Schema and the reference; pages and sweeps take their labels from it. Nothing here validates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints


class Form(Enum):
    """How a value is written, where it needs no bounds of its own."""

    POUNDS = "pounds; whole pence in the policy"
    KILOMETRES = "kilometres; whole metres in the policy"
    SHARE = "a number from 0 to 1, or a fraction such as 1/9"
    DAY = "2022-12-31"
    TERM = "autumn-2022"
    TEXT = "text"
    NAME = "a short name, such as three-pots"
    SWITCH = "true or false"
    REGIONS = "`all`, or a list of regions"
    DAY_CHOICES = "a number of days, or a list of those that may be offered"
    IDS = "a list of ids"
    ROLES = "a list of roles that the programme knows, such as trust_ceo"
    WORK = "a number above 0"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`; `unit` is named in faults."""

    least: int
    most: int
    unit: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SomeOf:
    """A list of the names, none of them twice."""

    names: tuple[str, ...]
    may_be_empty: bool = False


Pence = Annotated[int, Form.POUNDS]
Metres = Annotated[int, Form.KILOMETRES]
Share = Annotated[Fraction, Form.SHARE]
Day = Annotated[date, Form.DAY]
Term = Annotated[str, Form.TERM]
Text = Annotated[str, Form.TEXT]
Name = Annotated[str, Form.NAME]
Switch = Annotated[bool, Form.SWITCH]
Regions = Annotated[frozenset[str] | None, Form.REGIONS]
DayChoices = Annotated[tuple[int, ...], Form.DAY_CHOICES]
Work = Annotated[float, Form.WORK]
Ids = Annotated[tuple[str, ...], Form.IDS]
Roles = Annotated[tuple[str, ...], Form.ROLES]
SEED = Whole(0, 2**31 - 1, "as a seed")
Seed = Annotated[int, SEED]


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What is said of one key of a scenario, once.

    text      its meaning, for the reference and the JSON Schema
    label     its short name, for sweeps and their charts; the key where empty
    key       the key as it is written, where the field's name is another (`max_travel_km` fills `max_travel_metres`)
    optional  whether it may be left out: the field's own default then holds. Any other key must be written,
              by the programme or by the scenario
    added     the day on which it joined, of a setting that older runs do not have: their sealed scenario may leave it
              out, and at its default, which is what the program did before, it leaves a run's id as it was
    written   the type as it is written, where that may be null and the field's may not: a null, as a key left out,
              leaves the field's own default
    phrase    a value in a phrase, with `{value}` in it; `values` are the phrases of single values, by their text
    plain     its name on the page of settings; `text` up to the first semicolon where empty
    before    of a section: what stands before its settings' names on the page of settings
    goal      of a goal's settings: the one goal that knows it
    least     of a list of sections: how many there must be
    position  the key before which a key of a subclass stands
    """

    text: str
    label: str = ""
    key: str = ""
    optional: bool = False
    added: str = ""
    written: Any = None
    phrase: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    plain: str = ""
    before: str = ""
    goal: str = ""
    least: int = 0
    position: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Keyed:
    """Marks a field that is a mapping, each entry of which a scenario writes as a key of its own."""

    entries: Mapping[str, Setting]


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """One key of a section: the field (and the entry of it, if it is a mapping) that it fills, its type and setting.

    `default` is the value of a key left out: MISSING where it must be written.
    """

    name: str
    key: str
    field: str
    entry: str
    kind: Any
    setting: Setting
    default: Any


@cache
def declared(section: type) -> tuple[Declared, ...]:
    """Every key of a section, in the order of its fields. A field without a setting cannot be written."""
    hints = get_type_hints(section, include_extras=True)
    keys = [one for f in fields(section) for one in _declared(f, hints[f.name])]
    for one in [one for one in keys if one.setting.position]:
        keys.remove(one)
        keys.insert([other.name for other in keys].index(one.setting.position), one)
    return tuple(keys)


def _declared(f: Field[Any], hint: Any) -> Iterator[Declared]:
    if get_origin(hint) is not Annotated:
        return
    base, *marks = get_args(hint)
    for mark in marks:
        if isinstance(mark, Setting):
            forms = [m for m in marks if not isinstance(m, Setting)]
            default = None if mark.written else _default(f) if mark.optional or mark.added else MISSING
            kind = mark.written or _with_form(base, forms)
            yield Declared(f.name, mark.key or f.name, f.name, "", kind, mark, default)
        elif isinstance(mark, Keyed):
            for entry, setting in mark.entries.items():
                key = setting.key or entry
                yield Declared(key, key, f.name, entry, get_args(base)[1], setting, MISSING)


def _with_form(base: Any, forms: list[Any]) -> Any:
    return Annotated[base, forms[0]] if forms else base


def as_hashed(section: Any) -> dict[str, Any]:
    """The fields of a section by name, without those that joined later and have their default or are provenance."""
    kind: type = type(section)
    added = {one.field for one in declared(kind) if one.setting.added}
    added |= {f.name for f in fields(section) if "added" in f.metadata}
    return {
        f.name: getattr(section, f.name)
        for f in fields(section)
        if "provenance" not in f.metadata and (f.name not in added or getattr(section, f.name) != _default(f))
    }


def _default(f: Field[Any]) -> Any:
    return f.default if f.default_factory is MISSING else f.default_factory()


@cache
def settings_by_key(section: type) -> Mapping[str, Setting]:
    """Every setting of a section and of the sections in it, by dotted key; of lists of sections the list alone."""
    result: dict[str, Setting] = {}
    for one in declared(section):
        result[one.key] = one.setting
        inner = next((k for k in (one.kind, *get_args(one.kind)) if isinstance(k, type) and is_dataclass(k)), None)
        if inner is not None and get_origin(one.kind) is not tuple:
            result |= {f"{one.key}.{below}": setting for below, setting in settings_by_key(inner).items()}
    return result
