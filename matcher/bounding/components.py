"""Which nodes of a graph hang together."""

from __future__ import annotations

import numpy as np

from matcher.world import Ints


def connected_components(one: Ints, other: Ints, nodes: int) -> Ints:
    """Per node the number of its component, numbered by their first nodes; edge k joins `one[k]` and `other[k]`.

    As `scipy.sparse.csgraph` has it, which loads half of scipy.
    """
    lowest = np.arange(nodes)
    while True:
        low = np.minimum(lowest[one], lowest[other])
        new = lowest.copy()
        for ends in (one, other, lowest[one], lowest[other]):
            np.minimum.at(new, ends, low)
        new = new[new]
        if np.array_equal(new, lowest):
            break
        lowest = new
    numbers: Ints = np.unique(lowest, return_inverse=True)[1]
    return numbers.astype(np.int64)
