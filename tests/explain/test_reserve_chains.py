"""Reserves through another match keep every limit, move one school that was not asked, and are priced in goals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from matcher.explain.why.reserve_chains import reserve_chains
from matcher.policy import Pinned
from matcher.result import ReserveChain
from matcher.runs.finished import FinishedRun
from matcher.runs.setup import RunSetup
from matcher.wording.messages import render
from matcher.world import Bools
from tests.explain.small_runs import random_run

SEEDS = range(30, 46)  # one of them has a chain: they are rare among a handful of schools


def runs_with_chains() -> list[FinishedRun]:
    runs = (random_run(seed) for seed in SEEDS)
    return [run for run in runs if reserve_chains(run, run.setup.candidates, {})]


def exchanges(run: FinishedRun, refused: str, chain: ReserveChain) -> Iterator[Bools]:
    """The plan after the exchange, once for each choice of days of the two new pairs; everything else is unmoved."""
    rows = run.world.recipient_row
    new = run.choices_of_pair(rows[refused], run.world.leader_row[chain.leader])
    instead = run.choices_of_pair(rows[chain.moved], run.world.leader_row[chain.moved_to])
    for one, other in product(new.tolist(), instead.tolist()):
        chosen = run.chosen.copy()
        chosen[[run.match_of[rows[refused]], run.match_of[rows[chain.moved]]]] = False
        chosen[[one, other]] = True
        yield chosen


def test_a_chain_moves_one_other_school_and_keeps_who_is_matched() -> None:
    runs = runs_with_chains()
    assert runs
    for run in runs:
        ours = {run.recipient(c).id: run.leader(c).id for c in run.match_of.values()}
        for refused, chains in reserve_chains(run, run.setup.candidates, {}).items():
            assert 0 < len(chains) <= 3
            for chain in chains:
                assert ours[chain.moved] == chain.leader != ours[refused]
                assert chain.moved_to not in (chain.leader, ours[refused])
                assert "if " in render(chain.said)
                assert any(not run.problem.breaks(chosen) for chosen in exchanges(run, refused, chain))


def test_who_has_a_reserve_needs_no_chain_and_who_was_asked_is_in_none() -> None:
    run = runs_with_chains()[0]
    found = reserve_chains(run, run.setup.candidates, {})
    refused, (chain, *_) = next(iter(found.items()))
    assert refused not in reserve_chains(run, run.setup.candidates, {refused: ("L1",)})
    pin = Pinned(recipient_id=chain.moved, leader_id=chain.leader, reason="agreed", stands="agreed")
    world = replace(run.world, policy=replace(run.policy, pins=(pin,)), memo={})
    setup = run.setup
    asked = FinishedRun(RunSetup(setup.assessments, world, setup.candidates, setup.problem, setup.rulebook), run.chosen)
    assert all(
        c.moved != chain.moved for chains in reserve_chains(asked, setup.candidates, {}).values() for c in chains
    )
