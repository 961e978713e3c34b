"""Min-cost flow, by OR-Tools and by networkx: whole deployments from leaders' own days, no team, no governance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

import networkx as nx
import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from benchmarks.integer_programs import GoalResult
from benchmarks.methods.no_solver import goal_results
from benchmarks.network import Network, network_of, plan_of
from matcher.plan import Problem
from matcher.world import Bools

NO_NETWORK = "does not apply: costs differ from pair to pair"
ONLY = "matches alone, by leaders' own days; no proof for the whole problem"


def by_ortools(network: Network) -> Bools:
    """Nodes: recipients, leaders, then the source and the sink; what cannot be matched passes straight through."""
    r, n = network.recipients, len(network.room)
    source, sink, many = r + n, r + n + 1, len(network.choice)
    flow = SimpleMinCostFlow()
    tails = np.concatenate([network.recipient, np.full(r, source), r + np.arange(n), [source]])
    heads = np.concatenate([r + network.leader, np.arange(r), np.full(n, sink), [sink]])
    room = np.concatenate([np.ones(many + r, dtype=np.int64), network.room, [network.deployments]])
    cost = np.concatenate([-network.worth, np.zeros(r + n + 1, dtype=np.int64)])
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    flow.set_nodes_supplies(np.array([source, sink]), np.array([network.deployments, -network.deployments]))
    status = flow.solve()
    assert status == flow.OPTIMAL, f"the flow ended with {status}"
    used: Bools = flow.flows(np.arange(many)) > 0
    return used


def by_networkx(network: Network) -> Bools:
    graph = nx.DiGraph()
    graph.add_node("source", demand=-network.deployments)
    graph.add_node("sink", demand=network.deployments)
    graph.add_edge("source", "sink", capacity=network.deployments, weight=0)
    graph.add_edges_from(("source", ("r", k), {"capacity": 1}) for k in range(network.recipients))
    graph.add_edges_from((("x", k), "sink", {"capacity": m}) for k, m in enumerate(network.room.tolist()))
    columns = (network.recipient, network.leader, network.worth)
    graph.add_edges_from(
        (("r", r), ("x", x), {"capacity": 1, "weight": -w})
        for r, x, w in zip(*(c.tolist() for c in columns), strict=True)
    )
    flow = nx.min_cost_flow(graph)
    pairs = zip(network.recipient.tolist(), network.leader.tolist(), strict=True)
    return np.array([flow["r", r]["x", x] > 0 for r, x in pairs], dtype=np.bool_)


def _flow_results(problem: Problem, chosen_method: Callable[[Network], Bools]) -> Iterator[GoalResult]:
    started = perf_counter()
    network = network_of(problem)
    if network is None:
        yield GoalResult("ended", None, None, False, 0.0, NO_NETWORK)
        return
    plan = plan_of(problem, network, chosen_method(network))
    yield from goal_results(problem, plan, perf_counter() - started, ONLY)


def flow(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    yield from _flow_results(problem, by_ortools)


def networkx(problem: Problem, seconds: float) -> Iterator[GoalResult]:
    yield from _flow_results(problem, by_networkx)
