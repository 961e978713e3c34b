"""The JSON Schema of a scenario file, made from the models, for editors that complete and underline."""

from __future__ import annotations

from typing import Any

from matcher.read.programmes import programme_names
from matcher.read.scenarios.schema.scenario_model import SCENARIO_FILE


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file, for editors that complete and underline."""
    schema = SCENARIO_FILE.model_json_schema()
    # any part may be left to the programme or to a base file; only a pin and a fixed cost stand alone
    for section in (schema, *(s for name, s in schema["$defs"].items() if name not in ("Pair", "Fixed", "Goal"))):
        section.pop("required", None)
    schema["properties"]["goals"]["items"] = {"anyOf": [_goal_names(schema), {"$ref": "#/$defs/Goal"}]}
    varied = schema["$defs"]["Vary"]["properties"]
    varied["demand"]["anyOf"].insert(0, {"enum": ["history"]})
    schema["properties"]["programme"]["anyOf"] = [{"enum": list(programme_names())}, {"pattern": "[.]ya?ml$"}]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "A matcher scenario"}


def _goal_names(schema: dict[str, Any]) -> dict[str, Any]:
    return {"enum": schema["$defs"]["Goal"]["properties"]["goal"]["enum"]}
