"""What the ledger's runs had before, by school or trust: what a new proposal is compared with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from matcher.ledger.replan.propose import published_before
from matcher.runs.published import term_of
from tests import worlds

POLICY = worlds.a_policy(term="autumn-2022")


def a_run(eligible: tuple[str, ...], term: str = "", **leaders: str) -> Any:
    matches = tuple(SimpleNamespace(recipient=r, leader=x) for r, x in leaders.items())
    return SimpleNamespace(term=term or term_of(POLICY), eligible=dict.fromkeys(eligible, ""), matches=matches)


def before(*runs: Any) -> dict[str, str]:
    return dict(published_before(SimpleNamespace(runs=runs), POLICY))  # type: ignore[arg-type]


def test_the_last_run_of_each_region_stands() -> None:
    north, south = a_run(("N1", "N2"), N1="L1", N2="L2"), a_run(("S1",), S1="L3")
    assert before(north, south, a_run(("N1", "N2"), N1="L4")) == {"N1": "L4", "S1": "L3"}


def test_runs_of_another_term_are_not_before_it() -> None:
    assert before(a_run(("N1",), "spring-2023", N1="L1")) == {}
