"""The tables of the scenario reference, made from the models, so that the page cannot fall behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from matcher.read.parsing.yaml_marks import plain_value
from matcher.read.programmes import ProgrammeSetting, programme
from matcher.read.scenarios.assumptions import text_of
from matcher.read.scenarios.scenario_faults import keys_of, section_in
from matcher.read.scenarios.schema.json_schema import json_schema
from matcher.read.scenarios.schema.scenario_model import SCENARIO_FILE

Settings = Mapping[str, ProgrammeSetting]
DEFAULTS = "tsio-2022-23"


def reference() -> str:
    """One table of the keys at the top, then one for each section, in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    schema, settings = json_schema(), programme(DEFAULTS).settings
    yield "## Keys at the top"
    yield from _table(SCENARIO_FILE, schema["properties"], "", settings)
    for name, field in SCENARIO_FILE.model_fields.items():
        section, key = section_in(field.annotation), field.alias or name
        if section is not None and key not in ("forbid", "yeses"):
            yield ""
            yield f"## `{key}`" + (", `forbid` and `yeses`" if key == "pins" else "")
            yield from _table(section, schema["$defs"][section.__name__]["properties"], f"{key}.", settings)
            yield from _tables_within(section, schema, key, settings)


def _tables_within(section: type[BaseModel], schema: dict[str, Any], above: str, settings: Settings) -> Iterator[str]:
    for name, field in section.model_fields.items():
        within = section_in(field.annotation)
        if within is not None:
            yield ""
            yield f"### `{above}` … `{name}`"
            yield from _table(within, schema["$defs"][within.__name__]["properties"], f"{above}.{name}.", settings)
            yield from _tables_within(within, schema, f"{above}.{name}", settings)


def _table(model: type[BaseModel], properties: dict[str, Any], above: str, settings: Settings) -> Iterator[str]:
    yield ""
    yield f"| key | may be | meaning | {DEFAULTS} |"
    yield "|---|---|---|---|"
    for key in keys_of(model):
        entry, setting = properties[key], settings.get(f"{above}{key}")
        value = f"`{text_of(plain_value(setting.value))}`" if setting else ""
        yield f"| `{key}` | {may_be(entry)} | {entry.get('description', '')} | {value} |"


def may_be(entry: dict[str, Any]) -> str:
    """What a schema allows, in a few words."""
    if "anyOf" in entry:
        return " or ".join(dict.fromkeys(may_be(part) for part in entry["anyOf"]))
    if "const" in entry:
        return f"`{entry['const']}`"
    if "enum" in entry:
        return " ".join(f"`{name}`" for name in entry["enum"])
    if "$ref" in entry:
        return "a mapping, below"
    kind = entry.get("type")
    if kind == "array":
        return f"list of: {may_be(entry['items'])}" if entry.get("items") else "list"
    if kind == "object":
        return "mapping"
    return _plain_kind(entry, kind)


def _plain_kind(entry: dict[str, Any], kind: Any) -> str:
    words = {"boolean": "`true` `false`", "null": "`null`", "integer": "whole number", "number": "number"}
    if entry.get("format") == "date":
        return "day"
    if "pattern" in entry:
        return f"text such as `{entry.get('examples', ['646_225'])[0]}`"
    words_for_kind = words.get(str(kind), "text")
    if kind in ("integer", "number") and "maximum" in entry and entry["maximum"] < 10**6:
        return f"{words_for_kind}, {entry['minimum']} to {entry['maximum']}"
    return words_for_kind
