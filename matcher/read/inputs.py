"""Reads a scenario and its facts, and reports all faults together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from matcher.domain import Facts, ReadingNote
from matcher.errors import raise_faults
from matcher.garbage import collect_seldom, keep_all_there_is, nothing_collected
from matcher.read.facts import load_facts
from matcher.read.gias.geography import not_served_once, partners_by_reading
from matcher.read.open_data.kept_open_data import OpenDataStore
from matcher.read.scenarios.fixed_pairs import under_house_ids
from matcher.read.scenarios.scenario import Scenario, check_ids, load_scenario
from matcher.rules.supporters import may_be_paired


@nothing_collected()
def read_inputs(
    path: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    store: OpenDataStore | None = None,
    *,
    today: date | None = None,
    strict: bool = False,
    matching: bool = True,
) -> tuple[Scenario, Facts]:
    """Raises InputFaults with every fault of the scenario, or else of all the data files.

    `store`: where what the open files said is kept from one run to the next.

    `today` is the day of the command: whatever the registers say was done on a later day is a fault. With `strict`
    every id of a register that nothing in the data has is a fault. Without `matching` only who qualifies is asked:
    leaders and money may be left out.
    """
    scenario = load_scenario(path, tuple(sets), tuple(blocks), project, matching=matching)
    policy = scenario.policy
    facts = load_facts(
        scenario.data,
        policy.as_at,
        store,
        today=today,
        regions=policy.regions,
        strict=strict,
        roles=policy.words.role_names,
        figures=policy.own.columns if policy.own else (),
    )
    scenario = with_house_ids(scenario, facts)
    notices = not_served_once(partners_by_reading(scenario.policy.partners))
    facts = replace(facts, notes=(*facts.notes, *(ReadingNote("brokers", f"Brokers: {notice}") for notice in notices)))
    keep_all_there_is()  # looking for garbage among 100,000 facts would take a third of the command's time
    collect_seldom()
    return scenario, facts


def with_house_ids(scenario: Scenario, facts: Facts) -> Scenario:
    """The scenario with its pins and forbids under the ids of the facts. Raises InputFaults where one finds nothing."""
    scenario = replace(scenario, policy=under_house_ids(scenario.policy, facts))
    recipients = {*facts.schools, *facts.trusts, *(r.id for r in facts.recipients)}
    raise_faults(check_ids(scenario, recipients, may_be_paired(facts)))
    return scenario
