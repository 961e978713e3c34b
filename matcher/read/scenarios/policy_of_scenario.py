"""A validated scenario as the policy a run obeys: its settings, the programme's year, and where they were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from matcher import policy
from matcher.domain import REGIONS
from matcher.read.parsing.yaml_marks import YamlNode
from matcher.read.programmes import Programme
from matcher.read.scenarios.assumptions import assumptions
from matcher.read.scenarios.scenario_faults import mark_at
from matcher.read.scenarios.schema.scenario_model import ScenarioModel


def policy_of(scenario: ScenarioModel, programme: Programme, tree: YamlNode) -> policy.Policy:
    run_regions = region_subset(scenario.regions)
    as_written = {f.name: getattr(scenario, f.name) for f in fields(policy.Settings)}
    changed = {
        "programme": programme.name,
        "regions": run_regions,
        "rules": replace(scenario.rules, levels=scenario.conflict_levels.levels),
        "pots": tuple(_pot(pot, run_regions, str(mark_at(tree, "pots", pot.name))) for pot in scenario.pots),
        "pins": _pinned("pins", scenario.pins, tree),
        "forbid": _pinned("forbid", scenario.forbid, tree),
    }
    return policy.Policy(
        **(as_written | changed),
        year_from=programme.year_from,
        year_to=programme.year_to,
        assumptions=assumptions(scenario, programme, tree),
        own=programme.own,
        words=programme.words,
    )


def region_subset(regions: frozenset[str] | None) -> frozenset[str] | None:
    """None where the regions are all of England."""
    return None if regions is None or regions == frozenset(REGIONS) else regions


def _pot(pot: policy.Pot, run_regions: frozenset[str] | None, where: str) -> policy.Pot:
    return replace(
        pot,
        regions=region_subset(pot.regions),
        share=pot.share if regions_outside_run(pot, run_regions) else Fraction(1),
        source=pot.source or where,
    )


def regions_outside_run(pot: policy.Pot, run_regions: frozenset[str] | None) -> frozenset[str]:
    """Regions the pot covers and the run does not."""
    return (pot.regions or frozenset(REGIONS)) - (run_regions or frozenset(REGIONS))


def _pinned(key: str, pairs: Sequence[policy.Pair], tree: YamlNode) -> tuple[policy.Pinned, ...]:
    return tuple(
        policy.Pinned(**_values(pair), where=str(mark_at(tree, key, i, "recipient"))) for i, pair in enumerate(pairs)
    )


def _values(pair: policy.Pair) -> dict[str, Any]:
    return {f.name: getattr(pair, f.name) for f in fields(pair) if f.name != "where"}
