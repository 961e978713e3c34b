"""Which nodes of a graph hang together."""

from __future__ import annotations

import numpy as np

from matcher.world import Ints


def connected_components(one: Ints, other: Ints, nodes: int) -> Ints:
    """Per node the number of its component, numbered by their first nodes; edge k joins `one[k]` and `other[k]`.

    Every node takes the least label that a neighbour has, until none changes. scipy's own takes a tenth of a second to
    load, with its linear algebra, which is more than a national run's graphs take.
    """
    label: Ints = np.arange(nodes)
    while True:
        least, lower = np.minimum(label[one], label[other]), label.copy()
        np.minimum.at(lower, label[one], least)
        np.minimum.at(lower, label[other], least)
        lower = _followed(lower)
        if np.array_equal(lower, label):
            break
        label = lower
    numbers: Ints = np.unique(label, return_inverse=True)[1].astype(np.int64)
    return numbers


def _followed(label: Ints) -> Ints:
    """Each label replaced by its own label, until none changes."""
    while not np.array_equal(label, label[label]):
        label = label[label]
    return label
