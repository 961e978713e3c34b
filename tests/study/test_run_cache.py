"""What a process remembers is what decides who qualifies, and nothing that does not."""

from __future__ import annotations

import re
from pathlib import Path

from matcher.read.scenario import load_scenario
from matcher.run import run_id_of
from matcher.study.run_cache import RunCache, eligibility_settings, store_key

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
KNOWN = {"programme", "as_at", "year_from", "year_to", "eligibility", "support.again"}


def test_no_gate_reads_a_part_of_the_policy_that_the_memory_does_not_know() -> None:
    read = set()
    for room in ("eligibility", "rules/gates"):
        for path in (ROOT / "matcher" / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            read |= set(re.findall(r"\bpolicy\.(support\.\w+|\w+)", text))
    assert read <= KNOWN, f"tell matcher.study.run_cache.eligibility_settings about {read - KNOWN}"
    assert len(eligibility_settings(load_scenario(SCENARIOS / "budget.yaml").policy)) == len(KNOWN)


def test_another_reading_is_assessed_anew_and_another_budget_is_not() -> None:
    cache = RunCache()
    base, richer, other = (
        load_scenario(SCENARIOS / "budget.yaml", sets)
        for sets in ((), ("pots.offer.amount=1",), ("eligibility.years_at_least=0",))
    )
    loaded = cache.facts(base.data, base.policy.as_at)
    assert cache.assessed(loaded, base.policy) is cache.assessed(loaded, richer.policy)
    assert len(cache.setup(loaded, other.policy).world.recipients) > len(
        cache.setup(loaded, base.policy).world.recipients
    )


def test_the_address_of_a_result_is_the_id_of_its_run() -> None:
    scenario = load_scenario(SCENARIOS / "budget.yaml")
    loaded = RunCache().facts(scenario.data, scenario.policy.as_at)
    assert store_key(loaded, scenario.policy) == run_id_of(loaded.facts, scenario.policy)
