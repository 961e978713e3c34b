"""Merges the layers of a scenario: later values win, mappings merge, lists replace, pots merge by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from matcher.errors import Fault
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import Mark, YamlNode, dotted_key, fault_at, read_file, read_text, with_mark
from matcher.read.scenarios.nulls import null_is_a_value
from matcher.read.scenarios.paths import UnusablePath, resolve_inside

SET = Mark("--set")
POINT = Mark("sweep point")
LONGEST_CHAIN = 20
DEEPEST_KEY = 5
STRUCTURE = ("extends", "blocks", "override")  # keys that say how to merge; none is left afterwards


def entries(node: YamlNode | None) -> dict[str, YamlNode]:
    """The mapping's entries; none where it is no mapping."""
    return node.value if node is not None and isinstance(node.value, dict) else {}


def merge(old: YamlNode | None, new: YamlNode) -> YamlNode:
    if old is None or not isinstance(old.value, dict) or not isinstance(new.value, dict):
        return new
    both = dict(old.value)
    for key, child in new.value.items():
        both[key] = merge(both.get(key), child)
    return replace(new, value=both)


def merge_file(old: YamlNode | None, new: YamlNode, path: tuple[str, ...] = ()) -> YamlNode:
    """As `merge`, of a file over what it extends: a null removes what is inherited, where it is no value itself."""
    if old is None or not isinstance(old.value, dict) or not isinstance(new.value, dict):
        return new
    both = dict(old.value)
    for key, child in new.value.items():
        below = (*path, key)
        if child.value is None and key in both and not null_is_a_value(below):
            del both[key]
        else:
            both[key] = merge_file(both.get(key), child, below)
    return replace(new, value=both)


def read_chain(path: Path, project: Path, faults: list[Fault]) -> tuple[list[YamlNode], bool]:
    """The file and everything it extends, the furthest base first, and whether all of it could be read."""
    chain: list[YamlNode] = []
    visited: list[Path] = []
    following: Path | None = path
    while following is not None:
        visited.append(following)
        here = following
        tree = read_file(here, display_path(here, project), faults)
        if tree is not None and not isinstance(tree.value, dict):
            faults.append(
                fault_at(tree.mark, "", "is not a mapping of keys to values", "Start with `schema: matcher/1`")
            )
            tree = None
        following = _base(tree, here, project, visited, faults) if tree else None
        chain += [tree] if tree else []
    extends = entries(chain[-1]).get("extends") if chain else None
    whole = len(chain) == len(visited) and (extends is None or extends.value is None)
    return chain[::-1], whole


def display_path(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else path.name


def _base(tree: YamlNode, here: Path, project: Path, visited: Sequence[Path], faults: list[Fault]) -> Path | None:
    node = entries(tree).get("extends")
    if node is None or node.value is None:
        return None
    try:
        if not isinstance(node.value, str):
            raise UnusablePath("is not the name of a file")
        base = resolve_inside(node.value, here.parent, project)
        if base in visited or len(visited) >= LONGEST_CHAIN:
            raise UnusablePath(
                "leads back to itself" if base in visited else f"is the end of more than {LONGEST_CHAIN} files"
            )
        return base
    except UnusablePath as why:
        hint = "Paths are relative to the file that names them; `--project` allows a larger folder"
        faults.append(fault_at(node.mark, "extends", f"the scenario it extends {why}", hint, str(node.value)[:200]))
        return None


def body(tree: YamlNode, last: bool, faults: list[Fault]) -> YamlNode:
    """The keys of the file itself, pots by name. The `name` of a base file is not inherited."""
    left_out = STRUCTURE if last else (*STRUCTURE, "name")
    remaining = {key: child for key, child in entries(tree).items() if key not in left_out}
    return pots_by_name(replace(tree, value=remaining), faults)


def pots_by_name(tree: YamlNode, faults: list[Fault]) -> YamlNode:
    """The same tree with its list of pots as a mapping by name, so that pots merge."""
    pots = entries(tree).get("pots")
    if pots is None or not isinstance(pots.value, list):
        return tree
    named: dict[str, YamlNode] = {}
    for i, pot in enumerate(pots.value):
        name = entries(pot).get("name")
        if name is None or name.value is None:
            faults.append(
                fault_at(pot.mark, f"pots[{i}]", "is not a pot with a name", "Write it as {name: offer, ...}")
            )
        elif str(name.value) in named:
            faults.append(fault_at(name.mark, f"pots[{i}].name", "two pots have this name", "", str(name.value)))
        else:
            named[str(name.value)] = pot
    return replace(tree, value={**entries(tree), "pots": replace(pots, value=named)})


def nested_keys(change: YamlNode, faults: list[Fault]) -> YamlNode:
    """Changes by dotted key as a tree: `{rules.max_travel_km: 90}` is `{rules: {max_travel_km: 90}}`."""
    whole = replace(change, value={})
    for key, child in entries(change).items():
        if key.count(".") > DEEPEST_KEY:
            faults.append(fault_at(child.key_mark or child.mark, dotted_key("", key), "is not a key known here"))
            continue
        *above, last = key.split(".")
        tree = replace(child, value={last: child})
        for part in reversed(above):
            tree = replace(child, value={part: tree})
        whole = merge(whole, tree)
    return pots_by_name(whole, faults)


def with_change(tree: YamlNode, change: YamlNode | None, where: str, faults: list[Fault]) -> YamlNode:
    """The tree after an `override`, a block, a sweep point or a `--set`. A pot is changed by name; null drops it, and
    removes any other key that files gave and that takes no null."""
    if change is None or change.value is None:
        return tree
    if not isinstance(change.value, dict):
        hint = "Write it as {rules.max_travel_km: 90}"
        faults.append(fault_at(change.mark, where, "is not a mapping of dotted keys to values", hint))
        return tree
    new = nested_keys(change, faults)
    faults += [
        fault_at(child.key_mark or child.mark, dotted_key(where, key), "cannot be changed here")
        for key, child in entries(new).items()
        if key in STRUCTURE
    ]
    existing = entries(entries(tree).get("pots"))
    merged = merge_file(tree, new)
    pots = entries(merged).get("pots")
    if pots is None or not isinstance(pots.value, dict):
        return merged
    for name, pot in entries(entries(new).get("pots")).items():
        if name not in existing and "name" not in entries(pot):
            hint = did_you_mean(name, existing, "`") or "Name it under `pots` first"
            faults.append(
                fault_at(pot.key_mark or pot.mark, dotted_key("pots", name), "there is no pot of this name", hint)
            )
    remaining = {name: pot for name, pot in pots.value.items() if pot.value is not None and ("name" in entries(pot))}
    return replace(merged, value={**entries(merged), "pots": replace(pots, value=remaining)})


def change_from_set_option(text: str, faults: list[Fault]) -> YamlNode | None:
    """One `--set key=value` as a change; the value is read as YAML."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        hint = "Write it as --set rules.max_travel_km=90"
        faults.append(fault_at(SET, "", "is not key=value", hint, text[:80]))
        return None
    value_faults: list[Fault] = []
    node = read_text(value, "--set", value_faults) if value.strip() else YamlNode(None, SET)
    faults += [replace(f, row=None, column=dotted_key("", key.strip())) for f in value_faults]
    return YamlNode({key.strip(): with_mark(node, SET)}, SET) if node else None


def change_from_sweep_point(point: Mapping[str, object]) -> YamlNode:
    return YamlNode({key: _of_plain(value) for key, value in point.items()}, POINT)


def _of_plain(value: object) -> YamlNode:
    if isinstance(value, dict):
        return YamlNode({str(k): _of_plain(v) for k, v in value.items()}, POINT, POINT)
    if isinstance(value, list | tuple):
        return YamlNode([_of_plain(v) for v in value], POINT, POINT)
    return YamlNode(value, POINT, POINT)  # type: ignore[arg-type]


def merge_layers(
    base: YamlNode | None,
    chain: Sequence[YamlNode],
    blocks: Sequence[str],
    point: Mapping[str, object] | None,
    sets: Sequence[str],
    faults: list[Fault],
) -> YamlNode:
    """Programme < what is extended < the file < named blocks < override < sweep point < --set."""
    tree = YamlNode({}, Mark("nothing"))
    existing = blocks_of(chain)
    for i, file in enumerate(chain):
        last = i == len(chain) - 1
        tree = merge_file(tree, body(file, last, faults))
        for name in blocks if last else ():
            tree = with_change(tree, _block(name, existing, faults), f"blocks.{name}", faults)
        tree = with_change(tree, entries(file).get("override"), "override", faults)
    if point:
        tree = with_change(tree, change_from_sweep_point(point), "sweep", faults)
    for text in sets:
        tree = with_change(tree, change_from_set_option(text, faults), "", faults)
    return merge(base, tree)


def blocks_of(chain: Sequence[YamlNode]) -> dict[str, YamlNode]:
    """Every named block of the files, a later file's over an earlier's."""
    existing: YamlNode | None = None
    for file in chain:
        if "blocks" in entries(file):
            existing = merge(existing, entries(file)["blocks"])
    return entries(existing)


def _block(name: str, existing: Mapping[str, YamlNode], faults: list[Fault]) -> YamlNode | None:
    block = existing.get(name)
    if block is None:
        hint = did_you_mean(name, existing, "`") or "The scenario has no `blocks`"
        faults.append(Fault("--block", None, "", name[:80], "there is no block of this name", hint))
    return block
