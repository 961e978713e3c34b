"""A scenario: read, merged with what it extends, validated, and converted to the policy of a run."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matcher.errors import Fault, InputFaults, raise_faults
from matcher.policy import Pair, Policy
from matcher.read.own_programmes.named_programme import Folders, named_programme
from matcher.read.parsing.personal_data import withhold_name
from matcher.read.parsing.spelling import closest_spelling
from matcher.read.parsing.yaml_marks import Mark, YamlNode, fault_at
from matcher.read.programmes import Programme
from matcher.read.scenarios.checks import data_faults, goals_twice, goals_unknown, year_faults
from matcher.read.scenarios.merge import blocks_of, entries, merge_layers, read_chain, with_change
from matcher.read.scenarios.paths import data_paths
from matcher.read.scenarios.policy_of_scenario import policy_of
from matcher.read.scenarios.pots import pot_faults
from matcher.read.scenarios.scenario_faults import find_node, keys_of, mark_at, pots_as_list, validated_model
from matcher.read.scenarios.schema.forecast import Forecast
from matcher.read.scenarios.schema.json_schema import json_schema
from matcher.read.scenarios.schema.scenario_model import SCENARIO, ScenarioModel
from matcher.read.scenarios.schema.sweep import DrawRequest, Sweep, plain_number, sweep_of, value_faults
from matcher.read.scenarios.show import leaves, lines
from matcher.wording.terms import speak

__all__ = [
    "DrawRequest",
    "Scenario",
    "Sweep",
    "check_ids",
    "expand_sweep",
    "json_schema",
    "load_scenario",
    "show_lines",
]

STUDY_KEYS = ("sweep", "draws", "forecast")  # many runs: no part of what one run is


@dataclass(frozen=True)
class Scenario:
    """A scenario read and checked. `data` holds absolute paths inside the project folder, by role.

    `resolved` is what the run obeys, as plain values one could write as YAML; `origins` says by dotted key where each
    came from: `file:line`, `programme NAME`, `sweep point` or `--set`. `previous` is also under `data`, for its reader.
    """

    name: str
    policy: Policy
    data: Mapping[str, Path | tuple[Path, ...]]
    resolved: Mapping[str, Any]
    origins: Mapping[str, str]
    sweep: Sweep | None = None
    draws: DrawRequest | None = None
    forecast: Forecast = field(default_factory=Forecast)
    previous: Path | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict, repr=False)


def load_scenario(
    path: Path,
    sets: Sequence[str] = (),
    blocks: Sequence[str] = (),
    project: Path | None = None,
    point: Mapping[str, Any] | None = None,
    matching: bool = True,
) -> Scenario:
    """Read a scenario and everything it extends. Raises InputFaults with every fault found.

    Without `matching` only who qualifies is asked: leaders and pots may be left out. From here on this thread calls
    people and schools what the scenario's programme calls them.
    `point` is one point of its sweep, as `expand_sweep` gives them: after the overrides and before the `sets`.
    """
    faults: list[Fault] = []
    home, within = path.absolute().parent.resolve(), (project or path.absolute().parent).resolve()
    chain, whole = _chain(path, within, faults)
    tree, base_programme = _merged(chain, blocks, point, sets, Folders(within, home), faults)
    data = data_paths(tree, within, home, faults)
    tree = _named(tree, path) if matching else _without_pots(_named(tree, path))
    model = validated_model(tree, faults, whole)
    sweep = sweep_of(tree, faults)
    if point is None:
        faults += value_faults(tree, sweep) if sweep else []
        faults += _faults_of_blocks(chain, tree, whole)
    if model is not None and whole:
        faults += [*data_faults(model, base_programme, tree, matching), *goals_twice(model, tree)]
        faults += year_faults(model, tree) if matching else []
        faults += goals_unknown(model, base_programme, tree)
        faults += pot_faults(model, base_programme, tree) if matching else []
    raise_faults(sorted(set(faults), key=_order))
    assert model is not None
    speak(base_programme.words)
    return _scenario(model, base_programme, tree, data, sweep)


def expand_sweep(
    path: Path,
    sets: Sequence[str] = (),
    blocks: Sequence[str] = (),
    project: Path | None = None,
) -> tuple[dict[str, Any], ...]:
    """Every point of the scenario's sweep, in order; one point without settings where it has no sweep."""
    sweep = load_scenario(path, sets, blocks, project).sweep
    return tuple(sweep.points()) if sweep else ({},)


def check_ids(
    scenario: Scenario, known_recipient_ids: Collection[str], known_leader_ids: Collection[str]
) -> list[Fault]:
    """A fault for each pin, forbid or yes whose recipient or leader is not in the data, each leader away or
    recipient with a decided wait who is not, and each school at its own level that is not, with the nearest id that is.
    """
    faults: list[Fault] = []
    written: dict[str, tuple[Pair, ...]] = {
        "pins": scenario.policy.pins,
        "forbid": scenario.policy.forbid,
        "yeses": scenario.policy.yeses,
    }
    for key, pairs in written.items():
        for i, pair in enumerate(pairs):
            where = f"{key}[{i}]"
            faults += _unknown_id(scenario, f"{where}.recipient", pair.recipient_id, known_recipient_ids)
            faults += _unknown_id(scenario, f"{where}.leader", pair.leader_id, known_leader_ids)
    for i, away in enumerate(scenario.policy.away):
        faults += _unknown_id(scenario, f"away[{i}].leader", away.leader_id, known_leader_ids)
    for i, wait in enumerate(scenario.policy.waits):
        faults += _unknown_id(scenario, f"waits[{i}].recipient", wait.recipient_id, known_recipient_ids)
    for urn in scenario.policy.eligibility.at_school_level:
        faults += _unknown_id(scenario, "eligibility.at_school_level", urn, known_recipient_ids)
    return faults


def show_lines(scenario: Scenario) -> list[str]:
    """Each value of the resolved scenario on one line, with where it came from."""
    return lines(scenario.resolved, scenario.origins)


def _chain(path: Path, within: Path, faults: list[Fault]) -> tuple[list[YamlNode], bool]:
    real = path.resolve()
    if not real.is_relative_to(within):
        hint = "Give `--project` a folder that holds it"
        raise InputFaults([Fault(path.name, None, "", "", "the scenario lies outside the project folder", hint)])
    if not real.is_file():
        raise InputFaults([Fault(path.name, None, "", "", "there is no scenario of this name")])
    return read_chain(real, within, faults)


def _merged(
    chain: Sequence[YamlNode],
    blocks: Sequence[str],
    point: Mapping[str, Any] | None,
    sets: Sequence[str],
    folders: Folders,
    faults: list[Fault],
) -> tuple[YamlNode, Programme]:
    """The merged tree, and the programme it stands on; the programme is known only once the files are merged."""
    alone = merge_layers(None, chain, blocks, point, sets, [])
    base_programme = named_programme(entries(alone).get("programme"), folders, faults)
    return merge_layers(base_programme.tree(), chain, blocks, point, sets, faults), base_programme


def _faults_of_blocks(chain: Sequence[YamlNode], tree: YamlNode, whole: bool) -> list[Fault]:
    """What is wrong in any block, chosen or not, each tried alone; a pot it misses may be another block's."""
    faults: list[Fault] = []
    for name, block in blocks_of(chain).items():
        validated_model(with_change(tree, block, f"blocks.{name}", []), faults, whole)
    return faults


def _named(tree: YamlNode, path: Path) -> YamlNode:
    """The tree with the file's own name where it gives none."""
    if "name" in entries(tree):
        return tree
    mark = Mark(path.name)
    return YamlNode({**entries(tree), "name": YamlNode(path.stem, mark, mark)}, tree.mark)


def _without_pots(tree: YamlNode) -> YamlNode:
    """The tree with no pot where it gives none."""
    if "pots" in entries(tree):
        return tree
    mark = Mark("no pots")
    return YamlNode({**entries(tree), "pots": YamlNode([], mark, mark)}, tree.mark)


def _scenario(
    model: ScenarioModel,
    base_programme: Programme,
    tree: YamlNode,
    data: dict[str, Path | tuple[Path, ...]],
    sweep: Sweep | None,
) -> Scenario:
    values = plain_number(pots_as_list(tree))
    resolved = {key: values[key] for key in keys_of(SCENARIO) if key in values and key not in STUDY_KEYS}
    marks = {key: _mark(tree, key) for key, _ in leaves(resolved)}
    previous = data.get("previous")
    draws = model.draws
    return Scenario(
        name=model.name,
        policy=policy_of(model, base_programme, tree),
        data=data,
        resolved=resolved,
        origins={key: str(mark) for key, mark in marks.items()},
        sweep=sweep,
        forecast=model.forecast or Forecast(),
        draws=DrawRequest(draws.number, draws.seed, _vary_section(values)) if draws else None,
        previous=previous if isinstance(previous, Path) else None,
        marks=marks | _id_marks(tree),
    )


def _vary_section(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What varies, as it was written; the model has found no fault with it."""
    return values["draws"].get("vary") or {}


def _mark(tree: YamlNode, key: str) -> Mark:
    node = find_node(tree, key.split("."))[1]
    return node.key_mark or node.mark


def _id_marks(tree: YamlNode) -> dict[str, Mark]:
    return {
        f"{key}[{i}].{who}": mark_at(tree, key, i, who)
        for key in ("pins", "forbid", "yeses", "away", "waits")
        for i in range(len(_items(entries(tree).get(key))))
        for who in ("recipient", "leader")
    }


def _items(node: YamlNode | None) -> list[YamlNode]:
    return node.value if node is not None and isinstance(node.value, list) else []


def _unknown_id(scenario: Scenario, where: str, id_given: str, known_ids: Collection[str]) -> list[Fault]:
    if id_given in known_ids:
        return []
    suggestion = closest_spelling(id_given, known_ids)
    hint = f"Did you mean `{suggestion}`?" if suggestion else ""
    return [
        fault_at(scenario.marks[where], where, "this id is nowhere in the data", hint, withhold_name(id_given, hint))
    ]


def _order(fault: Fault) -> tuple[str, int, int, str, str]:
    column = re.match(r"column ([0-9]+)", fault.column)
    return (fault.file, fault.row or 0, int(column[1]) if column else 0, fault.column, fault.message)
