"""Components of a graph: the same numbers as scipy's, whatever the graph."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components as by_scipy

from matcher.bounding.components import connected_components


def scipys(one: np.ndarray, other: np.ndarray, nodes: int) -> np.ndarray:
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(nodes, nodes))
    return by_scipy(graph, directed=False)[1]


def test_of_random_graphs() -> None:
    chance = np.random.default_rng(1)
    for _ in range(200):
        nodes = int(chance.integers(1, 60))
        one, other = chance.integers(0, nodes, (2, int(chance.integers(0, nodes * 2))))
        assert connected_components(one, other, nodes).tolist() == scipys(one, other, nodes).tolist()


def test_of_a_long_chain_in_any_order_and_of_no_nodes() -> None:
    order = np.random.default_rng(1).permutation(3_000)
    for chain in (np.arange(3_000), order):
        one, other = chain[:-1], chain[1:]
        assert set(connected_components(one, other, 3_000).tolist()) == {0}
        assert (
            connected_components(one[::2], other[::2], 3_000).tolist() == scipys(one[::2], other[::2], 3_000).tolist()
        )
    none = np.zeros(0, dtype=np.int64)
    assert connected_components(none, none, 0).tolist() == []
