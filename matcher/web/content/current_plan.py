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
    governance_pins,
    rerun_goals,
    rerun_history,
    ruled_out_since,
)
from matcher.ledger.log.acts import FINISHED, PROPOSED, REFUSED, STOPPED, YES
from matcher.ledger.replan.pins import pin_of, pins_of
from matcher.ledger.replan.rerun import holds_in
from matcher.ledger.replan.yeses import open_yeses, yes_pairs
from matcher.ledger.waits.replanned import decided_waits_of
from matcher.policy import ANY, Pair, Pinned, Policy
from matcher.rules.choices import pairs_of
from matcher.rules.pairs.interests.leader_own_trust import bars as own_trust_bars
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import solve_among
from matcher.world import Bools, World

STAYS = (*FROZEN, FINISHED, STOPPED)  # finished and stopped matches have used their days
CANNOT_HOLD = "A proposal made now would stop: what people agreed and fixed can no longer hold together with the rules."


def anything_decided(record: Record, term: str) -> bool:
    """Whether any decision of the term affects a new proposal; of every region, since leaders serve several."""
    decided = record.pair_constraints or record.checks or record.withdrawn or record.away or record.waits
    return bool(decided) or any(m.acts for m in record.of_term(term))


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
    facts = replace(world.facts, previous=tuple(sorted({_pair(m) for m in live})), history=history)
    decided = replace(world, policy=policy, facts=facts, memo={})
    held = holds_in(decided, run.setup.assessments, stay, pins_of(record, term), yeses)
    return replace(decided, policy=replace(policy, pins=(*pins, *held.pins)), memo={}) if held.pins else decided


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
    """Mask over the choices: True where the leader's own trust has been supported since, and nobody agreed the pair."""
    barred = np.zeros(len(run.choices), dtype=np.bool_)
    barred[run.choices.is_match] = own_trust_bars(world, pairs_of(run.choices))
    return barred


def _out(run: FinishedRun, term: str, record: Record) -> Bools:
    """Mask over the choices: True where a decision since has ruled out the pair, the leader or the recipient."""
    stays = {_pair(m) for m in _staying(record.of_term(term))}
    barred = {(p.recipient_id, p.leader_id) for p in ruled_out_since(record, term)}
    recipients, leaders = [r.id for r in run.world.recipients], [x.id for x in run.world.leaders]
    out = np.zeros(len(run.choices), dtype=np.bool_)
    for c in np.flatnonzero(run.choices.is_match).tolist():
        pair = recipients[int(run.choices.recipient[c])], leaders[int(run.choices.provider[c])]
        gone = pair in barred or (pair[0], ANY) in barred or pair[1] in record.withdrawn
        gone = gone or record.is_away(pair[1], run.policy.as_at)
        out[c] = gone and pair not in stays
    return out
