"""What a run folder of an older format left unsaid: the settings that the program had then.

A default that came later must not condemn an old run, so each reader of an older format supplies that format's own.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from matcher.policy import OwnProgramme, Policy
from matcher.read.parsing.yaml_marks import YamlNode, plain_value
from matcher.read.programmes import programme
from matcher.wording.terms import USUAL

# dotted key of the policy -> the value with which format 1 worked, before the key existed
FORMAT_1: Mapping[str, Any] = {}


REGISTERED_ONLY = ("tsio-2021-22", "sio-2024-25", "rise-2025-26")
WITH_LEADERS = "tsio-2022-23"  # the programme whose rules on pairs, limits and goals they had

# how a run of format 1 printed the head of its ledger, as the last of its notes
HEAD_OF_FORMAT_1 = "The head of the ledger when this was proposed: "
LEDGER_OF_FORMAT_1 = "ledger.sqlite"  # it did not say which; this name was the default


def ledger_of_format_1(folder: Path) -> dict[str, Any] | None:
    """The ledger's head that the notes of a run of format 1 print, as `run.json` says it since; None for none."""
    try:
        with (folder / "notes.csv").open(encoding="utf-8-sig", newline="") as file:
            notes = [row[0] for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    heads = [note.removeprefix(HEAD_OF_FORMAT_1) for note in notes if note.startswith(HEAD_OF_FORMAT_1)]
    return {"name": LEDGER_OF_FORMAT_1, "head": heads[-1]} if heads else None


def with_older_defaults(policy: Policy, tree: YamlNode, number: int) -> Policy:
    """The policy of a sealed scenario of this format; what the scenario wrote itself stays."""
    if number != 1:
        return policy
    for key, value in FORMAT_1.items():
        if not _is_written(plain_value(tree), key.split(".")):
            policy = _with(policy, key.split("."), value)
    return _registered_only(replace(policy, goals=_goals_of_format_1(policy, tree)))


def _registered_only(policy: Policy) -> Policy:
    """Until November 2026 these programmes had no gates: the register said who qualifies, leaders supported them."""
    if policy.programme not in REGISTERED_ONLY:
        return policy
    then = OwnProgramme(title=programme(policy.programme).title, like=WITH_LEADERS, gates=())
    return replace(policy, own=then, words=USUAL)


def _goals_of_format_1(policy: Policy, tree: YamlNode) -> Any:
    """Until November 2026 *strong-trust-first* counted standalone schools alone."""
    written = plain_value(tree)
    goals = written.get("goals", []) if isinstance(written, Mapping) else []
    says = {g["goal"] for g in goals if isinstance(g, Mapping) and "counts" in g}
    return tuple(
        replace(g, counts="schools") if g.goal == "strong-trust-first" and g.goal not in says else g
        for g in policy.goals
    )


def _is_written(value: Any, path: list[str]) -> bool:
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return False
        value = value[name]
    return True


def _with(section: Any, path: list[str], value: Any) -> Any:
    """The section with one value changed, along a dotted path of fields. Raises ValueError for a field it has not."""
    name, *below = path
    if not is_dataclass(section) or name not in {f.name for f in fields(section)}:
        raise ValueError(f"no setting is called {'.'.join(path)}")
    return replace(section, **{name: _with(getattr(section, name), below, value) if below else value})  # type: ignore[type-var]
