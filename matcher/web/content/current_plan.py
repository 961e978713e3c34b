"""Re-solve a run with the decisions recorded since: an estimate of what a new proposal would contain.

Eligibility and candidate pairs are taken from the run, since assessing every school again is too slow for a page. The
decisions are applied as in a re-run (pins, forbids, history), and the remaining choices are solved again. A run with
the year ahead keeps for those who come later what its own plan keeps: the futures are not drawn again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matcher.ledger import (
    FROZEN,
    MatchState,
    Record,
    rerun_goals,
    rerun_history,
    ruled_out_since,
)
from matcher.ledger.log.acts import FINISHED, PROPOSED, REFUSED, STOPPED, YES
from matcher.ledger.replan.pins import governance_pins, pin_of, pins_of
from matcher.ledger.replan.rerun import holds_in
from matcher.ledger.replan.rise.ledger_facts import adviser_pins, cases_with
from matcher.ledger.replan.yeses import open_yeses, yes_pairs
from matcher.ledger.wait_decisions.replanned import decided_waits_of
from matcher.policy import ANY, Pair, Pinned, Policy
from matcher.rules.choices import pairs_of
from matcher.rules.pairs.interests.leader_own_trust import bars as own_trust_bars
from matcher.rules.supporters import needs_organisation
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import solve_among
from matcher.world import Bools, World

STAYS = (*FROZEN, FINISHED, STOPPED)  # finished and stopped matches have used their days
CANNOT_HOLD = "A proposal made now would stop: what people agreed and fixed can no longer hold together with the rules."


def anything_decided(record: Record, term: str) -> bool:
    """Whether any decision of the term affects a new proposal; of every region, since leaders serve several."""
    decided = record.pair_constraints or record.checks or record.withdrawn or record.away or record.milestones
    by_people = (*(m.acts for m in record.of_term(term)), *(s.acts for s in record.advisers.values()))
    return bool(decided or record.waits) or any(by_people)


def current_plan(run: FinishedRun, term: str, record: Record) -> FinishedRun | tuple[str, ...]:
    """The plan with agreed matches kept, refused pairs forbidden and everything else solved again.

    Where the fixed pairs contradict the rules: sentences that say so. `record` must hold every region.
    """
    mine = record.within(run.policy.regions, run.world.region_of)
    world = _world(run, term, record, mine)
    remaining = np.flatnonzero(~(_out(run, term, mine) | _barred_since(run, world)))
    solved = solve_among(run, world, remaining)
    return solved if isinstance(solved, FinishedRun) else (CANNOT_HOLD,)


def _world(run: FinishedRun, term: str, whole: Record, record: Record) -> World:
    """The run's world with the decisions as pins, goals and history; what a lone yes holds is judged beside them."""
    world = run.world
    match_state = record.of_term(term)
    live = [m for m in match_state if m.state in (PROPOSED, *STAYS)]
    stay = _staying(match_state)
    pins = (
        *_own_pins(world.policy, match_state),
        *pins_of(record, term),
        *map(pin_of, stay),
        *governance_pins(stay, record),
        *_beside(record, world, [m for m in stay if m.state in FROZEN]),
    )
    yeses = open_yeses(record)
    policy = replace(
        world.policy,
        pins=pins,
        yeses=(*_own_yeses(world.policy, record), *yes_pairs(yeses)),
        waits=(*world.policy.waits, *decided_waits_of(record, world.policy)),
        goals=rerun_goals(world.policy.goals, bool(yeses)),
    )
    history = rerun_history(world.facts.history, whole, term, live)
    cases = cases_with(record, world.facts, [m for m in stay if m.state in FROZEN], world.policy.as_at)
    facts = replace(world.facts, previous=tuple(sorted({_pair(m) for m in live})), history=history, cases=cases)
    decided = replace(world, policy=policy, facts=facts, memo={})
    held = holds_in(decided, run.setup.assessments, stay, pins_of(record, term), yeses)
    return replace(decided, policy=replace(policy, pins=(*pins, *held.pins)), memo={}) if held.pins else decided


def _beside(record: Record, world: World, frozen: list[MatchState]) -> Iterator[Pinned]:
    """The advisers who stay, of schools of this run."""
    return (p for p in adviser_pins(frozen, record, world.policy) if p.recipient_id in world.recipient_row)


def _own_yeses(policy: Policy, record: Record) -> tuple[Pair, ...]:
    """The scenario's own, without those that an earlier re-run took from the ledger."""
    said = {_pair(m) for m in record.matches.values() if m.last_line_of(YES)}
    return tuple(p for p in policy.yeses if (p.recipient_id, p.leader_id) not in said)


def _staying(match_state: tuple[MatchState, ...]) -> list[MatchState]:
    return [m for m in match_state if m.state in STAYS]


def _pair(match_state: MatchState) -> tuple[str, str]:
    return match_state.match.recipient, match_state.match.leader


def _own_pins(policy: Policy, match_state: tuple[MatchState, ...]) -> Iterator[Pinned]:
    """The scenario's own pins without decided pairs and without pins that an earlier re-run took from the ledger."""
    decided_pairs = {_pair(m) for m in match_state if m.state in (REFUSED, *STAYS)}
    for pin in policy.pins:
        if pin.source is None and (pin.recipient_id, pin.leader_id) not in decided_pairs:
            yield pin


def _barred_since(run: FinishedRun, world: World) -> Bools:
    """Mask over the choices: True where the leader's own trust has been supported since, and nobody agreed the pair;
    and the organisations of a school that has been diagnosed since as to have none."""
    barred, matches = np.zeros(len(run.choices), dtype=np.bool_), run.choices.is_match
    barred[matches] = own_trust_bars(world, pairs_of(run.choices))
    if world.advisers:
        barred[matches] |= ~needs_organisation(world)[run.choices.recipient[matches]]
    return barred


def _out(run: FinishedRun, term: str, record: Record) -> Bools:
    """Mask over the choices: True where a decision since has ruled out the pair, the leader or the recipient."""
    staying = _staying(record.of_term(term))
    stays = {_pair(m) for m in staying}
    beside = _beside(record, run.world, [m for m in staying if m.state in FROZEN])
    stays |= {(p.recipient_id, p.leader_id) for p in beside}
    barred = {(p.recipient_id, p.leader_id) for p in ruled_out_since(record, term)}
    recipients, leaders = [r.id for r in run.world.recipients], [x.id for x in run.world.leaders]
    advisers, is_adviser = [x.id for x in run.world.advisers], run.choices.is_adviser
    out = np.zeros(len(run.choices), dtype=np.bool_)
    for c in np.flatnonzero(run.choices.is_match | is_adviser).tolist():
        who = advisers if is_adviser[c] else leaders
        pair = recipients[int(run.choices.recipient[c])], who[int(run.choices.provider[c])]
        gone = pair in barred or (pair[0], ANY) in barred or pair[1] in record.withdrawn
        gone = gone or record.is_away(pair[1], run.policy.as_at)
        out[c] = gone and pair not in stays
    return out
