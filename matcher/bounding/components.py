"""Which nodes of a graph hang together."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array

from matcher.world import Ints


def connected_components(one: Ints, other: Ints, nodes: int) -> Ints:
    """Per node the number of its component, numbered by their first nodes; edge k joins `one[k]` and `other[k]`."""
    from scipy.sparse import csgraph  # a tenth of a second, loaded where it is needed

    if not nodes:
        return np.zeros(0, dtype=np.int64)
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(nodes, nodes))
    numbers: Ints = csgraph.connected_components(graph, directed=False)[1].astype(np.int64)
    return numbers
