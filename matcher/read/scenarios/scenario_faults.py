"""Faults of a merged scenario: each with its file and line, and the closest valid name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from matcher.errors import WITHHELD, Fault
from matcher.read.parsing.model_faults import wording
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import Mark, YamlNode, dotted_key, fault_at, plain_value
from matcher.read.scenarios.schema.declared_models import built, section_model
from matcher.read.scenarios.schema.scenario_model import SCENARIO, SCENARIO_FILE, ScenarioModel

Place = Sequence[str | int]


def pots_as_list(tree: YamlNode) -> dict[str, Any]:
    """The tree without marks, its pots as a list again."""
    result = plain_value(tree)
    assert isinstance(result, dict)
    if isinstance(result.get("pots"), dict):
        named = result["pots"].items()
        result["pots"] = [{**pot, "name": name} if isinstance(pot, dict) else pot for name, pot in named]
    return result


def validated_model(tree: YamlNode, faults: list[Fault], whole: bool = True) -> ScenarioModel | None:
    """The validated scenario, or None and its faults. Unless the tree is whole, nothing is called missing."""
    try:
        return built(ScenarioModel, SCENARIO.model_validate(pots_as_list(tree)))
    except ValidationError as error:
        errors = [one for one in error.errors(include_url=False) if whole or one["type"] != "missing"]
        faults += [_fault(tree, one) for one in errors]
        return None


def find_node(tree: YamlNode, place: Place) -> tuple[list[str | int], YamlNode, bool]:
    """The path with pots by name, the deepest node of the tree on that path, and whether it is the path's end."""
    steps: list[str | int] = []
    node = tree
    for step in place:
        children = node.value
        if steps == ["pots"] and isinstance(step, int) and isinstance(children, dict):
            step = list(children)[step]
        steps.append(step)
        if isinstance(children, dict) and step in children:
            node = children[str(step)]
        elif isinstance(children, list) and isinstance(step, int) and step < len(children):
            node = children[step]
        else:
            return steps, node, False
    return steps, node, True


def dotted(place: Place) -> str:
    path = ""
    for step in place:
        path = f"{path}[{step}]" if isinstance(step, int) else dotted_key(path, step)
    return path


def mark_at(tree: YamlNode, *place: str | int) -> Mark:
    """Where a place of the merged scenario was written, or the nearest thing above it."""
    return find_node(tree, place)[1].mark


def is_written(tree: YamlNode, *place: str | int) -> bool:
    """Whether the scenario or its programme says something there; a null says nothing."""
    _, node, exact = find_node(tree, place)
    return exact and node.value is not None


def _fault(tree: YamlNode, error: ErrorDetails) -> Fault:
    steps, node, exact = find_node(tree, error["loc"])
    path, kind = dotted(steps), error["type"]
    if kind == "extra_forbidden":
        return fault_at(node.key_mark or node.mark, path, "is not a key known here", _right_key(steps))
    message, hint, own_value = wording(error)
    if kind == "missing":
        hint = "Every scenario needs it" if len(steps) == 1 else ""
    value = (_value(steps, node) if exact else "") or own_value
    return fault_at(node.mark, path, message, hint, value)


def _value(place: Place, node: YamlNode) -> str:
    if node.value is None or isinstance(node.value, dict | list):
        return ""
    personal = place[0] in ("pins", "forbid", "yeses", "away", "waits") and place[-1] not in ("recipient", "leader")
    return WITHHELD if personal else str(node.value)[:80]


def _right_key(place: Place) -> str:
    """The nearest key: of the same mapping, or the same word where another mapping has it."""
    key = str(place[-1])
    if "." in key and len(place) == 1:
        return f"Write it under `override`, or as `{key.split('.')[0]}:` with the rest below it"
    elsewhere = [path for path in setting_paths() if path.split(".")[-1] == key]
    if elsewhere and place[0] not in ("draws", "forecast"):  # what is drawn has names of its own
        return f"Did you mean `{elsewhere[0]}`?"
    return did_you_mean(key, _keys_at(place[:-1]), "`")


def _keys_at(place: Place) -> list[str]:
    model: type[BaseModel] | None = SCENARIO_FILE
    for step in place[:1] if place[:1] == ["pots"] else place:
        if isinstance(step, str) and model is not None:
            model = _section(model, step)
    return keys_of(model) if model else []


def _section(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            return section_in(field.annotation)
    return None


def section_in(kind: Any) -> type[BaseModel] | None:
    """The section a field holds, be it optional or in a list."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if isinstance(kind, type) and is_dataclass(kind):
        return section_model(kind)
    return next((result for part in get_args(kind) if (result := section_in(part))), None)


def keys_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


# sections that are lists or of studies: their keys are no settings by themselves
LISTS = ("pots", "goals", "pins", "forbid", "yeses", "away", "waits", "draws", "forecast")


@cache
def setting_paths() -> list[str]:
    """Every key of a section, dotted."""
    paths = []
    for key in keys_of(SCENARIO):
        section = _section(SCENARIO, key)
        if section is not None and key not in LISTS:
            paths += [f"{key}.{path}" for path in _paths_in(section)]
    return paths


def _paths_in(section: type[BaseModel]) -> list[str]:
    """The keys of a section, and of the sections in it, dotted."""
    paths = []
    for key in keys_of(section):
        inner = _section(section, key)
        paths += [key] if inner is None else [f"{key}.{path}" for path in _paths_in(inner)]
    return paths
