"""A sweep as points, each a set of settings by dotted key; and the draws, checked but not drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from matcher.errors import Fault
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import YamlNode, dotted_key, fault_at, plain_value
from matcher.read.scenarios.merge import change_from_sweep_point, entries, with_change
from matcher.read.scenarios.scenario_faults import mark_at, validated_model

MOST_POINTS = 1_000_000
MOST_VALUES = 10_000
HOW = "how"


@dataclass(frozen=True, slots=True)
class Sweep:
    """Settings to try: every combination (`product`), or the first of each, then the second of each (`zip`)."""

    how: str
    axes: tuple[tuple[str, tuple[Any, ...]], ...]

    def __len__(self) -> int:
        sizes = [len(values) for _, values in self.axes]
        return prod(sizes) if self.how == "product" else min(sizes)

    def points(self) -> Iterator[dict[str, Any]]:
        keys = [key for key, _ in self.axes]
        values = [values for _, values in self.axes]
        for point in product(*values) if self.how == "product" else zip(*values, strict=True):
            yield dict(zip(keys, point, strict=True))


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """How many draws, from which seed, and what varies; `vary` is as it was written."""

    number: int
    seed: int
    vary: Mapping[str, Any] = field(default_factory=dict)


def sweep_of(tree: YamlNode, faults: list[Fault]) -> Sweep | None:
    """The sweep of a merged scenario, or None where it has none or it is at fault."""
    node = entries(tree).get("sweep")
    if node is None or node.value is None:
        return None
    before = len(faults)
    how = _how(node, faults)
    axes = [(key, _values(key, child, faults)) for key, child in entries(node).items() if key != HOW]
    if not axes and len(faults) == before:
        faults.append(fault_at(node.mark, "sweep", "is empty", "Name a setting and its values, or remove the sweep"))
    sizes = {len(values) for _, values in axes}
    if how == "zip" and len(sizes) > 1 and len(faults) == before:
        faults.append(fault_at(node.mark, "sweep", "zips lists of different lengths", "Give each the same number"))
    if len(faults) > before:
        return None
    sweep = Sweep(how, tuple(axes))
    if len(sweep) > MOST_POINTS:
        faults.append(fault_at(node.mark, "sweep", f"has {len(sweep):,} points, more than {MOST_POINTS:,}"))
    return sweep if len(faults) == before else None


def _how(node: YamlNode, faults: list[Fault]) -> str:
    how = entries(node).get(HOW)
    if how is None:
        return "product"
    if how.value not in ("product", "zip"):
        hint = did_you_mean(str(how.value), ("product", "zip"), "`")
        faults.append(fault_at(how.mark, "sweep.how", "is not one of the names known here", hint, str(how.value)[:80]))
    return str(how.value)


def _values(key: str, node: YamlNode, faults: list[Fault]) -> tuple[Any, ...]:
    path = dotted_key("sweep", key)
    if isinstance(node.value, list):
        if not node.value:
            faults.append(fault_at(node.mark, path, "is empty", "Write at least one value"))
        return tuple(plain_number(plain_value(child)) for child in node.value)
    span = plain_value(node)
    if not isinstance(span, dict) or set(span) != {"from", "to", "step"}:
        hint = "Write a list, or {from: 400_000, to: 800_000, step: 50_000}"
        faults.append(fault_at(node.mark, path, "is neither a list nor from, to and step", hint))
        return ()
    return _range(path, node, span, faults)


def _range(path: str, node: YamlNode, span: dict[str, Any], faults: list[Fault]) -> tuple[Any, ...]:
    if any(isinstance(v, bool) or not isinstance(v, int | Decimal) for v in span.values()):
        faults.append(fault_at(node.mark, path, "has a from, to or step that is not a number"))
        return ()
    first, last, step = Fraction(span["from"]), Fraction(span["to"]), Fraction(span["step"])
    if step <= 0 or last < first:
        message = "has a step that is not more than 0" if step <= 0 else "is empty: `to` is less than `from`"
        faults.append(fault_at(node.mark, path, message))
        return ()
    count = int((last - first) / step) + 1
    if count > MOST_VALUES:
        faults.append(fault_at(node.mark, path, f"has {count:,} values, more than {MOST_VALUES:,}"))
        return ()
    return tuple(plain_number(Decimal(span["from"]) + i * Decimal(span["step"])) for i in range(count))


def plain_number(value: Any) -> Any:
    """A number as YAML would read it back: whole where it is whole, else a float of the same digits."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dict):
        return {key: plain_number(child) for key, child in value.items()}
    return [plain_number(child) for child in value] if isinstance(value, list) else value


def value_faults(tree: YamlNode, sweep: Sweep, most: int = 200) -> list[Fault]:
    """Values of the sweep that the scenario could not take, each tried alone and told at its line in the sweep."""
    faults: list[Fault] = []
    for key, values in sweep.axes:
        mark, path = mark_at(tree, "sweep", key), dotted_key("sweep", key)
        for value in values[:most]:
            problems: list[Fault] = []
            validated_model(with_change(tree, change_from_sweep_point({key: value}), "sweep", problems), problems)
            # what is wrong without the sweep is told elsewhere
            faults += [
                fault_at(mark, path, f.message, f.suggestion, f.value or str(value)[:80])
                for f in problems
                if f.file == "sweep point"
            ]
    return list(dict.fromkeys(faults))
