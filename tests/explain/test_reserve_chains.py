"""Reserves through another match keep every limit, move one school that was not asked, and are priced in goals."""

from __future__ import annotations

from dataclasses import replace

from matcher.audit import audit
from matcher.explain.reserve_chains import reserve_chains
from matcher.messages import render
from matcher.plan import Plan, PlannedMatch
from matcher.policy import Pinned
from matcher.runs.finished import FinishedRun
from matcher.runs.setup import RunSetup
from tests.explain.small_runs import finished_run
from tests.law_worlds import random_world

SEEDS = range(400)


def runs_with_chains() -> list[FinishedRun]:
    worlds = (random_world(seed, small=False) for seed in SEEDS)
    runs = (finished_run(world) for world in worlds if not world.policy.pins)
    return [run for run in runs if reserve_chains(run, run.setup.candidates, {})]


def after(run: FinishedRun, refused: str, leader: str, moved: str, moved_to: str) -> Plan:
    """The plan after the exchange, with the days that each pair has in its first choice."""
    ours = {run.recipient(c).id: run.leader(c).id for c in run.match_of.values()}
    wanted = ours | {refused: leader, moved: moved_to}
    matches = []
    for id, by in wanted.items():
        row, other = run.world.recipient_row[id], run.world.leader_row[by]
        number = run.match_of[row] if ours[id] == by else int(run.choices_of_pair(row, other)[0])
        days, team = int(run.choices.days[number]), int(run.choices.team_days[number])
        matches.append(PlannedMatch(id, by, days, team))
    return Plan(tuple(sorted(matches)))


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
                plan = after(run, refused, chain.leader, chain.moved, chain.moved_to)
                broken = {b.rule for b in audit(run.world, plan, run.setup.rulebook)}
                assert broken <= {"governance-needs-match", "own-interest", "pots", "days-on-offer"} or not broken


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
