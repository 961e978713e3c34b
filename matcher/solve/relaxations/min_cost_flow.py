"""Min-cost flow for uniform costs.

Where every match costs its pot the same, matches are a flow from pot to recipient to leader.

The objectives so far are combined into one whole number per pair, each weighted above all after it together. The
flow maximises their sum, and its node potentials, whole numbers too, give multipliers that bound the objective
exactly. Rows that are no part of the network are left out: that can make the bound weak, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from matcher.bounding import MAX_SUM, DualBound, Rows, dual_bound, worth_to_maximise
from matcher.plan import Choices, Objective
from matcher.solve.lexicographic import LexicographicState
from matcher.solve.relaxations.linear_relaxation import Relaxation
from matcher.world import Bools, Ints


@dataclass(frozen=True, eq=False)
class Network:
    """The arcs source -> gate -> recipient -> leader -> sink, and one from source to sink for what is not matched.

    `row` and `unit` belong to the arcs into gate, recipients and from leaders, in that order: the row whose room is the
    arc's capacity (-1: none), and the weight of a match in it.
    """

    tail: Ints
    head: Ints
    room: Ints
    row: Ints
    unit: Ints
    choice: Ints  # of the arcs from recipient to leader
    nodes: int


def solve_flow(state: LexicographicState, objective: Objective) -> tuple[Bools, Relaxation] | None:
    """The flow's plan and the bound on this objective; None where the numbers leave 64 bits or there is no solution."""
    rows, open_ = state.space.rows, state.space.open & state.problem.choices.is_match
    combined = combine_objectives(rows, open_, state.problem.choices.recipient, worth_to_maximise(objective))
    if combined is None or not open_.any():
        return None
    worth, row_weights = combined
    network = network_of(state.problem.choices, rows, open_)
    used = maximise_flow(network, worth)
    if used is None:
        return None
    multipliers, scale = row_multipliers(network, rows, arc_prices(network, worth, used), row_weights)
    if not fits_64_bits(rows, worth_to_maximise(objective), multipliers, scale):
        return None
    dual: DualBound = dual_bound(rows, state.space.open, worth_to_maximise(objective), multipliers, scale)
    plan = state.best & ~state.problem.choices.is_match
    plan[network.choice[used[-len(network.choice) :] > 0]] = True
    return plan, Relaxation(multipliers, dual, plan.astype(np.float64), dual.slack)


def combine_objectives(rows: Rows, open_: Bools, recipient: Ints, worth: Ints) -> tuple[Ints, dict[int, int]] | None:
    """This objective's worth combined with the objectives fixed before it, and the weight of each of their rows.

    None where the sum over a plan could leave 64 bits.
    """
    combined, row_weights = np.where(open_, worth, 0), dict[int, int]()
    for k in reversed(kept_objective_rows(rows, open_)):
        row_weight = worth_range(combined, recipient) + 1
        choice, weight = rows.entries(k)
        largest = int(np.abs(weight).max(initial=0))
        if row_weight * largest * (int(recipient.max(initial=0)) + 2) > MAX_SUM // 4:
            return None
        before: Ints = np.zeros(rows.choices, dtype=np.int64)
        before[choice] = -weight
        combined, row_weights[k] = combined + row_weight * np.where(open_, before, 0), row_weight
    return combined, row_weights


def kept_objective_rows(rows: Rows, open_: Bools) -> list[int]:
    """The rows that fix earlier objectives over matches, in order.

    Governance and shares of groups are no part of the flow.
    """
    candidates = [k for k, origin in enumerate(rows.origins) if origin.kind == "floor" and not origin.subject]
    return [k for k in candidates if open_[rows.entries(k)[0]].any()]


def worth_range(worth: Ints, recipient: Ints) -> int:
    """The largest difference in worth between two plans with at most one match per recipient."""
    high: Ints = np.zeros(int(recipient.max(initial=0)) + 1, dtype=np.int64)
    low = high.copy()
    np.maximum.at(high, recipient, worth)
    np.minimum.at(low, recipient, worth)
    return int(high.sum() - low.sum())


def network_of(choices: Choices, rows: Rows, open_: Bools) -> Network:
    """The network; an arc's capacity is from the tightest row over exactly its matches, all with the same weight."""
    choice = np.flatnonzero(open_)
    recipients, to = np.unique(choices.recipient[choice], return_inverse=True)
    leaders, by = np.unique(choices.provider[choice], return_inverse=True)
    r, n, entries = len(recipients), len(leaders), rows.restricted_to(choice).tocoo()
    uniform_weight = _uniform_weights(rows, entries)
    found = [_tightest(rows, entries, uniform_weight, owner) for owner in (np.zeros_like(to), to, by)]
    room, row, unit = (np.concatenate(parts) for parts in zip(*found, strict=True))
    school, leader = np.arange(3, 3 + r), np.arange(3 + r, 3 + r + n)
    tail = np.concatenate([[0, 0], np.full(r, 2), leader, school[to]])
    head = np.concatenate([[1, 2], school, np.full(n, 1), leader[by]])
    room = np.concatenate([[r + 2], room, np.ones(len(choice), dtype=np.int64)])
    return Network(tail, head, room, row, unit, choice, 3 + r + n)


def _uniform_weights(rows: Rows, entries: Any) -> Ints:
    """Per row the weight that every open match in it has; 0 where they differ or some weight is negative."""
    low, high = np.full(len(rows.at_most), MAX_SUM), np.zeros(len(rows.at_most), dtype=np.int64)
    np.minimum.at(low, entries.row, entries.data)
    np.maximum.at(high, entries.row, entries.data)
    weight: Ints = np.where((low == high) & (rows.at_most >= 0) & (rows.extremes[0] >= 0), high, 0)
    return weight


def _tightest(rows: Rows, entries: Any, uniform_weight: Ints, owner: Ints) -> tuple[Ints, Ints, Ints]:
    """Per owner the capacity, the row (-1.

    None) and its weight per match, from rows over exactly the owner's matches.
    """
    size, count = np.bincount(owner), len(rows.at_most)
    of, row = owner[entries.col], entries.row
    low, high, entry_count = np.full(count, len(size)), np.full(count, -1), np.bincount(row, minlength=count)
    np.minimum.at(low, row, of)
    np.maximum.at(high, row, of)
    own = np.flatnonzero((uniform_weight > 0) & (low == high))
    own = own[entry_count[own] == size[low[own]]]
    # the tightest row comes last, and is the one assigned below
    own = own[np.lexsort((-uniform_weight[own], -(rows.at_most[own] // uniform_weight[own])))]
    room, which, unit = size.copy(), np.full(len(size), -1), np.ones(len(size), dtype=np.int64)
    which[low[own]] = own
    room[low[own]], unit[low[own]] = rows.at_most[own] // uniform_weight[own], uniform_weight[own]
    return room, which, unit


def maximise_flow(network: Network, worth: Ints) -> Ints | None:
    """The flow on each arc when the sum of worths is largest; None where the solver reports no optimum."""
    solver = min_cost_flow.SimpleMinCostFlow()
    cost, supply = arc_cost(network, worth), np.zeros(network.nodes, dtype=np.int64)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.room, cost)
    supply[0] = network.room[0] - 1  # one more than can be matched: the arc past is never empty and never full
    supply[1] = -supply[0]
    solver.set_nodes_supplies(np.arange(network.nodes), supply)
    if solver.solve() != solver.OPTIMAL:
        return None
    used: Ints = np.asarray(solver.flows(arcs), dtype=np.int64)
    return used


def arc_cost(network: Network, worth: Ints) -> Ints:
    cost: Ints = np.zeros(len(network.tail), dtype=np.int64)
    cost[len(cost) - len(network.choice) :] = -worth[network.choice]
    return cost


def arc_prices(network: Network, worth: Ints, used: Ints) -> Ints:
    """Per arc the dual price of its capacity, from shortest paths in the residual network (Bellman-Ford)."""
    cost, forward, backward = arc_cost(network, worth), used < network.room, used > 0
    tail = np.concatenate([network.tail[forward], network.head[backward]])
    head = np.concatenate([network.head[forward], network.tail[backward]])
    along = np.concatenate([cost[forward], -cost[backward]])
    distance: Ints = np.zeros(network.nodes, dtype=np.int64)
    for _ in range(network.nodes + 1):
        shorter = distance.copy()
        np.minimum.at(shorter, head, distance[tail] + along)
        if (shorter == distance).all():
            break
        distance = shorter
    price: Ints = np.maximum(distance[network.head] - distance[network.tail] - cost, 0)
    return price


def row_multipliers(network: Network, rows: Rows, price: Ints, row_weights: dict[int, int]) -> tuple[Ints, int]:
    """The prices of the arcs as multipliers of their rows, the weights of earlier objectives as those of theirs.

    The scale.
    """
    arc_price = price[1 : 1 + len(network.row)]
    real = np.flatnonzero((network.row >= 0) & (arc_price > 0))
    scale = lcm(*np.unique(network.unit[real]).tolist())
    multipliers: Ints = np.zeros(len(rows.at_most), dtype=np.int64)
    size = arc_price[real].astype(np.float64) * scale
    if size.max(initial=0) > MAX_SUM or max(row_weights.values(), default=0) * scale > MAX_SUM:
        return multipliers, 1
    np.add.at(multipliers, network.row[real], arc_price[real] * (scale // network.unit[real]))
    for k, row_weight in row_weights.items():
        multipliers[k] = row_weight * scale
    return multipliers, scale


def fits_64_bits(rows: Rows, worth: Ints, multipliers: Ints, scale: int) -> bool:
    """Whether every sum of the dual bound with these multipliers stays below `MAX_SUM`."""
    size = np.abs(worth).astype(np.float64) * scale + rows.dual_cost_magnitude(multipliers)
    return bool(size.max(initial=0) < MAX_SUM)
