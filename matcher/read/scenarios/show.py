"""A scenario as lines to read: every value, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.read.scenarios.assumptions import text_of


def leaves(resolved: Mapping[str, Any], path: str = "") -> list[tuple[str, Any]]:
    """Every value by dotted key; a pot's by the pot's name, any other list whole."""
    result: list[tuple[str, Any]] = []
    for key, value in resolved.items():
        below = f"{path}.{key}" if path else key
        if below == "pots":
            value = {pot["name"]: {k: v for k, v in pot.items() if k != "name"} for pot in value}
        result += leaves(value, below) if isinstance(value, Mapping) and value else [(below, value)]
    return result


def lines(resolved: Mapping[str, Any], origins: Mapping[str, str]) -> list[str]:
    entries = [(f"{key}: {text_of(value)}", origins[key]) for key, value in leaves(resolved)]
    width = min(64, max(len(text) for text, _ in entries))
    return [f"{text:<{width}}  # {origin}" for text, origin in entries]
