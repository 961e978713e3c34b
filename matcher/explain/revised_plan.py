"""The plan solved again with more pins or forbids, warm-started from the plan before, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.errors import Fault, raise_faults
from matcher.explain.consequence import Consequence, consequence
from matcher.explain.finished_run import FinishedRun
from matcher.explain.what_if import Conflict, WhatIfPlan, solve_with_pins_and_bans
from matcher.rules.pairs.pair_sets import ints
from matcher.world import Ints

Pair = tuple[str, str]  # a recipient's id and a leader's


@dataclass(frozen=True, eq=False)
class RevisedPlan:
    """The run with the new plan, which can be revised again, and what differs from the plan before."""

    run: FinishedRun
    moved: Consequence


def revise(run: FinishedRun, pins: Sequence[Pair] = (), forbids: Sequence[Pair] = ()) -> RevisedPlan | Conflict:
    """The best plan that holds every pinned pair and no forbidden one, on top of what the run obeys already.

    The same plan that a whole new proposal with these pins and forbids would find, where every goal is met to its
    bound; where costs differ from pair to pair, the plan at hand mended around what was asked, in seconds. Where no
    plan can hold the pins: the smallest set of rows that contradict each other. An id that the run does not know is an
    input fault.
    """
    raise_faults([*_unknown("pins", run, pins), *_unknown("forbid", run, forbids)])
    demands = [(_choices(run, pair), "+".join(pair)) for pair in pins]
    bans = np.concatenate([ints([]), *(_choices(run, pair) for pair in forbids)])
    outcome = solve_with_pins_and_bans(run, demands, bans)
    if not isinstance(outcome, WhatIfPlan):
        return outcome
    setup = replace(run.setup, problem=outcome.problem)
    return RevisedPlan(replace(run, setup=setup, chosen=outcome.chosen), consequence(run, outcome))


def _choices(run: FinishedRun, pair: Pair) -> Ints:
    """Choice numbers of a pair; empty where a rule bars it: then a pin is infeasible and a forbid has no effect."""
    return run.choices_of_pair(run.world.recipient_row[pair[0]], run.world.leader_row[pair[1]])


def _unknown(what: str, run: FinishedRun, pairs: Sequence[Pair]) -> list[Fault]:
    row_maps = (run.world.recipient_row, run.world.leader_row)
    return [
        Fault(what, None, "", id, f"there is no such {name} in this run")
        for pair in pairs
        for name, id, rows in zip(("recipient", "leader"), pair, row_maps, strict=True)
        if id not in rows
    ]
