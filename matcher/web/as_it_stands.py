"""The run as people have changed it since: what a proposal made now, from the same registers, would come to.

A real re-run judges every body of the files anew, which takes longer than anybody waits for a page. Here who qualifies
and who may support whom is as the run found it; what people decided since is put on top as a re-run puts it, and the
rest is solved again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matcher.explain.finished import Finished
from matcher.ledger import (
    FROZEN,
    MatchState,
    Record,
    governance_pins,
    history_beside,
    rerun_goals,
    ruled_out_since,
)
from matcher.ledger.acts import FINISHED, PROPOSED, REFUSED, STOPPED
from matcher.ledger.pins import pins_of
from matcher.ledger.rerun import BESIDE
from matcher.policy import ANY, Pinned, Policy
from matcher.problem import pose
from matcher.solve import pins_conflict, solve
from matcher.world import Bools, World

STAYS = (*FROZEN, FINISHED, STOPPED)  # what was begun has used its days, whatever came of it
FROM_LEDGER = ("of the ledger)", "from the ledger: ")
CANNOT_HOLD = "A proposal made now would stop: what people agreed and fixed can no longer hold together with the rules."


def decided(record: Record, term: str) -> bool:
    """Whether anything was decided that a new proposal would obey: in another region too, since leaders serve both."""
    return bool(record.wishes or record.checks or record.withdrawn) or any(m.acts for m in record.of_term(term))


def as_it_stands(run: Finished, term: str, record: Record) -> Finished | tuple[str, ...]:
    """Agreed, approved and running matches stay, what was refused does not return, the rest is planned again.

    Where no such plan can be: what stands against it. The record is of every region.
    """
    mine = record.within(run.policy.regions)
    world = _world(run.world, term, record, mine)
    kept = np.flatnonzero(~_out(run, term, mine))
    choices = run.choices.where(kept)
    problem = pose(world, choices, run.posed.rulebook)
    if pins_conflict(problem) is not None:
        return (CANNOT_HOLD,)
    solution = solve(problem, run.chosen[kept], world.policy.effort, lambda _: None)
    flags = {name: mask[kept] for name, mask in run.posed.candidates.flags.items()}
    candidates = replace(run.posed.candidates, choices=choices, flags=flags)
    posed = replace(run.posed, world=world, candidates=candidates, problem=problem)
    return Finished(world.facts, world.policy, posed, solution.chosen)


def _world(world: World, term: str, whole: Record, record: Record) -> World:
    held = record.of_term(term)
    live = [m for m in held if m.state in (PROPOSED, *STAYS)]
    stay = _staying(held)
    pins = (
        *_own_pins(world.policy, held),
        *pins_of(record, term),
        *map(_pin, stay),
        *governance_pins(stay, record),
    )
    policy = replace(world.policy, pins=pins, goals=rerun_goals(world.policy.goals))
    history = history_beside(world.facts.history, whole, term, live)
    facts = replace(world.facts, previous=tuple(sorted({_pair(m) for m in live})), history=history)
    return replace(world, policy=policy, facts=facts, memo={})


def _staying(held: tuple[MatchState, ...]) -> list[MatchState]:
    return [m for m in held if m.state in STAYS]


def _pair(held: MatchState) -> tuple[str, str]:
    return held.match.recipient, held.match.leader


def _pin(held: MatchState) -> Pinned:
    m = held.match
    return Pinned(recipient_id=m.recipient, leader_id=m.leader, reason=held.state, days=m.days, team_days=m.team_days)


def _own_pins(policy: Policy, held: tuple[MatchState, ...]) -> Iterator[Pinned]:
    """The scenario's own pins, but for those people have since decided about; not what an earlier re-run took over."""
    spoken = {_pair(m) for m in held if m.state in (REFUSED, *STAYS)}
    for pin in policy.pins:
        taken = pin.reason.endswith(FROM_LEDGER[0]) or pin.reason.startswith((FROM_LEDGER[1], BESIDE))
        if not taken and (pin.recipient_id, pin.leader_id) not in spoken:
            yield pin


def _out(run: Finished, term: str, record: Record) -> Bools:
    """The choices that people have ruled out since: a pair, a leader, or all of a school's or trust's."""
    stays = {_pair(m) for m in _staying(record.of_term(term))}
    barred = {(p.recipient_id, p.leader_id) for p in ruled_out_since(record, term)}
    recipients, leaders = [r.id for r in run.world.recipients], [x.id for x in run.world.leaders]
    out = np.zeros(len(run.choices), dtype=np.bool_)
    for c in np.flatnonzero(run.choices.is_match).tolist():
        pair = recipients[int(run.choices.recipient[c])], leaders[int(run.choices.provider[c])]
        gone = pair in barred or (pair[0], ANY) in barred or pair[1] in record.withdrawn
        out[c] = gone and pair not in stays
    return out
