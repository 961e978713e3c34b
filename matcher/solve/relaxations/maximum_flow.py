"""The maximum flow through a network, by OR-Tools: scipy's loads its linear algebra first, a tenth of a second."""

from __future__ import annotations

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from matcher.errors import Defect
from matcher.world import Ints


def maximum_flow(tail: Ints, head: Ints, capacity: Ints, source: int, sink: int) -> Ints:
    """What flows through each arc, which goes from its tail to its head; of several maximum flows any one."""
    network = SimpleMaxFlow()
    arcs = network.add_arcs_with_capacity(tail, head, capacity)
    if network.solve(source, sink) != network.OPTIMAL:
        raise Defect("the maximum flow of a network was not found")
    flow: Ints = np.asarray(network.flows(arcs), dtype=np.int64)
    return flow
