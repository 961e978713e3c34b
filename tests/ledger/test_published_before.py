"""What the ledger's runs had before, by school or trust: what a new proposal is compared with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from matcher.ledger.history.last_published import last_before
from matcher.ledger.replan.propose import pairs_of
from matcher.runs.published import PublishedMatch, PublishedRun, term_of
from tests import worlds

POLICY = worlds.a_policy(term="autumn-2022")


def a_run(regions: tuple[str, ...] | None, term: str = "", **leaders: str) -> PublishedRun:
    """A run of these regions; the first letter of an id is its region's."""
    matches = tuple(
        PublishedMatch(recipient=r, leader=x, region=r[0], kind="school", days=10, team_days=0, pence=0)
        for r, x in leaders.items()
    )
    term = term or term_of(POLICY)
    more = {"run": "r", "scenario": "s", "as_at": "2022-12-31", "eligible": {}}
    return PublishedRun(term=term, regions=regions, matches=matches, **more)  # type: ignore[arg-type]


def before(*runs: Any) -> dict[str, str]:
    return dict(pairs_of(last_before(SimpleNamespace(runs=runs), term_of(POLICY))))  # type: ignore[arg-type]


def test_the_last_run_of_each_region_stands() -> None:
    north, south = a_run(("N",), N1="L1", N2="L2"), a_run(("S",), S1="L3")
    assert before(north, south, a_run(("N",), N1="L4")) == {"N1": "L4", "S1": "L3"}


def test_a_run_of_everywhere_stands_for_every_region() -> None:
    assert before(a_run(("N",), N1="L1"), a_run(None, S1="L3")) == {"S1": "L3"}


def test_who_was_left_out_by_the_last_run_is_no_change_again() -> None:
    """It wanted no support: the second run left it out, and the third has nothing more to say of it."""
    assert before(a_run(None, N1="L1", N2="L2"), a_run(None, N2="L2")) == {"N2": "L2"}


def test_runs_of_an_earlier_term_are_before_the_first_of_this_one_and_later_ones_never() -> None:
    assert before(a_run(("N",), "summer-2022", N1="L1")) == {"N1": "L1"}
    assert before(a_run(("N",), "summer-2022", N1="L1"), a_run(("N",), N1="L2")) == {"N1": "L2"}
    assert before(a_run(("N",), "spring-2023", N1="L1")) == {}
