"""What a process remembers is what decides who qualifies, and nothing that does not."""

from __future__ import annotations

import csv
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier, Event
from time import sleep

import pytest

from matcher.errors import InputFaults
from matcher.read.scenarios.scenario import load_scenario
from matcher.runs.caches.cache import RunCache
from matcher.runs.caches.memory import Cache, eligibility_settings
from matcher.runs.identity import run_id_of

TODAY = date(2026, 11, 29)
ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
KNOWN = {"programme", "as_at", "year_from", "year_to", "eligibility", "support.again", "own", "words"}


def test_no_gate_reads_a_part_of_the_policy_that_the_memory_does_not_know() -> None:
    read = set()
    for room in ("eligibility", "rules/gates"):
        for path in (ROOT / "matcher" / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            read |= set(re.findall(r"\bpolicy\.(support\.\w+|\w+)", text))
    assert read <= KNOWN, f"tell matcher.runs.caches.cache.eligibility_settings about {read - KNOWN}"
    assert len(eligibility_settings(load_scenario(SCENARIOS / "budget.yaml").policy)) == len(KNOWN)


def test_another_reading_is_assessed_anew_and_another_budget_is_not() -> None:
    cache = RunCache()
    base, richer, other = (
        load_scenario(SCENARIOS / "budget.yaml", sets)
        for sets in ((), ("pots.offer.amount=1",), ("eligibility.years_at_least=0",))
    )
    loaded = cache.facts(base.data, base.policy)
    assert cache.assessed(loaded, base.policy) is cache.assessed(loaded, richer.policy)
    assert len(cache.setup(loaded, other.policy).world.recipients) > len(
        cache.setup(loaded, base.policy).world.recipients
    )


def test_the_address_of_a_result_is_the_id_of_its_run() -> None:
    scenario = load_scenario(SCENARIOS / "budget.yaml")
    loaded = RunCache().facts(scenario.data, scenario.policy)
    assert loaded.run_id(scenario.policy) == run_id_of(loaded.facts, scenario.policy)


def test_a_pin_of_a_sweep_is_under_the_ids_of_the_facts_as_it_is_in_a_run() -> None:
    pins = "pins=[{recipient: '0000090010.0', leader: L0001, reason: agreed}]"
    scenario, loaded = RunCache().inputs(load_scenario(SCENARIOS / "budget.yaml", (pins,)), TODAY)
    assert [pin.recipient_id for pin in scenario.policy.pins] == ["90010"]
    assert "90010" in loaded.facts.trusts


def test_a_pin_of_a_sweep_that_finds_nothing_is_a_fault() -> None:
    pins = "pins=[{recipient: '99999', leader: L0001, reason: agreed}]"
    with pytest.raises(InputFaults) as raised:
        RunCache().inputs(load_scenario(SCENARIOS / "budget.yaml", (pins,)), TODAY)
    assert [fault.column for fault in raised.value.faults] == ["pins[0].recipient"]


def test_a_check_of_a_later_day_is_a_fault_of_a_sweep_too(tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    leaders = tmp_path / "scenarios" / "sample" / "leaders.csv"
    header, first, *others = leaders.read_text(encoding="utf-8").splitlines()
    cells = next(csv.reader([first]))
    cells[header.split(",").index("interests_checked_on")] = "2121-01-01"
    leaders.write_text("\n".join([header, ",".join(f'"{cell}"' for cell in cells), *others]), encoding="utf-8")
    scenario = load_scenario(tmp_path / "scenarios" / "budget.yaml")
    with pytest.raises(InputFaults) as raised:
        RunCache().inputs(scenario, TODAY)
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [(2, "interests_checked_on")]


def test_the_cache_keeps_the_most_recently_used_and_makes_each_once() -> None:
    cache, made = Cache[str, str](2), []

    def make(key: str) -> str:
        return cache.get(key, lambda: made.append(key) or key.upper())

    assert [make(key) for key in "abacb"] == ["A", "B", "A", "C", "B"]
    assert made == ["a", "b", "c", "b"]  # 'b' had to go for 'c', since 'a' was used after it


def test_threads_that_ask_together_get_the_same_value_made_once() -> None:
    cache, made, together = Cache[str, object](1), [], Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return cache.get("run", lambda: made.append(1) or sleep(0.01) or object())

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert made == [1]


def test_who_asks_for_what_is_there_does_not_wait_for_another_value_to_be_made() -> None:
    cache, begun, go_on = Cache[str, str](2), Event(), Event()
    cache.get("open", lambda: "open")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(cache.get, "slow", lambda: (begun.set(), go_on.wait(10), "slow")[2])
        assert begun.wait(10)
        assert cache.get("open", lambda: "made again") == "open"
        assert cache.get("third", lambda: "third") == "third"
        assert not slow.done()
        go_on.set()
        assert slow.result() == "slow"


def test_values_are_kept_by_what_they_weigh_and_the_heaviest_is_kept_alone() -> None:
    cache = Cache[str, int](10, lambda value: value)
    for key, weight in (("a", 4), ("b", 4), ("c", 3)):
        cache.get(key, lambda weight=weight: weight)
    assert cache.get("b", lambda: -1) == 4
    assert cache.get("a", lambda: 5) == 5  # had to go for 'c'
    assert cache.get("heavy", lambda: 99) == 99
    assert cache.get("heavy", lambda: -1) == 99


def test_what_could_not_be_made_is_tried_again() -> None:
    cache = Cache[str, str](2)
    with pytest.raises(ValueError, match="not today"):
        cache.get("a", lambda: (_ for _ in ()).throw(ValueError("not today")))
    assert cache.get("a", lambda: "made") == "made"
