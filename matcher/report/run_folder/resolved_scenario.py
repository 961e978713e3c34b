"""The resolved scenario as YAML, with the origin of each value as a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import yaml

_HEAD = "# What was really run. Beside each value: where it came from.\n"


def resolved_yaml(scenario: Mapping[str, Any], origins: Mapping[str, str]) -> str:
    return _HEAD + "".join(_mapping(scenario, "", 0, origins))


def _mapping(values: Mapping[str, Any], path: str, depth: int, origins: Mapping[str, str]) -> Iterator[str]:
    pad = "  " * depth
    for name, value in values.items():
        here = f"{path}.{name}" if path else str(name)
        if isinstance(value, Mapping) and value:
            yield f"{pad}{_scalar(str(name))}:{_origin(here, origins)}\n"
            yield from _mapping(value, here, depth + 1, origins)
        elif isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
            yield f"{pad}{_scalar(str(name))}:{_origin(here, origins)}\n"
            for place, item in enumerate(value):
                yield from _item(item, here, place, depth, origins)
        else:
            yield f"{pad}{_scalar(str(name))}: {_scalar(value)}{_origin(here, origins)}\n"


def _item(item: Any, path: str, place: int, depth: int, origins: Mapping[str, str]) -> Iterator[str]:
    """One item of a list; pots and the like are known by their name, the rest by their place."""
    pad = "  " * depth
    if not isinstance(item, Mapping) or not item:
        yield f"{pad}- {_scalar(item)}{_origin(f'{path}.{place}', origins)}\n"
        return
    lines = list(_mapping(item, f"{path}.{item.get('name', place)}", depth + 1, origins))
    yield f"{pad}- {lines[0].removeprefix(pad + '  ')}"
    yield from lines[1:]


def _scalar(value: Any) -> str:
    """One value on one line; strings are quoted where YAML would read another type."""
    flow = yaml.safe_dump(
        _plain(value), default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False
    )
    line = flow.removesuffix("\n").removesuffix("\n...")
    if "\n" not in line:
        return line
    return yaml.safe_dump(_plain(value), default_flow_style=True, default_style='"', width=float("inf")).strip()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(_plain(v) for v in value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, Fraction) else value


def _origin(path: str, origins: Mapping[str, str]) -> str:
    origin = origins.get(path, "")
    return f"  # {' '.join(origin.split())}" if origin else ""
