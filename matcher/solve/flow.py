"""Uniform costs only: where every match costs its pot the same, matches are a flow from pot to recipient to leader.

The goals so far are folded into one whole number per pair, each weighing more than all after it together; a min-cost
flow makes their sum largest, and its potentials, whole numbers too, are multipliers that bound the goal exactly. Rows
that are no part of the flow are left out of it: that can make the bound weak, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from matcher.exact import ROOM, Rows, Weighed, weigh, worth_to_raise
from matcher.plan import Aim, Choices
from matcher.solve.climb import Climb
from matcher.solve.core import Relaxed
from matcher.world import Bools, Ints


@dataclass(frozen=True, eq=False)
class Network:
    """The arcs source -> gate -> recipient -> leader -> sink, and beside them one straight to the sink.

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


def by_flow(climb: Climb, aim: Aim) -> tuple[Bools, Relaxed] | None:
    """The flow's plan and its bound on this goal; None where the numbers do not fit, or the flow finds no answer."""
    rows, open_ = climb.ladder.rows, climb.ladder.open & climb.problem.choices.is_match
    folded = fold(rows, open_, climb.problem.choices.recipient, worth_to_raise(aim))
    if folded is None or not open_.any():
        return None
    worth, keys = folded
    network = network_of(climb.problem.choices, rows, open_)
    used = flow(network, worth)
    if used is None:
        return None
    times, scale = multipliers(network, rows, potentials(network, worth, used), keys)
    if not fits(rows, worth_to_raise(aim), times, scale):
        return None
    weighed: Weighed = weigh(rows, climb.ladder.open, worth_to_raise(aim), times, scale)
    plan = climb.best & ~climb.problem.choices.is_match
    plan[network.choice[used[-len(network.choice) :] > 0]] = True
    return plan, Relaxed(times, weighed, plan.astype(np.float64), weighed.slack)


def fold(rows: Rows, open_: Bools, recipient: Ints, worth: Ints) -> tuple[Ints, dict[int, int]] | None:
    """This goal's worth with the goals kept before it, and how often each of their rows was added in.

    None where the sum over a plan could leave 64 bits.
    """
    folded, keys = np.where(open_, worth, 0), dict[int, int]()
    for k in reversed(floors(rows, open_)):
        key = spread(folded, recipient) + 1
        choice, weight = rows.entries(k)
        largest = int(np.abs(weight).max(initial=0))
        if key * largest * (int(recipient.max(initial=0)) + 2) > ROOM // 4:
            return None
        before: Ints = np.zeros(rows.choices, dtype=np.int64)
        before[choice] = -weight
        folded, keys[k] = folded + key * np.where(open_, before, 0), key
    return folded, keys


def floors(rows: Rows, open_: Bools) -> list[int]:
    """The rows that keep an earlier goal of matches, in order: what governance and regions' shares ask is no flow."""
    kept = [k for k, origin in enumerate(rows.origins) if origin.kind == "floor" and not origin.subject]
    return [k for k in kept if open_[rows.entries(k)[0]].any()]


def spread(worth: Ints, recipient: Ints) -> int:
    """How far apart the worths of two plans with at most one match per recipient can be."""
    high: Ints = np.zeros(int(recipient.max(initial=0)) + 1, dtype=np.int64)
    low = high.copy()
    np.maximum.at(high, recipient, worth)
    np.minimum.at(low, recipient, worth)
    return int(high.sum() - low.sum())


def network_of(choices: Choices, rows: Rows, open_: Bools) -> Network:
    """Each arc with the tightest row that holds exactly what passes it, every match with the same weight."""
    choice = np.flatnonzero(open_)
    recipients, to = np.unique(choices.recipient[choice], return_inverse=True)
    leaders, by = np.unique(choices.provider[choice], return_inverse=True)
    r, n, entries = len(recipients), len(leaders), rows.over(choice).tocoo()
    even = _even(rows, entries)
    found = [_tightest(rows, entries, even, owner) for owner in (np.zeros_like(to), to, by)]
    room, row, unit = (np.concatenate(parts) for parts in zip(*found, strict=True))
    school, leader = np.arange(3, 3 + r), np.arange(3 + r, 3 + r + n)
    tail = np.concatenate([[0, 0], np.full(r, 2), leader, school[to]])
    head = np.concatenate([[1, 2], school, np.full(n, 1), leader[by]])
    room = np.concatenate([[r + 2], room, np.ones(len(choice), dtype=np.int64)])
    return Network(tail, head, room, row, unit, choice, 3 + r + n)


def _even(rows: Rows, entries: Any) -> Ints:
    """Per row the weight that every open match in it has; 0 where they differ, or where some weight is below nought."""
    low, high = np.full(len(rows.at_most), ROOM), np.zeros(len(rows.at_most), dtype=np.int64)
    np.minimum.at(low, entries.row, entries.data)
    np.maximum.at(high, entries.row, entries.data)
    weight: Ints = np.where((low == high) & (rows.at_most >= 0) & (rows.extremes[0] >= 0), high, 0)
    return weight


def _tightest(rows: Rows, entries: Any, even: Ints, owner: Ints) -> tuple[Ints, Ints, Ints]:
    """Per owner the room, the row and its unit: of the even rows that hold every match of the owner's and no other."""
    size, count = np.bincount(owner), len(rows.at_most)
    of, row = owner[entries.col], entries.row
    low, high, held = np.full(count, len(size)), np.full(count, -1), np.bincount(row, minlength=count)
    np.minimum.at(low, row, of)
    np.maximum.at(high, row, of)
    own = np.flatnonzero((even > 0) & (low == high))
    own = own[held[own] == size[low[own]]]
    own = own[np.lexsort((-even[own], -(rows.at_most[own] // even[own])))]  # the tightest last: it stays
    room, which, unit = size.copy(), np.full(len(size), -1), np.ones(len(size), dtype=np.int64)
    which[low[own]] = own
    room[low[own]], unit[low[own]] = rows.at_most[own] // even[own], even[own]
    return room, which, unit


def flow(network: Network, worth: Ints) -> Ints | None:
    """What passes each arc when the sum of worths is largest; None where the solver refuses the numbers."""
    solver = min_cost_flow.SimpleMinCostFlow()
    cost, supply = arc_cost(network, worth), np.zeros(network.nodes, dtype=np.int64)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.room, cost)
    supply[0] = network.room[0] - 1  # one more than can be matched: the way past is never empty and never full
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


def potentials(network: Network, worth: Ints, used: Ints) -> Ints:
    """Per arc what one more unit of its room is worth, from shortest ways through what the flow leaves free."""
    cost, ahead, back = arc_cost(network, worth), used < network.room, used > 0
    tail = np.concatenate([network.tail[ahead], network.head[back]])
    head = np.concatenate([network.head[ahead], network.tail[back]])
    along = np.concatenate([cost[ahead], -cost[back]])
    far: Ints = np.zeros(network.nodes, dtype=np.int64)
    for _ in range(network.nodes + 1):
        nearer = far.copy()
        np.minimum.at(nearer, head, far[tail] + along)
        if (nearer == far).all():
            break
        far = nearer
    price: Ints = np.maximum(far[network.head] - far[network.tail] - cost, 0)
    return price


def multipliers(network: Network, rows: Rows, price: Ints, keys: dict[int, int]) -> tuple[Ints, int]:
    """The prices of the arcs' room as multipliers on their rows, and of the goals kept before on theirs."""
    paid = price[1 : 1 + len(network.row)]
    real = np.flatnonzero((network.row >= 0) & (paid > 0))
    scale = lcm(*np.unique(network.unit[real]).tolist())
    times: Ints = np.zeros(len(rows.at_most), dtype=np.int64)
    size = paid[real].astype(np.float64) * scale
    if size.max(initial=0) > ROOM or max(keys.values(), default=0) * scale > ROOM:
        return times, 1
    np.add.at(times, network.row[real], paid[real] * (scale // network.unit[real]))
    for k, key in keys.items():
        times[k] = key * scale
    return times, scale


def fits(rows: Rows, worth: Ints, times: Ints, scale: int) -> bool:
    """Whether 64 bits hold every sum that weighing these multipliers adds up."""
    size = np.abs(worth).astype(np.float64) * scale + rows.sizes(times)
    return bool(size.max(initial=0) < ROOM)
