"""The numbers, gates and citations of a programme's file: each names its source, and each fault its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from matcher.errors import Fault
from matcher.policy.programme import SignsGate
from matcher.read.own_programmes.programme_schema import ProgrammeIn
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import Mark, YamlNode, fault_at
from matcher.read.programmes import (
    ONE_VALUE,
    ProgrammeSetting,
    Source,
    setting_of,
)
from matcher.read.scenarios.scenario_faults import find_node, setting_paths
from matcher.rules.rulebooks import SHIPPED_GATES


def gates_of(
    model: ProgrammeIn, tree: YamlNode, known: Mapping[str, Source], faults: list[Fault]
) -> Iterator[str | SignsGate]:
    names = [gate if isinstance(gate, str) else gate.name for gate in model.gates]
    for i, gate in enumerate(model.gates):
        mark = find_node(tree, ("gates", i))[1].mark
        if names[i] in names[:i]:
            faults.append(fault_at(mark, f"gates[{i}]", "is listed twice", "Leave one of the two out", names[i][:80]))
        if isinstance(gate, str):
            if gate not in SHIPPED_GATES:
                hint = did_you_mean(gate, SHIPPED_GATES, "`")
                faults.append(fault_at(mark, f"gates[{i}]", "there is no gate of this name", hint, gate[:80]))
            yield gate
            continue
        made = gate.made()
        for source, clause in ((made.source, made.clause), *((s.source, s.clause) for s in made.signs)):
            faults += cited(source, clause, known, f"gates[{i}]", mark)
        yield made


def cited(source: str, clause: str, known: Mapping[str, Source], path: str, mark: Mark) -> list[Fault]:
    if source not in known:
        hint = did_you_mean(source, known, "`") or "List the document under `sources`"
        return [fault_at(mark, path, "cites a document that is not listed", hint, source[:80])]
    if clause not in known[source].clauses:
        hint = did_you_mean(clause, known[source].clauses, "`") or "Add the place to the document's `clauses`"
        return [fault_at(mark, path, f"cites a clause that {source} does not list", hint, clause[:80])]
    return []


def settings_of(
    node: YamlNode | None, path: str, known: Mapping[str, Source], faults: list[Fault]
) -> dict[str, ProgrammeSetting]:
    """Every value below, by dotted key; a mapping with `value` is one value."""
    result: dict[str, ProgrammeSetting] = {}
    if node is None or not isinstance(node.value, dict):
        return result
    for key, child in node.value.items():
        below = f"{path}.{key}"
        if not isinstance(child.value, dict):
            hint = "Write it as {value: ..., unit: ..., source: ..., clause: ..., date: ..., assumed: ..., impact: ...}"
            faults.append(fault_at(child.mark, below, "is a value without its source", hint))
        elif "value" not in child.value:
            result |= settings_of(child, below, known, faults)
        elif faulty := _incomplete(child, below):
            faults.append(faulty)
        else:
            result[below.partition(".")[2]] = one = setting_of(child.value)
            faults += cited(one.source, one.clause, known, below, child.mark)
    return result


def _incomplete(child: YamlNode, path: str) -> Fault | None:
    assert isinstance(child.value, dict)
    missing, strange = sorted(ONE_VALUE - child.value.keys()), sorted(child.value.keys() - ONE_VALUE)
    if missing:
        return fault_at(child.mark, path, f"lacks {', '.join(missing)}", "Every number names its source")
    if strange:
        return fault_at(child.mark, path, f"has {', '.join(strange)}, which no value has")
    return None


def unknown_keys(
    written: Mapping[str, ProgrammeSetting], node: YamlNode | None, gates: Collection[str | SignsGate]
) -> Iterator[Fault]:
    keys = {path for path in setting_paths() if not path.startswith("data.")} | {"priority", "goals"}
    for key in written:
        mark = find_node(node or YamlNode(None, written[key].value.mark), key.split("."))[1].mark
        if key not in keys:
            yield fault_at(mark, f"settings.{key}", "is not a setting known here", did_you_mean(key, keys, "`"))
        elif not is_read(key, gates):
            yield fault_at(mark, f"settings.{key}", "no gate of this programme reads this", "Leave it out")


def is_read(key: str, gates: Collection[str | SignsGate]) -> bool:
    """A switch of eligibility stands only where a gate asks for it."""
    if not key.startswith("eligibility."):
        return True
    read = {
        name for gate in gates if isinstance(gate, str) and gate in SHIPPED_GATES for name in SHIPPED_GATES[gate].reads
    }
    return key.removeprefix("eligibility.") in read
