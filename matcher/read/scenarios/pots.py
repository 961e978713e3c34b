"""Whether the pots add up: who pays for what and where, in which period, and what a run of some regions may spend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from matcher.domain import REGIONS
from matcher.errors import Fault
from matcher.read.parsing.yaml_marks import YamlNode, fault_at
from matcher.read.programmes import Programme
from matcher.read.scenarios.policy_of_scenario import region_subset, regions_outside_run
from matcher.read.scenarios.scenario_faults import is_written, mark_at
from matcher.read.scenarios.schema.scenario_model import ScenarioModel

TERMS = {"autumn": ((9, 1), (12, 31)), "spring": ((1, 1), (3, 31)), "summer": ((4, 1), (8, 31))}


def pot_faults(scenario: ScenarioModel, programme: Programme, tree: YamlNode) -> list[Fault]:
    return [
        *_paid_once(scenario, programme, tree),
        *_shares(scenario, tree),
        *_periods(scenario, programme, tree),
        *_term(scenario, programme, tree),
    ]


def purposes(scenario: ScenarioModel, programme: Programme) -> list[str]:
    """What a run of this scenario may have to pay for: every purpose whose rate is more than 0."""
    rates, data = scenario.rates, scenario.data
    costs = {
        "leader_days": rates.dearest_day_pence(programme.words.role_names),
        "governance_days": rates.governance_day_pence * scenario.support.governance_days
        if data.governance_leaders or data.registers
        else 0,
        "match_fees": rates.match_fee_pence,
        "grants": rates.grant_pence,
    }
    return [purpose for purpose, cost in costs.items() if cost]


def _paid_once(scenario: ScenarioModel, programme: Programme, tree: YamlNode) -> Iterator[Fault]:
    """A gap or an overlap in who pays, one fault for each purpose and set of pots."""
    regions = [r for r in REGIONS if scenario.regions is None or r in scenario.regions]
    for purpose in purposes(scenario, programme):
        paying = [p for p in scenario.pots if p.role == "pays" and purpose in p.pays_for]
        by_pots: dict[tuple[str, ...], list[str]] = {}
        for region in regions:
            names = tuple(p.name for p in paying if p.regions is None or region in p.regions)
            by_pots.setdefault(names, []).append(region)
        for names, where in by_pots.items():
            place = "all regions" if len(where) == len(REGIONS) else ", ".join(where)
            if not names:
                message = f"no pot pays for {purpose} in {place}"
                yield fault_at(
                    mark_at(tree, "pots"), "pots", message, "Add it to one pot's `pays_for`, or set its rate to 0"
                )
            elif len(names) > 1:
                message = f"{purpose} in {place} is paid by more than one pot: {', '.join(names)}"
                hint = "Leave it to one of them; `role: ceiling` binds without paying"
                yield fault_at(mark_at(tree, "pots", names[1], "pays_for"), f"pots.{names[1]}.pays_for", message, hint)


def _shares(scenario: ScenarioModel, tree: YamlNode) -> Iterator[Fault]:
    run_regions = region_subset(scenario.regions)
    for pot in scenario.pots:
        covers = pot.regions or frozenset(REGIONS)
        touched = run_regions is None or covers & run_regions
        must_say = pot.amount_pence is not None and not is_written(tree, "pots", pot.name, "share")
        if must_say and touched and regions_outside_run(pot, run_regions):
            ours, theirs = len(covers & (run_regions or covers)), len(covers)
            message = (
                f"the pot covers {theirs} regions and this run has {ours} of them, "
                "so it must say what share of the pot it may spend"
            )
            hint = f"Write `share: {ours}/{theirs}` or another share, or `amount: null` to count without binding"
            yield fault_at(mark_at(tree, "pots", pot.name, "amount"), f"pots.{pot.name}.share", message, hint)


def _term_days(term: str) -> tuple[date, date]:
    season, _, year = term.partition("-")
    first, last = TERMS[season]
    return date(int(year), *first), date(int(year), *last)


def _periods(scenario: ScenarioModel, programme: Programme, tree: YamlNode) -> Iterator[Fault]:
    """A fault for each pot whose period lies outside the run's: it could pay for nothing."""
    first, last = programme.year_from, programme.year_to
    if scenario.term:
        first, last = _term_days(scenario.term)
    for pot in scenario.pots:
        key = "from" if pot.starts and pot.starts > last else "to" if pot.ends and pot.ends < first else None
        if key:
            message = f"the pot cannot be spent between {first} and {last}, the time of this run"
            hint = "Change its `from` and `to`, or drop it with `override: {pots.NAME: null}`"
            yield fault_at(mark_at(tree, "pots", pot.name, key), f"pots.{pot.name}.{key}", message, hint)


def _term(scenario: ScenarioModel, programme: Programme, tree: YamlNode) -> Iterator[Fault]:
    if scenario.term and not programme.year_from <= _term_days(scenario.term)[0] <= programme.year_to:
        message = f"the term is not in the programme's year, {programme.year_from} to {programme.year_to}"
        yield fault_at(mark_at(tree, "term"), "term", message, "", scenario.term)
