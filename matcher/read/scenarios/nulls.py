"""A null in a scenario file: a value of its own where the setting takes one, else the removal of what is inherited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from matcher.read.scenarios.schema.scenario_model import SCENARIO_FILE

POTS = "pots"


def null_is_a_value(path: tuple[str, ...]) -> bool:
    """Whether the setting at this path (pots by name) may be null: `rules.max_travel_km` (no limit) may.

    A path that leads to no setting is answered yes: its null stays, and is refused by name.
    """
    schema: Mapping[str, Any] | None = _schema()
    for k, step in enumerate(path):
        if path[0] == POTS and k == 1:  # the name of a pot: `pots.offer: null` drops it
            schema = _resolved(schema["items"]) if schema else None
            if len(path) == 2:
                return False
        else:
            schema = _property(schema, step)
    return schema is None or _takes_null(schema)


@cache
def _schema() -> dict[str, Any]:
    return SCENARIO_FILE.model_json_schema()


def _property(schema: Mapping[str, Any] | None, key: str) -> Mapping[str, Any] | None:
    """The schema of a key of a section, of an optional one too; None where it has none of this name."""
    for part in _alternatives(schema or {}):
        if key in part.get("properties", {}):
            return _resolved(part["properties"][key])
    return None


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return _schema()["$defs"][name] if name else schema


def _alternatives(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [_resolved(part) for part in schema.get("anyOf", (schema,))]


def _takes_null(schema: Mapping[str, Any]) -> bool:
    return any(part.get("type") == "null" for part in _alternatives(schema))
