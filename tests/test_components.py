"""Components of a graph, numbered by their first nodes, whatever the graph."""

from __future__ import annotations

import networkx as nx
import numpy as np

from matcher.bounding.components import connected_components


def networkxs(one: np.ndarray, other: np.ndarray, nodes: int) -> list[int]:
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(zip(one.tolist(), other.tolist(), strict=True))
    groups = sorted(nx.connected_components(graph), key=min)
    number = {node: k for k, group in enumerate(groups) for node in group}
    return [number[node] for node in range(nodes)]


def test_of_random_graphs() -> None:
    chance = np.random.default_rng(1)
    for _ in range(200):
        nodes = int(chance.integers(1, 60))
        one, other = chance.integers(0, nodes, (2, int(chance.integers(0, nodes * 2))))
        assert connected_components(one, other, nodes).tolist() == networkxs(one, other, nodes)


def test_of_a_long_chain_in_any_order_and_of_no_nodes() -> None:
    order = np.random.default_rng(1).permutation(3_000)
    for chain in (np.arange(3_000), order):
        one, other = chain[:-1], chain[1:]
        assert set(connected_components(one, other, 3_000).tolist()) == {0}
        assert connected_components(one[::2], other[::2], 3_000).tolist() == networkxs(one[::2], other[::2], 3_000)
    none = np.zeros(0, dtype=np.int64)
    assert connected_components(none, none, 0).tolist() == []
